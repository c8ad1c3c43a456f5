"""The rulebook: data files read into frozen `Rule`s.

In: `rulebook/labels.toml`. Out: a `Rulebook` that finds a rule by id or by what triggers it.
"""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from puffery.data_files import fingerprint, read_bytes, read_toml
from puffery.errors import DataFileError
from puffery.records import Framing, Question

FOLDER, FILE_NAME = "rulebook", "labels.toml"
SEVERITIES = ("low", "medium", "high")
_TEXT_KEYS = ("id", "name", "severity", "message", "why", "fix")
_LIST_KEYS = ("patterns", "hits", "misses")


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of the rulebook.

    Attributes:
        rule_id: Stable id, never reused.
        name: Short name.
        framing: The label it gives.
        question: The question of the decision order that it settles.
        severity: `low`, `medium` or `high`.
        patterns: Cue roles (`kind.role`) and steps that trigger it.
        message: What the reviewer reads; `{cues}` stands for the deciding words, `{hedges}` for the
            hedges among them, `{claims}` for the others.
        why: Why it matters to a reader; empty for `none`.
        fix: What the author can do; empty for `none`.
        clause: The guidance behind it.
        url: Where it can be read; empty for the project's own guidelines.
        checked: When the source was read, ISO 8601.
        hits: Invented sentences that must get this rule.
        misses: Invented sentences that must not.
    """

    rule_id: str
    name: str
    framing: Framing
    question: Question
    severity: str
    patterns: tuple[str, ...]
    message: str
    why: str
    fix: str
    clause: str
    url: str
    checked: str
    hits: tuple[str, ...]
    misses: tuple[str, ...]

    @property
    def is_learned(self) -> bool:
        """Whether the trained classifier gives this rule, where it overrules the words."""
        return any(pattern.startswith("learned.") for pattern in self.patterns)

    @property
    def is_reviewed(self) -> bool:
        """Whether a reviewer gives this rule, by a decision of an earlier review."""
        return any(pattern.startswith("review.") for pattern in self.patterns)


@dataclass(frozen=True, slots=True)
class Rulebook:
    """All rules.

    Attributes:
        rules: Sorted by id.
        sha256: Of the data file (hex).
    """

    rules: tuple[Rule, ...]
    sha256: str

    def by_id(self, rule_id: str) -> Rule:
        """Return a rule; ids may be written in lower case.

        Raises:
            DataFileError: `PUF301` for an unknown id, with the nearest known one.
        """
        wanted = rule_id.strip().upper()
        for rule in self.rules:
            if rule.rule_id == wanted:
                return rule
        near = difflib.get_close_matches(wanted, [r.rule_id for r in self.rules], n=1, cutoff=0.3)
        hint = f"did you mean {near[0]}?" if near else ""
        raise DataFileError("PUF301", f"unknown rule {rule_id!r}", hint=hint)

    def id_for(self, pattern: str) -> str:
        """Return the id of the rule that `pattern` (`hedge.modal`, `step.lever`) triggers.

        Raises:
            DataFileError: `PUF301` when no rule has it.
        """
        for rule in self.rules:
            if pattern in rule.patterns:
                return rule.rule_id
        raise DataFileError("PUF301", f"{FILE_NAME}: no rule has the pattern {pattern!r}")


@cache
def load_rulebook() -> Rulebook:
    """Read the shipped rulebook.

    Raises:
        DataFileError: `PUF301` when a rule lacks a field, repeats an id or a pattern.
    """
    table = read_toml(FOLDER, FILE_NAME)
    rows = table.get("rule")
    if not isinstance(rows, list) or not rows:
        raise DataFileError("PUF301", f"{FILE_NAME}: needs [[rule]] tables")
    rules = sorted((_read_rule(row) for row in rows), key=lambda rule: rule.rule_id)
    ids = [rule.rule_id for rule in rules]
    patterns = [pattern for rule in rules for pattern in rule.patterns]
    for kind, names in (("id", ids), ("pattern", patterns)):
        twice = sorted({name for name in names if names.count(name) > 1})
        if twice:
            raise DataFileError("PUF301", f"{FILE_NAME}: {kind} stands twice: {', '.join(twice)}")
    return Rulebook(tuple(rules), fingerprint(read_bytes(FOLDER, FILE_NAME)))


def _read_rule(row: Mapping[str, object]) -> Rule:
    if not isinstance(row, Mapping):
        raise DataFileError("PUF301", f"{FILE_NAME}: a rule must be a table, not {row!r}")
    where = f"{FILE_NAME}: rule {row.get('id', '?')}"
    text = {key: row.get(key) for key in _TEXT_KEYS}
    lists = {key: row.get(key) for key in _LIST_KEYS}
    source = row.get("source")
    missing = [k for k, v in text.items() if not isinstance(v, str)]
    missing += [k for k, v in lists.items() if not isinstance(v, list) or not v]
    if missing or not isinstance(source, dict) or not source.get("clause"):
        raise DataFileError("PUF301", f"{where}: lacks {', '.join(missing) or 'a source clause'}")
    if text["severity"] not in SEVERITIES:
        raise DataFileError("PUF301", f"{where}: severity must be one of {', '.join(SEVERITIES)}")
    try:
        framing, question = Framing(str(row.get("framing"))), Question(str(row.get("question")))
    except ValueError as error:
        raise DataFileError("PUF301", f"{where}: {error}") from error
    as_tuple = {key: tuple(str(item) for item in row[key]) for key in _LIST_KEYS}  # type: ignore[attr-defined]
    return Rule(
        rule_id=str(text["id"]),
        name=str(text["name"]),
        framing=framing,
        question=question,
        severity=str(text["severity"]),
        patterns=as_tuple["patterns"],
        message=str(text["message"]),
        why=str(text["why"]),
        fix=str(text["fix"]),
        clause=str(source["clause"]),
        url=str(source.get("url", "")),
        checked=str(source.get("checked", "")),
        hits=as_tuple["hits"],
        misses=as_tuple["misses"],
    )
