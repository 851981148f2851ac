"""Intake: files in any layout become raw cells with their addresses."""
