"""Marks what a sentence is about (therapies, diseases) and the cues in it."""
