"""Decisions of reviewers: kept, served, compared, and applied to the next run."""
