"""The tables beside the rules: profiles, general exceptions, topics of the checklist, cards.

In: `rulebook/profiles.toml`, `exceptions.toml`, `topics.toml`, `cards.toml`, `precision.toml` and
`signs.toml`. Out: `PublicTables`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import TypeVar

from puffery.data_files import read_bytes, read_toml
from puffery.errors import DataFileError
from puffery.records import Severity
from puffery.terms.patterns import parse_pattern

PUBLIC_FOLDER = "rulebook"
FILES = (
    "profiles.toml",
    "exceptions.toml",
    "topics.toml",
    "cards.toml",
    "precision.toml",
    "signs.toml",
)

LEAST_PRECISE = {
    Severity.CRITICAL: 0.85,
    Severity.HIGH: 0.85,
    Severity.MEDIUM: 0.75,
    Severity.LOW: 0.75,
}
"""Share of judged matches that must be right for a rule to be on by default (decision 34)."""

LEAST_JUDGED = 5
"""Fewer judged matches than this say too little to switch a rule off."""

V = TypeVar("V")

SCOPES = ("before", "sentence", "overlap", "quote", "form")


@dataclass(frozen=True, slots=True)
class Profile:
    """One body of guidance.

    Attributes:
        profile_id: As written on the command line (`us-ftc`).
        name: Its name in words.
        place: Country or field.
        binds: Which texts it binds, in words.
        law: Whether it is law or a code with sanctions; else it is a criterion of quality.
        only_adverts: Whether it binds advertisements alone.
    """

    profile_id: str
    name: str
    place: str
    binds: str
    law: bool
    only_adverts: bool


@dataclass(frozen=True, slots=True)
class GeneralException:
    """A way of using words that takes them out of the rules.

    Attributes:
        name: Id (`negated`).
        title: The same in words.
        scope: Where its words must stand: `before` the match in its clause, anywhere in the
            `sentence`, in `overlap` with the match, or in a sentence that disputes the `quote` the
            match stands in; `form` is told by the sentence's form.
        patterns: Patterns of which one must match.
        unless: Patterns that cancel it where they overlap.
        label_none: Whether it holds only in a sentence labelled `none`.
    """

    name: str
    title: str
    scope: str
    patterns: tuple[str, ...]
    unless: tuple[str, ...]
    label_none: bool


@dataclass(frozen=True, slots=True)
class Topic:
    """Something that a reader needs and an article should say.

    Attributes:
        name: Id (`harms`).
        title: The same in words.
        found: Patterns that say it fully.
        partly: Patterns that touch it.
        unless: Patterns that cancel both anywhere in the sentence.
        any_text: Whether it counts anywhere; else sentences that sell are left out.
        hits: Invented sentences that say it.
        misses: Invented sentences that do not.
    """

    name: str
    title: str
    found: tuple[str, ...]
    partly: tuple[str, ...]
    unless: tuple[str, ...]
    any_text: bool
    hits: tuple[str, ...]
    misses: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Card:
    """What is shown of a therapy, in whom, as of a date.

    Attributes:
        card_id: Stable id (`CARD-HSCT-RRMS`).
        title: Short name.
        therapy: Patterns of the therapy's names.
        shown_in: Patterns of the population or disease that the evidence is about.
        beyond: Patterns of a population, product or disease that it is not about.
        statement: What is shown, in one or two sentences with numbers.
        status: `approved`, `supported`, `investigational` or `not_approved`.
        valid_from: First day.
        valid_to: Last day, None while it stands.
        clause: Source.
        url: Where it can be read.
        checked: When it was read.
    """

    card_id: str
    title: str
    therapy: tuple[str, ...]
    shown_in: tuple[str, ...]
    beyond: tuple[str, ...]
    statement: str
    status: str
    valid_from: date
    valid_to: date | None
    clause: str
    url: str
    checked: date


@dataclass(frozen=True, slots=True)
class PublicTables:
    """All tables.

    Attributes:
        profiles: By id.
        exceptions: In the order they are tried.
        topics: By name.
        cards: Sorted by id.
        precision: Rule id -> (right, judged), over matches that two readers judged.
        signs: Name of a sign -> patterns that make it.
        raw: Bytes of all files, for the fingerprint.
    """

    profiles: Mapping[str, Profile]
    exceptions: tuple[GeneralException, ...]
    topics: Mapping[str, Topic]
    cards: tuple[Card, ...]
    precision: Mapping[str, tuple[int, int]]
    signs: Mapping[str, tuple[str, ...]]
    raw: bytes


def is_precise(severity: Severity, right: int, judged: int) -> bool:
    """Return whether a rule is precise enough to be on by default, or too little judged to tell."""
    return judged < LEAST_JUDGED or right / judged >= LEAST_PRECISE[severity]


@cache
def load_tables() -> PublicTables:
    """Read the shipped tables.

    Raises:
        DataFileError: `PUF301` for a broken one, with file, row and key.
    """
    return PublicTables(
        profiles={p.profile_id: p for p in (_profile(row) for row in _rows(FILES[0], "profile"))},
        exceptions=tuple(_exception(row) for row in _rows(FILES[1], "exception")),
        topics={t.name: t for t in (_topic(row) for row in _rows(FILES[2], "topic"))},
        cards=tuple(
            sorted((_card(row) for row in _rows(FILES[3], "card")), key=lambda c: c.card_id)
        ),
        precision={
            row.text("rule"): (row.number("right"), row.number("judged"))
            for row in _rows(FILES[4], "rule")
        },
        signs={row.text("name"): row.patterns("patterns") for row in _rows(FILES[5], "sign")},
        raw=b"".join(read_bytes(PUBLIC_FOLDER, name) for name in FILES),
    )


class _Row:
    """One table of a file, with typed access that says where something is wrong."""

    def __init__(self, file: str, number: int, row: Mapping[str, object]) -> None:
        self._where = f"{file}: table {number} ({row.get('id', row.get('name', '?'))})"
        self._row = row

    def text(self, key: str, default: str | None = None) -> str:
        return self._get(key, str, default)

    def number(self, key: str) -> int:
        return self._get(key, int)

    def flag(self, key: str) -> bool:
        return self._get(key, bool, False)

    def day(self, key: str) -> date:
        return self._get(key, date)

    def texts(self, key: str) -> tuple[str, ...]:
        return tuple(str(item) for item in self._get(key, list, []))

    def patterns(self, key: str) -> tuple[str, ...]:
        found = self.texts(key)
        for pattern in found:
            try:
                parse_pattern(pattern)
            except DataFileError as error:
                raise DataFileError("PUF301", f"{self._where}: {key}: {error.message}") from error
        return found

    def has(self, key: str) -> bool:
        return key in self._row

    def _get(self, key: str, kind: type[V], default: V | None = None) -> V:
        value = self._row.get(key, default)
        if not isinstance(value, kind):
            raise DataFileError("PUF301", f"{self._where}: {key} must be a {kind.__name__}")
        return value


def _rows(file: str, key: str) -> list[_Row]:
    rows = read_toml(PUBLIC_FOLDER, file).get(key, [])
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise DataFileError("PUF301", f"{file}: needs [[{key}]] tables")
    return [_Row(file, number, row) for number, row in enumerate(rows, 1)]


def _profile(row: _Row) -> Profile:
    return Profile(
        profile_id=row.text("id"),
        name=row.text("name"),
        place=row.text("place"),
        binds=row.text("binds"),
        law=row.flag("law"),
        only_adverts=row.flag("only_adverts"),
    )


def _exception(row: _Row) -> GeneralException:
    scope = row.text("scope")
    if scope not in SCOPES:
        raise DataFileError("PUF301", f"exceptions.toml: scope {scope!r}; use {', '.join(SCOPES)}")
    return GeneralException(
        name=row.text("name"),
        title=row.text("title"),
        scope=scope,
        patterns=row.patterns("patterns"),
        unless=row.patterns("unless"),
        label_none=row.flag("label_none"),
    )


def _topic(row: _Row) -> Topic:
    return Topic(
        name=row.text("name"),
        title=row.text("title"),
        found=row.patterns("found"),
        partly=row.patterns("partly"),
        unless=row.patterns("unless"),
        any_text=row.flag("any_text"),
        hits=row.texts("hits"),
        misses=row.texts("misses"),
    )


def _card(row: _Row) -> Card:
    return Card(
        card_id=row.text("id"),
        title=row.text("title"),
        therapy=row.patterns("therapy"),
        shown_in=row.patterns("shown_in"),
        beyond=row.patterns("beyond"),
        statement=row.text("statement"),
        status=row.text("status"),
        valid_from=row.day("valid_from"),
        valid_to=row.day("valid_to") if row.has("valid_to") else None,
        clause=row.text("clause"),
        url=row.text("url"),
        checked=row.day("checked"),
    )
