"""Look-up of lexicon names in a text, and the choice among overlapping candidates.

In: `Words` and a `Lexicon`. Out: `Candidate` spans counted in words.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from puffery.records import MentionLabel
from puffery.terms.lexicon import Lexicon
from puffery.terms.word_keys import Words

_DRUGS = ("drug", "drug_class", "biologic")


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

    The words of an idiom (`ice cream`) are parted, so that no pattern builds on them either.

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
        if keys[index] in lexicon.max_idiom_words:
            idiom = _idiom_end(words, lexicon, index)
            if idiom > index:
                _cut(words, index, idiom)
                index = idiom
                continue
        limit = longest.get(keys[index], 0)
        hit = _longest_at(words, lexicon, index, limit) or _written_at(words, lexicon, index)
        if hit is None:
            index += 1
        else:
            found.append(hit)
            index = hit.end
    return found


def _idiom_end(words: Words, lexicon: Lexicon, index: int) -> int:
    """Return one past the last word of the idiom that starts here, or the index itself."""
    last = min(index + lexicon.max_idiom_words[words.keys[index]], len(words))
    for stop in range(last, index + 1, -1):
        if " ".join(words.keys[index:stop]) in lexicon.idioms and all(
            words.joined[index + 1 : stop]
        ):
            return stop
    return index


def _cut(words: Words, start: int, end: int) -> None:
    """Part the words of an idiom from each other and from their neighbours."""
    for index in range(start, min(end + 1, len(words))):
        words.joined[index] = False


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
    concept_id = lexicon.poss.get(words.keys[index])
    if concept_id is not None and surface[0].isupper():
        ending = words.full_ends[index] > words.ends[index]
        if ending or surface.endswith("s"):
            label = lexicon.concepts[concept_id].label
            key = words.keys[index]
            return Candidate(index, index + 1, label, concept_id, name=key, possessive=ending)
    return _exactly_at(words, lexicon, index)


def _exactly_at(words: Words, lexicon: Lexicon, index: int) -> Candidate | None:
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
    return None


def _hyphen(words: Words, index: int) -> bool:
    return words.text[words.ends[index - 1] : words.starts[index]] in ("-", "‐", "‑", "–")


def outermost(candidates: Iterable[Candidate]) -> list[Candidate]:
    """Keep the longest of overlapping candidates; ties go to the first in the input.

    A pattern that would take a part of a lexicon name with it gives way to the name.

    Returns:
        Candidates in order of the text, without overlap.
    """
    items = list(candidates)
    owner: dict[int, Candidate] = {
        index: item
        for item in items
        if item.method != "pattern"
        for index in range(item.start, item.end)
    }
    whole = [item for item in items if item.method != "pattern" or _cuts_none(item, owner)]
    ranked = sorted(whole, key=lambda item: item.start - item.end)
    taken: set[int] = set()
    kept: list[Candidate] = []
    for item in ranked:
        if taken.isdisjoint(range(item.start, item.end)):
            taken.update(range(item.start, item.end))
            kept.append(item)
    return sorted(kept, key=lambda item: item.start)


def _cuts_none(item: Candidate, owner: dict[int, Candidate]) -> bool:
    """Return whether a pattern holds each name that it touches as a whole."""
    first, last = owner.get(item.start), owner.get(item.end - 1)
    return (first is None or first.start >= item.start) and (last is None or last.end <= item.end)


def join_pairs(words: Words, candidates: Iterable[Candidate], lexicon: Lexicon) -> list[Candidate]:
    """Join two drugs with a slash between them, which are one product (`A/B`).

    Args:
        words: The words of a text.
        candidates: Names that do not overlap, in order.
        lexicon: For the subtypes.

    Returns:
        The candidates in order; a joined pair has no concept and the method `pattern`.
    """
    joined: list[Candidate] = []
    for item in candidates:
        last = joined[-1] if joined else None
        if (
            last is not None
            and last.end == item.start
            and words.text[words.ends[last.end - 1] : words.starts[item.start]] == "/"
            and _is_drug(last, lexicon)
            and _is_drug(item, lexicon)
        ):
            joined[-1] = Candidate(last.start, item.end, item.label, method="pattern")
        else:
            joined.append(item)
    return joined


def _is_drug(item: Candidate, lexicon: Lexicon) -> bool:
    if item.label != MentionLabel.THERAPY:
        return False
    return not item.concept_id or lexicon.concepts[item.concept_id].subtype in _DRUGS
