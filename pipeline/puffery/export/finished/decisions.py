"""Reviewers' decisions, for suppressions in SARIF and for the evidence pack.

In: decision files (`annotations/review/*.jsonl`, lines of `puffery-decision-1`). Out: the state of
each finding.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from puffery.errors import ExportError

SCHEMA = "puffery-decision-1"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What reviewers said last of a finding.

    Attributes:
        fingerprint: The finding.
        decision: `accept`, `reject`, `relabel` or `unsure`.
        new_label: The label that a reviewer gave, empty without.
        reason: Why, in the reviewer's words.
        expires: Day until which it holds (ISO 8601), empty for ever.
        reviewer: Who.
        at: When (ISO 8601).
    """

    fingerprint: str
    decision: str
    new_label: str
    reason: str
    expires: str
    reviewer: str
    at: str

    def holds(self, day: str) -> bool:
        """Return whether it holds on a day, ISO 8601 (longer time stamps may be given)."""
        return not self.expires or day[:10] <= self.expires[:10]


def read_verdicts(path: Path | None) -> Mapping[str, Verdict]:
    """Return the state of each finding that reviewers judged.

    The latest line of a finding counts, over all reviewers; `undo` takes back what the same
    reviewer said.

    Args:
        path: A decision file, or a folder of them; None is none.

    Returns:
        Fingerprint -> verdict.

    Raises:
        ExportError: `PUF811` when the path does not exist or a line is no decision.
    """
    if path is None:
        return {}
    if not path.exists():
        raise ExportError("PUF811", f"no such decisions: {path}", hint="give a file or a folder")
    files = sorted(path.glob("*.jsonl")) if path.is_dir() else [path]
    state: dict[tuple[str, str], Verdict] = {}
    for file in files:
        for verdict in _read_file(file):
            key = (verdict.fingerprint, verdict.reviewer)
            if verdict.decision == "undo":
                state.pop(key, None)
            else:
                state[key] = verdict
    return _latest(state.values())


def _latest(verdicts: Iterable[Verdict]) -> dict[str, Verdict]:
    ordered = sorted(verdicts, key=lambda v: (v.at, v.reviewer))
    return {verdict.fingerprint: verdict for verdict in ordered}


def _read_file(path: Path) -> list[Verdict]:
    found = []
    for number, raw in enumerate(path.read_bytes().split(b"\n"), start=1):
        if not raw.strip():
            continue
        try:
            found.append(_read_verdict(json.loads(raw)))
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
            raise ExportError(
                "PUF811",
                f"{path.name}:{number}: no decision: {error}",
                hint=f"each line must be a {SCHEMA} record",
            ) from error
    return found


def _read_verdict(row: Mapping[str, object]) -> Verdict:
    if row["schema"] != SCHEMA:
        raise ValueError(f"schema is not {SCHEMA}")
    names = ("decision", "new_label", "reason", "expires", "reviewer", "at")
    return Verdict(str(row["fingerprint"]), *(str(row.get(name) or "") for name in names))
