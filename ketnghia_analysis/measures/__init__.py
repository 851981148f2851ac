"""Measures: arithmetic on sound tables."""
