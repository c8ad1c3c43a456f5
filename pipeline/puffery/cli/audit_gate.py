"""`--fail-on` and `--baseline` of `puffery audit`.

In: what was given on the command line, then the finished run. Out: whether the run fails, told on
standard error.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from puffery.export.gate import Baseline, Threshold


FAIL_ON = typer.Option(
    None,
    help="Exit 1 when a finding has one of these labels (promotional, unqualified, hedged, "
    "undecided) or at least this severity (low, medium, high, critical): promotional,high.",
)
BASELINE = typer.Option(
    None, help="Folder of an earlier run; its findings do not count for --fail-on."
)


class AuditGate:
    """Reads both options before the first article, and applies them after the last.

    Args:
        fail_on: Labels and severities with commas between, None without a threshold.
        baseline: Folder of an earlier run, None without.

    Raises:
        SettingsError: `PUF202` for an unknown word.
        ExportError: `PUF810` when the baseline is no finished run.
    """

    def __init__(self, fail_on: str | None, baseline: Path | None) -> None:
        self._words = fail_on or ""
        self._threshold: Threshold | None = None
        self._baseline: Baseline | None = None
        if fail_on is not None:
            from puffery.export.gate import parse_threshold

            self._threshold = parse_threshold(fail_on)
        if baseline is not None:
            from puffery.export.gate import read_baseline

            self._baseline = read_baseline(baseline)

    def fails(self, folder: Path) -> bool:
        """Return whether a run fails, and write `baseline.json` where there is a baseline.

        Args:
            folder: The finished run.

        Raises:
            ReportError: `PUF801` when `baseline.json` cannot be written.
        """
        if self._threshold is None and self._baseline is None:
            return False
        from puffery.export.finished.run_folder import RunFolder
        from puffery.export.gate import check_run, write_baseline

        run = RunFolder(folder)
        if self._baseline is not None:
            write_baseline(run, self._baseline)
        if self._threshold is None:
            return False
        result = check_run(run, self._threshold, self._baseline)
        known = f", {result.n_known} of them in the baseline" if self._baseline else ""
        reached = f"{result.n_reached} findings at or over {self._words}{known}"
        typer.echo(f"puffery: {reached}", err=True)
        return result.fails
