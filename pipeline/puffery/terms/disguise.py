"""Words in disguise: letters of other scripts, invisible signs, letters spaced out.

In: text. Out: the text as a reader takes it in, with the place of each of its characters in the
original, so that offsets stay true.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from puffery.data_files import read_toml

FILE = "disguise.toml"

MIN_SPACED = 4
"""Letters in a row, each alone, that are read as one word ("c u r e")."""

MIN_ALIKE = 3
"""Letters of a word of look-alikes alone; "α" and "κ" by themselves are what they are."""

_INVISIBLE = re.compile("[\u00ad\u034f\u061c\u180e\u200b-\u200f\u2060-\u2064\ufe00-\ufe0f\ufeff]+")
_SPACED = re.compile(
    rf"(?<![^\W_])(?:[^\W\d_](?:[ ]|[.\-*_·])){{{MIN_SPACED - 1},24}}[^\W\d_](?![^\W_])"
)
_FOREIGN = re.compile(r"[^\x00-\x7f]")
_VOWELS = frozenset("aeiouy")


@dataclass(frozen=True, slots=True)
class PlainText:
    """A text without disguise.

    Attributes:
        text: What a reader takes in.
        places: Place of each character of `text` in the original, ascending, then the length of
            the original; None where nothing was changed in length.
    """

    text: str
    places: tuple[int, ...] | None = None

    def origin(self, start: int, end: int) -> tuple[int, int]:
        """Return the stretch of the original that `text[start:end]` stands for."""
        if self.places is None:
            return start, end
        return self.places[start], self.places[end - 1] + 1 if end > start else self.places[start]

    def place(self, at: int) -> int:
        """Return the place in `text` of a code point of the original."""
        if self.places is None:
            return at
        return bisect_left(self.places, at)


def plain_text(text: str) -> PlainText:
    """Take the disguise off a text.

    Look-alike letters of other scripts become Latin where they stand in a word with Latin letters
    or a whole word is made of them; invisible signs inside words go; letters that stand alone in
    a row become one word, unless they run through the alphabet ("vitamins A B C D").

    Args:
        text: Any text.
    """
    letters = text if text.isascii() else _latin(text)
    gone: set[int] = set()
    if not letters.isascii():
        for match in _INVISIBLE.finditer(letters):
            inside = letters[match.start() - 1 : match.start()].isalnum()
            if inside and letters[match.end() : match.end() + 1].isalnum():
                gone.update(range(*match.span()))
    for match in _SPACED.finditer(letters):
        if _is_word(match.group()):
            gone.update(range(match.start() + 1, match.end(), 2))
    if not gone:
        return PlainText(letters)
    places = tuple(i for i in range(len(letters)) if i not in gone)
    return PlainText("".join(letters[i] for i in places), (*places, len(letters)))


def plain_tokens(text: str, bounds: Iterable[tuple[int, int]]) -> list[str] | None:
    """Return the tokens of a text without disguise, None where there is none.

    Args:
        text: The text.
        bounds: (start, end) of each token, in order; not looked at in honest text.

    Returns:
        One string a token; of letters spaced out, the first token is the word and the others are
        empty.
    """
    plain = plain_text(text)
    if plain.text == text:
        return None
    tokens: list[str] = []
    head = last_start = last_end = 0
    for start, end in bounds:
        low, high = plain.place(start), plain.place(end)
        if tokens and low == last_end and start > last_start:
            tokens[head] += plain.text[low:high]
            tokens.append("")
        else:
            head = len(tokens)
            tokens.append(plain.text[low:high])
        last_start, last_end = end, high
    return tokens


def _is_word(spaced: str) -> bool:
    marks, letters = set(spaced[1::2]), spaced[::2].casefold()
    rising = all(a < b for a, b in pairwise(letters))
    return len(marks) == 1 and not rising and not _VOWELS.isdisjoint(letters)


@cache
def _look_alikes() -> dict[int, str]:
    table = read_toml("lexicons", FILE)["look_alikes"]
    return {ord(char): latin for latin, chars in table.items() for char in chars}  # type: ignore[attr-defined]


def _latin(text: str) -> str:
    """Return the text with look-alike letters as Latin ones, one for one."""
    table = _look_alikes()
    chars = list(text)
    for match in re.finditer(r"[^\W_]+(?:[\u200b-\u200d\u2060\u00ad][^\W_]+)*", text):
        word = match.group()
        if word.isascii():
            continue
        known = [c for c in word if ord(c) in table]
        latin = sum(c.isascii() and c.isalpha() for c in word)
        foreign = any(
            c.isalpha() and not c.isascii() and ord(c) not in table and not _is_latin(c)
            for c in word
        )
        if known and not foreign and (latin or len(known) >= MIN_ALIKE):
            chars[match.start() : match.end()] = [table.get(ord(c), c) for c in word]
    return _FOREIGN.sub(lambda match: _compatible(match.group()), "".join(chars))


def _is_latin(char: str) -> bool:
    return unicodedata.name(char, "").startswith("LATIN")


def _compatible(char: str) -> str:
    """Return the plain form of a full-width or mathematical letter, the character itself else."""
    if not char.isalnum():
        return char
    plain = unicodedata.normalize("NFKC", char)
    return plain if len(plain) == 1 and plain.isascii() and plain.isalpha() else char
