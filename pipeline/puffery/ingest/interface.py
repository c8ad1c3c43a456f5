"""What a reader is: a function from one file to articles and skipped articles.

In: nothing. Out: `SourceFile`, the protocol `Reader`, and `Format`, its registration.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from puffery.records import Article, SkippedArticle, SkipReason
from puffery.settings import Settings


@dataclass(frozen=True, slots=True)
class SourceFile:
    """One file to read.

    Attributes:
        path: Where the file is.
        source: Path relative to the input folder, with `/`; always encodable as UTF-8.
    """

    path: Path
    source: str

    def article_id(self, record_id: str = "") -> str:
        """Return the article id of this file, or of one of its records.

        Args:
            record_id: The record's own id or its line number; empty for the whole file.

        Returns:
            `source`, or `source#record_id`.
        """
        return f"{self.source}#{record_id}" if record_id else self.source

    def skip(self, reason: SkipReason, detail: str, record_id: str = "") -> SkippedArticle:
        """Return the record that says why this file, or one of its records, is not audited.

        Args:
            reason: One of the closed set of reasons.
            detail: One plain sentence: what happened and what can be done.
            record_id: As in `article_id`.

        Returns:
            The record for the report.
        """
        return SkippedArticle(self.article_id(record_id), self.source, reason, detail)


class Reader(Protocol):
    """Reads the files of one format.

    A reader yields each article or record of the file exactly once, as `Article` or as
    `SkippedArticle`. It may raise anything on a damaged file: `folder` turns that into a
    `SkippedArticle`. It need not check for empty, too long or foreign-language text: `folder`
    does so for all formats.
    """

    def __call__(self, file: SourceFile, settings: Settings) -> Iterator[Article | SkippedArticle]:
        """Read one file.

        Args:
            file: The file; it exists and is a regular file.
            settings: Field names and limits.

        Returns:
            Articles and skipped articles in file order.
        """
        ...


@dataclass(frozen=True, slots=True)
class Format:
    """A registered format.

    Attributes:
        read: The reader.
        streamed: Whether the reader holds only a part of the file at a time; other formats are
            bound by the setting `max_bytes`.
    """

    read: Reader
    streamed: bool = False
