"""Reads finished run folders: other formats, comparison of two runs, thresholds for CI."""
