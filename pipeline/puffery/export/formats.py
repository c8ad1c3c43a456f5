"""The formats by name, and writing them so that each file appears whole or not at all.

In: an `ExportJob` and names of formats. Out: files.
"""

from __future__ import annotations

import importlib
import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path

from puffery.errors import ExportError, ReportError
from puffery.export.interface import ExportJob, Writer

FORMATS = {
    "csv": "tables.write_csv",
    "xlsx": "tables.write_xlsx",
    "parquet": "tables.write_parquet",
    "markdown": "markdown.write_markdown",
    "sarif": "sarif.write_sarif",
    "labelstudio": "annotation.write_labelstudio",
    "doccano": "annotation.write_doccano",
    "prodigy": "annotation.write_prodigy",
    "docbin": "docbin.write_docbin",
    "pack": "pack.write_pack",
}
"""Name -> module and function in `export/writers`, imported when it is used."""


def parse_formats(text: str) -> tuple[str, ...]:
    """Read `csv,sarif`.

    Args:
        text: Names with commas between.

    Returns:
        The names, each once, in the order given.

    Raises:
        ExportError: `PUF811` for an empty list or an unknown name.
    """
    names = tuple(dict.fromkeys(w for word in text.split(",") if (w := word.strip().lower())))
    unknown = [name for name in names if name not in FORMATS]
    if unknown or not names:
        raise ExportError(
            "PUF811",
            f"--format has {', '.join(map(repr, unknown)) or 'no name'}",
            hint=f"known formats: {', '.join(FORMATS)}",
        )
    return names


def export_run(job: ExportJob, names: Sequence[str], folder: Path) -> list[Path]:
    """Write a run in some formats.

    Args:
        job: The run.
        names: Names of formats.
        folder: Where to; made when missing. Files of the same name are replaced.

    Returns:
        The files, in the order of `names`.

    Raises:
        ExportError: `PUF810` for a damaged run, `PUF811` for a missing package.
        ReportError: `PUF801` when a file cannot be written; no half-written file is left.
    """
    written: list[Path] = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name in names:
            with tempfile.TemporaryDirectory(dir=folder, prefix=".partial-") as partial:
                made = _writer(name)(job, Path(partial))
                written += [_publish(path, folder) for path in made]
    except OSError as error:
        raise ReportError(
            "PUF801",
            f"cannot write {error.filename or folder}: {error.strerror or error}",
            hint="check free space and permissions, or choose another folder with -o",
        ) from error
    return written


def _writer(name: str) -> Writer:
    module, _, function = FORMATS[name].partition(".")
    found: Writer = getattr(importlib.import_module(f"puffery.export.writers.{module}"), function)
    return found


def _publish(path: Path, folder: Path) -> Path:
    target = folder / path.name
    if target.is_dir():
        shutil.rmtree(target)
    path.rename(target)
    return target
