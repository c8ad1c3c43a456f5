"""The append-only file of one reviewer's decisions.

In: `Decision`s. Out: lines of `<folder>/<reviewer>.jsonl`.

A decision is on the disk before `append` returns: one locked write of the whole line, then fsync.
A write that fails is taken back. A process that was killed can leave one torn last line; it is
moved to `<reviewer>.torn`, told, and costs no decision that was acknowledged. Locks are those of
POSIX `flock`; on Windows one process a reviewer is safe, two are not.
"""

from __future__ import annotations

import contextlib
import errno
import os
import re
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from puffery.errors import ReviewError
from puffery.records import Decision
from puffery.review.decision_lines import (
    SUFFIX,
    DecisionFile,
    dump_decision,
    is_decision,
    read_decisions,
)

if sys.platform != "win32":
    import fcntl

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_DENIED = (errno.EACCES, errno.EPERM, errno.EROFS)
_BLOCK = 65_536


class StoreError(ReviewError):
    """A decision could not be stored (`PUF512`); nothing of it is left in the file.

    Args:
        path: The file.
        error: What the system said.
    """

    def __init__(self, path: Path, error: OSError) -> None:
        super().__init__(
            "PUF512",
            f"cannot write {path}: {error.strerror or error}; the decision was not stored",
            hint="check free space and permissions, or choose another folder with --decisions",
        )
        self.is_full = error.errno in _FULL
        self.is_denied = error.errno in _DENIED


class DecisionStore:
    """Appends to the file of one reviewer; safe with threads and with other processes.

    Args:
        folder: Folder of all reviewers; made when missing.
        reviewer: Name of the reviewer, which is the name of the file.

    Raises:
        ReviewError: `PUF512` when the name cannot be a file name, or the folder or file cannot be
            written.
    """

    def __init__(self, folder: Path, reviewer: str) -> None:
        if not _NAME.fullmatch(reviewer) or reviewer.endswith("."):
            raise ReviewError(
                "PUF512",
                f"{reviewer!r} cannot be the name of a reviewer's file",
                hint="use letters, digits, hyphens, dots (at most 64), for example --reviewer anna",
            )
        self.reviewer = reviewer
        self.path = folder / f"{reviewer}{SUFFIX}"
        self._threads = threading.Lock()
        self.n_torn = 0
        """Torn last lines that were set aside since the store was opened."""
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StoreError(self.path, error) from error
        with self._locked():
            pass  # a file that cannot be written is told before the first decision

    def append(self, decision: Decision) -> None:
        """Store a decision; it is on the disk when this returns.

        Args:
            decision: The decision.

        Raises:
            StoreError: `PUF512` when it could not be stored; the file is as it was before.
        """
        line = dump_decision(decision)
        with self._locked() as (handle, size):
            try:
                _write_all(handle, line)
                os.fsync(handle)
            except BaseException:
                with contextlib.suppress(OSError):
                    os.ftruncate(handle, size)
                raise

    def read(self) -> DecisionFile:
        """Return all decisions of the file.

        Raises:
            StoreError: `PUF512` when it cannot be opened.
            ReviewError: `PUF511` for a line that is no decision.
        """
        with self._locked():
            return read_decisions(self.path)

    @contextmanager
    def _locked(self) -> Iterator[tuple[int, int]]:
        """Hold the file for this thread alone; yield its descriptor and its size in bytes."""
        try:
            with self._threads:
                handle = os.open(self.path, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o644)
                try:
                    if sys.platform != "win32":
                        fcntl.flock(handle, fcntl.LOCK_EX)
                    yield handle, self._mend(handle)
                finally:
                    os.close(handle)
        except OSError as error:
            raise StoreError(self.path, error) from error

    def _mend(self, handle: int) -> int:
        """Make the file end in a line end, and return its size in bytes."""
        size = os.fstat(handle).st_size
        if not size:
            _sync_folder(self.path.parent)
            return 0
        tail = _last_line(handle, size)
        if not tail:
            return size
        if is_decision(tail):
            _write_all(handle, b"\n")
            os.fsync(handle)
            return size + 1
        self._set_aside(tail)
        os.ftruncate(handle, size - len(tail))
        os.fsync(handle)
        self.n_torn += 1
        return size - len(tail)

    def _set_aside(self, tail: bytes) -> None:
        aside = self.path.with_suffix(".torn")
        handle = os.open(aside, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o644)
        try:
            _write_all(handle, tail + b"\n")
            os.fsync(handle)
        finally:
            os.close(handle)


def _write_all(handle: int, line: bytes) -> None:
    while line:
        line = line[os.write(handle, line) :]


def _last_line(handle: int, size: int) -> bytes:
    """Return the bytes after the last line end."""
    tail = b""
    while size:
        start = max(0, size - _BLOCK)
        os.lseek(handle, start, os.SEEK_SET)
        block = os.read(handle, size - start)
        _, found, rest = block.rpartition(b"\n")
        tail = rest + tail
        size = 0 if found else start
    return tail


def _sync_folder(folder: Path) -> None:
    if sys.platform == "win32":
        return  # folders cannot be opened there
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
