"""Shards come out in order, once each, whatever happens to the workers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from puffery.errors import PipelineError
from puffery.records import ArticleAudit, SkippedArticle, SkipReason
from puffery.shards import merge
from puffery.shards.merge import Merge
from puffery.shards.shard_folder import ShardFolder
from puffery.shards.unit import Inputs, form_shards

from .conftest import SETTINGS, ScriptedPool, make_articles

IDS = [f"a{n}.txt" for n in range(9)]

pytestmark = pytest.mark.usefixtures("small_shards")


@pytest.fixture
def merged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Callable[[ScriptedPool], list[ArticleAudit | SkippedArticle]]:
    """Return a function: pool -> what comes out of nine articles in shards of two."""
    monkeypatch.setattr(merge, "made_with", lambda settings: "facts")

    def run(pool: ScriptedPool) -> list[ArticleAudit | SkippedArticle]:
        folder = ShardFolder(tmp_path / ".shards", keep=True)
        with folder:
            return list(Merge(pool, SETTINGS, folder).run(form_shards(make_articles(9))))

    return run


Merged = Callable[[ScriptedPool], list[ArticleAudit | SkippedArticle]]


def ids(items: list[ArticleAudit | SkippedArticle]) -> list[str]:
    return [i.article.article_id if isinstance(i, ArticleAudit) else i.article_id for i in items]


def test_run_keeps_the_order_of_reading(merged: Merged) -> None:
    pool = ScriptedPool()

    items = merged(pool)

    assert IDS == ids(items)
    assert [("a0.txt", "a1.txt"), ("a2.txt", "a3.txt")] == pool.begun[:2]
    assert not any(pool.alone)


@pytest.mark.parametrize("victim", IDS)
def test_run_repeats_a_shard_whose_worker_died(merged: Merged, victim: str) -> None:
    pool = ScriptedPool({victim: 1})

    items = merged(pool)

    assert IDS == ids(items)
    assert all(isinstance(item, ArticleAudit) for item in items)
    assert 6 == len(pool.begun)
    assert 1 == sum(pool.alone)


@pytest.mark.parametrize("victim", IDS)
def test_run_gives_up_on_the_article_that_kills_and_on_no_other(
    merged: Merged, victim: str
) -> None:
    items = merged(ScriptedPool({victim: -1}))

    assert IDS == ids(items)
    (lost,) = (item for item in items if isinstance(item, SkippedArticle))
    assert (victim, victim, SkipReason.FAILED) == (lost.article_id, lost.source, lost.reason)
    assert "--jobs 1" in lost.detail


def test_run_loses_nothing_where_every_article_kills(merged: Merged) -> None:
    items = merged(ScriptedPool(dict.fromkeys(IDS, -1)))

    assert IDS == ids(items)
    assert all(isinstance(item, SkippedArticle) for item in items)


def test_run_stops_where_workers_cannot_start(merged: Merged) -> None:
    pool = ScriptedPool(dict.fromkeys(IDS, -1), broken=True)

    with pytest.raises(PipelineError, match="PUF403"):
        merged(pool)

    assert 1 == pool.n_checks


def test_run_takes_shards_that_are_there(merged: Merged) -> None:
    first = merged(ScriptedPool())
    pool = ScriptedPool(dict.fromkeys(IDS, -1))

    again = merged(pool)

    assert first == again
    assert [] == pool.begun


def test_run_makes_a_damaged_shard_again(merged: Merged, tmp_path: Path) -> None:
    first = merged(ScriptedPool())
    damaged = sorted((tmp_path / ".shards").glob("*.gz"))[0]
    whole = damaged.read_bytes()
    damaged.write_bytes(whole[:50])
    pool = ScriptedPool()

    again = merged(pool)

    assert first == again
    assert 1 == len(pool.begun)
    assert whole == damaged.read_bytes()


def test_run_reads_no_further_ahead_than_its_window(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(merge, "made_with", lambda settings: "facts")
    monkeypatch.setattr(merge, "WINDOW", 3)
    n_read = 0

    def shards() -> Iterator[Inputs]:
        nonlocal n_read
        for article in make_articles(50):
            n_read += 1
            yield (article,)

    with ShardFolder(tmp_path / ".shards") as folder:
        audits = Merge(ScriptedPool(), SETTINGS, folder).run(shards())
        for n_given, _ in enumerate(audits):
            assert n_read <= n_given + 2 * 3

    assert 50 == n_read
