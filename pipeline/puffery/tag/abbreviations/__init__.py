"""Abbreviations: how they are found in an article, and what they mean for its mentions."""
