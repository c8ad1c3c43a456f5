"""Rules about single sentences."""
