from __future__ import annotations

import json

import pytest

from puffery.errors import ExportError, SettingsError
from puffery.export.finished.run_folder import RunFolder
from puffery.export.gate import (
    Baseline,
    GateResult,
    Threshold,
    check_run,
    known_before,
    parse_threshold,
    read_baseline,
    write_baseline,
)


def test_threshold_of_a_severity_takes_in_graver_ones() -> None:
    assert Threshold(frozenset({"promotional"}), frozenset({"critical", "high", "medium"})) == (
        parse_threshold(" Promotional, medium,")
    )


def test_threshold_of_labels_alone_has_no_severity() -> None:
    assert Threshold(frozenset({"hedged", "undecided"}), frozenset()) == parse_threshold(
        "hedged,undecided"
    )


@pytest.mark.parametrize("text", ["", " , ", "none", "high,promo"])
def test_threshold_with_an_unknown_word_names_the_known_ones(text: str) -> None:
    with pytest.raises(SettingsError, match="PUF202: --fail-on has") as told:
        parse_threshold(text)

    assert "promotional" in told.value.hint
    assert "critical" in told.value.hint


@pytest.mark.parametrize(
    ("text", "n"), [("critical", 0), ("high", 2), ("medium", 4), ("low", 5), ("hedged,high", 3)]
)
def test_check_counts_findings_at_or_over(run: RunFolder, text: str, n: int) -> None:
    assert GateResult(n, 0) == check_run(run, parse_threshold(text), None)


def test_baseline_findings_do_not_fail(run: RunFolder) -> None:
    everything = Baseline("old", run.fingerprints())
    promotional = next(run.articles()).findings[2].fingerprint

    known = check_run(run, parse_threshold("high"), everything)
    some = check_run(run, parse_threshold("high"), Baseline("old", frozenset({promotional})))

    assert (GateResult(2, 2), False) == (known, known.fails)
    assert (GateResult(2, 1), True) == (some, some.fails)


def test_no_threshold_lets_everything_pass(run: RunFolder) -> None:
    assert GateResult(0, 0) == check_run(run, None, None)


def test_baseline_is_written_beside_the_run_and_read_back(run: RunFolder) -> None:
    some = frozenset(sorted(run.fingerprints())[:2])
    assert known_before(run) is None

    path = write_baseline(run, Baseline("old", some | {"f" * 16}))

    content = json.loads(path.read_text(encoding="utf-8"))
    assert ("puffery-baseline-v1", "run-1", "old", 1) == (
        content["schema"],
        content["run_id"],
        content["baseline_run_id"],
        content["n_gone"],
    )
    assert some == known_before(run)
    assert run.fingerprints() == read_baseline(run.path).fingerprints
    assert [] == [p.name for p in run.path.iterdir() if p.name.startswith(".")]


def test_damaged_baseline_is_told(run: RunFolder) -> None:
    (run.path / "baseline.json").write_text('{"schema": "other"}')

    with pytest.raises(ExportError, match="PUF810"):
        known_before(run)
