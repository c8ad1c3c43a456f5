"""The lexicon of therapy and disease names.

In: `lexicons/lexicon.jsonl.gz` (built by `puffery.learn.build_lexicon`), plus the hand-kept
`mention_additions.jsonl` and `mention_stops.jsonl`, which take effect without a rebuild. Out: a
`Lexicon` that maps name keys to concepts.

One concept a line: `id`, `name`, `label`, `subtype`, `sources`, `licence`; `keys` are matched on
`word_keys.phrase_key`, `caps` only as written, `poss` only where the text has the possessive
(`Crohn's`, never the surname `Crohn`).
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import NotRequired, TypedDict, cast

from puffery.data_files import fingerprint, read_bytes
from puffery.errors import DataFileError
from puffery.records import MentionLabel
from puffery.terms.word_keys import is_possessive, phrase_key

FOLDER = "lexicons"
CORE_FILE = "lexicon.jsonl.gz"
FILES = (
    CORE_FILE,
    "mention_additions.jsonl",
    "mention_stops.jsonl",
    "mention_patterns.toml",
    "mention_context.toml",
)
"""Everything that decides what is a mention; the fingerprint is taken over all of it."""


class _CoreRow(TypedDict):
    id: str
    name: str
    label: str
    subtype: str
    sources: list[str]
    keys: list[str]
    caps: list[str]
    poss: list[str]
    parent: NotRequired[str]


class _AdditionRow(TypedDict):
    id: str
    name: str
    label: str
    subtype: str
    names: list[str]
    caps: list[str]
    parent: NotRequired[str]


class _StopRow(TypedDict):
    name: str
    reason: str
    caps: NotRequired[bool]
    idiom: NotRequired[bool]


@dataclass(frozen=True, slots=True)
class Concept:
    """A therapy or disease.

    Attributes:
        id: Stable id (`MESH:...`, `DOID:...`, `HC:...`, `PUF:...`).
        name: Preferred name.
        label: THERAPY or DISEASE.
        subtype: Kind within the label, for example `drug`, `procedure`, `cell_product`.
        source: Where its names come from, joined by `, `.
        parent: Id of the broader concept, empty when none is known.
    """

    id: str
    name: str
    label: MentionLabel
    subtype: str
    source: str
    parent: str = ""


class Lexicon:
    """Names and the concepts they stand for.

    Args:
        keys: Name key -> concept id.
        caps: Name as written -> concept id.
        poss: Key of a name that needs its possessive ending -> concept id.
        idioms: Keys of fixed phrases in which no name is looked for.
        stopped: Key -> concept id of the names that are too general to be looked for in a text,
            but still name their concept.
        concepts: Concept id -> concept.
        fingerprint: SHA-256 (hex) over the data that it was made from.
    """

    def __init__(
        self,
        *,
        keys: Mapping[str, str],
        caps: Mapping[str, str],
        poss: Mapping[str, str],
        idioms: frozenset[str],
        stopped: Mapping[str, str],
        concepts: Mapping[str, Concept],
        fingerprint: str,
    ) -> None:
        self.keys = keys
        self.caps = caps
        self.poss = poss
        self.idioms = idioms
        self.stopped = stopped
        self.concepts = concepts
        self.fingerprint = fingerprint
        self.max_words = _longest(keys)
        self.max_idiom_words = _longest(idioms)

    def concept(self, concept_id: str) -> Concept:
        """Return the concept with this id.

        Raises:
            KeyError: There is none.
        """
        return self.concepts[concept_id]

    def __len__(self) -> int:
        """Return the number of concepts."""
        return len(self.concepts)


def _longest(keys: Iterable[str]) -> dict[str, int]:
    """Return first word -> number of words of the longest name that starts with it."""
    longest: dict[str, int] = {}
    for key in keys:
        first, _, rest = key.partition(" ")
        size = 2 + rest.count(" ") if rest else 1
        if size > longest.get(first, 0):
            longest[first] = size
    return longest


@lru_cache(maxsize=1)
def load_lexicon() -> Lexicon:
    """Load the shipped lexicon once.

    Returns:
        The lexicon: core names without the stopped ones, plus the additions.

    Raises:
        DataFileError: `PUF301` when a file is missing or not valid.
    """
    core, additions, stops, *rules = (read_bytes(FOLDER, name) for name in FILES)
    return read_lexicon(core, additions, stops, *rules)


def read_lexicon(core: bytes, additions: bytes, stops: bytes, *rules: bytes) -> Lexicon:
    """Build a lexicon from the bytes of its files.

    Args:
        core: Gzipped JSONL, first line the header.
        additions: JSONL of `id, name, label, subtype, names, caps`; they win over the core.
        stops: JSONL of `name, reason`; a stop takes a core name away in every spelling, with
            `caps` true only the name as written; with `idiom` true no name is found inside it.
        rules: Further data that only goes into the fingerprint.

    Raises:
        DataFileError: `PUF301` when a file is not valid.
    """
    keys, caps, poss = _no_names(), _no_names(), _no_names()
    concepts: dict[str, Concept] = {}
    try:
        for row in cast("list[_CoreRow]", _read_lines(gzip.decompress(core))[1:]):
            concepts[row["id"]] = _concept(row, ", ".join(row["sources"]))
            for names, column in ((keys, row["keys"]), (caps, row["caps"]), (poss, row["poss"])):
                names.update(dict.fromkeys(column, row["id"]))
        named = dict(keys)
        idioms = _stop(cast("list[_StopRow]", _read_lines(stops)), keys, caps, poss)
        stopped = {key: named[key] for key in named.keys() - keys.keys()}
        for added in cast("list[_AdditionRow]", _read_lines(additions)):
            _add(added, keys, caps, poss, concepts)
    except (ValueError, KeyError, TypeError, OSError) as error:
        raise DataFileError(
            "PUF301",
            f"a lexicon file is not valid: {error!r}",
            hint="rebuild it with python -m puffery.learn.build_lexicon",
        ) from error
    return Lexicon(
        keys=keys,
        caps=caps,
        poss=poss,
        idioms=idioms,
        stopped=stopped,
        concepts=concepts,
        fingerprint=fingerprint(core, additions, stops, *rules),
    )


def _no_names() -> dict[str, str]:
    return {}


def _stop(
    rows: list[_StopRow], keys: dict[str, str], caps: dict[str, str], poss: dict[str, str]
) -> frozenset[str]:
    """Take stopped names away; return the keys of the idioms."""
    idioms = set()
    for row in rows:
        if row.get("caps"):
            caps.pop(row["name"], None)
        elif row.get("idiom"):
            idioms.add(phrase_key(row["name"]))
        else:
            keys.pop(phrase_key(row["name"]), None)
            poss.pop(phrase_key(row["name"]), None)
    return frozenset(idioms)


def _read_lines(data: bytes) -> list[object]:
    lines = data.decode("utf-8").split("\n")
    return cast("list[object]", json.loads("[" + ",".join(line for line in lines if line) + "]"))


def _concept(row: _CoreRow | _AdditionRow, source: str) -> Concept:
    label = MentionLabel(row["label"])
    return Concept(row["id"], row["name"], label, row["subtype"], source, row.get("parent", ""))


def _add(
    row: _AdditionRow,
    keys: dict[str, str],
    caps: dict[str, str],
    poss: dict[str, str],
    concepts: dict[str, Concept],
) -> None:
    concept_id = row["id"]
    known = concepts.get(concept_id)
    if known is None:
        concepts[concept_id] = _concept(row, "puffery")
    elif "parent" in row:  # an addition may also give names and a parent to a core concept
        concepts[concept_id] = replace(known, parent=row["parent"])
    for name in row["names"]:
        names = poss if is_possessive(name) else keys
        names[phrase_key(name)] = concept_id
    for name in row.get("caps", ()):
        caps[name] = concept_id
