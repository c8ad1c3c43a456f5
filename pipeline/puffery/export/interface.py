"""What a format gets, and what it must be.

In: nothing. Out: `ExportJob` and the protocol of a writer.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

from puffery.export.finished.decisions import Verdict
from puffery.export.finished.rows import RunArticle
from puffery.export.finished.run_folder import RunFacts, RunFolder
from puffery.export.redact import Redactor
from puffery.records import ArticleSummary


@dataclass(frozen=True, slots=True)
class ExportJob:
    """One run, and how it is to be exported.

    Attributes:
        run: The run folder.
        redact: Whether persons and providers are blacked out.
        verdicts: Fingerprint -> what reviewers said.
        known: Findings that the baseline of the run had, None without a baseline.
    """

    run: RunFolder
    redact: bool
    verdicts: Mapping[str, Verdict]
    known: frozenset[str] | None

    def articles(self) -> Iterator[RunArticle]:
        """Yield the articles in their order, redacted where that was asked for.

        Raises:
            ExportError: `PUF810` for a damaged run.
        """
        redactor = Redactor()
        for article in self.run.articles():
            yield redactor.article(article) if self.redact else article

    def summaries(self) -> Iterator[ArticleSummary]:
        """Yield the rows of the article table, in the order of `articles`.

        Raises:
            ExportError: `PUF810` for a damaged run.
        """
        for article in self.articles():
            yield article.summary

    def facts(self) -> RunFacts:
        """Return what the run says of itself, without names of files where that was asked for."""
        facts = self.run.facts
        if not self.redact:
            return facts
        return replace(facts, input_name="input", skipped=Redactor.skipped(facts.skipped))


class Writer(Protocol):
    """One format."""

    def __call__(self, job: ExportJob, folder: Path) -> list[Path]:
        """Write the run into `folder` and return the files.

        Raises:
            ExportError: `PUF811` when a package is missing.
            OSError: When the disk is full or the like.
        """
