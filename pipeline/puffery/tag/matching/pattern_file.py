"""Reading `lexicons/mention_patterns.toml`.

In: the file's bytes. Out: `PatternSet`, ready for `composed_names`.
"""

from __future__ import annotations

import tomllib
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import cast

from puffery.data_files import read_bytes
from puffery.errors import DataFileError
from puffery.records import MentionLabel
from puffery.terms.word_keys import phrase_key

FILE = "mention_patterns.toml"
OPEN = "open"
ADJECTIVE = "adjective"
CLOSED = "closed"
_MANY = 3


@dataclass(frozen=True, slots=True)
class Element:
    """One place of a pattern.

    Attributes:
        classes: Word classes or labels that may fill it.
        least: Fewest repetitions, 0 or 1.
        most: Most repetitions.
    """

    classes: frozenset[str]
    least: int
    most: int


@dataclass(frozen=True, slots=True)
class Pattern:
    """One `[[pattern]]` table.

    Attributes:
        id: Stable id (`MEN-004`).
        label: Label of the mention that it builds.
        before: Places to the left of the head, nearest first.
        head: Word classes or labels of the head.
        after: Places to the right of the head, nearest first.
        whole: What must not follow directly: `names` a name or a word of a class, `all` any word
            that is not closed, empty for no bound.
        takes_core: Whether the mention gets the concept of the name inside it.
        hits: Texts that the pattern must find, whole.
        misses: Texts in which the pattern must find nothing.
    """

    id: str
    label: MentionLabel
    before: tuple[Element, ...]
    head: frozenset[str]
    after: tuple[Element, ...]
    whole: str
    takes_core: bool
    hits: tuple[str, ...]
    misses: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PatternSet:
    """All patterns with their word lists.

    Attributes:
        patterns: In the order of the file.
        by_head: Class -> patterns whose head it may be.
        phrases: Key of a word or phrase -> its classes.
        longest: First word -> number of words of the longest phrase that starts with it.
        adjective_endings: Endings of words that may name a subtype.
        open_never_ends: Endings of words that `open` and `adjective` never stand for.
        closed: Keys of words that `open` and `adjective` never stand for.
        suffixes: Endings of drug names.
        suffix_exceptions: Keys with such an ending that are no drugs.
    """

    patterns: tuple[Pattern, ...]
    by_head: Mapping[str, tuple[Pattern, ...]]
    phrases: Mapping[str, frozenset[str]]
    longest: Mapping[str, int]
    adjective_endings: tuple[str, ...]
    open_never_ends: tuple[str, ...]
    closed: frozenset[str]
    suffixes: tuple[str, ...]
    suffix_exceptions: frozenset[str]


@lru_cache(maxsize=1)
def load_patterns() -> PatternSet:
    """Load the shipped patterns once.

    Raises:
        DataFileError: `PUF301` when the file is missing or not valid.
    """
    return read_patterns(read_bytes("lexicons", FILE))


def read_patterns(data: bytes) -> PatternSet:
    """Build a pattern set from the bytes of the file.

    Raises:
        DataFileError: `PUF301` when it is not valid.
    """
    try:
        table = tomllib.loads(data.decode("utf-8"))
        words = cast("dict[str, dict[str, list[str]]]", table["words"])
        rows = cast("list[dict[str, object]]", table["pattern"])
        patterns = tuple(_pattern(row) for row in rows)
        drugs = cast("dict[str, list[str]]", table["drug_suffix"])
        never = tuple(cast("list[str]", table["open_never_ends"]))
        subtypes = cast("list[str]", table["subtypes"])
        endings = tuple(cast("list[str]", table["adjective_endings"]))
    except (ValueError, KeyError, TypeError) as error:
        raise DataFileError("PUF301", f"lexicons/{FILE} is not valid: {error!r}") from error
    known = {*words, *MentionLabel, *subtypes, OPEN, ADJECTIVE}
    for pattern in patterns:
        _check(pattern, known)
    phrases = _phrases(words)
    return PatternSet(
        patterns=patterns,
        by_head=_by_head(patterns),
        phrases=phrases,
        longest=_longest(phrases),
        adjective_endings=endings,
        open_never_ends=never,
        closed=frozenset(phrase_key(word) for word in words[CLOSED]["list"]),
        suffixes=tuple(drugs["suffixes"]),
        suffix_exceptions=frozenset(phrase_key(word) for word in drugs["exceptions"]),
    )


def _pattern(row: dict[str, object]) -> Pattern:
    before = cast("list[str]", row.get("before", []))
    after = cast("list[str]", row.get("after", []))
    return Pattern(
        id=cast("str", row["id"]),
        label=MentionLabel(cast("str", row["label"])),
        before=tuple(_element(text) for text in reversed(before)),
        head=frozenset(cast("str", row["head"]).split("|")),
        after=tuple(_element(text) for text in after),
        whole=cast("str", row.get("whole", "")),
        takes_core=row.get("concept") == "core",
        hits=tuple(cast("list[str]", row["hits"])),
        misses=tuple(cast("list[str]", row["misses"])),
    )


def _element(text: str) -> Element:
    least = 0 if text.endswith(("?", "*")) else 1
    most = _MANY if text.endswith("*") else 1
    return Element(frozenset(text.rstrip("?*").split("|")), least, most)


def _check(pattern: Pattern, known: set[str]) -> None:
    named = set(pattern.head).union(*(e.classes for e in (*pattern.before, *pattern.after)))
    for name in sorted(named - known):
        raise DataFileError(
            "PUF301",
            f"lexicons/{FILE}: pattern {pattern.id} names an unknown class {name!r}",
            hint=f"known: {', '.join(sorted(known))}",
        )


def _by_head(patterns: tuple[Pattern, ...]) -> dict[str, tuple[Pattern, ...]]:
    heads: defaultdict[str, list[Pattern]] = defaultdict(list)
    for pattern in patterns:
        for name in sorted(pattern.head):
            heads[name].append(pattern)
    return {name: tuple(items) for name, items in heads.items()}


def _phrases(words: dict[str, dict[str, list[str]]]) -> dict[str, frozenset[str]]:
    phrases: defaultdict[str, set[str]] = defaultdict(set)
    for name, row in words.items():
        for phrase in row["list"] if name != CLOSED else ():
            phrases[phrase_key(phrase)].add(name)
    return {phrase: frozenset(names) for phrase, names in phrases.items()}


def _longest(phrases: Mapping[str, frozenset[str]]) -> dict[str, int]:
    longest: dict[str, int] = {}
    for phrase in phrases:
        first = phrase.partition(" ")[0]
        longest[first] = max(longest.get(first, 0), phrase.count(" ") + 1)
    return longest
