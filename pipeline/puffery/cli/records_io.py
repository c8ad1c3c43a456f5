"""Batch commands over JSON Lines: every field of every record is kept.

In: records one by one. Out: the same records with fields added, written atomically.
"""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Callable
from pathlib import Path

import jsonlines
import typer

from puffery.errors import IngestError, ReportError

EXIT_SKIPPED = 3

Fields = dict[str, object]


def enrich(source: Path, target: Path, add: Callable[[str], Fields], empty: Fields) -> None:
    """Read records with a `text`, add fields, write them in the same order.

    A record without usable text is kept with the `empty` fields and an `error`; a line that is
    not a JSON object becomes a record with `line` and `error`. The output appears only when it
    is complete.

    Args:
        source: Input JSON Lines.
        target: Output JSON Lines.
        add: Text -> new fields.
        empty: The new fields of a record that could not be read.

    Raises:
        IngestError: `PUF101` when `source` cannot be read.
        ReportError: `PUF801` when `target` cannot be written.
        typer.Exit: 3 when some records could not be read.
    """
    if not source.is_file():
        raise IngestError("PUF101", f"no such file: {source}", hint="give a JSON Lines file")
    partial = target.with_name(f".{target.name}.partial")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        n_bad = _write(source, partial, add, empty)
        partial.replace(target)
    except OSError as error:
        raise ReportError("PUF801", f"cannot write {target}: {error}") from error
    finally:
        with contextlib.suppress(OSError):  # the first error is the one to tell
            partial.unlink(missing_ok=True)
    if n_bad:
        typer.echo(f"puffery: {n_bad} records could not be read; see their field error", err=True)
        raise typer.Exit(EXIT_SKIPPED)


def _write(source: Path, partial: Path, add: Callable[[str], Fields], empty: Fields) -> int:
    """Write all records and return how many could not be read."""
    n_bad = 0
    with (
        source.open(encoding="utf-8-sig", errors="replace") as lines,
        partial.open("w", encoding="utf-8", newline="\n") as handle,
    ):
        writer = jsonlines.Writer(handle, dumps=_dump)
        for number, line in enumerate(lines, start=1):
            if line.strip():
                row, is_read = _enrich_line(line, number, add, empty)
                n_bad += not is_read
                writer.write(row)
        handle.flush()
        os.fsync(handle.fileno())
    return n_bad


def _enrich_line(
    line: str, number: int, add: Callable[[str], Fields], empty: Fields
) -> tuple[Fields, bool]:
    """Return the record to write, and whether it had a text to work on."""
    try:
        row = jsonlines.Reader([line]).read(type=dict)
    except (jsonlines.Error, RecursionError) as error:
        problem = f"PUF102: line {number} is not a JSON object: {error}"
        return {"line": number, **empty, "error": problem}, False
    text = row.get("text")
    if not isinstance(text, str):
        bad = {**empty, "error": f"PUF102: line {number} has no text"}
        return _merge(row, bad), False
    text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return _merge(row, add(text)), True


def _dump(row: object) -> str:
    """Return JSON without lone surrogates, which no UTF-8 file can hold."""
    text = json.dumps(row, ensure_ascii=False)
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _merge(row: Fields, added: Fields) -> Fields:
    """Add fields; an input field of the same name is kept as `input_<name>`.

    Where that name is taken as well, as after a second run, more `input_` is put before it.
    """
    kept: Fields = {name: value for name, value in row.items() if name not in added}
    for name in (name for name in row if name in added):
        free = f"input_{name}"
        while free in row or free in added:
            free = f"input_{free}"
        kept[free] = row[name]
    return {**kept, **added}
