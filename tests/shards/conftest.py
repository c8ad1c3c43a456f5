"""Articles in small shards, pools that run or fail as asked, and folders read back."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

import pytest

from puffery.errors import PipelineError
from puffery.records import Article, ArticleAudit, SkippedArticle
from puffery.settings import Settings
from puffery.shards import unit
from puffery.shards.shard_file import SUFFIX, ShardLedger, write_shard
from puffery.shards.unit import Inputs

CREATED = "2026-01-01T00:00:00+00:00"
SETTINGS = Settings(entities="lexicon", labels="rules", abbreviations="builtin")
"""No model: these tests are about where work is done, not what it says."""


def audit_of(article: Article) -> ArticleAudit:
    """Return an audit without sentences."""
    return ArticleAudit(article, text_sha256="0" * 64, sentences=(), findings=())


def make_articles(n_articles: int) -> list[Article]:
    """Return articles of one sentence with ids `a0.txt`, `a1.txt` ..."""
    return [
        Article(f"a{n}.txt", f"Treatment {n} cures lupus.", source=f"a{n}.txt")
        for n in range(n_articles)
    ]


class ScriptedPool:
    """A pool in this process whose workers die of the articles they are told to.

    Args:
        deaths: Article id -> how often a worker dies of a shard with it; -1 for always.
        capacity: Shards that it holds before it is asked to finish one.
        broken: Whether its workers cannot even start.
    """

    lost: tuple[type[Exception], ...] = (BrokenProcessPool,)

    def __init__(
        self, deaths: dict[str, int] | None = None, *, capacity: int = 2, broken: bool = False
    ) -> None:
        self.deaths = dict(deaths or {})
        self.capacity = capacity
        self.broken = broken
        self.begun: list[tuple[str, ...]] = []
        self.alone: list[bool] = []
        self.n_checks = 0
        self.closed = False

    def submit(self, inputs: Inputs, output: Path, *, alone: bool) -> Future[ShardLedger] | None:
        ids = tuple(item.article_id for item in inputs)
        self.begun.append(ids)
        self.alone.append(alone)
        future: Future[ShardLedger] = Future()
        for article_id in ids:
            if self.deaths.get(article_id, 0):
                self.deaths[article_id] -= 1
                future.set_exception(BrokenProcessPool("killed"))
                return future
        key = output.name.removesuffix(SUFFIX)
        items = [i if isinstance(i, SkippedArticle) else audit_of(i) for i in inputs]
        future.set_result(write_shard(output, key, items))
        return future

    def check(self) -> None:
        self.n_checks += 1
        if self.broken:
            raise PipelineError("PUF403", "workers die at once")

    def close(self) -> None:
        self.closed = True


@pytest.fixture
def small_shards(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    """Return a function that sets how many articles make a shard."""

    def set_size(n_articles: int) -> None:
        monkeypatch.setattr(unit, "MAX_ARTICLES", n_articles)

    set_size(2)
    return set_size


def folder_bytes(folder: Path) -> dict[str, bytes]:
    """Return every file of a folder, by its relative path."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
