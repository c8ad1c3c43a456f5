"""Finding a pattern of words and signs in one sentence.

In: a pattern and a `SentenceWords`. Out: ranges of words.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from puffery.terms.patterns import Slot, anchor_words, parse_pattern

Range = tuple[int, int]
"""Words `[start, end)` of a sentence, counted from 0."""


@dataclass(frozen=True, slots=True)
class SentenceWords:
    """What patterns see of a sentence.

    Attributes:
        words: Normalised words, punctuation among them.
        signs: Name of a sign -> the ranges that have it, in order.
    """

    words: Sequence[str]
    signs: Mapping[str, Sequence[Range]]


@dataclass(frozen=True, slots=True)
class Pattern:
    """A pattern ready to be looked for.

    Attributes:
        slots: Its places.
        anchors: Words of which one must stand in the sentence, or else one of `sign_anchors`.
        sign_anchors: Signs of which one must stand there, or else one of `anchors`.
    """

    slots: tuple[Slot, ...]
    anchors: frozenset[str]
    sign_anchors: frozenset[str]


@cache
def compile_pattern(text: str) -> Pattern:
    """Return a pattern, compiled once a process.

    Args:
        text: In the language of `terms.patterns`.

    Raises:
        DataFileError: `PUF301` when every place may be missing.
    """
    slots = parse_pattern(text)
    sure = [slot for slot in slots if not slot.optional and (slot.words or slot.signs)]
    if any(slot.words and not slot.signs for slot in sure):
        return Pattern(slots, anchor_words(slots), frozenset())
    first = sure[0]
    return Pattern(slots, frozenset(words[0] for words in first.words), frozenset(first.signs))


def find_all(pattern: Pattern, sentence: SentenceWords) -> Iterator[Range]:
    """Yield the places where a pattern matches, from left to right, not overlapping.

    Of several matches that begin at a word the one with the longest alternatives and the shortest
    gaps is taken.
    """
    by_word = not pattern.anchors.isdisjoint(sentence.words)
    if not by_word and not any(sentence.signs.get(sign) for sign in pattern.sign_anchors):
        return
    at = 0
    while at < len(sentence.words):
        end = next(_ends(pattern.slots, 0, at, sentence), None)
        if end is None or end == at:
            at += 1
        else:
            yield at, end
            at = end


def find_any(patterns: Iterable[str], sentence: SentenceWords) -> Range | None:
    """Return the first match of the first pattern that matches, None without."""
    for text in patterns:
        found = next(find_all(compile_pattern(text), sentence), None)
        if found is not None:
            return found
    return None


def _ends(slots: tuple[Slot, ...], number: int, at: int, sentence: SentenceWords) -> Iterator[int]:
    """Yield where the places from `number` on can end when they begin at word `at`."""
    if number == len(slots):
        yield at
        return
    slot = slots[number]
    for after in _after(slot, at, sentence):
        yield from _ends(slots, number + 1, after, sentence)
    if slot.optional and not slot.gap:
        yield from _ends(slots, number + 1, at, sentence)


def _after(slot: Slot, at: int, sentence: SentenceWords) -> Iterator[int]:
    """Yield the words after which a place that begins at `at` may end."""
    words = sentence.words
    if slot.gap:
        for after in range(at, min(at + slot.gap, len(words)) + 1):
            yield after
            if after < len(words) and not slot.any_token and not _is_word(words[after]):
                return
        return
    for name in slot.signs:
        yield from (end for start, end in sentence.signs.get(name, ()) if start == at)
    for variant in sorted(slot.words, key=len, reverse=True):
        if tuple(words[at : at + len(variant)]) == variant:
            yield at + len(variant)


def _is_word(word: str) -> bool:
    return any(char.isalnum() for char in word)
