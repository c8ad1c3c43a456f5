"""Reviewer decisions as lines of JSON, read strictly.

In: JSON Lines, one decision a line. Out: `Decision`s; a line that is none is an error with file
and line.
"""

from __future__ import annotations

import dataclasses
import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import jsonlines

from puffery.errors import ReviewError
from puffery.records import DECISION_SCHEMA, UNDECIDED, Decision, DecisionKind, Framing

SUFFIX = ".jsonl"
MAX_TEXT_CHARS = 4000
"""Longest reason or note, in code points."""

LABELS = (*map(str, Framing), UNDECIDED)
FIELDS = tuple(field.name for field in dataclasses.fields(Decision))

_FINGERPRINT = re.compile(r"[0-9a-f]{16}")
_SHA256 = re.compile(r"[0-9a-f]{64}|")


@dataclass(frozen=True, slots=True)
class DecisionFile:
    """The decisions of one file.

    Attributes:
        path: The file.
        decisions: In the order of the file.
        torn: Bytes of a last line that was cut off while it was written; no decision was
            acknowledged for it. Empty for a sound file.
    """

    path: Path
    decisions: tuple[Decision, ...]
    torn: bytes = b""


def dump_decision(decision: Decision) -> bytes:
    """Return a decision as one line of ASCII JSON with its line end."""
    row = {"schema": DECISION_SCHEMA, **dataclasses.asdict(decision)}
    return (json.dumps(row, separators=(",", ":")) + "\n").encode("ascii")


def parse_decision(row: Mapping[str, object], where: str) -> Decision:
    """Return the decision that a JSON object holds.

    Args:
        row: The object; it has exactly the fields of `Decision` and `schema`.
        where: File and line, for the message.

    Raises:
        ReviewError: `PUF511` for a missing or unknown field, or a value that cannot be.
    """
    if row.get("schema") != DECISION_SCHEMA:
        raise ReviewError(
            "PUF511", f"{where}: schema is {row.get('schema')!r}", hint=f"use {DECISION_SCHEMA!r}"
        )
    missing = [name for name in FIELDS if name not in row]
    unknown = sorted(set(row) - set(FIELDS) - {"schema"})
    if missing or unknown:
        told = [f"lacks {', '.join(missing)}"] if missing else []
        told += [f"has unknown {', '.join(unknown)}"] if unknown else []
        raise ReviewError("PUF511", f"{where}: a decision {' and '.join(told)}")
    wrong = wrong_value(row)
    if wrong:
        raise ReviewError("PUF511", f"{where}: {wrong}")
    values = {name: row[name] for name in FIELDS}
    values["decision"] = DecisionKind(str(row["decision"]))
    values["new_label"] = None if row["new_label"] is None else Framing(str(row["new_label"]))
    return Decision(**values)  # type: ignore[arg-type]  # every value was checked just above


def wrong_value(row: Mapping[str, object]) -> str:
    """Return what is wrong with the values of a decision as a plain sentence, empty if nothing.

    Args:
        row: Any part of the fields of a decision.
    """
    for name, value in row.items():
        check = _CHECKS.get(name)
        if check and not check[0](value):
            return f"{name} must be {check[1]}, not {_short(value)}."
    relabels = row.get("decision") == DecisionKind.RELABEL
    if "decision" in row and relabels is (row.get("new_label") is None):
        return "new_label must be given with the decision relabel, and with no other."
    return ""


def read_decisions(path: Path) -> DecisionFile:
    """Read one file of decisions.

    Args:
        path: JSON Lines, UTF-8.

    Returns:
        Its decisions, and the bytes of a torn last line.

    Raises:
        ReviewError: `PUF511` with file and line for a line that is no decision, or when the file
            cannot be read.
    """
    try:
        lines = path.read_bytes().split(b"\n")
    except OSError as error:
        raise ReviewError("PUF511", f"cannot read {path}: {error.strerror or error}") from error
    torn = lines.pop()
    decisions = [
        _read_line(line, f"{path}:{number}")
        for number, line in enumerate(lines, start=1)
        if line.strip()
    ]
    if torn and is_decision(torn):  # whole; an editor may have left out the line end
        decisions.append(_read_line(torn, f"{path}:{len(lines) + 1}"))
        torn = b""
    return DecisionFile(path, tuple(_named(item, path) for item in decisions), torn)


def read_folder(folder: Path) -> tuple[DecisionFile, ...]:
    """Read every `*.jsonl` of a folder, sorted by name.

    Raises:
        ReviewError: `PUF511` when there is no such folder, or a line is no decision.
    """
    if not folder.is_dir():
        raise ReviewError(
            "PUF511",
            f"no folder of decisions: {folder}",
            hint="`puffery review` writes one; leave the option out to audit without decisions",
        )
    return tuple(read_decisions(path) for path in sorted(folder.glob(f"*{SUFFIX}")))


def is_decision(line: bytes) -> bool:
    """Tell whether bytes are one whole decision."""
    try:
        _read_line(line, "")
    except ReviewError:
        return False
    return True


def _read_line(line: bytes, where: str) -> Decision:
    try:
        text = line.decode("utf-8")
        row = next(iter(jsonlines.Reader([text]).iter(type=dict, allow_none=False)))
    except (UnicodeDecodeError, jsonlines.Error, RecursionError, StopIteration) as error:
        raise ReviewError(
            "PUF511",
            f"{where}: the line is not a JSON object",
            hint="restore the line from a copy, or delete it",
        ) from error
    return parse_decision(row, where)


def _named(decision: Decision, path: Path) -> Decision:
    if decision.reviewer:
        return decision
    return dataclasses.replace(decision, reviewer=path.stem)


def _short(value: object) -> str:
    shown = json.dumps(value, default=str)
    return shown if len(shown) <= 60 else f"{shown[:60]}…"


def _is_text(value: object) -> bool:
    return isinstance(value, str) and len(value) <= MAX_TEXT_CHARS


def _is_offset(value: object) -> bool:
    return type(value) is int and value >= 0


def _is_day(value: object) -> bool:
    try:
        return value is None or date.fromisoformat(str(value)).isoformat() == value
    except ValueError:
        return False


def _is_time(value: object) -> bool:
    try:
        return isinstance(value, str) and datetime.fromisoformat(value).tzinfo is not None
    except ValueError:
        return False


def _one_of(names: Iterable[str]) -> tuple[Callable[[object], bool], str]:
    known = tuple(names)
    return (lambda value: isinstance(value, str) and value in known), f"one of {', '.join(known)}"


def _matches(pattern: re.Pattern[str]) -> Callable[[object], bool]:
    return lambda value: isinstance(value, str) and pattern.fullmatch(value) is not None


_TEXT = (_is_text, f"text of at most {MAX_TEXT_CHARS} characters")
_HASH = (_matches(_SHA256), "64 hex digits in small letters, or empty")
_OFFSET = (_is_offset, "a whole number, 0 or more")
_NEW_LABEL = _one_of(map(str, Framing))
_CHECKS: dict[str, tuple[Callable[[object], bool], str]] = {
    "fingerprint": (_matches(_FINGERPRINT), "16 hex digits in small letters"),
    **dict.fromkeys(("article_id", "run_id", "rule_id", "reason", "note", "reviewer"), _TEXT),
    "label": _one_of(LABELS),
    "decision": _one_of(map(str, DecisionKind)),
    "new_label": (lambda value: value is None or _NEW_LABEL[0](value), f"null or {_NEW_LABEL[1]}"),
    "expires": (_is_day, "null or a day as YYYY-MM-DD"),
    "at": (_is_time, "a time as ISO 8601 with its offset from UTC"),
    **dict.fromkeys(("text_sha256", "text_hash"), _HASH),
    **dict.fromkeys(("start", "end"), _OFFSET),
}
