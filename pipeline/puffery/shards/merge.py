"""Hands shards out, repeats those whose worker died, and merges them in the order of reading.

In: shards in order, and a pool that runs them. Out: audits and skipped inputs in the same order.
Only ledgers are kept in memory of what is done, and articles only of what is not.
"""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Iterator
from concurrent.futures import FIRST_COMPLETED, Future, wait
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from puffery.records import Article, ArticleAudit, SkippedArticle, SkipReason
from puffery.settings import Settings
from puffery.shards.shard_file import ShardLedger, find_shard, read_shard
from puffery.shards.shard_folder import ShardFolder
from puffery.shards.unit import Inputs, made_with, shard_key

logger = logging.getLogger(__name__)

MAX_TRIES = 2
"""How often a shard is begun whose worker dies, before its articles are tried one by one."""

WINDOW = 64
"""Shards that may be begun and not yet merged, so that memory stays flat behind a slow one."""


class Pool(Protocol):
    """Runs shards somewhere: `LocalPool`, `DaskPool`."""

    lost: tuple[type[Exception], ...]
    """Errors of a future that mean: the worker died, the shard can be tried again."""

    def submit(self, inputs: Inputs, output: Path, *, alone: bool) -> Future[ShardLedger] | None:
        """Hand out a shard; None when no worker can take it now."""
        ...

    def check(self) -> None:
        """Raise `PipelineError` where workers die of starting alone."""
        ...

    def close(self) -> None:
        """End everything."""
        ...


@dataclass(slots=True)
class _Task:
    """A shard on its way; `ledger` or `given_up` is set when it is done."""

    inputs: Inputs
    output: Path
    tries: int = 0
    future: Future[ShardLedger] | None = None
    ledger: ShardLedger | None = None
    given_up: bool = False

    @property
    def is_done(self) -> bool:
        return self.ledger is not None or self.given_up

    def finish(self, ledger: ShardLedger) -> None:
        self.ledger = ledger
        self.inputs = ()  # its articles are on disk now


class Merge:
    """One pass over the shards of a run.

    Args:
        pool: What runs them.
        settings: Settings.
        folder: Where they are kept.
    """

    def __init__(self, pool: Pool, settings: Settings, folder: ShardFolder) -> None:
        self._pool = pool
        self._folder = folder
        self._made_with = made_with(settings)
        self._tasks: deque[_Task] = deque()
        self._n_found = self._n_lost = 0

    def run(self, shards: Iterator[Inputs]) -> Iterator[ArticleAudit | SkippedArticle]:
        """Audit shards and merge them.

        Args:
            shards: Shards in the order of reading; they are read as they are needed.

        Yields:
            Their audits and skipped inputs in the same order, each input once.

        Raises:
            PufferyError: Of a shard that failed for another reason than the death of its worker.
        """
        self._folder.open()
        n_shards = 0
        more = True
        while more or self._tasks:
            while more and self._hand_out() and len(self._tasks) < WINDOW:
                inputs = next(shards, None)
                more = inputs is not None
                if inputs is not None:
                    self._tasks.append(self._task(inputs))
                    n_shards += 1
            self._hand_out()
            while self._tasks and self._tasks[0].is_done:
                yield from self._read(self._tasks.popleft())
            self._collect()
        logger.info(
            "%d shards, %d of them found done; workers died %d times",
            n_shards,
            self._n_found,
            self._n_lost,
        )

    def _task(self, inputs: Inputs) -> _Task:
        key = shard_key(inputs, self._made_with)
        output = self._folder.file(key)
        task = _Task(inputs, output)
        found = find_shard(output, key)
        if found is not None:
            task.finish(found)
            self._n_found += 1
        return task

    def _hand_out(self) -> bool:
        """Submit what waits, oldest first; return whether the pool took all of it."""
        for task in self._tasks:
            if not task.is_done and task.future is None:
                task.future = self._pool.submit(task.inputs, task.output, alone=task.tries > 0)
                if task.future is None:
                    return False
        return True

    def _collect(self) -> None:
        """Wait for a shard unless the next one in order is done, and note what was finished."""
        running = [task.future for task in self._tasks if task.future is not None]
        if running and not self._tasks[0].is_done:
            wait(running, return_when=FIRST_COMPLETED)
        for task in list(self._tasks):
            if task.future is not None and task.future.done():
                self._settle(task, task.future)

    def _settle(self, task: _Task, future: Future[ShardLedger]) -> None:
        task.future = None
        try:
            task.finish(future.result())
        except self._pool.lost as error:
            self._n_lost += 1
            task.tries += 1
            logger.warning(
                "a worker died at or before %s (%s)", _id_of(task.inputs[0]), type(error).__name__
            )
            self._retry(task)

    def _retry(self, task: _Task) -> None:
        """Try a lost shard again, then its articles one by one; give up on what kills alone."""
        if task.tries < MAX_TRIES:
            return
        self._pool.check()
        if len(task.inputs) == 1:
            task.given_up = True
            return
        place = self._tasks.index(task)
        del self._tasks[place]
        for offset, item in enumerate(task.inputs):
            single = self._task((item,))
            single.tries = 1
            self._tasks.insert(place + offset, single)

    def _read(self, task: _Task) -> Iterator[ArticleAudit | SkippedArticle]:
        if task.ledger is not None:
            yield from read_shard(task.output, task.ledger)
        for item in task.inputs if task.given_up else ():
            yield item if isinstance(item, SkippedArticle) else _given_up(item)


def _given_up(article: Article) -> SkippedArticle:
    return SkippedArticle(
        article_id=article.article_id,
        source=article.source,
        reason=SkipReason.FAILED,
        detail="the process that audited it died each time, as when memory runs out or a library"
        " crashes; try it alone with --jobs 1, and report it if it dies again",
    )


def _id_of(item: Article | SkippedArticle) -> str:
    return item.article_id
