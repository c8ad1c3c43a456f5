"""`puffery audit FOLDER`: audit a folder of articles and write a report."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path

import typer

from puffery.cli.audit_gate import BASELINE, FAIL_ON
from puffery.errors import SettingsError
from puffery.records import AuditRun

EXIT_FINDINGS, EXIT_NOTHING, EXIT_SKIPPED = 1, 2, 3


class Format(StrEnum):
    """What is printed to standard output."""

    TEXT = "text"
    JSON = "json"


def main(
    folder: Path = typer.Argument(help="Folder (searched recursively) or a single file."),
    out: Path = typer.Option(Path("reports"), "-o", "--out", help="Where run folders are written."),
    settings: Path | None = typer.Option(None, help="Settings file; default: puffery.toml if any."),
    run_id: str | None = typer.Option(None, help="Name of the run; default: input and time."),
    created: str | None = typer.Option(
        None,
        help="Time stamp for the report (ISO 8601); same input and time stamp give the same bytes.",
    ),
    entities: str | None = typer.Option(
        None, help="model, lexicon, encoder, or an installed spaCy pipeline (en_ner_bc5cdr_md)."
    ),
    labels: str | None = typer.Option(None, help="model (rules and encoder), or rules alone."),
    min_confidence: float | None = typer.Option(
        None, help="Show labels less probable than this (0 to 1) as undecided."
    ),
    fail_on: str | None = FAIL_ON,
    baseline: Path | None = BASELINE,
    quiet: bool = typer.Option(False, "-q", "--quiet", help="Print only the path of the report."),
    fmt: Format = typer.Option(Format.TEXT, "--format", help="Summary as text or JSON."),
    any_language: bool = typer.Option(False, help="Audit texts that do not look English as well."),
) -> None:
    """Audit every article under FOLDER and write reports/<run-id>/index.html and its data files."""
    from puffery.cli.audit_gate import AuditGate
    from puffery.cli.terminal import print_summary, progress
    from puffery.run import audit_folder
    from puffery.settings import load_settings

    overrides = {"entities": entities, "labels": labels, "min_confidence": min_confidence}
    language = {"english_only": False if any_language else None}
    chosen, stamp = load_settings(settings, {**overrides, **language}), created or _now()
    gate = AuditGate(fail_on, baseline)
    with progress(show=not quiet and fmt is Format.TEXT) as step:
        run, path = audit_folder(
            folder, out, created=stamp, settings=chosen, run_id=run_id, progress=step
        )
    print_summary(run, path, quiet=quiet, as_json=fmt is Format.JSON)
    _exit(run, folder, failed=gate.fails(path))


def _exit(run: AuditRun, folder: Path, *, failed: bool) -> None:
    """End with a code that says whether a threshold was reached, or else anything left out."""
    if not run.articles and not run.skipped:
        from puffery.ingest.folder import FORMATS

        known = ", ".join(suffix.removeprefix(".") for suffix in FORMATS)
        typer.echo(f"puffery: no article under {folder}; puffery reads {known}", err=True)
        raise typer.Exit(EXIT_NOTHING)
    if failed:
        raise typer.Exit(EXIT_FINDINGS)
    if run.skipped:
        raise typer.Exit(EXIT_SKIPPED)


def _now() -> str:
    """Return the time of the run; SOURCE_DATE_EPOCH (seconds) sets it for reproducible builds."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if not epoch:
        return datetime.now(tz=UTC).isoformat(timespec="seconds")
    try:
        seconds = int(epoch) if epoch.isascii() and epoch.isdigit() else -1
        if seconds >= 0:
            return datetime.fromtimestamp(seconds, tz=UTC).isoformat(timespec="seconds")
    except (ValueError, OverflowError, OSError):
        pass  # a year that no calendar here has; told below
    raise SettingsError(
        "PUF202", f"SOURCE_DATE_EPOCH is {epoch!r}", hint="give seconds since 1970 or unset it"
    )
