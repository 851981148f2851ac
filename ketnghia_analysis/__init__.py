"""Kết nghĩa analysis: files that officials send become the yearly evaluation of hamlet pairings."""

__version__ = "0.1.0"
