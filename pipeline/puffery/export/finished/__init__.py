"""What stands in a run folder and beside it, read back."""
