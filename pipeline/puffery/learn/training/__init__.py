"""Training of the sentence encoder and its heads; needs the `train` extra."""
