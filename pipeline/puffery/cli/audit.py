"""`puffery audit FOLDER`: audit a folder of articles and write a report."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path

import typer

from puffery.cli import audit_options as options
from puffery.cli.audit_options import Format
from puffery.errors import SettingsError
from puffery.records import AuditRun
from puffery.settings import Settings

EXIT_NOTHING, EXIT_SKIPPED = 2, 3


def main(
    folder: Path = options.FOLDER,
    out: Path = options.OUT,
    settings: Path | None = options.SETTINGS,
    run_id: str | None = options.RUN_ID,
    created: str | None = options.CREATED,
    entities: str | None = options.ENTITIES,
    labels: str | None = options.LABELS,
    min_confidence: float | None = options.MIN_CONFIDENCE,
    profile: str | None = options.PROFILE,
    as_of: str | None = options.AS_OF,
    rules: Path | None = options.RULES,
    disable: str | None = options.DISABLE,
    enable: str | None = options.ENABLE,
    suppressions: Path | None = options.SUPPRESSIONS,
    quiet: bool = options.QUIET,
    fmt: Format = options.FMT,
    any_language: bool = options.ANY_LANGUAGE,
) -> None:
    """Audit every article under FOLDER and write reports/<run-id>/index.html and its data files."""
    from puffery.cli.terminal import print_summary
    from puffery.settings import load_settings

    asked = {
        "english_only": False if any_language else None,
        "entities": entities,
        "labels": labels,
        "min_confidence": min_confidence,
        "profiles": profile,
        "as_of": as_of,
        "disable": disable,
        "enable": enable,
        "rules": _text(rules),
        "suppressions": _text(suppressions),
    }
    stamp = created or _now()
    run, path = _audit(folder, out, load_settings(settings, asked), stamp, run_id, quiet, fmt)
    print_summary(run, path, quiet=quiet, as_json=fmt is Format.JSON)
    _exit(run, folder)


def _audit(
    folder: Path,
    out: Path,
    settings: Settings,
    stamp: str,
    run_id: str | None,
    quiet: bool,
    fmt: Format,
) -> tuple[AuditRun, Path]:
    from puffery.cli.terminal import progress
    from puffery.run import audit_folder

    with progress(show=not quiet and fmt is Format.TEXT) as step:
        return audit_folder(
            folder, out, created=stamp, settings=settings, run_id=run_id, progress=step
        )


def _text(path: Path | None) -> str | None:
    return None if path is None else str(path)


def _exit(run: AuditRun, folder: Path) -> None:
    """End with a code that says whether anything was left out."""
    if not run.articles and not run.skipped:
        from puffery.ingest.folder import FORMATS

        known = ", ".join(suffix.removeprefix(".") for suffix in FORMATS)
        typer.echo(f"puffery: no article under {folder}; puffery reads {known}", err=True)
        raise typer.Exit(EXIT_NOTHING)
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
