"""Builders of decisions; all text is invented."""

from __future__ import annotations

import dataclasses
from pathlib import Path

from puffery.records import Decision, DecisionKind, Framing
from puffery.review.decision_lines import DecisionFile, dump_decision
from puffery.terms.finding_words import sentence_hash

BASE = Decision(
    fingerprint="0123456789abcdef",
    article_id="knee.txt",
    run_id="run-a",
    rule_id="UNQ-001",
    label="unqualified",
    decision=DecisionKind.ACCEPT,
    new_label=None,
    reason="",
    note="",
    expires=None,
    reviewer="anna",
    at="2026-03-01T10:00:00+00:00",
    text_sha256="",
    start=0,
    end=20,
    text_hash=sentence_hash("PRP cures arthritis."),
)


def decide(decision: str = "accept", **fields: object) -> Decision:
    """Return a decision; `new_label` may be given as text."""
    label = fields.pop("new_label", None)
    new_label = None if label is None else Framing(str(label))
    changed = dataclasses.replace(BASE, decision=DecisionKind(decision), new_label=new_label)
    return dataclasses.replace(changed, **fields)  # type: ignore[arg-type]


def file_of(*decisions: Decision, name: str = "anna") -> DecisionFile:
    """Return decisions as those of a file."""
    return DecisionFile(Path(f"{name}.jsonl"), decisions)


def write_decisions(path: Path, *decisions: Decision) -> Path:
    """Write decisions as a file of a reviewer."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"".join(map(dump_decision, decisions)))
    return path
