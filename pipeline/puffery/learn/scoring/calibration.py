"""Whether confidence means anything: calibration error, and what abstaining buys.

In: gold label indices and label probabilities. Out: the expected calibration error and one
`Coverage` a threshold.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

N_BINS = 10
"""Bins of equal width. Source: Guo et al. 2017, arXiv:1706.04599, equation 3."""

THRESHOLDS = (0.0, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9)
"""Values of `--min-confidence` that are shown."""


@dataclass(frozen=True, slots=True)
class Coverage:
    """What remains when labels less probable than a threshold are left undecided.

    Attributes:
        min_confidence: The threshold, 0 to 1.
        coverage: Share of sentences that get a label, 0 to 1.
        accuracy: Share of right labels among these; 0 where there are none.
    """

    min_confidence: float
    coverage: float
    accuracy: float


def calibration_error(confidence: NDArray[np.float64], right: NDArray[np.bool_]) -> float:
    """Return the expected calibration error, 0 to 1.

    Args:
        confidence: Probability of the label that was given, shape (n,).
        right: Whether that label is the gold one, shape (n,).

    Returns:
        The mean distance of confidence and accuracy over the bins, by their share of sentences.
    """
    if not len(confidence):
        return 0.0
    bins = np.minimum((confidence * N_BINS).astype(int), N_BINS - 1)
    total = 0.0
    for index in range(N_BINS):
        inside = bins == index
        if inside.any():
            gap = confidence[inside].mean() - right[inside].mean()
            total += inside.mean() * abs(float(gap))
    return float(total)


def coverage_curve(
    confidence: NDArray[np.float64], right: NDArray[np.bool_]
) -> tuple[Coverage, ...]:
    """Return coverage and accuracy at each of `THRESHOLDS`; arguments as in `calibration_error`."""
    curve = []
    for threshold in THRESHOLDS:
        kept = confidence >= threshold
        accuracy = float(right[kept].mean()) if kept.any() else 0.0
        curve.append(Coverage(threshold, float(kept.mean()) if len(kept) else 0.0, accuracy))
    return tuple(curve)
