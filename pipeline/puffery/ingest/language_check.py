"""Tells articles that are not in English, erring on the side of auditing.

In: the text of an article. Out: the code of its language, or nothing.
"""

from __future__ import annotations

from puffery.settings import Settings

_HEAD_CHARS = 5_000
_WINDOW_CHARS = 1_000
_N_WINDOWS = 5
# Rank distance by which another language must beat English. Measured on 200-character windows
# of 1,660 English health articles: without it 3.5 % are taken for another language, with it
# 0.1 % (lists of names and countries); whole articles: none. Of 27 languages, sample sentences of
# 300 characters are 49 ranks (German) or more from English, so short German may pass as English.
_MIN_MARGIN = 40
_NO_CUTOFF = 1_000_000


def foreign_language(text: str, settings: Settings) -> str:
    """Return the language of a text that is not English.

    A text with English anywhere in five spread windows counts as English, so that a bilingual
    leaflet is audited whichever language comes first.

    Args:
        text: The text of an article.
        settings: `english_only` and `min_language_chars`.

    Returns:
        ISO 639-1 code such as `de`; empty for English, for text too short to tell and for text
        of no known language.

    Source:
        Resiliparse `detect_fast`, ranks of n-gram profiles over 101 languages.
    """
    if not settings.english_only or len(text) < settings.min_language_chars:
        return ""
    head = text[:_HEAD_CHARS]
    n_letters = sum(map(str.isalpha, head))
    code = _not_english(head) if n_letters >= settings.min_language_chars // 2 else ""
    if not code:
        return ""
    step = max(len(text) - _WINDOW_CHARS, 0) // (_N_WINDOWS - 1)
    for start in {i * step for i in range(_N_WINDOWS)}:
        if _detect(text[start : start + _WINDOW_CHARS])[0] == "en":
            return ""
    return code


def _not_english(text: str) -> str:
    code, rank = _detect(text)
    if code in {"en", "unknown"}:
        return ""
    english_rank = _detect(text, only="en", cutoff=_NO_CUTOFF)[1]
    return code if english_rank - rank >= _MIN_MARGIN else ""


def _detect(text: str, *, only: str = "", cutoff: int = 1200) -> tuple[str, int]:
    # Imported here, as in all of ingest: a run pays only for the formats and checks it uses.
    from resiliparse.parse.lang import detect_fast

    # Lower case, as the profiles are of running text: English in capitals would be Korean.
    code, rank = detect_fast(text.lower(), cutoff=cutoff, langs=[only] if only else None)
    return str(code), int(rank)
