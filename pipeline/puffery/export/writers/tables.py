"""Findings and sentences as tables: CSV, XLSX, Parquet.

In: an `ExportJob`. Out: `findings.csv` and `sentences.csv`, `findings.xlsx`, or `findings.parquet`
and `sentences.parquet`. CSV and XLSX are safe to open in a spreadsheet: no cell is a formula.
"""

from __future__ import annotations

import csv
import dataclasses
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from puffery.errors import ExportError
from puffery.escaping import defuse, show_controls
from puffery.export.finished.rows import RunArticle, RunSentence
from puffery.export.interface import ExportJob
from puffery.records import ArticleSummary, MentionLabel

if TYPE_CHECKING:
    from openpyxl.worksheet._write_only import WriteOnlyWorksheet

COLUMNS = {
    "fingerprint": str,
    "severity": str,
    "article_id": str,
    "title": str,
    "publisher": str,
    "index": int,
    "start": int,
    "end": int,
    "block": str,
    "section": str,
    "label": str,
    "likeliest": str,
    "device": str,
    "strength": int,
    "score": float,
    "doubt": float,
    "decided_by": str,
    "text": str,
    "rule_id": str,
    "message": str,
    "why": str,
    "fix": str,
    "clause": str,
    "url": str,
    "cues": str,
    "therapies": str,
    "diseases": str,
}
"""Columns of every table of sentences, in order; cues and mentions are joined by `; `."""

BATCH_ROWS = 10_000
"""Rows of one Parquet row group: a few MB in memory."""

XLSX_ROWS = 1_048_576
"""Rows of a sheet. **Source:** ECMA-376 spreadsheets as Excel reads them, specification and
limits."""

XLSX_CHARS = 32_767
"""Characters of a cell, as above."""

Cell = str | int | float | None
Choose = Callable[[RunArticle], tuple[RunSentence, ...]]


def write_csv(job: ExportJob, folder: Path) -> list[Path]:
    """Write `findings.csv` and `sentences.csv`: UTF-8, comma, one header, formula-safe.

    Args:
        job: The run.
        folder: Where to.

    Returns:
        The two files.

    Raises:
        OSError: When the disk is full or the like.
    """
    written = []
    for name, choose in _TABLES.items():
        path = folder / f"{name}.csv"
        with path.open("w", encoding="utf-8", newline="") as handle:
            writer = csv.writer(handle, lineterminator="\n")
            writer.writerow(COLUMNS)
            for row in _rows(job, choose):
                writer.writerow([defuse(cell) if isinstance(cell, str) else cell for cell in row])
        written.append(path)
    return written


def write_parquet(job: ExportJob, folder: Path) -> list[Path]:
    """Write `findings.parquet` and `sentences.parquet`, texts as they stand.

    Args:
        job: The run.
        folder: Where to.

    Returns:
        The two files.

    Raises:
        OSError: When the disk is full or the like.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    types = {str: pa.string(), int: pa.int64(), float: pa.float64()}
    schema = pa.schema([(name, types[kind]) for name, kind in COLUMNS.items()])
    written = []
    for name, choose in _TABLES.items():
        path = folder / f"{name}.parquet"
        with pq.ParquetWriter(path, schema) as writer:
            rows = _rows(job, choose)
            while batch := list(islice(rows, BATCH_ROWS)):
                columns = dict(zip(COLUMNS, zip(*batch, strict=True), strict=True))
                writer.write_table(pa.table({k: list(v) for k, v in columns.items()}, schema))
        written.append(path)
    return written


def write_xlsx(job: ExportJob, folder: Path) -> list[Path]:
    """Write `findings.xlsx`: a sheet of findings, a sheet of articles, a sheet about the run.

    Args:
        job: The run.
        folder: Where to.

    Returns:
        The file. Cells longer than a sheet allows end in `…`; rows over its limit are left out
        and told on the third sheet.

    Raises:
        ExportError: `PUF811` when openpyxl is not installed.
        OSError: When the disk is full or the like.
    """
    try:
        from openpyxl import Workbook
    except ModuleNotFoundError as error:
        raise ExportError(
            "PUF811", "XLSX needs openpyxl", hint="pip install 'puffery[xlsx]'"
        ) from error
    book = Workbook(write_only=True)
    facts = job.facts()
    book.properties.creator = "puffery"
    left = _fill(book.create_sheet("Findings"), COLUMNS, _rows(job, _TABLES["findings"]))
    names = [field.name for field in dataclasses.fields(ArticleSummary)]
    rows = (dataclasses.astuple(row) for row in job.summaries())
    left += _fill(book.create_sheet("Articles"), names, rows)
    about: list[tuple[Cell, ...]] = [("run", facts.run_id), ("created", facts.created)]
    about += list(facts.counts.items())
    about += [("rows left out: more than a sheet holds", left)]
    about += [(f"fingerprint of {k}", v) for k, v in facts.fingerprints.items()]
    _fill(book.create_sheet("Run"), ("what", "value"), about)
    path = folder / "findings.xlsx"
    book.save(path)
    return [path]


def _fill(sheet: WriteOnlyWorksheet, head: Iterable[str], rows: Iterable[Iterable[Any]]) -> int:
    """Fill a sheet and return how many rows did not fit."""
    sheet.freeze_panes = "A2"
    sheet.append(list(head))
    n_left = 0
    for number, row in enumerate(rows, start=2):
        if number > XLSX_ROWS:
            n_left += 1
        else:
            sheet.append([_cell(value) for value in row])
    return n_left


def _cell(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    text = defuse(str(show_controls(value)).replace("\f", " "))
    return text if len(text) <= XLSX_CHARS else text[: XLSX_CHARS - 1] + "…"


def _rows(job: ExportJob, choose: Choose) -> Iterator[tuple[Cell, ...]]:
    for article in job.articles():
        for item in choose(article):
            yield _row(article.summary, item)


def _row(article: ArticleSummary, item: RunSentence) -> tuple[Cell, ...]:
    first = item.reasons[0]
    mentioned = {
        label: "; ".join(m.text for m in item.mentions if m.label == label)
        for label in MentionLabel
    }
    own = {
        **{name: getattr(item, name) for name in COLUMNS if hasattr(item, name)},
        **{name: getattr(first, name) for name in ("rule_id", "message", "why", "fix", "clause")},
        "url": first.url,
        "article_id": article.article_id,
        "title": article.title,
        "publisher": article.publisher,
        "cues": "; ".join(cue.text for cue in item.cues if cue.decided),
        "therapies": mentioned[MentionLabel.THERAPY],
        "diseases": mentioned[MentionLabel.DISEASE],
    }
    return tuple(own[name] for name in COLUMNS)


_TABLES: dict[str, Choose] = {
    "findings": lambda article: article.findings,
    "sentences": lambda article: article.sentences,
}
