"""Labels that are less sure than was asked for are shown as undecided, and nothing is lost."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

import puffery
from puffery.cli.main import app
from puffery.errors import SettingsError
from puffery.settings import Settings

TEXT = "PRP\n\nPRP cures arthritis. Lupus is a disease. The lamp seems a gift to aching knees.\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text(TEXT, encoding="utf-8")
    return tmp_path / "in"


def test_all_is_undecided_where_certainty_is_asked_for(folder: Path, tmp_path: Path) -> None:
    report = puffery.audit(folder, out=tmp_path / "out", settings=Settings(min_confidence=0.9999))

    (audit,) = report.audits
    assert {"undecided"} == {item.shown for item in audit.sentences}
    assert len(audit.findings) == len(audit.sentences)  # a person has to look at each
    assert report.counts["undecided"] == len(audit.sentences)
    (row,) = report.run.articles
    assert (row.n_sentences, 0.0) == (row.n_undecided, row.risk_score)
    assert report.folder is not None
    page = (report.folder / "index.html").read_text(encoding="utf-8")
    assert 'class="s undecided"' in page
    assert "likeliest unqualified" in page
    lines = (report.folder / "sentences.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    assert {"undecided"} == {row["label"] for row in rows}
    assert "unqualified" in {row["likeliest"] for row in rows}


def test_sure_labels_stand(folder: Path) -> None:
    report = puffery.audit(folder, settings=Settings(min_confidence=0.01))

    assert "undecided" not in report.counts
    assert all(item.shown == item.label for item in report.audits[0].sentences)


def test_a_page_without_undecided_sentences_does_not_speak_of_them(
    folder: Path, tmp_path: Path
) -> None:
    report = puffery.audit(folder, out=tmp_path / "out")

    assert report.folder is not None
    page = (report.folder / "index.html").read_text(encoding="utf-8")
    body = page[page.index("<body") : page.index("<script>")]
    assert "ndecided" not in body


def test_the_command_line_takes_the_confidence(folder: Path, tmp_path: Path) -> None:
    options = ["audit", str(folder), "-o", str(tmp_path / "out"), "--min-confidence", "0.9999"]

    result = CliRunner().invoke(app, [*options, "--format", "json"])

    counts = json.loads(result.stdout)["counts"]
    assert counts["sentences"] == counts["undecided"]


@pytest.mark.parametrize(("value", "labels"), [(1.0, "model"), (-0.1, "model"), (0.5, "rules")])
def test_a_confidence_that_cannot_be_is_refused(value: float, labels: str) -> None:
    with pytest.raises(SettingsError) as caught:
        Settings(min_confidence=value, labels=labels)

    assert "PUF202" == caught.value.code
