"""The tags of the token head (BIOES over THERAPY and DISEASE), their schemes and their decoding.

Corpora disagree on what a THERAPY is and where a span ends, so the encoder has tags for each
annotation scheme over shared states, and a sentence head that tells which scheme a text of this
kind follows. In: tag scores of each scheme, a row a word. Out: the best well-formed spans.
"""

from __future__ import annotations

from collections.abc import Sequence
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

OWN = "own"
"""The scheme of our guidelines, `annotations/guidelines.md`."""

SCHEME = "scheme"
"""Name of the sentence head that tells schemes apart."""


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


def scheme_weights(scores: Sequence[Scores | None]) -> NDArray[np.float32] | None:
    """Return the weight of each scheme in an article, shape (n_schemes,), sum 1.

    The sentences of an article share their kind of text, so their log probabilities add up.

    Args:
        scores: Scheme scores of each sentence before the softmax, shape (n_schemes,); None from a
            model with one scheme.
    """
    known = [row for row in scores if row is not None]
    if not known:
        return None
    rows = np.stack(known).astype(np.float64)
    rows -= np.logaddexp.reduce(rows, axis=1, keepdims=True)
    total = rows.sum(axis=0)
    odds = np.exp(total - total.max())
    return np.asarray(odds / odds.sum(), dtype=np.float32)


def settled_tags(
    tags: Scores,
    weights: NDArray[np.float32] | None,
    known: Sequence[frozenset[MentionLabel]] = (),
) -> Scores:
    """Return log probabilities of the tags, shape (n_words, n_tags), schemes mixed by weight.

    Args:
        tags: Log probabilities in each scheme, shape (n_schemes, n_words, n_tags).
        weights: From `scheme_weights`; None takes the first scheme.
        known: Labels that each scheme annotates; empty when all annotate all.
    """
    if weights is None:
        return np.asarray(tags[0])
    mixed = np.tensordot(weights, np.exp(_completed(tags, known)), axes=1)
    return np.asarray(np.log(np.maximum(mixed, 1e-12)), dtype=np.float32)


def _completed(tags: Scores, known: Sequence[frozenset[MentionLabel]]) -> Scores:
    """Share out what a scheme does not tell apart as the first complete scheme does.

    A scheme without a label has learned nothing that tells its tags from `O`.
    """
    complete = [i for i, labels in enumerate(known) if labels == frozenset(LABELS)]
    if not complete or len(complete) == len(known):
        return tags
    completed = tags.copy()
    for index, labels in enumerate(known):
        unknown = [label for label in LABELS if label not in labels]
        free = [OUTSIDE, *(column for label in unknown for column in COLUMNS[label])]
        if unknown:
            mass = np.logaddexp.reduce(tags[index][:, free], axis=1, keepdims=True)
            model = tags[complete[0]][:, free]
            shares = model - np.logaddexp.reduce(model, axis=1, keepdims=True)
            completed[index][:, free] = mass + shares
    return completed
