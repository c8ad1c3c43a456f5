"""Names of therapies and diseases: the lexicon, and the keys that it is matched on."""
