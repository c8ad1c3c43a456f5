"""Opens a finished run folder and streams its articles.

In: a folder that `puffery audit` wrote. Out: `RunFacts`, and `RunArticle`s one after another.
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

from puffery.errors import ExportError
from puffery.export.finished.rows import RunArticle, RunLine, read_article
from puffery.records import ArticleSummary, SkippedArticle, SkipReason

RUN_NAME, SENTENCES_NAME, FINDINGS_NAME = "run.json", "sentences.jsonl", "findings.jsonl"
TABLE_NAME = "articles.parquet"
SCHEMA = "puffery-run-v1"
"""The only format of runs so far; see `report/schemas/run.v1.schema.json`."""


@dataclass(frozen=True, slots=True)
class RunFacts:
    """What `run.json` says.

    Attributes:
        run_id: Name of the run.
        created: Its time stamp, ISO 8601.
        input_name: Last part of the input path.
        versions: Package -> version.
        settings: Setting -> value as text.
        fingerprints: `rulebook`, `lexicon`, `input` ... -> SHA-256 (hex).
        notes: Sentences that a reader must know.
        counts: Articles, skipped, sentences, and these by label.
        skipped: Inputs that were not audited.
    """

    run_id: str
    created: str
    input_name: str
    versions: Mapping[str, str]
    settings: Mapping[str, str]
    fingerprints: Mapping[str, str]
    notes: tuple[str, ...]
    counts: Mapping[str, int]
    skipped: tuple[SkippedArticle, ...]


class RunFolder:
    """A finished run; articles are read when asked for, one at a time.

    Args:
        path: The folder.

    Raises:
        ExportError: `PUF810` when it is no finished run, or one of another version.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        for name in (RUN_NAME, SENTENCES_NAME, FINDINGS_NAME, TABLE_NAME):
            if not (path / name).is_file():
                raise ExportError(
                    "PUF810",
                    f"{path} is no finished run: it has no {name}",
                    hint="give a folder that `puffery audit` wrote, for example reports/<run-id>",
                )
        with explained(path / RUN_NAME):
            self.facts = _read_facts(path / RUN_NAME)
        with explained(path / TABLE_NAME):
            self.summaries = _read_summaries(path / TABLE_NAME)

    def articles(self) -> Iterator[RunArticle]:
        """Yield the articles in the order in which they were audited.

        Articles without a sentence have none to yield; `summaries` has all.

        Raises:
            ExportError: `PUF810` for a damaged line, with file and line number.
        """
        findings = self._by_article(FINDINGS_NAME)
        pending = next(findings, None)
        for article_id, lines in self._by_article(SENTENCES_NAME):
            own: list[RunLine] = []
            if pending is not None and pending[0] == article_id:
                own = pending[1]
                pending = next(findings, None)
            with explained(self.path / SENTENCES_NAME):
                yield read_article(self._summary(article_id), lines, own)
        if pending is not None:
            raise _damaged(
                self.path / FINDINGS_NAME, f"article {pending[0]!r} does not stand in its order"
            )

    def fingerprints(self) -> frozenset[str]:
        """Return the fingerprints of all findings.

        Raises:
            ExportError: `PUF810` for a damaged line.
        """
        with explained(self.path / FINDINGS_NAME):
            return frozenset(str(row["fingerprint"]) for row in self._lines(FINDINGS_NAME))

    def _summary(self, article_id: str) -> ArticleSummary:
        found = self.summaries.get(article_id)
        if found is None:
            raise _damaged(self.path / TABLE_NAME, f"has no article {article_id!r}")
        return found

    def _by_article(self, name: str) -> Iterator[tuple[str, list[RunLine]]]:
        with explained(self.path / name):
            for article_id, rows in groupby(self._lines(name), key=lambda row: row["article_id"]):
                yield str(article_id), list(rows)

    def _lines(self, name: str) -> Iterator[RunLine]:
        path = self.path / name
        with path.open("rb") as handle:  # bytes: cut at line feeds and nothing else
            for number, raw in enumerate(handle, start=1):
                try:
                    row = json.loads(raw)
                except (ValueError, RecursionError) as error:
                    raise _damaged(path, f"line {number} is no JSON: {error}") from error
                if not isinstance(row, dict) or "article_id" not in row:
                    raise _damaged(path, f"line {number} is no record of an article")
                yield row


class explained:  # noqa: N801  # reads as a statement
    """Context that tells unreadable files and unexpected content as `ExportError` (`PUF810`).

    Args:
        path: The file that is being read.
    """

    def __init__(self, path: Path) -> None:
        self._path = path

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if isinstance(error, KeyError):
            raise _damaged(self._path, f"lacks the field {error}") from error
        if isinstance(error, OSError | TypeError | ValueError | AttributeError):
            raise _damaged(self._path, str(error)) from error


def _damaged(path: Path, what: str) -> ExportError:
    return ExportError(
        "PUF810",
        f"{path.parent.name}/{path.name}: {what}",
        hint="the folder is damaged or of another version of puffery; run the audit again",
    )


def _read_facts(path: Path) -> RunFacts:
    content: Any = json.loads(path.read_text(encoding="utf-8"))
    if not isinstance(content, dict) or content.get("schema") != SCHEMA:
        raise ValueError(f"its schema is not {SCHEMA}")
    skipped = tuple(
        SkippedArticle(row["article_id"], row["source"], SkipReason(row["reason"]), row["detail"])
        for row in content["skipped"]
    )
    return RunFacts(
        run_id=str(content["run_id"]),
        created=str(content["created"]),
        input_name=str(content["input_name"]),
        versions=content["versions"],
        settings=content["settings"],
        fingerprints=content["fingerprints"],
        notes=tuple(content["notes"]),
        counts=content["counts"],
        skipped=skipped,
    )


def _read_summaries(path: Path) -> dict[str, ArticleSummary]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    known = {field.name for field in dataclasses.fields(ArticleSummary)}
    try:
        rows = pq.read_table(path).to_pylist()
    except pa.ArrowException as error:
        raise ValueError(str(error)) from error
    made = (ArticleSummary(**{k: v for k, v in row.items() if k in known}) for row in rows)
    return {summary.article_id: summary for summary in made}
