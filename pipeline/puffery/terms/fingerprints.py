"""Fingerprints of findings, which stay when the text around a sentence moves.

In: article, rule, sentence. Out: 16 hex digits.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter

FINGERPRINT_HEX = 16


def normalise(text: str) -> str:
    """Return a sentence with case, white space and punctuation evened out, for fingerprints."""
    return re.sub(r"[\W_]+", " ", text.casefold()).strip()


class Fingerprints:
    """Gives out the fingerprints of one article; ask in the order of the text.

    Args:
        article_id: The article.
    """

    def __init__(self, article_id: str) -> None:
        self._article_id = article_id
        self._seen: Counter[str] = Counter()

    def next(self, rule_id: str, text: str) -> str:
        """Return the fingerprint of a rule at a sentence, other than those given before.

        Args:
            rule_id: The rule.
            text: The sentence; empty for the whole article.
        """
        key = f"{self._article_id}\x1f{rule_id}\x1f{normalise(text)}"
        self._seen[key] += 1
        digest = hashlib.sha256(f"{key}\x1f{self._seen[key]}".encode()).hexdigest()
        return digest[:FINGERPRINT_HEX]


def sentence_hash(text: str) -> str:
    """Return the SHA-256 (hex) of the normalised sentence, which names it without quoting it."""
    return hashlib.sha256(normalise(text).encode("utf-8", "surrogatepass")).hexdigest()
