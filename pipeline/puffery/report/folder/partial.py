"""A run folder that is visible only when it is complete.

In: parent and name. Out: `.partial-<run_id>`, renamed at the end.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from puffery.errors import ReportError

if sys.platform != "win32":
    import fcntl

PID_NAME = ".pid"
RUN_NAME = "run.json"


class PartialFolder:
    """The hidden folder of a run that is being written, held by a lock on its pid file.

    Args:
        parent: Folder that run folders stand in; made when missing.
        run_id: Name of the run folder.

    Raises:
        ReportError: `PUF801` when it cannot be made, or another process writes the same run.
    """

    def __init__(self, parent: Path, run_id: str) -> None:
        if run_id in ("", ".", "..") or run_id.startswith(".") or Path(run_id).name != run_id:
            raise ReportError(
                "PUF801",
                f"{run_id!r} cannot be the name of a run folder",
                hint="use letters, digits, hyphens and dots; do not begin with a dot",
            )
        self._target = parent / run_id
        self._backup = parent / f".replaced-{run_id}"
        self.path = parent / f".partial-{run_id}"
        with explained(self.path):
            self.path.mkdir(parents=True, exist_ok=True)
            self._pid = self._claim()
            try:
                self._recover()
                self._check_target()
                _empty(self.path)
            except (OSError, ReportError):
                self.discard()
                raise

    def publish(self) -> Path:
        """Sync all files, rename the folder to its final name and return that."""
        with explained(self._target):
            self._check_target()
            for path in sorted(self.path.rglob("*")):
                _sync(path)
            _sync(self.path)
            if sys.platform == "win32":  # a folder with an open file cannot be renamed there
                self._pid.close()
            if self._target.exists():
                self._target.rename(self._backup)
            try:
                self.path.rename(self._target)
            except OSError:
                self._recover()
                raise
            _sync(self._target.parent)
            (self._target / PID_NAME).unlink()
            self._pid.close()
            shutil.rmtree(self._backup, ignore_errors=True)
        return self._target

    def discard(self) -> None:
        """Remove the folder with all that is in it, as far as that is possible."""
        shutil.rmtree(self.path, ignore_errors=True)
        self._pid.close()

    def _claim(self) -> IO[str]:
        # The lock, unlike a pid, ends with its process and is never taken over by a new one.
        handle = (self.path / PID_NAME).open("a+", encoding="ascii")
        try:
            if sys.platform != "win32":
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            handle.seek(0)
            owner = handle.read().strip()
            handle.close()
            raise ReportError(
                "PUF801",
                f"process {owner or '(unknown)'} is writing the same run in {self.path}",
                hint="wait for it to end, or choose another run name",
            ) from error
        handle.truncate(0)
        handle.write(f"{os.getpid()}\n")
        handle.flush()
        return handle

    def _recover(self) -> None:
        # A run killed between the two renames of `publish` leaves the earlier one put aside.
        if self._backup.exists():
            if self._target.exists():
                shutil.rmtree(self._backup)
            else:
                self._backup.rename(self._target)

    def _check_target(self) -> None:
        if self._target.exists() and not _is_run(self._target):
            raise ReportError(
                "PUF801",
                f"{self._target} exists and is not a puffery run",
                hint="move it away, or choose another run name",
            )


def _is_run(folder: Path) -> bool:
    try:
        content = json.loads((folder / RUN_NAME).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return isinstance(content, dict) and str(content.get("schema")).startswith("puffery-run-")


def _empty(folder: Path) -> None:
    for path in folder.iterdir():
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        elif path.name != PID_NAME:
            path.unlink()


def _sync(path: Path) -> None:
    if sys.platform == "win32" and path.is_dir():
        return  # folders cannot be opened there
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def explained(path: Path) -> Iterator[None]:
    """Turn an `OSError` into a `ReportError` (`PUF801`) that names the file and what to do."""
    try:
        yield
    except OSError as error:
        raise ReportError(
            "PUF801",
            f"cannot write {error.filename or path}: {error.strerror or error}",
            hint="check free space and permissions, or write the report to another folder",
        ) from error
