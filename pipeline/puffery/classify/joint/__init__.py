"""Rules and encoder together: one calibrated label a sentence, with its reason and its doubt."""
