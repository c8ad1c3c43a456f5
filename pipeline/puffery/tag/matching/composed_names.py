"""Names that are put together in the text: `exosome injections`, `pain in the hip`.

In: `Words`, the lexicon names found in them, and a `PatternSet`. Out: `Candidate`s with the
method `pattern`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from puffery.records import MentionLabel
from puffery.tag.matching.candidates import Candidate
from puffery.tag.matching.pattern_file import ADJECTIVE, OPEN, Element, Pattern, PatternSet
from puffery.terms.lexicon import Lexicon
from puffery.terms.word_keys import Words

_MIN_OPEN_CHARS = 3
_MIN_DRUG_CHARS = 7
_LINKS = frozenset(("or", "of", "of_only", "the"))
_Piece = tuple[int, int, frozenset[str], str]
"""First word, one past the last word, classes, concept id."""


def compose_names(
    words: Words, candidates: Iterable[Candidate], patterns: PatternSet, lexicon: Lexicon
) -> list[Candidate]:
    """Find all names that a pattern builds.

    Args:
        words: The words of a text.
        candidates: Names found so far.
        patterns: The patterns.
        lexicon: For the subtypes of the names.

    Returns:
        Candidates, in no fixed order, which may overlap.
    """
    names = list(candidates)
    pieces = [*_phrase_pieces(words, patterns), *_name_pieces(names, lexicon)]
    sick = {
        index
        for item in names
        if item.label == MentionLabel.DISEASE
        for index in range(item.start, item.end)
    }
    search = _Search(words, pieces, patterns, sick)
    found: list[Candidate] = []
    for piece in pieces:
        for name in piece[2]:
            for pattern in patterns.by_head.get(name, ()):
                hit = search.build(pattern, piece)
                if hit is not None:
                    found.append(hit)
    found.extend(_drug_names(words, names, patterns))
    return found


def _phrase_pieces(words: Words, patterns: PatternSet) -> Iterator[_Piece]:
    keys, joined = words.keys, words.joined
    for index, key in enumerate(keys):
        limit = patterns.longest.get(key, 0)
        end = index + 1
        while limit:
            classes = patterns.phrases.get(" ".join(keys[index:end]))
            if classes:
                yield index, end, classes, ""
            if end - index >= limit or end >= len(keys) or not joined[end]:
                break
            end += 1


def _name_pieces(candidates: Iterable[Candidate], lexicon: Lexicon) -> Iterator[_Piece]:
    for item in candidates:
        classes = {str(item.label)}
        if item.concept_id:
            classes.add(lexicon.concepts[item.concept_id].subtype)
        yield item.start, item.end, frozenset(classes), item.concept_id


def _drug_names(
    words: Words, names: Iterable[Candidate], patterns: PatternSet
) -> Iterator[Candidate]:
    """Yield single words that end like an international drug name (`-mab`, `-nib`)."""
    taken = {index for item in names for index in range(item.start, item.end)}
    for index, key in enumerate(words.keys):
        if (
            key.endswith(patterns.suffixes)
            and len(key) >= _MIN_DRUG_CHARS
            and index not in taken
            and key not in patterns.suffix_exceptions
        ):
            yield Candidate(index, index + 1, MentionLabel.THERAPY, method="pattern")


class _Search:
    """Matches patterns outwards from their head."""

    def __init__(
        self, words: Words, pieces: Iterable[_Piece], patterns: PatternSet, sick: set[int]
    ) -> None:
        self._words = words
        self._sick = sick
        self._patterns = patterns
        self._from: defaultdict[int, list[_Piece]] = defaultdict(list)
        self._to: defaultdict[int, list[_Piece]] = defaultdict(list)
        for piece in pieces:
            self._from[piece[0]].append(piece)
            self._to[piece[1]].append(piece)

    def build(self, pattern: Pattern, head: _Piece) -> Candidate | None:
        """Return the longest mention that the pattern builds around the head, or None."""
        start, end, _, concept = head
        left = self._extend(pattern.before, start, -1)
        right = self._extend(pattern.after, end, 1)
        if left is None or right is None or (left[0], right[0]) == (start, end):
            return None
        if pattern.whole and self._runs_on(right[0], pattern.whole):
            return None
        core = concept or left[1] or right[1] if pattern.takes_core else ""
        return Candidate(left[0], right[0], pattern.label, core, method="pattern", name=pattern.id)

    def _extend(
        self, elements: tuple[Element, ...], edge: int, step: int
    ) -> tuple[int, str] | None:
        """Match the elements outwards from an edge; return the far edge and a concept id."""
        if not elements:
            return edge, ""
        first, rest = elements[0], elements[1:]
        best: tuple[int, str] | None = None
        if first.most:
            later = Element(first.classes, max(0, first.least - 1), first.most - 1)
            for far, concept in self._fill(first.classes, edge, step):
                end = self._extend((later, *rest), far, step)
                if end and (best is None or (end[0] - best[0]) * step > 0):
                    best = end[0], concept or end[1]
        if first.least == 0:
            end = self._extend(rest, edge, step)
            if end and (best is None or (end[0] - best[0]) * step > 0):
                best = end
        return best

    def _fill(self, classes: frozenset[str], edge: int, step: int) -> Iterator[tuple[int, str]]:
        """Yield the far edges of all pieces of these classes that touch the edge."""
        words = self._words
        if edge <= 0 or edge >= len(words) or not words.joined[edge]:
            return
        for start, end, names, concept in (self._to if step < 0 else self._from)[edge]:
            if not classes.isdisjoint(names):
                yield (start if step < 0 else end), concept
        index = edge - 1 if step < 0 else edge
        if (OPEN in classes and self._is_open(index)) or (
            ADJECTIVE in classes and self._is_adjective(index)
        ):
            yield edge + step, ""

    def _runs_on(self, edge: int, whole: str) -> bool:
        """Return whether the words after the edge belong to the same name."""
        words = self._words
        if edge >= len(words) or not words.joined[edge]:
            return False
        if whole == "all":
            return words.keys[edge] not in self._patterns.closed
        return any(not piece[2] <= _LINKS for piece in self._from.get(edge, ()))

    def _is_open(self, index: int) -> bool:
        words = self._words
        key = words.keys[index]
        if words.full_ends[index] > words.ends[index]:
            return False
        if index and words.text[words.starts[index] - 1] in "-‐‑–":
            return False
        return (
            len(key) >= _MIN_OPEN_CHARS
            and index not in self._sick
            and key not in self._patterns.closed
            and not key.isdigit()
            and not key.endswith(self._patterns.open_never_ends)
        )

    def _is_adjective(self, index: int) -> bool:
        key = self._words.keys[index]
        return key.endswith(self._patterns.adjective_endings) and self._is_open(index)
