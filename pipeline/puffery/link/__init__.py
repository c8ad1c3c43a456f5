"""Concepts of mentions: exact names, abbreviations, variants, and flagged suggestions."""
