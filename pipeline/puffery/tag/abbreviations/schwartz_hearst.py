"""Abbreviation definitions after Schwartz and Hearst, without any dependency.

In: `Words` and text. Out: `Definition`s, the short and the long form with their offsets. Used
where scispaCy is not installed, and as the reference in tests.

Source: A. S. Schwartz and M. A. Hearst, "A simple algorithm for identifying abbreviation
definitions in biomedical text", Pacific Symposium on Biocomputing 2003, pp. 451-462.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

_BRACKET = re.compile(r"[(\[]\s*([^()\[\]\n]{2,60}?)\s*[)\]]")
_SHORT = re.compile(r"[^\W_][^\s]{0,9}(?:\s[^\s]{1,9})?")
_MAX_SHORT_CHARS = 10
_MAX_LONG_CHARS = 300
_CLAUSE_BREAK = re.compile(r";\s|[.!?]\s+(?=[A-Z])|\n\s*\n|[()\[\]]")


@dataclass(frozen=True, slots=True)
class Definition:
    """An abbreviation where it is introduced.

    Attributes:
        short: The abbreviation as written.
        long: What it stands for, as written.
        long_start: First code point of the long form.
        long_end: One past its last code point.
    """

    short: str
    long: str
    long_start: int
    long_end: int


def find_definitions(text: str, borders: Sequence[int] = ()) -> list[Definition]:
    """Find abbreviation definitions of the form `long form (SF)` and `SF (long form)`.

    Args:
        text: Any text.
        borders: Sentence starts, ascending; a long form never reaches across one.

    Returns:
        Definitions in order of the text, the first one for each short form.
    """
    found: dict[str, Definition] = {}
    for match in _BRACKET.finditer(text):
        inner = match.group(1)
        at = bisect_right(borders, match.start())
        low = max(borders[at - 1] if at else 0, match.start() - _MAX_LONG_CHARS)
        low = _clause_start(text, low, match.start())
        definition = _define(text, low, match.start(), inner)
        if definition is None:
            definition = _define_reversed(text, low, match)
        if definition is not None:
            found.setdefault(definition.short, definition)
    return list(found.values())


def _clause_start(text: str, low: int, high: int) -> int:
    for match in _CLAUSE_BREAK.finditer(text, low, high):
        if match.end() < high:
            low = match.end()
    return low


def _define(text: str, low: int, bracket: int, inner: str) -> Definition | None:
    short = re.split(r"[;,]\s", inner)[0].strip("'\"“”‘’ ")
    if not is_short_form(short):
        return None
    high = len(text[:bracket].rstrip())
    words = list(re.finditer(r"\S+", text[low:high]))
    letters = sum(char.isalnum() for char in short)
    limit = min(letters + 5, letters * 2)  # the bound of the paper
    if len(words) > limit:
        low += words[-limit].start()
    start = long_form_start(short, text[low:high])
    if start is None or not text[low + start : high].strip():
        return None
    start = low + start
    long = text[start:high]
    if short in long.split() or len(long) <= len(short):
        return None
    return Definition(short, long, start, high)


def _define_reversed(text: str, low: int, match: re.Match[str]) -> Definition | None:
    """Read `SF (long form)`: the short form stands before the bracket."""
    before = text[low : match.start()].rstrip()
    short = before.rsplit(None, 1)[-1] if before else ""
    inner = match.group(1)
    if not is_short_form(short) or len(short) < 2 or " " not in inner:
        return None
    start = long_form_start(short, inner)
    if start != 0:
        return None
    return Definition(short, inner, match.start(1), match.end(1))


def is_short_form(text: str) -> bool:
    """Return whether a text can be an abbreviation: two words and ten characters at most."""
    return (
        2 <= len(text) <= _MAX_SHORT_CHARS
        and bool(_SHORT.fullmatch(text))
        and all(any(char.isupper() for char in word) for word in text.split())
        and sum(char.isupper() for char in text) >= min(2, len(text) - 1)
    )


def long_form_start(short: str, before: str) -> int | None:
    """Match the characters of the short form backwards into the text before it.

    Args:
        short: The abbreviation.
        before: Text that ends where the long form ends.

    Returns:
        Offset in `before` where the long form starts, or None when it does not fit.
    """
    at = len(before) - 1
    for index in range(len(short) - 1, -1, -1):
        char = short[index].lower()
        if not char.isalnum():
            continue
        if index == len(short) - 1 and char == "s" and not before.lower().endswith("s"):
            continue
        while at >= 0 and (
            before[at].lower() != char or (index == 0 and at > 0 and before[at - 1].isalnum())
        ):
            at -= 1
        if at < 0:
            return None
        at -= 1
    return before.rfind(" ", 0, at + 1) + 1
