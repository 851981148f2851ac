"""Composite indices: boards of indicators declared in a rules file, reckoned stage by stage."""
