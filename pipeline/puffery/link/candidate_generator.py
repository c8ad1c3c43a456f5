"""scispaCy's candidate generator as the suggester of fuzzy links.

In: a `CandidateGenerator` over a `KnowledgeBase` whose concept ids are the lexicon's. Out: a
`FuzzyIndex` for `NameIndex`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Protocol

import jsonlines

from puffery.link.name_index import MIN_LIKENESS, Link
from puffery.records import MentionLabel
from puffery.terms.lexicon import Lexicon


class Candidate(Protocol):
    """What scispaCy's `MentionCandidate` offers."""

    concept_id: str
    similarities: list[float]


class CandidateIndex:
    """Suggests the most alike name that a candidate generator finds.

    Args:
        generate: scispaCy's `CandidateGenerator`, or anything called like it: (mentions, k) ->
            candidates of each mention.
        lexicon: Concepts, to leave out those of the other label.
        label: Label of the concepts that are suggested.
        k: Candidates asked for.

    Example:
        >>> from puffery.terms.lexicon import load_lexicon
        >>> index = CandidateIndex(
        ...     lambda mentions, k: [[]], lexicon=load_lexicon(), label=MentionLabel.THERAPY
        ... )
        >>> index.nearest("blorvax") is None
        True
    """

    def __init__(
        self,
        generate: Callable[[list[str], int], Sequence[Sequence[Candidate]]],
        *,
        lexicon: Lexicon,
        label: MentionLabel,
        k: int = 10,
    ) -> None:
        self._generate = generate
        self._concepts = lexicon.concepts
        self._label = label
        self._k = k

    def nearest(self, key: str) -> Link | None:
        """Return the most alike concept of the label, None below `MIN_LIKENESS`."""
        (candidates,) = self._generate([key], self._k)
        scored = sorted(
            (-max(candidate.similarities), candidate.concept_id)
            for candidate in candidates
            if self._fits(candidate.concept_id)
        )
        if not scored or -scored[0][0] < MIN_LIKENESS:
            return None
        return Link(scored[0][1], "fuzzy", round(-scored[0][0], 3))

    def _fits(self, concept_id: str) -> bool:
        concept = self._concepts.get(concept_id)
        return concept is not None and concept.label is self._label


def write_knowledge_base(lexicon: Lexicon, path: Path) -> int:
    """Write the lexicon as JSON Lines that scispaCy's `KnowledgeBase` reads.

    Args:
        lexicon: Concepts and names.
        path: File to write; one concept a line, sorted by id.

    Returns:
        Number of concepts written.
    """
    names: dict[str, set[str]] = {concept_id: set() for concept_id in lexicon.concepts}
    for table in (lexicon.keys, lexicon.caps, lexicon.poss):
        for name, concept_id in table.items():
            names[concept_id].add(name)
    with jsonlines.open(path, "w") as writer:
        writer.write_all(_rows(lexicon, names))
    return len(names)


def _rows(lexicon: Lexicon, names: dict[str, set[str]]) -> Iterable[dict[str, object]]:
    for concept_id in sorted(names):
        concept = lexicon.concepts[concept_id]
        yield {
            "concept_id": concept_id,
            "canonical_name": concept.name,
            "aliases": sorted(names[concept_id]),
            "types": [str(concept.label)],
            "definition": "",
        }
