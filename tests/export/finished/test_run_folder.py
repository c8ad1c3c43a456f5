from __future__ import annotations

from pathlib import Path

import pytest

from puffery.errors import ExportError
from puffery.export.finished.lookup import RunLookup
from puffery.export.finished.run_folder import RunFolder
from tests.export.conftest import KNEES, audit_of


def _rewrite(path: Path, old: str, new: str) -> None:
    content = path.read_text(encoding="utf-8")
    assert old in content
    path.write_text(content.replace(old, new, 1), encoding="utf-8")


def test_run_gives_back_sentences_findings_and_offsets(run: RunFolder) -> None:
    original = audit_of("knees.txt", KNEES)

    article = next(run.articles())

    assert [s.sentence.text for s in original.sentences] == [s.text for s in article.sentences]
    assert [f.fingerprint for f in original.findings] == [f.fingerprint for f in article.findings]
    assert ["low", "medium", "high"] == [f.severity for f in article.findings]
    assert all(article.text[s.start : s.end] == s.text for s in article.sentences)
    assert all(
        article.text[m.start : m.end] == m.text for s in article.sentences for m in s.mentions
    )


def test_text_keeps_its_length_and_white_space_between_sentences(run: RunFolder) -> None:
    original = audit_of("knees.txt", KNEES).article.text

    text = next(run.articles()).text

    assert len(original) == len(text)
    assert "Knees and Moss Tea\n Moss tea" in text


def test_run_facts_hold_counts_and_skipped(run: RunFolder) -> None:
    assert ("run-1", 2, 7) == (
        run.facts.run_id,
        run.facts.counts["articles"],
        run.facts.counts["sentences"],
    )
    assert ["a.pdf"] == [item.article_id for item in run.facts.skipped]


def test_fingerprints_are_those_of_all_findings(run: RunFolder) -> None:
    found = {f.fingerprint for article in run.articles() for f in article.findings}

    assert 5 == len(found)
    assert found == run.fingerprints()


@pytest.mark.parametrize("name", ["run.json", "sentences.jsonl", "articles.parquet"])
def test_folder_without_a_file_is_no_run(run: RunFolder, name: str) -> None:
    (run.path / name).unlink()

    with pytest.raises(ExportError, match=f"PUF810: .* has no {name}"):
        RunFolder(run.path)


@pytest.mark.parametrize(
    ("name", "old", "new", "message"),
    [
        ("run.json", "puffery-run-v1", "puffery-run-v9", "schema is not puffery-run-v1"),
        ("run.json", '"run_id"', '"name"', "lacks the field 'run_id'"),
        ("sentences.jsonl", '"index":0', '"number":0', "lacks the field 'index'"),
        ("sentences.jsonl", '{"article_id"', '{"article_id', "line 1 is no JSON"),
        ("sentences.jsonl", '"Q2"', '"Q7"', "Q7"),
        ("findings.jsonl", '"index":1', '"index":77', "finding of sentence 77"),
        ("findings.jsonl", "knees.txt", "elbows.txt", r"sentence of 'knees\.txt' has no"),
    ],
)
def test_damaged_run_is_told_with_its_file(
    run: RunFolder, name: str, old: str, new: str, message: str
) -> None:
    _rewrite(run.path / name, old, new)

    with pytest.raises(ExportError, match=message) as told:
        list(RunFolder(run.path).articles())

    assert "PUF810" in str(told.value)
    assert "run-1/" in str(told.value)


def test_finding_of_an_article_without_sentences_is_told(run: RunFolder) -> None:
    with (run.path / "findings.jsonl").open("a", encoding="utf-8") as handle:
        handle.write('{"article_id":"elbows.txt"}\n')

    with pytest.raises(ExportError, match=r"article 'elbows\.txt' does not stand in its order"):
        list(run.articles())


def test_damaged_table_is_told(run: RunFolder) -> None:
    (run.path / "articles.parquet").write_bytes(b"PAR1 nothing PAR1")

    with pytest.raises(ExportError, match=r"PUF810: run-1/articles\.parquet"):
        RunFolder(run.path)


def test_lookup_finds_each_article_alone(run: RunFolder) -> None:
    lookup = RunLookup(run)

    assert ("knees.txt", "more/evil.jsonl#=1 2") == lookup.article_ids
    assert list(run.articles()) == [lookup.get(name) for name in lookup.article_ids]
    assert lookup.get("elbows.txt") is None
