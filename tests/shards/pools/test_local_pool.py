"""Worker processes: one dies alone, all end with their parent."""

from __future__ import annotations

import os
from concurrent.futures import wait
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

import pytest

from puffery.errors import PipelineError, ReportError
from puffery.shards.pools import local_pool
from puffery.shards.pools.local_pool import LocalPool, default_jobs
from puffery.shards.shard_file import find_shard
from puffery.shards.unit import settled

from ..conftest import CREATED, SETTINGS, make_articles

FIXED = settled(SETTINGS, CREATED)
INPUTS = tuple(make_articles(1))


class Memory:
    def __init__(self, available: int) -> None:
        self.available = available


@pytest.mark.parametrize(("gigabytes", "jobs"), [(64.0, 4), (2.5, 2), (0.1, 1)])
def test_default_jobs_is_bound_by_cores_and_memory(
    monkeypatch: pytest.MonkeyPatch, gigabytes: float, jobs: int
) -> None:
    import joblib

    monkeypatch.setattr(joblib, "cpu_count", lambda: 4)
    monkeypatch.setattr(local_pool.psutil, "virtual_memory", lambda: Memory(int(gigabytes * 1e9)))
    monkeypatch.setattr(local_pool, "CONTAINER", Path("no such folder"))

    assert jobs == default_jobs()


def test_default_jobs_is_bound_by_the_container(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import joblib

    monkeypatch.setattr(joblib, "cpu_count", lambda: 8)
    monkeypatch.setattr(local_pool.psutil, "virtual_memory", lambda: Memory(int(64e9)))
    monkeypatch.setattr(local_pool, "CONTAINER", tmp_path)
    (tmp_path / "memory.max").write_text("4000000000\n", encoding="ascii")
    (tmp_path / "memory.current").write_text("900000000\n", encoding="ascii")

    bound = default_jobs()
    (tmp_path / "memory.max").write_text("max\n", encoding="ascii")

    assert (3, 8) == (bound, default_jobs())


def test_pool_starts_nothing_before_it_is_asked() -> None:
    pool = LocalPool(2, FIXED)

    assert [None, None] == [worker._executor for worker in pool._workers]
    pool.close()


@pytest.mark.slow
def test_worker_that_dies_takes_nothing_else_down(tmp_path: Path) -> None:
    pool = LocalPool(2, FIXED)
    try:
        doomed = pool._workers[0].submit(os._exit, 1, alone=True)
        future = pool.submit(INPUTS, tmp_path / "one.jsonl.gz", alone=False)
        assert future is not None
        wait([doomed, future])
        next_one = pool.submit(INPUTS, tmp_path / "two.jsonl.gz", alone=True)
        assert next_one is not None

        assert isinstance(doomed.exception(), BrokenProcessPool)
        assert find_shard(tmp_path / "one.jsonl.gz", "one") == future.result()
        assert "two" == next_one.result().key
    finally:
        pool.close()


@pytest.mark.slow
def test_pool_takes_two_shards_a_worker_and_one_alone(tmp_path: Path) -> None:
    pool = LocalPool(1, FIXED)
    outputs = [tmp_path / f"{n}.jsonl.gz" for n in range(5)]
    try:
        first, second, third = (pool.submit(INPUTS, path, alone=False) for path in outputs[:3])
        beside = pool.submit(INPUTS, outputs[3], alone=True)
        assert first is not None
        assert second is not None
        wait([first, second])
        alone = pool.submit(INPUTS, outputs[3], alone=True)
        behind = pool.submit(INPUTS, outputs[4], alone=False)

        assert [None, None, None] == [third, beside, behind]
        assert alone is not None
        assert "3" == alone.result().key
    finally:
        pool.close()


@pytest.mark.slow
def test_worker_is_replaced_after_its_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(local_pool, "SHARDS_PER_WORKER", 1)
    pool = LocalPool(1, FIXED)
    try:
        pids = []
        for name in ("one", "two"):
            future = pool.submit(INPUTS, tmp_path / f"{name}.jsonl.gz", alone=False)
            assert future is not None
            assert name == future.result().key
            pid = pool._workers[0]._pid
            assert pid is not None
            pids.append(pid.result())

        assert pids[0] != pids[1]
    finally:
        pool.close()


@pytest.mark.slow
def test_error_of_a_worker_arrives_with_its_hint(tmp_path: Path) -> None:
    pool = LocalPool(1, FIXED)
    try:
        future = pool.submit(INPUTS, tmp_path / "gone" / "one.jsonl.gz", alone=False)
        assert future is not None
        error = future.exception()

        assert isinstance(error, ReportError)
        assert ("PUF802", True) == (error.code, "free space" in error.hint)
    finally:
        pool.close()


@pytest.mark.slow
def test_check_tells_where_workers_die_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    pool = LocalPool(1, FIXED)
    monkeypatch.setattr(local_pool, "warm_up", os._exit)
    monkeypatch.setattr(pool, "_settings", 1)

    with pytest.raises(PipelineError, match="die before they have read an article") as caught:
        pool.check()

    assert "PUF403" == caught.value.code
