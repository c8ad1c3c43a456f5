"""Audit rules applied to an article: matches, exemptions, the checklist, the grade."""
