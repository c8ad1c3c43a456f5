"""Writes a run folder: one article at a time, and visible only when it is complete.

In: `ArticleAudit`s one after another, then the `AuditRun`. Out: `<parent>/<run_id>/` with
`sentences.jsonl`, `findings.jsonl`, `matches.jsonl`, `checks.jsonl`, `grades.jsonl`,
`review_queue.jsonl`, `run.json` and `index.html` (and `articles/` for a large run).

Everything is written into the hidden folder `.partial-<run_id>` and renamed at the end, so that a
run that was killed leaves nothing that looks like a finished one.
"""

from __future__ import annotations

import logging
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Self

import jsonlines

from puffery.catalogue.book import AuditBook
from puffery.errors import ReportError
from puffery.records import ArticleAudit, AuditRun
from puffery.report import json_v1
from puffery.report.data import view_article
from puffery.report.folder.partial import RUN_NAME, PartialFolder, explained
from puffery.report.guidance.files import GuidanceFiles
from puffery.report.html import HtmlReport
from puffery.report.page.rule_texts import GuidanceLookup, bare_text, guidance_lookup
from puffery.report.queue import ReviewQueue
from puffery.settings import Settings

logger = logging.getLogger(__name__)

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
        self._partial = PartialFolder(parent, run_id)
        self._stack = ExitStack()
        self._open = True
        self._queue = ReviewQueue()
        try:
            with explained(self.folder):
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
        with explained(self.folder):
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
        with explained(self.folder):
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
