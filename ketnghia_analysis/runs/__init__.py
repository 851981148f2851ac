"""Runs: the only writer of files."""
