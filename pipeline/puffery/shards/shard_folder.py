"""The hidden folder that shards of a run wait in until the run is finished.

In: its path. Out: names of shard files. It is made with the first shard, and one process at a time
may use it.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from types import TracebackType
from typing import IO, Self

from puffery.errors import ReportError
from puffery.shards.shard_file import SUFFIX

if sys.platform != "win32":
    import fcntl

LOCK_NAME = ".lock"


class ShardFolder:
    """A folder of shard files, held by a lock that ends with its process.

    As a context it goes away when all went well, and stays for the next try when not.

    Args:
        path: The folder; it need not exist.
        fresh: Whether shards of an earlier run are removed first.
        keep: Whether it stays in any case.

    Raises:
        ReportError: `PUF802` on entering and leaving, when another process holds it.
    """

    def __init__(self, path: Path, *, fresh: bool = False, keep: bool = False) -> None:
        self.path = path
        self._fresh = fresh
        self._keep = keep
        self._lock: IO[str] | None = None

    def open(self) -> None:
        """Make the folder and hold it.

        Raises:
            ReportError: `PUF802` when it cannot be made, or another process holds it.
        """
        if self._lock is not None:
            return
        try:
            self.path.mkdir(parents=True, exist_ok=True)
            self._lock = (self.path / LOCK_NAME).open("a", encoding="ascii")
        except OSError as error:
            raise ReportError(
                "PUF802",
                f"cannot keep shards in {self.path}: {error.strerror or error}",
                hint="check free space and permissions, or write the report to another folder",
            ) from error
        try:
            if sys.platform != "win32":
                fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            self._release()
            raise ReportError(
                "PUF802",
                f"another process audits the same input with shards in {self.path}",
                hint="wait for it to end, or write the report to another folder",
            ) from error
        for left in self.path.glob(".new-*"):  # of a worker that was killed while it wrote
            left.unlink(missing_ok=True)

    def file(self, key: str) -> Path:
        """Return the file of the shard with this key."""
        return self.path / f"{key}{SUFFIX}"

    def __enter__(self) -> Self:
        if self._fresh:
            self._clear()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if error is None and not self._keep:
            self._clear()
        self._release()

    def _clear(self) -> None:
        if self.path.is_dir():
            self.open()
            shutil.rmtree(self.path, ignore_errors=True)
            self._release()

    def _release(self) -> None:
        if self._lock is not None:
            self._lock.close()
            self._lock = None
