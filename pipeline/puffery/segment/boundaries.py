"""Where sentences end inside one block of running text.

In: the text of a block. Out: offsets at which a new sentence starts. Words that decide about a
full stop are data (`lexicons/sentence_breaks.toml`).
"""

from __future__ import annotations

import dataclasses
import re
from dataclasses import dataclass
from functools import cache

from puffery.data_files import read_toml, word_set

CONTEXT_CHARS = 300
"""How far a boundary is judged by, in characters; more would cost the square of the length."""

_CLOSERS = "\"'”’»)]}*_"
_OPENERS = "\"'“‘«([{*_#-–—•>"
_CANDIDATE = re.compile(
    r"(?P<mark>[.!?…]+)"
    r"(?P<close>[\"'”’»)\]}*_]*)"
    r"(?P<note>(?:\[\d[\d,–-]*\]|(?<=[A-Za-z)][.])\d{1,2}(?:[,–-]\d{1,2})*(?=\s))?)"
    r"(?P<gap>\s+|(?=[A-Z“\"][A-Za-z]|[AI]\s))"
)
_WORD_BEFORE = re.compile(r"[A-Za-z][A-Za-z.'’]*$|\d[\d.,]*$")
_MARKER = re.compile(r"\s*(?:\(?\d{1,3}|\(?[A-Za-z]|[ivx]{1,4})$")
_LABEL = re.compile(r"\s*(?:fig(?:ure)?|tab(?:le)?|box|scheme)\.?\s+\d{1,2}$", re.IGNORECASE)
_MIXED_CASE = re.compile(r"[a-z]{1,3}[A-Z]{2}|[a-z][A-Z][a-z]?[A-Z]|i[A-Z]")
_SPEAKER = re.compile(
    r"(?:[A-Z][\w.’'-]*\s+){1,4}(?:said|says|asks|asked|wonders|wondered|writes|wrote|adds|added)\b"
)
_PAGE = re.compile(r"\((?:pp?\.|pages?|see|cf\.)\s")
_INITIAL = re.compile(r"[A-Z]\.")
_URL_TAIL = re.compile(r"(?:https?://|www\.|@)\S*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Words:
    never_end: frozenset[str]
    may_end: frozenset[str]
    before_number: frozenset[str]
    letter_heads: frozenset[str]
    starters: frozenset[str]
    end_before_capital: frozenset[str]
    calendar: frozenset[str]


@cache
def _words() -> _Words:
    name = "sentence_breaks.toml"
    table = read_toml("lexicons", name)
    keys = tuple(field.name for field in dataclasses.fields(_Words))
    return _Words(*(word_set(table, key, where=name) for key in keys))


def sentence_starts(text: str) -> list[int]:
    """Return the offsets in `text` at which sentences start, ascending, beginning with 0.

    Args:
        text: One block: white space may hold line breaks of hard-wrapped text.

    Returns:
        Offsets of first characters (never white space, except 0 for an empty text).
    """
    starts = [0]
    for match in _CANDIDATE.finditer(text):
        start = match.end()
        if start < len(text) and _is_boundary(text, match):
            starts.append(start)
    return starts


def _is_boundary(text: str, match: re.Match[str]) -> bool:
    mark, rest = match["mark"], text[match.end() : match.end() + CONTEXT_CHARS]
    opened = rest.lstrip(_OPENERS)
    following = opened[:1]
    if not match["gap"]:
        return _glued_boundary(text, match)
    goes_on = following.islower() or rest[:1] in "–—" or _SPEAKER.match(opened)
    if match["close"].strip("*_)]}") and goes_on:
        return False  # '"Really?" she said', '"It held." – Jo'
    if _PAGE.match(rest):
        return False
    if match["note"] or _MIXED_CASE.match(opened):
        return True  # "healing.[3] later", "own cells. iPSCs offer"
    if mark.strip(".") and not mark.startswith("…"):
        return not (match["close"] and following.islower())
    if len(mark) > 1 or mark == "…":
        return following.isupper() or following.isdigit()
    return _stop_ends(_before(text, match), opened, closed=bool(match["close"]))


def _before(text: str, match: re.Match[str]) -> str:
    return text[max(0, match.start() - CONTEXT_CHARS) : match.start()]


def _glued_boundary(text: str, match: re.Match[str]) -> bool:
    """Judge `better.The` (a lost space): lower-case word, then a capitalised one."""
    left = _before(text, match)
    before = _WORD_BEFORE.search(left)
    if before is None or _URL_TAIL.search(left):
        return False
    right = text[match.end() : match.end() + CONTEXT_CHARS]
    after = re.match(r"[“\"]?([A-Z][a-z’']+|[AI](?=\s))(?=[\s,;:’']|$)", right)
    word = before.group().rsplit(".", maxsplit=1)[-1]
    return after is not None and ((len(word) >= 3 and word.islower()) or bool(match["close"]))


def _stop_ends(before: str, after: str, *, closed: bool) -> bool:
    """Tell whether the full stop between `before` and `after` ends a sentence."""
    words = _words()
    found = _WORD_BEFORE.search(before)
    word = found.group() if found else ""
    key = word.lower().rstrip(".")
    following = after[:1]
    if not found or closed:
        return not following.islower() or (closed and key not in words.never_end)
    if (_MARKER.match(before) and len(before.strip()) <= 4) or _LABEL.match(before):
        return False  # "1. Wash", "a. Rinse", "Fig. 2. Swelling"
    if following.isdigit() and key in words.before_number:
        return False
    if key in words.never_end:
        return False
    if len(word) == 1 and word.isupper() and word != "I":
        return _letter_ends(before, after)
    first = re.match(r"[A-Za-z’']+", after)
    if key in words.end_before_capital:
        return following.isupper() and not (first and first.group().lower() in words.calendar)
    if key in words.may_end or re.fullmatch(r"(?:[A-Za-z]\.)+[A-Za-z]", word):
        return following.isupper() and (
            first is not None and first.group().lower() in words.starters
        )
    if following.islower():
        return len(word) >= 2 and word.isalpha() and not _URL_TAIL.search(before)
    return True


def _letter_ends(before: str, after: str) -> bool:
    """Judge a single capital: an initial ("J. Hale") or a label ("vitamin C. The")."""
    words = _words()
    if _INITIAL.match(after):
        return False
    previous = re.search(r"([A-Za-z]+)\s+[A-Z]$", before)
    first = re.match(r"[A-Za-z’']+", after)
    starts = first is not None and first.group().lower() in words.starters
    if previous is None:
        return False
    if previous.group(1).lower() in words.letter_heads:
        return not after[:1].islower()
    return starts and previous.group(1).islower()
