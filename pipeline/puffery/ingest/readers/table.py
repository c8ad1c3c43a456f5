"""Reads tables with one article a row: CSV, TSV and Parquet, a few rows at a time.

In: a table whose columns are named by the settings. Out: per row one `Article` or
`SkippedArticle`, numbered by the line it starts on (CSV, TSV) or by row from 1 (Parquet).
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from typing import TextIO

from puffery.ingest.decoding import Undecodable, find_stream_encoding
from puffery.ingest.fields import one_line, read_record, record_id
from puffery.ingest.interface import SourceFile
from puffery.records import Article, SkippedArticle, SkipReason
from puffery.settings import Settings

_ROWS_AT_A_TIME = 64
_MAX_NAMED_COLUMNS = 12


def read_csv(file: SourceFile, settings: Settings) -> Iterator[Article | SkippedArticle]:
    """Read a comma-separated table.

    Args:
        file: The file.
        settings: Names of the columns; a line or cell longer than `max_bytes` ends the file.

    Returns:
        One item a row.

    Raises:
        ValueError: When a line is too long.
        csv.Error: When a cell is too long.
    """
    return _read_delimited(file, settings, ",")


def read_tsv(file: SourceFile, settings: Settings) -> Iterator[Article | SkippedArticle]:
    """Read a tab-separated table; else as `read_csv`.

    Args:
        file: The file.
        settings: Names of the columns.

    Returns:
        One item a row; its format is given as `csv`.
    """
    return _read_delimited(file, settings, "\t")


def read_parquet(file: SourceFile, settings: Settings) -> Iterator[Article | SkippedArticle]:
    """Read a Parquet file batch by batch, only the columns that the settings name.

    Args:
        file: The file.
        settings: Names of the columns.

    Returns:
        One item a row.
    """
    # Imported here, as in all of ingest: a run pays only for the formats it meets.
    import pyarrow.parquet

    with file.path.open("rb") as handle:
        table = pyarrow.parquet.ParquetFile(handle)
        names = [str(name) for name in table.schema_arrow.names]
        if settings.text_field not in names:
            yield _no_text_column(file, names, settings)
            return
        columns = [name for name in _wanted(settings) if name in names]
        number = 0
        for batch in table.iter_batches(batch_size=_ROWS_AT_A_TIME, columns=columns):
            for record in batch.to_pylist():
                number += 1
                yield read_record(
                    file, record, settings, place="row", number=number, source_format="parquet"
                )


def _read_delimited(
    file: SourceFile, settings: Settings, delimiter: str
) -> Iterator[Article | SkippedArticle]:
    # The csv module, not pandas: pandas cuts or shifts the first row of a chunk that has too
    # many cells without a word, and an unquoted comma in a text is just that.
    with file.path.open("rb") as raw:
        found = find_stream_encoding(raw)
    if isinstance(found, Undecodable):
        yield file.skip(found.reason, found.detail)
        return
    # The limit is the module's; it is only ever raised, as articles may pass its 131,072.
    csv.field_size_limit(max(csv.field_size_limit(), settings.max_bytes))
    # newline="": line ends inside quoted cells are text and stay as they are.
    with file.path.open(encoding=found.encoding, newline="") as handle:
        rows = _rows(_lines(handle, settings.max_bytes), delimiter)
        header = next(rows, (1, []))[1]
        if isinstance(header, str):
            yield file.skip(SkipReason.BAD_RECORD, f"header: {header}")
            return
        if settings.text_field not in header:
            if header:
                yield _no_text_column(file, header, settings)
            return
        for number, cells in rows:
            yield _read_row(file, header, cells, number, settings, encoding=found.encoding)


def _lines(handle: TextIO, limit: int) -> Iterator[str]:
    number = 0
    while line := handle.readline(limit + 1):
        number += 1
        if len(line) > limit:
            raise ValueError(f"line {number} is longer than setting max_bytes ({limit:,})")
        yield line


def _rows(lines: Iterator[str], delimiter: str) -> Iterator[tuple[int, list[str] | str]]:
    """Yield the line number and the cells of each row, or what is wrong with its quotes."""
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    while True:
        number = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            if "limit" in str(error):
                raise
            yield number, _quote_problem(str(error))
            continue
        if any(cell.strip() for cell in cells):  # else an empty line, with or without commas
            yield number, cells


def _quote_problem(message: str) -> str:
    if "unexpected end" in message:
        return "a double quote opens a cell and is never closed; the rest of the file is in it"
    return "a double quote inside a quoted cell must be written twice"


def _read_row(
    file: SourceFile,
    header: Sequence[str],
    cells: list[str] | str,
    number: int,
    settings: Settings,
    *,
    encoding: str,
) -> Article | SkippedArticle:
    if isinstance(cells, str):
        return file.skip(SkipReason.BAD_RECORD, f"line {number}: {cells}", str(number))
    record: dict[str, object] = {}
    for name, cell in zip(header, cells, strict=False):
        record.setdefault(name, cell)  # a repeated name means its first column
    too_many = any(cells[len(header) :])
    if too_many or settings.text_field not in record:
        hint = "; put a text that holds the separator in double quotes" if too_many else ""
        detail = f"line {number}: {len(cells)} cells, the header has {len(header)}{hint}"
        own_id = record_id(record.get(settings.id_field), number)
        return file.skip(SkipReason.BAD_RECORD, detail, own_id)
    return read_record(
        file,
        record,
        settings,
        place="line",
        number=number,
        source_format="csv",
        encoding=encoding,
    )


def _wanted(settings: Settings) -> tuple[str, ...]:
    return (
        settings.id_field,
        settings.text_field,
        settings.title_field,
        settings.url_field,
        settings.date_field,
        settings.author_field,
        settings.publisher_field,
    )


def _no_text_column(file: SourceFile, names: Sequence[str], settings: Settings) -> SkippedArticle:
    found = ", ".join(one_line(name, 40) for name in names[:_MAX_NAMED_COLUMNS])
    detail = f"no column {settings.text_field!r} (setting text_field); columns found: {found}"
    return file.skip(SkipReason.BAD_RECORD, detail)
