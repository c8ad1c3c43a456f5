"""Writes a run folder: one article at a time, and visible only when it is complete.

In: `ArticleAudit`s one after another, then the `AuditRun`. Out: `<parent>/<run_id>/` with
`sentences.jsonl`, `findings.jsonl`, `matches.jsonl`, `checks.jsonl`, `grades.jsonl`,
`review_queue.jsonl`, `run.json` and `index.html` (and `articles/` for a large run).

Everything is written into the hidden folder `.partial-<run_id>` and renamed at the end, so that a
run that was killed leaves nothing that looks like a finished one.
"""

from __future__ import annotations

import json
import logging
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from types import TracebackType
from typing import IO, Self

import jsonlines

from puffery.catalogue.book import AuditBook
from puffery.errors import ReportError
from puffery.records import ArticleAudit, AuditRun
from puffery.report import json_v1
from puffery.report.data import view_article
from puffery.report.guidance.files import GuidanceFiles
from puffery.report.html import HtmlReport
from puffery.report.page.rule_texts import GuidanceLookup, bare_text, guidance_lookup
from puffery.report.queue import ReviewQueue
from puffery.settings import Settings

if sys.platform != "win32":
    import fcntl

logger = logging.getLogger(__name__)

PID_NAME = ".pid"
RUN_NAME = "run.json"
SENTENCES_NAME = "sentences.jsonl"
FINDINGS_NAME = "findings.jsonl"
QUEUE_NAME = "review_queue.jsonl"


class ReportWriter:
    """Streams one run to disk; nothing of an article is kept in memory once it was added.

    Args:
        parent: Folder that run folders stand in; made when missing.
        run_id: Name of the run folder.
        settings: `single_page_chars` decides when the report becomes an index plus pages.
        book: The rulebook of the run; None writes no files about audit rules.
        guidance: Texts of the audit rules for the page; None takes those of `book`.

    Raises:
        ReportError: `PUF801` when the folder cannot be written, another process writes the same
            run, or something that is no puffery run stands in its place.
    """

    def __init__(
        self,
        parent: Path,
        run_id: str,
        *,
        settings: Settings,
        book: AuditBook | None = None,
        guidance: GuidanceLookup | None = None,
    ) -> None:
        texts = guidance or (guidance_lookup(book.by_id) if book else bare_text)
        self._partial = _PartialFolder(parent, run_id)
        self._stack = ExitStack()
        self._open = True
        self._queue = ReviewQueue()
        try:
            with _explained(self.folder):
                self._sentences = self._jsonl(SENTENCES_NAME)
                self._findings = self._jsonl(FINDINGS_NAME)
                self._guidance = GuidanceFiles(self._jsonl, book) if book else None
                self._html = self._stack.enter_context(
                    HtmlReport(
                        self.folder,
                        run_id,
                        single_page_chars=settings.single_page_chars,
                        guidance=texts,
                    )
                )
        except BaseException:
            self.abort()
            raise

    @property
    def folder(self) -> Path:
        """The partial folder; other writers may add files to it before `finish`."""
        return self._partial.path

    def add(self, audit: ArticleAudit) -> None:
        """Append an article to every format.

        Args:
            audit: The article audit; each article id once.

        Raises:
            ReportError: `PUF801` when the disk is full or the like, or the article came before.
        """
        self._require_open()
        article_id = audit.article.article_id
        with _explained(self.folder):
            for item in audit.sentences:
                self._sentences.write(json_v1.sentence_record(article_id, item))
            for finding in audit.findings:
                self._findings.write(json_v1.finding_record(finding))
            if self._guidance:
                self._guidance.add(audit)
            self._html.add(view_article(audit))
            self._queue.add(audit)
        logger.debug("wrote article %s", article_id)

    def finish(self, run: AuditRun) -> Path:
        """Write what is known only at the end and make the run folder visible.

        Args:
            run: The finished run; its articles are those that were added.

        Returns:
            The run folder. An earlier run of the same name is replaced.

        Raises:
            ReportError: `PUF801` when it cannot be written, or when the articles of the run are
                not those that were added; the partial folder stays until `abort`.
        """
        self._require_open()
        with _explained(self.folder):
            rows = self._queue.rows()
            self._html.finish(run, rows, n_queued=self._queue.n_found)
            queue = self._jsonl(QUEUE_NAME)
            for row in rows:
                queue.write(row.record())
            self._stack.close()
            text = json_v1.dump_run(run)
            (self.folder / RUN_NAME).write_text(text, encoding="utf-8", newline="\n")
        target = self._partial.publish()
        self._open = False
        logger.info("wrote report %s: %d articles", target, len(run.articles))
        return target

    def abort(self) -> None:
        """Close everything and remove the partial folder; does nothing after `finish`."""
        if self._open:
            self._open = False
            try:
                self._stack.close()
            except OSError as error:  # a full disk also fails the last flush
                logger.debug("closing %s: %s", self.folder, error)
            self._partial.discard()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.abort()

    def _jsonl(self, name: str) -> jsonlines.Writer:
        handle = (self.folder / name).open("w", encoding="utf-8", newline="\n")
        self._stack.enter_context(handle)
        return jsonlines.Writer(handle, dumps=json_v1.dump_line)

    def _require_open(self) -> None:
        if not self._open:
            raise ReportError(
                "PUF801",
                f"the report {self.folder} was finished or aborted before",
                hint="make a new ReportWriter for every run",
            )


class _PartialFolder:
    """The hidden folder of a run that is being written, held by a lock on its pid file."""

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
        with _explained(self.path):
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
        with _explained(self._target):
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
def _explained(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise ReportError(
            "PUF801",
            f"cannot write {error.filename or path}: {error.strerror or error}",
            hint="check free space and permissions, or write the report to another folder",
        ) from error
