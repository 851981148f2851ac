"""Outputs: what people see."""
