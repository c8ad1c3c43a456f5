"""A shard is named by all that decides what is in it."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from pathlib import Path

import pytest

from puffery.records import Article, ArticleAudit, SkippedArticle, SkipReason
from puffery.settings import Settings
from puffery.shards import unit
from puffery.shards.shard_file import find_shard, read_shard
from puffery.shards.unit import audit_shard, form_shards, made_with, settled, shard_key

from .conftest import CREATED, SETTINGS, make_articles

FIXED = settled(SETTINGS, CREATED)


def test_form_shards_cuts_by_articles(small_shards: Callable[[int], None]) -> None:
    small_shards(3)

    shards = list(form_shards(make_articles(7)))

    assert [3, 3, 1] == [len(shard) for shard in shards]
    assert make_articles(7) == [item for shard in shards for item in shard]


def test_form_shards_cuts_by_characters(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unit, "MAX_CHARS", 10)
    skipped = SkippedArticle("s", "s", SkipReason.EMPTY, "")
    items = [Article(str(n), "x" * size) for n, size in enumerate((4, 6, 1, 50, 3))]

    shards = list(form_shards([*items, skipped]))

    assert [[4, 6], [1], [50], [3, 0]] == [
        [len(i.text) if isinstance(i, Article) else 0 for i in shard] for shard in shards
    ]


def test_form_shards_of_nothing_is_nothing() -> None:
    assert [] == list(form_shards([]))


def test_form_shards_reads_no_further_than_it_must(small_shards: Callable[[int], None]) -> None:
    small_shards(2)
    items = iter(make_articles(9))

    next(form_shards(items))

    assert "a3.txt" == next(items).article_id


@pytest.mark.parametrize(
    "changed",
    [
        {"text": "Treatment 0 cures lupus!"},
        {"title": "x"},
        {"article_id": "b.txt"},
        {"url": "https://clinic.example"},
    ],
)
def test_shard_key_follows_the_inputs(changed: dict[str, str]) -> None:
    one, two = make_articles(2)

    key = shard_key((one, two), "facts")

    assert key == shard_key((dataclasses.replace(one), two), "facts")
    assert key != shard_key((dataclasses.replace(one, **changed), two), "facts")
    assert len({key, shard_key((two, one), "facts"), shard_key((one,), "facts")}) == 3
    assert key != shard_key((one, two), "other facts")


@pytest.mark.parametrize(
    "changed",
    [
        {"labels": "model"},
        {"entities": "encoder"},
        {"max_chars": 10},
        {"as_of": "2026-01-02"},
        {"profiles": "us-ftc"},
    ],
)
def test_made_with_follows_the_settings(changed: dict[str, object]) -> None:
    other = dataclasses.replace(FIXED, **changed)  # type: ignore[arg-type]

    assert made_with(FIXED) == made_with(dataclasses.replace(FIXED))
    assert made_with(FIXED) != made_with(other)


def test_made_with_follows_the_code_and_the_data(monkeypatch: pytest.MonkeyPatch) -> None:
    before = made_with(FIXED)

    with monkeypatch.context() as patch:
        patch.setattr(unit, "_package_fingerprint", lambda: "edited")
        code = made_with(FIXED)
    with monkeypatch.context() as patch:
        patch.setattr(unit, "data_fingerprints", lambda settings: {"lexicon": "rebuilt"})
        data = made_with(FIXED)
    with monkeypatch.context() as patch:
        patch.setattr(unit, "versions", lambda: (("spacy", "9"),))
        library = made_with(FIXED)

    assert 4 == len({before, code, data, library})


def test_made_with_follows_the_suppressions(tmp_path: Path) -> None:
    path = tmp_path / "s.toml"
    path.write_text("", encoding="utf-8")
    settings = dataclasses.replace(FIXED, suppressions=str(path))
    before = made_with(settings)

    path.write_text("# reviewed\n", encoding="utf-8")

    assert before != made_with(settings)


def test_made_with_follows_a_pipeline_folder(tmp_path: Path) -> None:
    (tmp_path / "meta.json").write_text("{}", encoding="utf-8")
    settings = dataclasses.replace(FIXED, entities=str(tmp_path))
    before = made_with(settings)

    (tmp_path / "meta.json").write_text('{"lang": "en"}', encoding="utf-8")

    assert before != made_with(settings)


def test_settled_settings_mean_the_same_elsewhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    fixed = settled(Settings(suppressions="s.toml"), CREATED)

    assert (str(tmp_path / "s.toml"), "", "2026-01-01") == (
        fixed.suppressions,
        fixed.rules,
        fixed.as_of,
    )
    assert "2025-05-05" == settled(Settings(as_of="2025-05-05"), CREATED).as_of


def test_audit_shard_writes_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    skipped = SkippedArticle("s.txt", "s.txt", SkipReason.EMPTY, "no text")
    inputs = (*make_articles(2), skipped)
    output = tmp_path / "key.jsonl.gz"

    ledger = audit_shard(inputs, output, FIXED)

    assert ("key", 2, 1, 2) == (
        ledger.key,
        ledger.n_articles,
        ledger.n_skipped,
        ledger.n_sentences,
    )
    items = list(read_shard(output, ledger))
    assert ["unqualified"] * 2 == [
        i.sentences[0].label for i in items if isinstance(i, ArticleAudit)
    ]
    assert skipped == items[2]
    monkeypatch.setattr(unit, "write_shard", None)
    assert ledger == audit_shard(inputs, output, FIXED) == find_shard(output, "key")


def test_audit_shard_gives_the_same_bytes_each_time(tmp_path: Path) -> None:
    inputs = tuple(make_articles(3))

    audit_shard(inputs, tmp_path / "one.jsonl.gz", FIXED)
    audit_shard(tuple(make_articles(1)), tmp_path / "other.jsonl.gz", FIXED)
    (tmp_path / "two").mkdir()
    audit_shard(inputs, tmp_path / "two" / "one.jsonl.gz", FIXED)

    assert (tmp_path / "one.jsonl.gz").read_bytes() == (
        tmp_path / "two" / "one.jsonl.gz"
    ).read_bytes()
