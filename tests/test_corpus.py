"""The sample articles: enough, varied, and all readable."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from puffery.ingest.folder import read_articles
from puffery.records import Article, SkippedArticle
from puffery.settings import Settings

ROOT = Path(__file__).parents[1]
SAMPLES = ROOT / "corpus" / "samples"
TABLE = (ROOT / "corpus" / "README.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def items() -> list[Article | SkippedArticle]:
    return list(read_articles(SAMPLES, Settings()))


def test_samples_are_all_read(items: list[Article | SkippedArticle]) -> None:
    assert [] == [item for item in items if isinstance(item, SkippedArticle)]
    assert len(items) >= 24


def test_samples_come_in_every_format(items: list[Article | SkippedArticle]) -> None:
    formats = {item.source_format for item in items if isinstance(item, Article)}

    assert {"txt", "md", "html", "pdf", "docx", "jsonl"} <= formats


def test_corpus_readme_names_every_file_and_eight_genres() -> None:
    rows = re.findall(r"^\| `([^`]+)` \| ([^|]+) \|", TABLE, re.MULTILINE)

    assert {p.name for p in SAMPLES.iterdir()} == {name for name, _ in rows}
    assert len({genre.strip() for _, genre in rows}) >= 8


def test_samples_name_only_reserved_addresses(items: list[Article | SkippedArticle]) -> None:
    hosts = set()
    for item in items:
        if isinstance(item, Article):
            hosts |= set(re.findall(r"https?://([\w.-]+)", item.text + " " + item.url))

    assert [] == sorted(h for h in hosts if not h.rstrip(".").endswith(".example"))
