"""Scores of labels, confidence, mentions and sentence borders against gold."""
