"""How names are found in text: words, lexicon look-up, composed names, context, abbreviations."""
