"""Reads JSON Lines: one article a line, any number of lines.

In: a .jsonl or .ndjson file in UTF-8 (or UTF-16/32 with a byte order mark). Out: per line one
`Article` or `SkippedArticle`; a bad line never hides the ones after it.
"""

from __future__ import annotations

import codecs
import io
import json
from collections.abc import Iterator
from typing import IO, AnyStr, BinaryIO

from puffery.ingest.fields import read_record
from puffery.ingest.interface import SourceFile
from puffery.records import Article, SkippedArticle, SkipReason
from puffery.settings import Settings


def read_json_lines(file: SourceFile, settings: Settings) -> Iterator[Article | SkippedArticle]:
    """Read a JSON Lines file.

    Args:
        file: The file.
        settings: Field names; a line of more than `max_bytes` bytes is skipped as too large.

    Returns:
        One item a line, white-space lines left out.
    """
    with file.path.open("rb") as handle:
        encoding = _wide_encoding(handle)
        lines: Iterator[str | bytes | None]
        if encoding:
            # newline="\n": a line separator such as U+2028 may stand inside a JSON string.
            lines = _lines(io.TextIOWrapper(handle, encoding, newline="\n"), settings.max_bytes)
        else:
            lines = _lines(handle, settings.max_bytes)
        for number, line in enumerate(lines, start=1):
            if line is None:
                detail = f"line {number}: longer than setting max_bytes ({settings.max_bytes:,})"
                yield file.skip(SkipReason.TOO_LARGE, detail, str(number))
            elif line.strip():
                yield _read_line(file, line, number, settings, encoding or "utf-8")


def _read_line(
    file: SourceFile, line: bytes | str, number: int, settings: Settings, encoding: str
) -> Article | SkippedArticle:
    # Imported here, as in all of ingest: a run pays only for the formats it meets.
    import jsonlines

    try:
        record = jsonlines.Reader([line]).read(type=dict)
    except jsonlines.InvalidLineError as error:
        detail = f"line {number}: {_problem(error)}"
        return file.skip(SkipReason.BAD_RECORD, detail, str(number))
    except RecursionError:
        detail = f"line {number}: the JSON is nested too deeply"
        return file.skip(SkipReason.BAD_RECORD, detail, str(number))
    return read_record(
        file,
        record,
        settings,
        place="line",
        number=number,
        source_format="jsonl",
        encoding=encoding,
    )


def _problem(error: Exception) -> str:
    cause = error.__cause__
    if isinstance(cause, json.JSONDecodeError):
        return f"not valid JSON at column {cause.colno}: {cause.msg}"
    if isinstance(cause, UnicodeDecodeError):
        return "not valid UTF-8"
    return str(cause or "not a JSON object (one article a line, in braces)")


def _wide_encoding(handle: BinaryIO) -> str:
    """Return the codec of a file with a UTF-16 or UTF-32 mark, else "" for JSON's own UTF-8."""
    head = handle.read(4)
    handle.seek(0)
    if not head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF32_BE)):
        return ""
    return "utf-32" if head in {codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE} else "utf-16"


def _lines(stream: IO[AnyStr], limit: int) -> Iterator[AnyStr | None]:
    """Yield lines, None for one longer than `limit`, never holding more than that."""
    while line := stream.readline(limit + 1):
        if len(line) <= limit or _ends(line):
            yield line
            continue
        while line and not _ends(line):
            line = stream.readline(limit)  # the rest of the long line
        yield None


def _ends(line: str | bytes) -> bool:
    return line[-1:] in {"\n", b"\n"}
