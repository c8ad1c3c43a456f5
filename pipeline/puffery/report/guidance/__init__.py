"""What the audit rules say, in the files of a run."""
