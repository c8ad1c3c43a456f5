"""Finds single articles of a finished run, so that two runs can be read side by side.

In: a `RunFolder`. Out: its `RunArticle`s by id. Only places in the files are held in memory.
"""

from __future__ import annotations

import json
from itertools import takewhile
from pathlib import Path
from typing import IO

from puffery.export.finished.rows import RunArticle, RunLine, read_article
from puffery.export.finished.run_folder import (
    FINDINGS_NAME,
    SENTENCES_NAME,
    RunFolder,
    explained,
)


class RunLookup:
    """The articles of a run by id.

    Args:
        run: The run.

    Raises:
        ExportError: `PUF810` for a damaged line.
    """

    def __init__(self, run: RunFolder) -> None:
        self._run = run
        self._sentences = _places(run.path / SENTENCES_NAME)
        self._findings = _places(run.path / FINDINGS_NAME)

    @property
    def article_ids(self) -> tuple[str, ...]:
        """The ids of articles that have a sentence, in the order of the run."""
        return tuple(self._sentences)

    def get(self, article_id: str) -> RunArticle | None:
        """Return an article, None where the run has no sentence of it.

        Raises:
            ExportError: `PUF810` for a damaged line.
        """
        if article_id not in self._sentences:
            return None
        path = self._run.path / SENTENCES_NAME
        with explained(path):
            return read_article(
                self._run.summaries[article_id],
                _lines(path, article_id, self._sentences[article_id]),
                _lines(self._run.path / FINDINGS_NAME, article_id, self._findings.get(article_id)),
            )


def _places(path: Path) -> dict[str, int]:
    """Return article id -> byte at which its first line starts."""
    places: dict[str, int] = {}
    at = 0
    with explained(path), path.open("rb") as handle:
        for raw in handle:
            places.setdefault(str(json.loads(raw)["article_id"]), at)
            at += len(raw)
    return places


def _lines(path: Path, article_id: str, at: int | None) -> list[RunLine]:
    if at is None:
        return []
    with path.open("rb") as handle:
        handle.seek(at)
        return list(takewhile(lambda row: row["article_id"] == article_id, _parsed(handle)))


def _parsed(handle: IO[bytes]) -> map[RunLine]:
    return map(json.loads, handle)
