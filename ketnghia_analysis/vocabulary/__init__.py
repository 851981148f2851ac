"""Vocabulary: what the words mean, every table, column and code declared once."""
