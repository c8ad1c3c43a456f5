"""The same shards on Dask: a cluster of processes on this machine, or one that runs elsewhere.

In: shards. Out: futures of their ledgers. Needs the extra `dask`.
"""

from __future__ import annotations

import logging
from concurrent.futures import Future
from contextlib import ExitStack
from pathlib import Path
from typing import cast

from puffery.errors import PipelineError
from puffery.settings import Settings
from puffery.shards.pools.local_pool import QUEUED
from puffery.shards.shard_file import ShardLedger
from puffery.shards.unit import Inputs, audit_shard, warm_up

CONNECT_S = 30
"""How long the scheduler is waited for, in seconds."""


class DaskPool:
    """Runs shards on the workers of a Dask cluster.

    Args:
        jobs: Worker processes of a local cluster, one thread each.
        settings: Settings.
        scheduler: Address of a running scheduler (`tcp://host:8786`); None starts a local cluster.
            Its workers need the same puffery, and must share the report folder with this machine.

    Raises:
        PipelineError: `PUF403` when Dask is not installed or the scheduler does not answer.
    """

    def __init__(self, jobs: int, settings: Settings, *, scheduler: str | None = None) -> None:
        try:
            from distributed import Client, LocalCluster
            from distributed.scheduler import KilledWorker
        except ImportError as error:
            raise PipelineError(
                "PUF403", "Dask is not installed", hint="pip install 'puffery[dask]'"
            ) from error
        self.lost: tuple[type[Exception], ...] = (KilledWorker,)
        self._settings = settings
        self._stack = ExitStack()
        self._held: list[Future[ShardLedger]] = []
        try:
            cluster = scheduler or self._stack.enter_context(
                LocalCluster(
                    n_workers=jobs,
                    threads_per_worker=1,
                    dashboard_address=None,
                    silence_logs=logging.ERROR,
                )
            )
            self._client = self._stack.enter_context(Client(cluster, timeout=CONNECT_S))
            self._client.wait_for_workers(1, timeout=CONNECT_S)
        except (OSError, ValueError) as error:
            self.close()
            raise PipelineError(
                "PUF403",
                f"cannot use the Dask scheduler {scheduler or 'of this machine'}: {error}",
                hint="give the address that dask-scheduler prints, for example tcp://host:8786",
            ) from error
        self._executor = self._client.get_executor(pure=False)

    def submit(self, inputs: Inputs, output: Path, *, alone: bool) -> Future[ShardLedger] | None:
        """Hand a shard to the cluster.

        Args:
            inputs: The shard.
            output: Its file, in a folder that the workers share.
            alone: Whether nothing else may run beside it.

        Returns:
            A future of its ledger; None when the cluster cannot take it now.
        """
        self._held = [future for future in self._held if not future.done()]
        n_threads = sum(self._client.nthreads().values())
        if len(self._held) >= (1 if alone else max(1, QUEUED * n_threads)):
            return None
        future = self._executor.submit(audit_shard, inputs, output, self._settings)
        self._held.append(future)
        return cast("Future[ShardLedger]", future)

    def check(self) -> None:
        """Let a worker load everything.

        Raises:
            PipelineError: `PUF403` when it dies of that.
        """
        try:
            self._executor.submit(warm_up, self._settings).result()
        except self.lost as error:
            raise PipelineError(
                "PUF403",
                "workers of the cluster die before they have read an article",
                hint="look into the workers' logs; each needs about 1 GB",
            ) from error

    def close(self) -> None:
        """Leave the cluster, and end it where it was started here."""
        self._stack.close()
