"""A decision made in a review changes the next run, and the run says so."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

import puffery
from puffery.cli.main import app
from puffery.errors import ReviewError, SettingsError
from puffery.review.serve.run_folder import open_run
from puffery.review.store import DecisionStore
from puffery.run import audit_folder
from puffery.settings import Settings
from tests.review.conftest import decide, write_decisions

from .conftest import folder_bytes, read_lines

pytestmark = [pytest.mark.model, pytest.mark.usefixtures("shared_pipeline")]

TEXT = "PRP may help some people with arthritis. PRP cures arthritis. Book a visit today!\n"
HEDGED, UNQUALIFIED, PROMOTIONAL = range(3)
CREATED = "2026-06-15T00:00:00+00:00"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "knee.txt").write_text(TEXT, encoding="utf-8")
    return tmp_path / "in"


@pytest.fixture
def first(root: Path, tmp_path: Path) -> Path:
    """Return the folder of a first run."""
    return audit_folder(root, tmp_path / "out", created=CREATED, settings=Settings(), run_id="a")[1]


def next_run(root: Path, decisions: Path, run_id: str = "b", created: str = CREATED) -> Path:
    settings = Settings(decisions=str(decisions))
    out = decisions.parent / "out"
    return audit_folder(root, out, created=created, settings=settings, run_id=run_id)[1]


def fingerprints(folder: Path) -> list[str]:
    return [str(row["fingerprint"]) for row in read_lines(folder / "findings.jsonl")]


def on(fingerprint: str, decision: str, **fields: object) -> Any:
    return decide(decision, fingerprint=fingerprint, label=fields.pop("label", "hedged"), **fields)


def run_json(folder: Path) -> Any:
    return json.loads((folder / "run.json").read_text(encoding="utf-8"))


def test_a_decision_of_the_served_page_changes_the_next_run(
    root: Path, first: Path, tmp_path: Path
) -> None:
    pytest.importorskip("starlette", reason="needs the review extra")
    from starlette.testclient import TestClient

    from puffery.review.serve.app import make_app

    store = DecisionStore(tmp_path / "review", "anna")
    server = make_app(open_run(first), store, token="t", port=80, tell=print)
    headers = {"X-Puffery-Token": "t", "Host": "127.0.0.1:80"}
    client = TestClient(server, headers=headers)
    sent = {"fingerprint": fingerprints(first)[UNQUALIFIED], "decision": "relabel"}
    answer = client.post("/api/decisions", json={**sent, "new_label": "promotional"})
    assert 201 == answer.status_code

    folder = next_run(root, tmp_path / "review")

    rows = list(read_lines(folder / "sentences.jsonl"))
    assert ("promotional", "review") == (rows[1]["label"], rows[1]["decided_by"])
    assert 2 == run_json(folder)["counts"]["promotional"]
    assert "anna reviewed the sentence" in (folder / "index.html").read_text(encoding="utf-8")


def test_the_run_counts_and_tells_what_was_decided(root: Path, first: Path, tmp_path: Path) -> None:
    names = fingerprints(first)
    write_decisions(
        tmp_path / "review" / "anna.jsonl",
        on(names[HEDGED], "accept", label="hedged"),
        on(names[UNQUALIFIED], "reject", reason="<b>quoted</b>", expires="2026-06-15"),
        on(names[PROMOTIONAL], "reject", expires="2026-06-14"),
        on("f" * 16, "reject"),
        on("e" * 16, "reject", article_id="elsewhere.txt"),
    )

    folder = next_run(root, tmp_path / "review")

    content = run_json(folder)
    told = {name: number for name, number in content["review"].items() if number}
    assert {"accepted": 1, "rejected": 1, "expired": 1, "stale": 1, "elsewhere": 1} == told
    assert run_json(first)["counts"] == content["counts"]
    assert "review" == content["settings"]["decisions"]
    assert 64 == len(content["fingerprints"]["decisions"])
    marks = [row["review"] for row in read_lines(folder / "findings.jsonl")]
    assert ["accepted", "rejected", "expired"] == [mark["status"] for mark in marks]
    assert "<b>quoted</b>" == marks[1]["reason"]
    page = (folder / "index.html").read_text(encoding="utf-8")
    line = "Decisions of reviewers: 1 accepted, 1 rejected, 1 expired (open again)"
    assert line in page
    assert "<b>quoted" not in page


def test_without_decisions_nothing_speaks_of_them(first: Path) -> None:
    content = run_json(first)

    assert content["review"] is None
    assert "decisions" not in content["fingerprints"]
    assert [None] * 3 == [row["review"] for row in read_lines(first / "findings.jsonl")]
    assert "Decisions of reviewers" not in (first / "index.html").read_text(encoding="utf-8")


def test_a_relabel_holds_from_run_to_run_and_can_be_undone(
    root: Path, first: Path, tmp_path: Path
) -> None:
    name = fingerprints(first)[UNQUALIFIED]
    relabel = on(name, "relabel", new_label="none", label="unqualified")
    write_decisions(tmp_path / "review" / "anna.jsonl", relabel)

    second = next_run(root, tmp_path / "review", "b")
    third = next_run(root, tmp_path / "review", "c")
    place = open_run(third).places[name]
    undo = on(name, "undo", label=place.label, rule_id=place.rule_id)
    write_decisions(tmp_path / "review" / "anna.jsonl", relabel, undo)
    fourth = next_run(root, tmp_path / "review", "d")

    labels = [
        [row["label"] for row in read_lines(folder / "sentences.jsonl")][1]
        for folder in (first, second, third, fourth)
    ]
    assert ["unqualified", "none", "none", "unqualified"] == labels
    assert fingerprints(first) == fingerprints(second) == fingerprints(third)
    assert "none" == place.label
    assert not place.rule_id.startswith("NON-009")


def test_the_same_decisions_give_the_same_bytes(root: Path, first: Path, tmp_path: Path) -> None:
    names = fingerprints(first)
    write_decisions(tmp_path / "review" / "anna.jsonl", on(names[0], "reject"))

    again = [folder_bytes(next_run(root, tmp_path / "review")) for _ in range(2)]

    assert again[0] == again[1]


def test_the_command_line_and_memory_take_decisions(
    root: Path, first: Path, tmp_path: Path
) -> None:
    review = tmp_path / "review"
    write_decisions(review / "anna.jsonl", on(fingerprints(first)[HEDGED], "reject"))
    options = ["audit", str(root), "-o", str(tmp_path / "o"), "--decisions", str(review)]

    text = CliRunner().invoke(app, options)
    as_json = CliRunner().invoke(app, [*options, "--format", "json"])
    report = puffery.audit(root, settings=Settings(decisions=str(review)))

    assert "Decisions of reviewers: 1 rejected." in text.stdout
    assert 1 == json.loads(as_json.stdout)["review"]["rejected"]
    assert report.run.review is not None
    assert 1 == report.run.review.rejected


def test_reviewed_sentences_leave_the_queue(root: Path, tmp_path: Path) -> None:
    undecided = Settings(min_confidence=0.9999)
    out = tmp_path / "out"
    _, before = audit_folder(root, out, created=CREATED, settings=undecided, run_id="a")
    names = fingerprints(before)
    review = tmp_path / "review"
    write_decisions(
        review / "anna.jsonl",
        on(names[0], "relabel", new_label="hedged", label="undecided"),
        on(names[1], "reject", label="undecided"),
        on(names[2], "unsure", label="undecided"),
    )
    settings = Settings(min_confidence=0.9999, decisions=str(review))

    run, after = audit_folder(root, out, created=CREATED, settings=settings, run_id="b")

    queued = [[r["index"] for r in read_lines(f / "review_queue.jsonl")] for f in (before, after)]
    assert [[0, 1, 2], [2]] == [sorted(indices) for indices in queued]
    assert (1, 2) == (run.articles[0].n_hedged, run.articles[0].n_undecided)


def test_a_torn_file_of_decisions_is_noted_in_the_report(
    root: Path, first: Path, tmp_path: Path
) -> None:
    path = write_decisions(tmp_path / "review" / "anna.jsonl", on(fingerprints(first)[0], "reject"))
    path.write_bytes(path.read_bytes() + b'{"sch')

    notes = run_json(next_run(root, tmp_path / "review"))["notes"]

    assert any("anna.jsonl was cut off" in note for note in notes)


def test_decisions_that_cannot_be_read_stop_the_run_before_it_begins(
    root: Path, tmp_path: Path
) -> None:
    with pytest.raises(ReviewError, match="no folder of decisions"):
        next_run(root, tmp_path / "nowhere")
    (tmp_path / "review").mkdir()
    with pytest.raises(SettingsError, match="not ISO 8601"):
        next_run(root, tmp_path / "review", created="yesterday")
    assert not (tmp_path / "out").exists()
