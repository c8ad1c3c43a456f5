"""Confusion matrices of labels, their macro-F1, and its spread over documents.

In: label indices, gold and given. Out: counts and scores.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from puffery.learn.gold import LABELS, GoldSentence

Counts = NDArray[np.int64]
N_LABELS = len(LABELS)

N_RESAMPLES = 1000
"""Bootstrap resamples; documents are drawn, not sentences, since sentences of one document go
together. Source: Efron and Tibshirani 1993, percentile interval."""

SEED = 20261124


def label_indices(labels: Sequence[str]) -> Counts:
    """Return the index of each label, in the order none, hedged, unqualified, promotional."""
    return np.array([LABELS.index(label) for label in labels], dtype=np.int64)


def confusion_of(right: Counts, given: Counts) -> Counts:
    """Return the confusion matrix, shape (4, 4): gold index (row) by given index (column)."""
    cells = np.bincount(right * N_LABELS + given, minlength=N_LABELS * N_LABELS)
    return cells.reshape(N_LABELS, N_LABELS)


def macro_f1_of(confusion: Counts) -> float:
    """Return the mean F1 over the classes that gold or output have, 0 to 1."""
    hits = np.diag(confusion).astype(float)
    total = confusion.sum(axis=0) + confusion.sum(axis=1)
    return float((2 * hits[total > 0] / total[total > 0]).mean()) if total.any() else 0.0


def resampled_macro_f1(
    gold: Sequence[GoldSentence], right: Counts, given: Counts
) -> NDArray[np.float64]:
    """Return the macro-F1 of each bootstrap resample, shape (`N_RESAMPLES`,).

    The draws depend on the documents of the gold alone, so that two ways of labelling the same gold
    are resampled in pairs.
    """
    places: dict[str, list[int]] = defaultdict(list)
    for index, item in enumerate(gold):
        places[item.doc].append(index)
    tables = np.array([confusion_of(right[rows], given[rows]) for rows in places.values()])
    draws = np.random.default_rng(SEED).integers(0, len(tables), size=(N_RESAMPLES, len(tables)))
    return np.array([macro_f1_of(tables[draw].sum(axis=0)) for draw in draws])


def interval_of(values: NDArray[np.float64]) -> tuple[float, float]:
    """Return the 95 % percentile interval of resampled values."""
    low, high = np.percentile(values, [2.5, 97.5])
    return float(low), float(high)
