"""Evaluation: what may be said about a year, with the evidence for it."""
