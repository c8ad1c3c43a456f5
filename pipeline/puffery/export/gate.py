"""Thresholds for CI: which findings of a run fail it, and which an earlier run knew already.

In: a `RunFolder`, a threshold, optionally the folder of an earlier run. Out: `GateResult`, and
`baseline.json` in the run folder, which later exports read.
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from pathlib import Path

from puffery.errors import ExportError, ReportError, SettingsError
from puffery.export.finished.rows import RunSentence
from puffery.export.finished.run_folder import RunFolder, explained
from puffery.records import UNDECIDED, Framing, Severity

BASELINE_NAME = "baseline.json"
BASELINE_SCHEMA = "puffery-baseline-v1"
LABELS = (*(str(framing) for framing in Framing if framing is not Framing.NONE), UNDECIDED)
SEVERITIES = tuple(str(severity) for severity in Severity)
"""Gravest first."""


@dataclass(frozen=True, slots=True)
class Threshold:
    """What makes a run fail: a label of these, or a severity of these.

    Attributes:
        labels: Labels.
        severities: Severities; naming one takes in all that are graver.
    """

    labels: frozenset[str]
    severities: frozenset[str]

    def reached_by(self, finding: RunSentence) -> bool:
        """Return whether a finding is at or over the threshold."""
        return finding.label in self.labels or finding.severity in self.severities


@dataclass(frozen=True, slots=True)
class Baseline:
    """The findings of an earlier run.

    Attributes:
        run_id: Its name.
        fingerprints: Of all its findings.
    """

    run_id: str
    fingerprints: frozenset[str]


@dataclass(frozen=True, slots=True)
class GateResult:
    """What the threshold says of a run.

    Attributes:
        n_reached: Findings at or over the threshold.
        n_known: Those among them that the baseline has.
    """

    n_reached: int
    n_known: int

    @property
    def fails(self) -> bool:
        """Whether a finding is at or over the threshold that the baseline does not have."""
        return self.n_reached > self.n_known


def parse_threshold(text: str) -> Threshold:
    """Read `promotional,high`: labels and severities, in any order.

    Args:
        text: Words with commas between.

    Returns:
        The threshold.

    Raises:
        SettingsError: `PUF202` for an empty list or an unknown word.
    """
    words = {word.strip().lower() for word in text.split(",")} - {""}
    unknown = sorted(words - set(LABELS) - set(SEVERITIES))
    if unknown or not words:
        raise SettingsError(
            "PUF202",
            f"--fail-on has {', '.join(map(repr, unknown)) or 'no word'}",
            hint=f"labels: {', '.join(LABELS)}; severities: {', '.join(SEVERITIES)}",
        )
    lowest = max((SEVERITIES.index(w) for w in words if w in SEVERITIES), default=-1)
    return Threshold(
        frozenset(words & set(LABELS)), frozenset(SEVERITIES[: lowest + 1] if lowest >= 0 else ())
    )


def read_baseline(path: Path) -> Baseline:
    """Return the findings of an earlier run.

    Args:
        path: Its folder.

    Raises:
        ExportError: `PUF810` when it is no finished run.
    """
    run = RunFolder(path)
    return Baseline(run.facts.run_id, run.fingerprints())


def check_run(run: RunFolder, threshold: Threshold | None, baseline: Baseline | None) -> GateResult:
    """Count the findings that fail a run.

    Args:
        run: The run.
        threshold: What fails; None lets everything pass.
        baseline: Findings of this earlier run do not fail.

    Raises:
        ExportError: `PUF810` for a damaged line.
    """
    n_reached = n_known = 0
    if threshold is not None:
        known = baseline.fingerprints if baseline else frozenset()
        for article in run.articles():
            for finding in article.findings:
                if threshold.reached_by(finding):
                    n_reached += 1
                    n_known += finding.fingerprint in known
    return GateResult(n_reached, n_known)


def write_baseline(run: RunFolder, baseline: Baseline) -> Path:
    """Write beside a run which of its findings an earlier run had.

    Args:
        run: The run.
        baseline: The earlier run.

    Returns:
        The file, `baseline.json`; it appears whole or not at all.

    Raises:
        ReportError: `PUF801` when it cannot be written.
    """
    path = run.path / BASELINE_NAME
    content = {
        "schema": BASELINE_SCHEMA,
        "run_id": run.facts.run_id,
        "baseline_run_id": baseline.run_id,
        "unchanged": sorted(run.fingerprints() & baseline.fingerprints),
        "n_gone": len(baseline.fingerprints - run.fingerprints()),
    }
    partial = path.with_name(f".{path.name}.partial")
    try:
        with partial.open("w", encoding="utf-8", newline="\n") as handle:
            handle.write(json.dumps(content, ensure_ascii=False, indent=2) + "\n")
            handle.flush()
            os.fsync(handle.fileno())
        partial.replace(path)
    except OSError as error:
        raise ReportError("PUF801", f"cannot write {path}: {error}") from error
    return path


def known_before(run: RunFolder) -> frozenset[str] | None:
    """Return the findings that the run's baseline had, None for a run without a baseline.

    Raises:
        ExportError: `PUF810` for a damaged `baseline.json`.
    """
    path = run.path / BASELINE_NAME
    if not path.is_file():
        return None
    with explained(path):
        content = json.loads(path.read_text(encoding="utf-8"))
        if content["schema"] != BASELINE_SCHEMA:
            raise ExportError("PUF810", f"{path.name}: its schema is not {BASELINE_SCHEMA}")
        return frozenset(content["unchanged"])
