from __future__ import annotations

import numpy as np
import pytest

from puffery.learn.scoring.calibration import THRESHOLDS, calibration_error, coverage_curve


def test_confidence_that_comes_true_has_no_calibration_error() -> None:
    confidence = np.array([0.75] * 4)

    assert calibration_error(confidence, np.array([True, True, True, False])) == pytest.approx(0.0)


def test_overconfidence_is_measured_by_bin_and_share() -> None:
    confidence = np.array([1.0, 1.0, 0.55, 0.55])
    right = np.array([True, False, True, False])

    # bin 1.0: 0.5 off, half of the sentences; bin 0.5: 0.05 off, the other half
    assert calibration_error(confidence, right) == pytest.approx(0.275)


def test_no_sentence_no_error() -> None:
    assert 0.0 == calibration_error(np.array([]), np.array([], dtype=bool))


def test_abstaining_trades_coverage_for_accuracy() -> None:
    curve = coverage_curve(np.array([0.95, 0.85, 0.45]), np.array([True, True, False]))

    shown = {c.min_confidence: (c.coverage, c.accuracy) for c in curve}
    assert list(THRESHOLDS) == list(shown)
    assert (pytest.approx(1.0), pytest.approx(2 / 3)) == shown[0.0]
    assert (pytest.approx(2 / 3), pytest.approx(1.0)) == shown[0.5]
    assert (pytest.approx(1 / 3), pytest.approx(1.0)) == shown[0.9]
