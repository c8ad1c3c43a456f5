"""The audit rulebook: shipped rule files and those of the user, by id, profile and date.

In: `rulebook/audit/*.toml`, `rulebook/profiles.toml`, `rulebook/exceptions.toml` and folders of
the user. Out: an `AuditBook`.
"""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from importlib.resources import files
from pathlib import Path

from puffery.catalogue.audit_rule import AuditRule
from puffery.catalogue.read_rule import RuleReader
from puffery.catalogue.tables import PUBLIC_FOLDER, PublicTables, is_precise, load_tables
from puffery.data_files import fingerprint
from puffery.errors import DataFileError

FOLDER = "audit"


@dataclass(frozen=True, slots=True)
class AuditBook:
    """The rules that a run uses.

    Attributes:
        rules: All rules, sorted by id, also those that are off.
        active: Ids of the rules that are applied.
        profiles: Ids of the profiles that were asked for, sorted.
        as_of: The day whose guidance is applied.
        tables: Profiles, exceptions, topics and cards.
        sha256: Of all files that it was read from (hex).
    """

    rules: tuple[AuditRule, ...]
    active: frozenset[str]
    profiles: tuple[str, ...]
    as_of: date
    tables: PublicTables
    sha256: str

    def by_id(self, rule_id: str) -> AuditRule:
        """Return a rule; ids may be written in lower case.

        Raises:
            DataFileError: `PUF301` for an unknown id, with the nearest known one.
        """
        wanted = rule_id.strip().upper()
        for rule in self.rules:
            if rule.rule_id == wanted:
                return rule
        raise _unknown("rule", rule_id, [rule.rule_id for rule in self.rules])

    def applied(self) -> tuple[AuditRule, ...]:
        """Return the rules that are applied, sorted by id."""
        return tuple(rule for rule in self.rules if rule.rule_id in self.active)

    def profiles_of(self, rule: AuditRule) -> tuple[str, ...]:
        """Return the profiles of a rule that were asked for."""
        return tuple(name for name in rule.profiles if name in self.profiles)


def load_book(
    *,
    profiles: Sequence[str] = (),
    as_of: date,
    folders: Sequence[Path] = (),
    disabled: Iterable[str] = (),
    enabled: Iterable[str] = (),
) -> AuditBook:
    """Read the rulebook and choose the rules that apply.

    Args:
        profiles: Profiles that are asked for; empty for all.
        as_of: The day whose guidance is applied.
        folders: Folders with rule files (`*.toml`) of the user.
        disabled: Rules that are not applied.
        enabled: Rules that are off by default and are applied.

    Raises:
        DataFileError: `PUF301` for a broken file, an id that stands twice, or an unknown rule or
            profile, with the nearest known one.
    """
    rules, sha256 = _all_rules(tuple(folders))
    tables = load_tables()
    known = [rule.rule_id for rule in rules]
    off, on = _known(disabled, known), _known(enabled, known)
    for name in profiles:
        if name not in tables.profiles:
            raise _unknown("profile", name, sorted(tables.profiles))
    chosen = tuple(sorted(set(profiles) or set(tables.profiles)))
    active = frozenset(
        rule.rule_id
        for rule in rules
        if (rule.on or rule.rule_id in on)
        and rule.rule_id not in off
        and rule.holds_on(as_of)
        and set(rule.profiles) & set(chosen)
    )
    return AuditBook(rules, active, chosen, as_of, tables, sha256)


@cache
def _all_rules(folders: tuple[Path, ...]) -> tuple[tuple[AuditRule, ...], str]:
    tables = load_tables()
    rules: dict[str, AuditRule] = {}
    contents = []
    for name, raw in [*_shipped(), *(pair for folder in folders for pair in _own(folder))]:
        contents.append(raw)
        for rule in read_rules(name, raw, tables):
            if rule.rule_id in rules:
                first = rules[rule.rule_id]
                raise DataFileError(
                    "PUF301",
                    f"{rule.file}:{rule.line}: rule {rule.rule_id} stands in {first.file}:"
                    f"{first.line} as well",
                    hint="ids are never reused; give yours a prefix of your own, as in CLINIC-001",
                )
            rules[rule.rule_id] = rule
    return tuple(rules[key] for key in sorted(rules)), fingerprint(*contents, tables.raw)


def read_rules(name: str, raw: bytes, tables: PublicTables) -> list[AuditRule]:
    """Return the rules of one file.

    Args:
        name: Name of the file, for errors.
        raw: Its bytes.
        tables: Known profiles and exceptions.

    Raises:
        DataFileError: `PUF301` with file and line.
    """
    try:
        text = raw.decode("utf-8")
        table: Mapping[str, object] = tomllib.loads(text)
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise DataFileError("PUF301", f"{name} is not valid TOML: {error}") from error
    rows = table.get("rule")
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise DataFileError("PUF301", f"{name}: needs [[rule]] tables")
    reader = RuleReader(
        name,
        text,
        profiles=frozenset(tables.profiles),
        exceptions=frozenset(item.name for item in tables.exceptions),
    )
    measured = tables.precision
    return [_switch(reader.read(row), measured) for row in rows]


def _switch(rule: AuditRule, measured: Mapping[str, tuple[int, int]]) -> AuditRule:
    """Switch a rule off that readers found too imprecise (`tables.LEAST_PRECISE`)."""
    right, judged = measured.get(rule.rule_id, (0, 0))
    return rule if is_precise(rule.severity, right, judged) else replace(rule, on=False)


def _shipped() -> list[tuple[str, bytes]]:
    folder = files("puffery").joinpath(PUBLIC_FOLDER, FOLDER)
    found = sorted((p for p in folder.iterdir() if p.name.endswith(".toml")), key=lambda p: p.name)
    return [(f"{FOLDER}/{path.name}", path.read_bytes()) for path in found]


def _own(folder: Path) -> list[tuple[str, bytes]]:
    try:
        found = sorted(folder.glob("*.toml"))
        contents = [(str(path), path.read_bytes()) for path in found]
    except OSError as error:
        raise DataFileError("PUF301", f"cannot read rules in {folder}: {error}") from error
    if not found:
        raise DataFileError(
            "PUF301",
            f"no rule file (*.toml) in {folder}",
            hint="a rule folder holds TOML files with [[rule]] tables; see rulebook/README.md",
        )
    return contents


def _known(names: Iterable[str], known: list[str]) -> frozenset[str]:
    chosen = frozenset(name.strip().upper() for name in names if name.strip())
    for name in sorted(chosen - set(known)):
        raise _unknown("rule", name, known)
    return chosen


def _unknown(what: str, name: str, known: list[str]) -> DataFileError:
    near = difflib.get_close_matches(name.upper(), [k.upper() for k in known], n=1, cutoff=0.3)
    spelled = next((k for k in known if near and k.upper() == near[0]), "")
    hint = f"did you mean {spelled}?" if spelled else f"known: {', '.join(known)}"
    return DataFileError("PUF301", f"unknown {what} {name!r}", hint=hint)
