"""Noun phrases of a sentence, from closed-class words: where a therapy or a target begins and ends.

In: a `SentenceView` and a place. Out: token ranges. There is no parser: a phrase ends at a
preposition, conjunction, auxiliary, pronoun or mark of `lexicons/frame_words.toml`.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from puffery.classify.reading.sentence_view import SentenceView
from puffery.data_files import read_toml, word_set
from puffery.errors import DataFileError
from puffery.records import CueKind

Range = tuple[int, int]

_FILE = "frame_words.toml"
_INNER = frozenset({"", "-", "*", "/", "'s", "’s", "'", "’"})
_QUOTES = frozenset({'"', "“", "”", "‘", "*"})
_ENDINGS = (
    ("ies", "y"),
    ("ied", "y"),
    ("es", ""),
    ("s", ""),
    ("ed", ""),
    ("d", ""),
    ("ing", ""),
    ("ing", "e"),
)
_SHORTEST_STEM = 2


@cache
def frame_words(table: str, key: str) -> frozenset[str]:
    """Return a word list of `frame_words.toml`.

    Args:
        table: Name of the table.
        key: Name of the list in it.

    Raises:
        DataFileError: `PUF301` when it is missing or holds anything but text.
    """
    found = read_toml("lexicons", _FILE).get(table)
    if not isinstance(found, dict):
        raise DataFileError("PUF301", f"{_FILE}: needs a table [{table}]")
    return word_set(found, key, where=_FILE)


@cache
def _irregular() -> dict[str, str]:
    return dict(line.split(maxsplit=1) for line in sorted(frame_words("irregular", "forms")))


@cache
def bases(token: str) -> frozenset[str]:
    """Return the words that `token` may be a form of, itself included (`eased` -> `ease`)."""
    found = {token, _irregular().get(token, token)}
    for ending, instead in _ENDINGS:
        stem = token.removesuffix(ending)
        if stem != token and len(stem) >= _SHORTEST_STEM:
            found.add(stem + instead)
            if stem[-1:] == stem[-2:-1]:
                found.add(stem[:-1])
    return frozenset(found)


@cache
def is_closed(token: str) -> bool:
    """Tell whether a token ends a noun phrase."""
    if token in _INNER:
        return False
    if not any(letter.isalnum() for letter in token):
        return True
    return any(
        token in frame_words("closed", key)
        for key in ("preposition", "conjunction", "auxiliary", "pronoun", "adverb", "determiner")
    ) or (token.endswith("ly") and token not in frame_words("arguments", "people"))


def phrase_after(view: SentenceView, start: int, end: int) -> Range | None:
    """Return the noun phrase that starts at `start` behind its determiners, None without one.

    Args:
        view: The sentence.
        start: First token that may belong to it.
        end: Where the search stops.
    """
    first = start
    while first < end and _opens(view.tokens[first]):
        first += 1
    last = first
    while last < end and not is_closed(view.tokens[last]):
        last += 1
    while last > first and view.tokens[last - 1] in _INNER:
        last -= 1
    return (first, last) if last > first else None


def phrase_before(view: SentenceView, low: int, high: int) -> Range | None:
    """Return the noun phrase that ends at `high` without its determiners, None without one."""
    last = high
    while last > low and view.tokens[last - 1] in _QUOTES:
        last -= 1
    first = last
    while first > low and not _ends_backwards(view, first - 1):
        first -= 1
    while first < last and view.tokens[first] in _INNER:
        first += 1
    return (first, last) if last > first else None


def predicate_start(view: SentenceView, low: int, start: int) -> int:
    """Return where the verb group that ends before `start` begins (`may not | ease`)."""
    while start > low:
        token = view.tokens[start - 1]
        grouped = any(token in frame_words("closed", key) for key in ("auxiliary", "adverb"))
        raising = bool(bases(token) & frame_words("closed", "raising"))
        to = token == "to" and start - low > 1
        if not (grouped or raising or to or token.endswith("ly")):
            break
        start -= 1
    return start


def names_health(view: SentenceView, phrase: Range) -> bool:
    """Tell whether a phrase names a disease, or an outcome that matters to health."""
    if any(d[0] < phrase[1] and phrase[0] < d[1] for d in view.diseases):
        return True
    if set(view.tokens[phrase[0] : phrase[1]]) & frame_words("arguments", "outcome"):
        return True
    return touches(view, phrase, "good", "bad")


def touches(view: SentenceView, phrase: Range, *roles: str) -> bool:
    """Tell whether a phrase overlaps a context cue of these roles."""
    return any(h.start < phrase[1] and phrase[0] < h.end for h in view.of(CueKind.CONTEXT, *roles))


def holds(view: SentenceView, phrase: Range, key: str) -> bool:
    """Tell whether a phrase holds a word of a list of `[arguments]`."""
    return bool(set(view.tokens[phrase[0] : phrase[1]]) & frame_words("arguments", key))


def _opens(token: str) -> bool:
    if token in frame_words("closed", "determiner") or token in _QUOTES:
        return True
    return token in frame_words("closed", "adverb") or token.endswith("ly")


def _ends_backwards(view: SentenceView, index: int) -> bool:
    token = view.tokens[index]
    return is_closed(token) or bool(bases(token) & frame_words("closed", "reporting"))


def joined_places(view: SentenceView, places: Iterable[Range]) -> list[Range]:
    """Return the first place with those that commas, `and` or the like join to it, in order.

    Args:
        view: The sentence.
        places: Places that do not overlap, all in order or all in reverse order.
    """
    joiners = frame_words("closed", "joiner")
    chosen: list[Range] = []
    for place in places:
        if chosen:
            low, high = sorted((place, chosen[-1]))
            if not set(view.tokens[low[1] : high[0]]) <= joiners:
                break
        chosen.append(place)
    return sorted(chosen)
