"""The audit rules and all that belongs to them, read from data files: rules, profiles, cards."""
