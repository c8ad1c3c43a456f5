"""Reading one rule table of a rule file, with an error that says file, line and what to do.

In: a TOML table. Out: an `AuditRule`.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping
from dataclasses import MISSING, fields
from datetime import date
from typing import TypeVar

from puffery.catalogue.audit_rule import (
    ARTICLE_CHECKS,
    CARD_USES,
    CONDITIONS,
    COUNTED_CONDITIONS,
    NAMED_CONDITIONS,
    READINGS,
    AuditRule,
    Graver,
    Source,
)
from puffery.errors import DataFileError
from puffery.records import Framing, RuleClass, Severity
from puffery.terms.patterns import parse_pattern

_TEXT = ("title", "message", "why", "fix", "rewrite", "caution", "check", "cards")
_LISTS = (
    "profiles",
    "patterns",
    "needs",
    "near",
    "lacks",
    "unless",
    "allow",
    "hits",
    "misses",
    "known_wrong",
)
_OTHER = (
    "id",
    "class",
    "severity",
    "valid_from",
    "valid_to",
    "labels",
    "window",
    "graver",
    "on",
    "check_severity",
)
KEYS = frozenset((*_TEXT, *_LISTS, *_OTHER, "source"))
_NEEDED = frozenset(
    f.name for f in fields(AuditRule) if f.default is MISSING and f.default_factory is MISSING
) - {"rule_id", "kind", "sources"} | {"id", "class", "source"}
_RULE_ID = re.compile(r"[A-Z][A-Z0-9]*-?\d{1,4}$")

T = TypeVar("T", bound=object)


class RuleReader:
    """Reads the tables of one file.

    Args:
        file: Name of the file, for errors.
        text: Its text, for line numbers.
        profiles: Known profile ids.
        exceptions: Known names of general exceptions.
    """

    def __init__(
        self, file: str, text: str, *, profiles: frozenset[str], exceptions: frozenset[str]
    ) -> None:
        self._file = file
        self._lines = text.splitlines()
        self._profiles = profiles
        self._exceptions = exceptions

    def line_of(self, rule_id: str) -> int:
        """Return the line of `id = "..."`, from 1; 0 when it is written in an unusual way."""
        wanted = re.compile(rf"""\s*id\s*=\s*["']{re.escape(rule_id)}["']""")
        return next((n for n, line in enumerate(self._lines, 1) if wanted.match(line)), 0)

    def read(self, row: Mapping[str, object]) -> AuditRule:
        """Return the rule of a table.

        Raises:
            DataFileError: `PUF301` with file, line, rule and what is wrong.
        """
        rule_id = str(row.get("id", ""))
        line = self.line_of(rule_id)
        where = f"{self._file}:{line}: rule {rule_id or '?'}"
        _known_keys(row, where)
        if not _RULE_ID.match(rule_id):
            raise _wrong(where, "id must be capitals and a number", "write U01 or CLINIC-001")
        text = {key: _text(row.get(key, ""), key, where) for key in _TEXT}
        lists = {key: _texts(row.get(key, []), key, where) for key in _LISTS}
        rule = AuditRule(
            rule_id=rule_id,
            kind=_one_of(RuleClass, row["class"], "class", where),
            severity=_one_of(Severity, row["severity"], "severity", where),
            valid_from=_day(row["valid_from"], "valid_from", where),
            valid_to=_day(row["valid_to"], "valid_to", where) if "valid_to" in row else None,
            labels=tuple(
                _one_of(Framing, label, "labels", where)
                for label in _texts(row.get("labels", []), "labels", where)
            ),
            window=_number(row.get("window", 0), "window", where),
            graver=tuple(_graver(item, where) for item in _tables(row, "graver", where)),
            sources=tuple(_source(item, where) for item in _tables(row, "source", where)),
            check_severity=(
                _one_of(Severity, row["check_severity"], "check_severity", where)
                if "check_severity" in row
                else None
            ),
            on=bool(row.get("on", True)),
            file=self._file,
            line=line,
            **text,  # type: ignore[arg-type]  # text keys are those of text fields
            **lists,  # type: ignore[arg-type]
        )
        self._check(rule, where)
        return rule

    def _check(self, rule: AuditRule, where: str) -> None:
        _members(rule.profiles, self._profiles, "profile", where)
        _members(rule.allow, self._exceptions, "exception", where)
        for source in rule.sources:
            _members(source.profiles, frozenset(rule.profiles), "profile of the rule", where)
        for name in (*rule.needs, *(need for graver in rule.graver for need in graver.needs)):
            check_condition(name, where)
        patterns = (*rule.patterns, *rule.near, *rule.lacks, *rule.unless)
        for pattern in (*patterns, *(p for graver in rule.graver for p in graver.near)):
            try:
                parse_pattern(pattern.removeprefix("!"))
            except DataFileError as error:
                raise _wrong(where, error.message, "see rulebook/README.md") from error
        if not rule.sources or not rule.profiles:
            raise _wrong(where, "needs a source and a profile", "add [[rule.source]] and profiles")
        _members((rule.cards,), frozenset(CARD_USES), "use of cards", where)
        if rule.kind is RuleClass.ARTICLE or rule.check:
            _members((rule.check.partition(":")[0],), ARTICLE_CHECKS, "check", where)
        complete = (rule.patterns or rule.needs) and rule.hits and rule.misses
        if rule.kind is not RuleClass.ARTICLE and not complete:
            raise _wrong(where, "needs patterns or needs, hits and misses", "add what is missing")


def check_condition(name: str, where: str) -> None:
    """Raise `DataFileError` (`PUF301`) where a condition is none that sentences are tested for."""
    counted = name.partition(">=")
    if counted[1]:
        _members((counted[0],), COUNTED_CONDITIONS, "condition", where)
        if not counted[2].isdigit():
            raise _wrong(where, f"{name!r} needs a number", "write diseases>=3")
    elif ":" in name:
        _members((name.partition(":")[0],), NAMED_CONDITIONS, "condition", where)
    else:
        _members((name.removeprefix("not "),), CONDITIONS, "condition", where)


def _wrong(where: str, what: str, hint: str) -> DataFileError:
    return DataFileError("PUF301", f"{where}: {what}", hint=hint)


def _known_keys(row: Mapping[str, object], where: str) -> None:
    _members(tuple(row), KEYS, "key", where)
    missing = sorted(_NEEDED - set(row))
    if missing:
        raise _wrong(where, f"lacks {', '.join(missing)}", "every rule needs them")


def _members(names: tuple[str, ...], known: frozenset[str], what: str, where: str) -> None:
    for name in names:
        if name not in known:
            near = difflib.get_close_matches(name, known, n=1, cutoff=0.3)
            hint = f"did you mean {near[0]}?" if near else f"known: {', '.join(sorted(known))}"
            raise _wrong(where, f"unknown {what} {name!r}", hint)


def _text(value: object, key: str, where: str) -> str:
    if not isinstance(value, str):
        raise _wrong(where, f"{key} must be text", "put it in quotation marks")
    return value


def _texts(value: object, key: str, where: str) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise _wrong(where, f"{key} must be a list of texts", 'write ["...", "..."]')
    return tuple(value)


def _tables(row: Mapping[str, object], key: str, where: str) -> list[Mapping[str, object]]:
    value = row.get(key, [])
    if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
        raise _wrong(where, f"{key} must be tables", f"write [[rule.{key}]]")
    return value


def _one_of(kind: type[T], value: object, key: str, where: str) -> T:
    try:
        return kind(value)  # type: ignore[call-arg]
    except ValueError as error:
        names = ", ".join(str(item) for item in kind)  # type: ignore[attr-defined]
        raise _wrong(where, f"{key} is {value!r}", f"use one of: {names}") from error


def _day(value: object, key: str, where: str) -> date:
    if type(value) is not date:
        raise _wrong(where, f"{key} must be a day", f"write {key} = 2024-01-31, without quotes")
    return value


def _number(value: object, key: str, where: str) -> int:
    if type(value) is not int or value < 0:
        raise _wrong(where, f"{key} must be 0 or more", f"write {key} = 1")
    return value


def _graver(item: Mapping[str, object], where: str) -> Graver:
    return Graver(
        severity=_one_of(Severity, item.get("severity"), "graver.severity", where),
        needs=_texts(item.get("needs", []), "graver.needs", where),
        near=_texts(item.get("near", []), "graver.near", where),
    )


def _source(item: Mapping[str, object], where: str) -> Source:
    reading = _text(item.get("reading", ""), "source.reading", where)
    _members((reading,), frozenset(READINGS), "reading", where)
    checked = item.get("checked")
    clause = _text(item.get("clause", ""), "source.clause", where)
    if not clause:
        raise _wrong(where, "a source lacks its clause", "name the text and the clause")
    return Source(
        clause=clause,
        url=_text(item.get("url", ""), "source.url", where),
        checked=None if checked is None else _day(checked, "source.checked", where),
        reading=reading,
        profiles=_texts(item.get("profiles", []), "source.profiles", where),
    )
