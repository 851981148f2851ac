"""Cleaning: text becomes values, and nothing is lost on the way."""
