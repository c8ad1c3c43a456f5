"""Words of findings: fingerprints that stay when text moves, and words quoted in a message.

In: article, rule, sentence, words. Out: 16 hex digits; `“a”, “b” and “c”`.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable

MAX_CUE_CHARS = 60
"""Longer words are cut in a message (code points)."""

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


def quote_words(words: Iterable[str], otherwise: str) -> str:
    """Return words as a list in quotation marks.

    Args:
        words: As the article writes them; repeated ones are named once.
        otherwise: What is returned when there are none, as it stands.
    """
    evened = dict.fromkeys(" ".join(word.split()) for word in words)
    short = [w if len(w) <= MAX_CUE_CHARS else w[: MAX_CUE_CHARS - 1] + "…" for w in evened]
    quoted = [f"“{word}”" for word in short]
    if not quoted:
        return otherwise
    return quoted[0] if len(quoted) == 1 else f"{', '.join(quoted[:-1])} and {quoted[-1]}"
