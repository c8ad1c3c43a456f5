"""Mentions that an article itself introduces as abbreviations.

In: `Words`, the names found, the abbreviation `Definition`s of the article. Out: candidates with
the method `abbreviation` for every occurrence, and the names that a definition rules out.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from puffery.tag.abbreviations.schwartz_hearst import Definition
from puffery.tag.matching.candidates import Candidate
from puffery.terms.word_keys import Words

_MIN_COVERED = 0.4
"""Share of the long form's words that a name must cover: enough for `castration-resistant prostate
cancer`, too little for `Action to Control Cardiovascular Risk in Diabetes`."""


@dataclass(frozen=True, slots=True)
class Resolved:
    """What the definitions of an article say about the names in it.

    Attributes:
        mentions: One candidate an occurrence of an abbreviation that stands for a name.
        spoken_for: Words that belong to an abbreviation, or to the long form of one that is no
            name (`Absent in Melanoma 2`); lexicon names there are dropped.
        defined: One past the last word of each long form that is a name, and of the abbreviation
            in brackets after it.
    """

    mentions: tuple[Candidate, ...]
    spoken_for: frozenset[int]
    defined: frozenset[int]


def resolve(
    words: Words, names: Sequence[Candidate], definitions: Iterable[Definition]
) -> Resolved:
    """Carry the meaning of each long form over to its abbreviation.

    Args:
        words: The words of the article.
        names: Names found so far, not overlapping, in order.
        definitions: Abbreviations that the article defines.
    """
    by_end = {item.end: item for item in names}
    mentions: list[Candidate] = []
    spoken_for: set[int] = set()
    defined: set[int] = set()
    for definition in definitions:
        last = bisect_right(words.starts, definition.long_end - 1)
        first = bisect_left(words.starts, definition.long_start)
        name = by_end.get(last)
        if name is not None and name.end - name.start < _MIN_COVERED * (last - first):
            name = None
        places = _occurrences(words, definition.short)
        for start, end in places:
            spoken_for.update(range(start, end))
        if name is not None:
            defined.add(last)
            defined.update(end for start, end in places if start == last)  # `long form (SF)`
            mentions += [
                Candidate(start, end, name.label, name.concept_id, "abbreviation", definition.short)
                for start, end in places
            ]
        elif _is_proper_name(definition.long):
            spoken_for.update(range(first, last))
    return Resolved(tuple(mentions), frozenset(spoken_for), frozenset(defined))


def _occurrences(words: Words, short: str) -> list[tuple[int, int]]:
    """Return the word ranges where the abbreviation stands, singular or plural."""
    bare = short[:-1] if short.endswith("s") and short[:-1].isupper() else short
    places: list[tuple[int, int]] = []
    for match in re.finditer(re.escape(bare) + "s?", words.text):
        first = bisect_left(words.starts, match.start())
        last = bisect_right(words.starts, match.end() - 1)
        if (
            first < last
            and words.starts[first] == match.start()
            and words.ends[last - 1] == match.end()
        ):
            places.append((first, last))
    return places


def _is_proper_name(long: str) -> bool:
    return sum(word[0].isupper() for word in long.split()) >= 2
