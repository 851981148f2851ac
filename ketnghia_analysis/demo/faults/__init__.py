"""Faults planted in the papers of the demo, each with what must become of it."""
