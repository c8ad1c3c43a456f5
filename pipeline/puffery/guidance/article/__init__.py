"""Rules about the whole article."""
