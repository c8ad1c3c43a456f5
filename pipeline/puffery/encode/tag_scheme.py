"""The tags of the token head (BIOES over THERAPY and DISEASE) and their decoding.

In: one row of tag scores a word. Out: the best well-formed spans.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from puffery.records import MentionLabel

LABELS = (MentionLabel.THERAPY, MentionLabel.DISEASE)
"""Labels in the order of their tags."""

TAGS = ("O", *(f"{place}-{label}" for label in LABELS for place in "BIES"))
"""Tag names; the position is the index in the last axis of the token scores."""

OUTSIDE = 0

COLUMNS = {
    label: [i for i, name in enumerate(TAGS) if name.endswith(f"-{label}")] for label in LABELS
}
"""Label -> indices of its tags."""

Scores = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class WordSpan:
    """A tagged span, counted in words.

    Attributes:
        start: First word.
        end: One past the last word.
        label: THERAPY or DISEASE.
        score: Mean probability of its tags, 0 to 1.
    """

    start: int
    end: int
    label: MentionLabel
    score: float


def tag(place: str, label: MentionLabel) -> int:
    """Return the index of a tag.

    Args:
        place: `B`, `I`, `E` (begin, inside, end) or `S` (a span of one word).
        label: THERAPY or DISEASE.
    """
    return TAGS.index(f"{place}-{label}")


def encode_spans(n_words: int, spans: list[tuple[int, int, MentionLabel]]) -> NDArray[np.int64]:
    """Return one tag index a word, shape (n_words,), for spans that do not overlap."""
    tags = np.zeros(n_words, dtype=np.int64)
    for start, end, label in spans:
        if end - start == 1:
            tags[start] = tag("S", label)
            continue
        tags[start:end] = tag("I", label)
        tags[start], tags[end - 1] = tag("B", label), tag("E", label)
    return tags


def _follows(first: str, second: str) -> bool:
    """Return whether `second` may stand right after `first`."""
    open_label = first[2:] if first[0] in "BI" else ""
    if open_label:
        return second[0] in "IE" and second[2:] == open_label
    return second[0] in "OBS"


_ALLOWED = np.array([[_follows(a, b) for b in TAGS] for a in TAGS])
_TRANSITION = np.where(_ALLOWED, 0.0, -np.inf).astype(np.float32)
_START = np.array([0.0 if t[0] in "OBS" else -np.inf for t in TAGS], dtype=np.float32)
_END = np.array([0.0 if t[0] in "OES" else -np.inf for t in TAGS], dtype=np.float32)


def decode(log_probs: Scores) -> list[WordSpan]:
    """Return the spans of the most probable well-formed tag sequence.

    Args:
        log_probs: Log probabilities, shape (n_words, n_tags).

    Returns:
        Spans in order, without overlap.

    Source: Viterbi 1967, with hard transitions (forbidden ones have probability 0).
    """
    if not len(log_probs):
        return []
    if (log_probs.argmax(axis=1) == OUTSIDE).all():  # the common case; always well formed
        return []
    path = _best_path(log_probs)
    spans = []
    start = 0
    for index, best in enumerate(path):
        place = TAGS[best][0]
        if place in "BS":
            start = index
        if place in "ES":
            rows = np.arange(start, index + 1)
            score = float(np.exp(log_probs[rows, path[start : index + 1]]).mean())
            spans.append(WordSpan(start, index + 1, MentionLabel(TAGS[best][2:]), score))
    return spans


def _best_path(log_probs: Scores) -> NDArray[np.int64]:
    n_words = len(log_probs)
    best = log_probs[0] + _START
    back = np.zeros((n_words, len(TAGS)), dtype=np.int64)
    for index in range(1, n_words):
        paths = best[:, None] + _TRANSITION
        back[index] = paths.argmax(axis=0)
        best = paths.max(axis=0) + log_probs[index]
    path = np.zeros(n_words, dtype=np.int64)
    path[-1] = int((best + _END).argmax())
    for index in range(n_words - 1, 0, -1):
        path[index - 1] = back[index, path[index]]
    return path
