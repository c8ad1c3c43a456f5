"""`puffery export RUN_FOLDER --format csv,sarif`: a finished run in other formats."""

from __future__ import annotations

from pathlib import Path

import typer


def main(
    run_folder: Path = typer.Argument(help="Folder of a finished run, reports/<run-id>."),
    fmt: str = typer.Option(
        ...,
        "--format",
        help="Names with commas between: csv, xlsx, parquet, markdown, sarif, labelstudio, "
        "doccano, prodigy, docbin, pack.",
    ),
    out: Path | None = typer.Option(
        None, "-o", "--out", help="Where to; default: exports/ in the run folder."
    ),
    redact: bool = typer.Option(
        False,
        "--redact",
        help="Black out persons, providers, mail and web addresses and telephone numbers that "
        "patterns find, and number the articles. Not caught: names without a title, a degree or "
        "a verb of speech beside them, names in small letters, nicknames, product names, postal "
        "addresses, and what gives someone away without a name. Read the result before sharing.",
    ),
    decisions: Path | None = typer.Option(
        None, help="Decision file or folder: rejected findings are suppressed in SARIF."
    ),
) -> None:
    """Write a finished run as tables, SARIF, annotation files or an evidence pack."""
    from puffery.export.finished.decisions import read_verdicts
    from puffery.export.finished.run_folder import RunFolder
    from puffery.export.formats import export_run, parse_formats
    from puffery.export.gate import known_before
    from puffery.export.interface import ExportJob

    names = parse_formats(fmt)
    run = RunFolder(run_folder)
    job = ExportJob(run, redact, read_verdicts(decisions), known_before(run))
    for path in export_run(job, names, out or run_folder / "exports"):
        typer.echo(path)
