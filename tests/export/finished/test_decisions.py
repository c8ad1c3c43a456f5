from __future__ import annotations

import json
from pathlib import Path

import pytest

from puffery.errors import ExportError
from puffery.export.finished.decisions import Verdict, read_verdicts


def line(**fields: object) -> str:
    base = {"schema": "puffery-decision-1", "fingerprint": "a" * 16, "decision": "reject"}
    more = {"new_label": None, "reason": "quoted", "expires": None, "reviewer": "ann", "at": "2"}
    return json.dumps({**base, **more, **fields}) + "\n"


def test_latest_decision_counts_over_reviewers(tmp_path: Path) -> None:
    (tmp_path / "ann.jsonl").write_text(line(at="2") + line(at="1", decision="accept"))
    (tmp_path / "ben.jsonl").write_text(line(at="3", reviewer="ben", decision="unsure"))

    assert {"a" * 16: Verdict("a" * 16, "unsure", "", "quoted", "", "ben", "3")} == read_verdicts(
        tmp_path
    )


def test_undo_takes_back_what_the_same_reviewer_said(tmp_path: Path) -> None:
    path = tmp_path / "ann.jsonl"
    path.write_text(line() + "\n" + line(decision="undo", at="3"))

    assert {} == read_verdicts(path)


def test_no_path_is_no_decision() -> None:
    assert {} == read_verdicts(None)


@pytest.mark.parametrize("bad", ['{"schema": "other"}', "[1]", "{", "7", '{"schema": 1}'])
def test_line_that_is_no_decision_is_told_with_its_number(tmp_path: Path, bad: str) -> None:
    path = tmp_path / "ann.jsonl"
    path.write_text(line() + bad + "\n")

    with pytest.raises(ExportError, match=r"PUF811: ann\.jsonl:2: no decision"):
        read_verdicts(path)


def test_missing_decisions_are_an_error(tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="PUF811: no such decisions"):
        read_verdicts(tmp_path / "nobody.jsonl")


@pytest.mark.parametrize(
    ("expires", "day", "holds"),
    [
        ("", "2026-05-01", True),
        ("2026-05-01", "2026-05-01T09:00:00Z", True),
        ("2026-05-01", "2026-05-02", False),
    ],
)
def test_verdict_holds_until_its_day(expires: str, day: str, holds: bool) -> None:
    assert holds is Verdict("f", "reject", "", "", expires, "ann", "1").holds(day)
