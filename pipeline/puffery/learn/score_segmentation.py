"""Boundary scores of sentence segmentation against a gold file.

In: gold passages (`annotations/gold/segmentation.jsonl`) and a function that gives sentence spans.
Out: precision, recall and F1 over sentence starts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jsonlines

from puffery.errors import GoldError

Segment = Callable[[str], Iterable[tuple[int, int]]]
"""Text -> sentence spans as (start, end) code points."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A gold passage: its text and the start offsets of its sentences, ascending."""

    passage_id: str
    text: str
    starts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class BoundaryScore:
    """Scores over all inner sentence starts (the first start of a passage is free).

    Attributes:
        n_gold: Gold boundaries.
        n_found: Boundaries found.
        n_right: Boundaries found at the exact code point.
        n_perfect: Passages with every boundary right and none too many.
        n_passages: Passages.
    """

    n_gold: int
    n_found: int
    n_right: int
    n_perfect: int
    n_passages: int

    @property
    def precision(self) -> float:
        """Share of found boundaries that are gold, 0 to 1."""
        return self.n_right / self.n_found if self.n_found else 0.0

    @property
    def recall(self) -> float:
        """Share of gold boundaries that were found, 0 to 1."""
        return self.n_right / self.n_gold if self.n_gold else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall, 0 to 1."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


def read_passages(path: Path) -> list[Passage]:
    """Read gold passages.

    Raises:
        GoldError: `PUF501` for a file that cannot be read, a record that lacks a key, or a
            sentence that is not found in its text, in order.
    """
    try:
        with jsonlines.open(path) as reader:
            return [_passage(row, path) for row in reader.iter(type=dict, skip_empty=True)]
    except KeyError as error:
        raise GoldError("PUF501", f"{path}: a record lacks the key {error}") from error
    except (OSError, jsonlines.Error, UnicodeDecodeError) as error:
        raise GoldError("PUF501", f"cannot read {path}: {error}") from error


def _passage(row: dict[str, Any], path: Path) -> Passage:
    starts, position = [], 0
    for sentence in row["sentences"]:
        at = row["text"].find(sentence, position)
        if at < 0:
            raise GoldError("PUF501", f"{path}: {row['id']}: not found: {sentence[:40]!r}")
        starts.append(at)
        position = at + len(sentence)
    return Passage(row["id"], row["text"], tuple(starts))


def score(passages: Iterable[Passage], segment: Segment) -> BoundaryScore:
    """Score a segmenter.

    Args:
        passages: Gold passages.
        segment: Function under test; its spans may carry white space at their ends.

    Returns:
        Pooled counts over all passages.
    """
    counts = [0, 0, 0, 0, 0]
    for passage in passages:
        found = set()
        for start, end in segment(passage.text):
            piece = passage.text[start:end]
            if piece.strip():
                found.add(start + len(piece) - len(piece.lstrip()))
        gold = set(passage.starts[1:])
        found -= {passage.starts[0]}
        counts[0] += len(gold)
        counts[1] += len(found)
        counts[2] += len(gold & found)
        counts[3] += gold == found
        counts[4] += 1
    return BoundaryScore(*counts)
