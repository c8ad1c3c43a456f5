"""`puffery diff RUN_A RUN_B`: what became of the findings between two runs."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path

import typer

EXIT_NEW = 1


class Format(StrEnum):
    """How the comparison is shown."""

    TEXT = "text"
    JSON = "json"
    HTML = "html"


def main(
    run_a: Path = typer.Argument(help="Folder of the earlier run."),
    run_b: Path = typer.Argument(help="Folder of the later run."),
    fmt: Format = typer.Option(Format.TEXT, "--format", help="Text, JSON, or an HTML page."),
    out: Path | None = typer.Option(
        None, "-o", "--out", help="File to write to; default: standard output."
    ),
    exit_code: bool = typer.Option(
        False, "--exit-code", help="Exit 1 when RUN_B has a finding where RUN_A had none."
    ),
) -> None:
    """Show findings that are new, gone, moved, reworded or labelled otherwise in RUN_B."""
    from puffery.cli.diff_text import diff_text
    from puffery.errors import ReportError
    from puffery.export.diff.compare import compare_runs
    from puffery.export.diff.render import diff_html, diff_json
    from puffery.export.finished.run_folder import RunFolder

    diff = compare_runs(RunFolder(run_a), RunFolder(run_b))
    show = {Format.TEXT: diff_text, Format.JSON: diff_json, Format.HTML: diff_html}[fmt]
    text = show(diff)
    if out is None:
        typer.echo(text, nl=False)
    else:
        try:
            out.write_text(text, encoding="utf-8", newline="\n")
        except OSError as error:
            raise ReportError("PUF801", f"cannot write {out}: {error.strerror}") from error
    if exit_code and diff.n_added:
        raise typer.Exit(EXIT_NEW)
