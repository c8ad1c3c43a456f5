"""`puffery audit FOLDER`: audit a folder of articles and write a report."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from puffery.cli import audit_options as options
from puffery.cli.audit_gate import BASELINE, FAIL_ON, AuditGate
from puffery.cli.audit_options import Format
from puffery.errors import SettingsError
from puffery.records import AuditRun
from puffery.settings import Settings

if TYPE_CHECKING:
    from puffery.shards.conduct import Batch

EXIT_FINDINGS, EXIT_NOTHING, EXIT_SKIPPED = 1, 2, 3


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
    decisions: str | None = options.DECISIONS,
    fail_on: str | None = FAIL_ON,
    baseline: Path | None = BASELINE,
    quiet: bool = options.QUIET,
    fmt: Format = options.FMT,
    any_language: bool = options.ANY_LANGUAGE,
    jobs: int | None = options.JOBS,
    resume: bool = options.RESUME,
    keep_shards: bool = options.KEEP_SHARDS,
    engine: str = options.ENGINE,
    scheduler: str | None = options.SCHEDULER,
) -> None:
    """Audit every article under FOLDER and write reports/<run-id>/index.html and its data files."""
    from puffery.settings import load_settings
    from puffery.shards.conduct import Batch

    asked: dict[str, object] = {"entities": entities, "labels": labels, "profiles": profile}
    asked |= {"min_confidence": min_confidence, "as_of": as_of, "disable": disable}
    asked |= {"enable": enable, "rules": _text(rules), "suppressions": _text(suppressions)}
    asked |= {"english_only": False if any_language else None, "decisions": decisions}
    batch = Batch(jobs=jobs, engine=engine, scheduler=scheduler, resume=resume, keep=keep_shards)
    stamp, chosen = created or _now(), load_settings(settings, asked)
    gate = AuditGate(fail_on, baseline)
    run, path = _audit(folder, out, chosen, batch, stamp, run_id, quiet=quiet, fmt=fmt)
    _exit(run, folder, failed=gate.fails(path))


def _audit(
    folder: Path,
    out: Path,
    settings: Settings,
    batch: Batch,
    created: str,
    run_id: str | None,
    *,
    quiet: bool,
    fmt: Format,
) -> tuple[AuditRun, Path]:
    """Run the audit, with a count of articles on standard error, and print what it found."""
    from puffery.cli.terminal import print_summary, progress
    from puffery.shards.conduct import audit_in_shards

    with progress(show=not quiet and fmt is Format.TEXT) as step:
        run, path = audit_in_shards(
            folder,
            out,
            created=created,
            settings=settings,
            batch=batch,
            run_id=run_id,
            progress=step,
        )
    print_summary(run, path, quiet=quiet, as_json=fmt is Format.JSON)
    return run, path


def _text(path: Path | None) -> str | None:
    return None if path is None else str(path)


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
