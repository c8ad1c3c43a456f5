"""Words of an article inside a message: short, and in quotation marks.

In: words. Out: `“a”, “b” and “c”`.
"""

from __future__ import annotations

from collections.abc import Iterable

MAX_CUE_CHARS = 60
"""Longer words are cut in a message (code points)."""


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
