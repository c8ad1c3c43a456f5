"""Look-up of lexicon names in a text, and the choice among overlapping candidates.

In: `Words` and a `Lexicon`. Out: `Candidate` spans counted in words.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from puffery.records import MentionLabel
from puffery.tag.lexicon import Lexicon
from puffery.tag.matching.word_keys import Words


@dataclass(frozen=True, slots=True)
class Candidate:
    """A possible mention.

    Attributes:
        start: First word.
        end: One past the last word.
        label: THERAPY or DISEASE.
        concept_id: Concept, or empty.
        method: `lexicon`, `abbreviation` or `pattern`.
        name: The key or the written form that was found; empty for patterns.
        possessive: Whether the span takes the possessive ending of its last word.
    """

    start: int
    end: int
    label: MentionLabel
    concept_id: str = ""
    method: str = "lexicon"
    name: str = ""
    possessive: bool = False


def find_names(words: Words, lexicon: Lexicon) -> list[Candidate]:
    """Find the longest lexicon name at each word; names do not overlap.

    Args:
        words: The words of a text.
        lexicon: The names.

    Returns:
        Candidates in order of the text.
    """
    found: list[Candidate] = []
    longest = lexicon.max_words
    keys = words.keys
    index = 0
    while index < len(keys):
        limit = longest.get(keys[index], 0)
        hit = _longest_at(words, lexicon, index, limit) or _written_at(words, lexicon, index)
        if hit is None:
            index += 1
        else:
            found.append(hit)
            index = hit.end
    return found


def _longest_at(words: Words, lexicon: Lexicon, index: int, limit: int) -> Candidate | None:
    end = index + 1
    while end < index + limit and end < len(words) and words.joined[end]:
        end += 1
    for stop in range(min(end, index + limit), index, -1):
        key = " ".join(words.keys[index:stop]) if stop > index + 1 else words.keys[index]
        concept_id = lexicon.keys.get(key)
        if concept_id is not None:
            label = lexicon.concepts[concept_id].label
            return Candidate(index, stop, label, concept_id, name=key)
    return None


def _written_at(words: Words, lexicon: Lexicon, index: int) -> Candidate | None:
    """Find a name that is only matched as written, or with its possessive ending."""
    surface = words.surface(index)
    if surface[0].islower() and not any(char.isupper() for char in surface):
        return None
    concept_id = lexicon.poss.get(words.keys[index])
    if concept_id is not None:
        ending = words.full_ends[index] > words.ends[index]
        if ending or surface.endswith("s"):
            label = lexicon.concepts[concept_id].label
            key = words.keys[index]
            return Candidate(index, index + 1, label, concept_id, name=key, possessive=ending)
    return _abbreviation_at(words, lexicon, index, surface)


def _abbreviation_at(words: Words, lexicon: Lexicon, index: int, surface: str) -> Candidate | None:
    end = index + 1
    while end < min(index + 3, len(words)) and words.joined[end] and _hyphen(words, end):
        end += 1
    for stop in range(end, index, -1):
        written = words.text[words.starts[index] : words.ends[stop - 1]]
        for form in (written, written[:-1] if written.endswith("s") else ""):
            concept_id = lexicon.caps.get(form)
            if concept_id is not None:
                label = lexicon.concepts[concept_id].label
                return Candidate(index, stop, label, concept_id, name=form)
    del surface
    return None


def _hyphen(words: Words, index: int) -> bool:
    return words.text[words.ends[index - 1] : words.starts[index]] in ("-", "‐", "‑", "–")


def outermost(candidates: Iterable[Candidate]) -> list[Candidate]:
    """Keep the longest of overlapping candidates; ties go to the first in the input.

    Returns:
        Candidates in order of the text, without overlap.
    """
    ranked = sorted(candidates, key=lambda item: item.start - item.end)
    taken: set[int] = set()
    kept: list[Candidate] = []
    for item in ranked:
        if taken.isdisjoint(range(item.start, item.end)):
            taken.update(range(item.start, item.end))
            kept.append(item)
    return sorted(kept, key=lambda item: item.start)


def by_sentence(words: Words, candidates: Iterable[Candidate]) -> Iterator[tuple[int, Candidate]]:
    """Yield each candidate with the number of its sentence."""
    for item in candidates:
        yield words.sentence[item.start], item
