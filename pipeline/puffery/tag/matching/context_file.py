"""Reading `lexicons/mention_context.toml`.

In: the shipped file. Out: `ContextRules`, ready for `context`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from puffery.data_files import read_toml, word_set
from puffery.errors import DataFileError
from puffery.terms.word_keys import phrase_key

FILE = "mention_context.toml"


@dataclass(frozen=True, slots=True)
class ContextRules:
    """The parsed data file, which explains each rule.

    Attributes:
        therapeutic: Stems of words that speak about treating somebody.
        subtypes: Subtypes that need such a word.
        names: Keys of names that need such a word.
        beside: Key of an everyday word -> stems of which one must stand in the sentence.
        pointing: Words after which a cell is one that was named before.
        cell_after: Words right after a cell that speak about a field or a source.
        never_before: Words right after a therapy that make it something of the body.
        verbs: Verbs right after a name that open a definition.
        openers: Words right after such a verb that go on with a definition.
        strong: Stems that make a therapy of a name all the same.
        substances: Keys of substances of the body and of food.
        before: Words to look at before a substance.
        after: Words to look at after a substance.
        giving: Stems of words of giving or taking, before a substance.
        given: The same, after a substance.
        not_before: Words right after a substance that make it a measured amount.
        heads: Last words of names of institutions.
        weak_heads: The same, outside headings only.
        leads: First words of names of institutions.
        links: Small words inside names of institutions.
        several_meanings: Abbreviations that need a sign for their meaning here.
    """

    therapeutic: tuple[str, ...]
    subtypes: frozenset[str]
    names: frozenset[str]
    beside: Mapping[str, tuple[str, ...]]
    pointing: frozenset[str]
    cell_after: frozenset[str]
    never_before: frozenset[str]
    verbs: frozenset[str]
    openers: frozenset[str]
    strong: tuple[str, ...]
    substances: frozenset[str]
    before: int
    after: int
    giving: tuple[str, ...]
    given: tuple[str, ...]
    not_before: frozenset[str]
    heads: frozenset[str]
    weak_heads: frozenset[str]
    leads: frozenset[str]
    links: frozenset[str]
    several_meanings: frozenset[str]


@lru_cache(maxsize=1)
def load_context() -> ContextRules:
    """Load the shipped rules once.

    Raises:
        DataFileError: `PUF301` when the file is missing or not valid.
    """
    table = read_toml("lexicons", FILE)
    return ContextRules(
        therapeutic=_stems(table, "therapeutic", "stems"),
        subtypes=_words(table, "needs_therapeutic", "subtypes"),
        names=_keys(table, "needs_therapeutic", "names"),
        beside=_beside(table),
        pointing=_keys(table, "pointing", "words"),
        cell_after=_keys(table, "pointing", "after"),
        never_before=_keys(table, "never_before", "words"),
        verbs=_keys(table, "definition", "verbs"),
        openers=_keys(table, "definition", "openers"),
        strong=_stems(table, "definition", "stems"),
        substances=_keys(table, "substances", "names"),
        before=_number(table, "substances", "before"),
        after=_number(table, "substances", "after"),
        giving=_stems(table, "substances", "stems"),
        given=_stems(table, "substances", "stems_after"),
        not_before=_keys(table, "substances", "not_before"),
        heads=_keys(table, "institutions", "heads"),
        weak_heads=_keys(table, "institutions", "weak_heads"),
        leads=_keys(table, "institutions", "leads"),
        links=_keys(table, "institutions", "links"),
        several_meanings=_words(table, "several_meanings", "names"),
    )


def _section(table: dict[str, object], section: str) -> dict[str, object]:
    rows = table.get(section)
    if not isinstance(rows, dict):
        raise DataFileError("PUF301", f"lexicons/{FILE}: section [{section}] is missing")
    return rows


def _words(table: dict[str, object], section: str, key: str) -> frozenset[str]:
    return word_set(_section(table, section), key, where=f"lexicons/{FILE} [{section}]")


def _keys(table: dict[str, object], section: str, key: str) -> frozenset[str]:
    return frozenset(phrase_key(word) for word in _words(table, section, key))


def _stems(table: dict[str, object], section: str, key: str) -> tuple[str, ...]:
    return tuple(sorted(_words(table, section, key)))


def _number(table: dict[str, object], section: str, key: str) -> int:
    value = _section(table, section).get(key)
    if not isinstance(value, int):
        raise DataFileError("PUF301", f"lexicons/{FILE} [{section}]: {key!r} must be a number")
    return value


def _beside(table: dict[str, object]) -> dict[str, tuple[str, ...]]:
    rows = table.get("beside")
    if not isinstance(rows, list):
        raise DataFileError("PUF301", f"lexicons/{FILE}: [[beside]] is missing")
    where = f"lexicons/{FILE} [[beside]]"
    return {
        phrase_key(name): tuple(sorted(word_set(row, "stems", where=where)))
        for row in rows
        for name in word_set(row, "names", where=where)
    }
