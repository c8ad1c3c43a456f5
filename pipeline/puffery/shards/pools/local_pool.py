"""Worker processes on this machine.

In: shards. Out: futures of their ledgers. Every worker has an executor of its own, so that a worker
that dies takes down nothing but what it held.
"""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable
from concurrent.futures import CancelledError, Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from multiprocessing import connection, get_context, parent_process
from pathlib import Path
from typing import Any, TypeVar

import psutil

from puffery.errors import PipelineError
from puffery.settings import Settings
from puffery.shards.shard_file import ShardLedger
from puffery.shards.unit import Inputs, audit_shard, warm_up

T = TypeVar("T")

WORKER_BYTES = 1_000_000_000
"""Memory that a worker may need; it takes about half of it (decision 50)."""

CONTAINER = Path("/sys/fs/cgroup")
"""Where Linux says how much memory a container may use."""

SHARDS_PER_WORKER = 200
"""Shards after which a worker is replaced, so that whatever leaks in libraries stays small."""

QUEUED = 2
"""Shards that a worker holds: one at work and one waiting, so that it never waits for us."""


def default_jobs() -> int:
    """Return how many workers this machine carries: one a core, as far as memory allows.

    Returns:
        At least 1.
    """
    from joblib import cpu_count

    free = psutil.virtual_memory().available
    with suppress(OSError, ValueError):  # no such file outside a container; "max" without a limit
        limit = int((CONTAINER / "memory.max").read_text(encoding="ascii"))
        used = int((CONTAINER / "memory.current").read_text(encoding="ascii"))
        free = min(free, limit - used)
    return max(1, min(int(cpu_count()), int(free // WORKER_BYTES)))


class LocalPool:
    """Runs shards in worker processes, each with its own pipeline and one model thread.

    Args:
        jobs: Number of workers, at least 1. They start when they are first needed.
        settings: Settings.
    """

    lost: tuple[type[Exception], ...] = (BrokenProcessPool,)

    def __init__(self, jobs: int, settings: Settings) -> None:
        self._settings = settings
        self._workers = [_Worker() for _ in range(jobs)]

    def submit(self, inputs: Inputs, output: Path, *, alone: bool) -> Future[ShardLedger] | None:
        """Hand a shard to the least busy worker.

        Args:
            inputs: The shard.
            output: Its file.
            alone: Whether a worker must hold it and nothing else, so that it is known which shard
                a worker died of.

        Returns:
            A future of its ledger; None when no worker can take it now.
        """
        worker = min(self._workers, key=_Worker.load)
        if not worker.takes(alone=alone):
            return None
        return worker.submit(audit_shard, inputs, output, self._settings, alone=alone)

    def check(self) -> None:
        """Start a worker and let it load everything.

        Raises:
            PipelineError: `PUF403` when it dies of that.
        """
        worker = _Worker()
        try:
            worker.submit(warm_up, self._settings, alone=True).result()
        except BrokenProcessPool as error:
            raise PipelineError(
                "PUF403",
                "worker processes die before they have read an article",
                hint="use --jobs 1, which shows what goes wrong, or fewer --jobs where memory is"
                " short",
            ) from error
        finally:
            worker.stop(now=True)

    def close(self) -> None:
        """End all workers, also those at work."""
        for worker in self._workers:
            worker.stop(now=True)


class _Worker:
    """One process and what it holds; the process starts with the first shard."""

    def __init__(self) -> None:
        self._executor: ProcessPoolExecutor | None = None
        self._pid: Future[int] | None = None
        self._held: list[Future[Any]] = []
        self._alone = False
        self._n_taken = 0

    def load(self) -> int:
        """Return how many shards it holds."""
        if any(map(_is_broken, self._held)):
            self.stop(now=False)
        self._held = [future for future in self._held if not future.done()]
        return len(self._held)

    def takes(self, *, alone: bool) -> bool:
        """Return whether it can be given a shard now."""
        n_held = self.load()
        if n_held == 0 and self._n_taken >= SHARDS_PER_WORKER:
            self.stop(now=False)
        if alone or self._alone or self._n_taken >= SHARDS_PER_WORKER:
            return n_held == 0
        return n_held < QUEUED

    def submit(self, work: Callable[..., T], *arguments: object, alone: bool) -> Future[T]:
        """Hand it work; `alone` keeps all other work off until this is done."""
        try:
            future = self._start().submit(work, *arguments)
        except BrokenProcessPool:  # it died while it had nothing to do
            self.stop(now=False)
            future = self._start().submit(work, *arguments)
        self._held.append(future)
        self._alone = alone
        self._n_taken += 1
        return future

    def _start(self) -> ProcessPoolExecutor:
        if self._executor is None:
            self._executor = ProcessPoolExecutor(
                max_workers=1, mp_context=get_context("spawn"), initializer=_begin
            )
            self._pid = self._executor.submit(os.getpid)
        return self._executor

    def stop(self, *, now: bool) -> None:
        """End the process; `now` does not wait for its work, whose file is written whole or not."""
        executor, self._executor = self._executor, None
        held, self._held = self._held, []
        self._n_taken = 0
        if executor is None or self._pid is None:
            return
        executor.shutdown(wait=False, cancel_futures=True)
        if now and not any(map(_is_broken, held)):  # a dead worker's id may be another's by now
            with suppress(BrokenProcessPool, CancelledError, ProcessLookupError):
                os.kill(self._pid.result(), signal.SIGTERM)
        executor.shutdown(wait=True)


def _is_broken(future: Future[Any]) -> bool:
    return (
        future.done()
        and not future.cancelled()
        and isinstance(future.exception(), BrokenProcessPool)
    )


def _begin() -> None:
    """Make a worker end with its parent, even one that was killed, and leave Ctrl-C to it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        connection.wait([parent.sentinel])
        os._exit(1)
