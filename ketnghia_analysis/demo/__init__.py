"""The fictional district: its truth, and the files that officials would send about it."""
