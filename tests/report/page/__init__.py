"""The room report/page."""
