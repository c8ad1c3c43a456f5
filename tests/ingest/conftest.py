"""Writes small files and reads them back as a run would."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from puffery.ingest.folder import read_articles
from puffery.records import Article, SkippedArticle
from puffery.settings import Settings

Item = Article | SkippedArticle
ReadFile = Callable[..., list[Item]]


@pytest.fixture
def read_file(tmp_path: Path) -> ReadFile:
    """Return a function (name, content, **settings) -> items read from that one file."""

    def read(name: str, content: str | bytes, **settings: object) -> list[Item]:
        path = tmp_path / name
        data = content if isinstance(content, bytes) else content.encode("utf-8")
        path.write_bytes(data)
        return list(read_articles(path, Settings(**settings)))  # type: ignore[arg-type]

    return read


@pytest.fixture
def read_article(read_file: ReadFile) -> Callable[..., Article]:
    """Return a function (name, content, **settings) -> the one article in that file."""

    def read(name: str, content: str | bytes, **settings: object) -> Article:
        (item,) = read_file(name, content, **settings)
        assert isinstance(item, Article), item
        for block in item.blocks:
            shown = item.text[block.start : block.end]
            assert shown
            assert shown.strip() == shown
        ends = [0, *(block.end for block in item.blocks)]
        starts = [*(block.start for block in item.blocks), len(item.text)]
        assert all(end <= start for end, start in zip(ends, starts, strict=True))
        item.text.encode("utf-8")
        return item

    return read


@pytest.fixture
def read_skip(read_file: ReadFile) -> Callable[..., SkippedArticle]:
    """Return a function (name, content, **settings) -> the one reason why nothing was read."""

    def read(name: str, content: str | bytes, **settings: object) -> SkippedArticle:
        (item,) = read_file(name, content, **settings)
        assert isinstance(item, SkippedArticle), item
        return item

    return read
