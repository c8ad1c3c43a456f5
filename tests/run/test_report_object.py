from __future__ import annotations

from pathlib import Path

import pytest

import puffery
from puffery.errors import IngestError
from puffery.report_object import Report

from .conftest import READ

pytestmark = [pytest.mark.model, pytest.mark.usefixtures("shared_pipeline")]

SENTENCE_COLUMNS = [
    "article_id", "index", "start", "end", "block", "section", "text", "label", "likeliest", "device", "strength",
    "rule_id", "reason", "cues", "therapies", "diseases",
]  # fmt: skip


@pytest.fixture
def report(mixed_folder: Path) -> Report:
    """Return a report held in memory."""
    return puffery.audit(mixed_folder)


def test_audit_keeps_everything_in_memory_and_writes_nothing(
    mixed_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    before = sorted(tmp_path.rglob("*"))

    report = puffery.audit(str(mixed_folder))

    assert list(READ) == [audit.article.article_id for audit in report.audits]
    assert 9 == len(report.run.skipped)
    assert report.folder is None
    assert before == sorted(tmp_path.rglob("*"))


def test_audit_writes_the_same_run_when_asked(mixed_folder: Path, tmp_path: Path) -> None:
    report = puffery.audit(mixed_folder, out=str(tmp_path / "out"))

    assert report.folder is not None
    assert (report.folder / "index.html").is_file()
    assert puffery.audit(mixed_folder).audits == report.audits
    assert puffery.audit(mixed_folder).run.articles == report.run.articles


def test_audit_missing_folder_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(IngestError, match="PUF101"):
        puffery.audit(tmp_path / "nowhere")


def test_to_pandas_has_one_row_a_sentence(report: Report) -> None:
    frame = report.to_pandas()

    assert SENTENCE_COLUMNS == list(frame.columns)
    assert sum(len(audit.sentences) for audit in report.audits) == len(frame)
    row = frame[frame["text"] == "PRP cures arthritis."].iloc[0]
    assert ("knee.txt", 1, "unqualified", "", ["PRP"], ["arthritis"]) == (
        row["article_id"], row["index"], row["label"], row["device"], row["therapies"],
        row["diseases"],
    )  # fmt: skip
    assert all(isinstance(cues, list) for cues in frame["cues"])


def test_to_pandas_findings_are_the_labelled_sentences(report: Report) -> None:
    frame = report.to_pandas("findings")

    assert SENTENCE_COLUMNS == list(frame.columns)
    assert {"hedged", "unqualified", "promotional"} == set(frame["label"])
    assert sum(len(audit.findings) for audit in report.audits) == len(frame)
    assert list(range(len(frame))) == list(frame.index)


def test_to_pandas_articles_are_worst_first(report: Report) -> None:
    frame = report.to_pandas("articles")

    assert set(READ) == set(frame["article_id"])
    assert sorted(frame["risk_score"], reverse=True) == list(frame["risk_score"])
    assert (frame[["n_none", "n_hedged", "n_unqualified", "n_promotional"]].sum(axis=1)).equals(
        frame["n_sentences"]
    )


def test_to_pandas_unknown_level_names_the_known_ones(report: Report) -> None:
    with pytest.raises(ValueError, match="sentences, findings or articles, not 'claims'"):
        report.to_pandas("claims")


@pytest.mark.parametrize("level", ["sentences", "findings", "articles"])
def test_to_pandas_of_nothing_has_columns(tmp_path: Path, level: str) -> None:
    frame = puffery.audit(tmp_path).to_pandas(level)

    assert 0 == len(frame)
    assert {"article_id"} < set(frame.columns)


def test_repr_is_one_line_of_counts(report: Report) -> None:
    shown = repr(report)

    assert shown.startswith("<puffery Report: 5 articles, ")
    assert shown.endswith(" promotional, 9 skipped>")
    assert "\n" not in shown
    assert sum(report.counts.values()) == len(report.to_pandas())
    assert ["none", "hedged", "unqualified", "promotional"] == list(report.counts)
