"""What the encoder learns from: public corpora, our own gold, and its vocabulary."""
