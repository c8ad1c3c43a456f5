"""Building and measuring: the lexicon, rule checks, evaluation."""
