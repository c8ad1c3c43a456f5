"""Compile a terminology into the lexicon file that puffery ships.

In: a folder with `terms.jsonl.gz` (public domain and CC0 names, one concept a line with `id, name,
type, subtype, aliases, sources, licence`). Out: one gzipped JSONL file, a header line and then one
concept a line with its match keys ready-made. The same input gives the same bytes.

Run it with `python -m puffery.learn.build_lexicon TERMINOLOGY_DIR [-o OUT]`.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NotRequired, TypedDict, cast

from puffery.terms.word_keys import is_possessive, phrase_key

TERMS_FILE = "terms.jsonl.gz"
MAX_WORDS = 8
MIN_LOWER_CHARS = 4
"""A one-word name in lower case that is shorter hits too many ordinary words (`ice`, `aid`)."""

MAX_CAPS_CHARS = 6
_NOT_A_NAME = re.compile(r"[,;:()\[\]{}<>=]")
_CAPS = re.compile(r"[A-Z0-9][A-Za-z0-9-]*[A-Z0-9][A-Za-z0-9]*|[a-z][A-Z]\w*|[A-Z]\d*")


class _Term(TypedDict):
    id: str
    name: str
    type: str
    subtype: str
    aliases: list[str]
    sources: list[str]
    licence: str
    tree: NotRequired[list[str]]


@dataclass(slots=True)
class _Entry:
    """The names of one concept, by how they are matched."""

    term: _Term
    keys: set[str] = field(default_factory=set)
    caps: set[str] = field(default_factory=set)
    poss: set[str] = field(default_factory=set)


def compile_terms(terms: Iterable[_Term]) -> list[str]:
    """Return the lines of the lexicon file, header first.

    Args:
        terms: Concepts of the terminology in any order.

    Returns:
        JSON texts without line ends; concepts sorted by id.
    """
    entries = [_read_entry(term) for term in sorted(terms, key=lambda term: term["id"])]
    surnames = {key for entry in entries for key in entry.poss}
    for entry in entries:  # `Crohns` folds to the bare surname, which `Crohn's` stands in for
        entry.keys -= surnames
    for kind in ("keys", "caps", "poss"):
        _settle(entries, kind)
    kept = [entry for entry in entries if entry.keys or entry.caps or entry.poss]
    parents = _parents(kept)
    return [_dump(_header(kept)), *(_dump(_row(entry, parents)) for entry in kept)]


def _parents(entries: Sequence[_Entry]) -> dict[str, str]:
    """Return concept id -> id of the concept right above it in the MeSH tree."""
    places = {
        number: entry.term["id"] for entry in entries for number in entry.term.get("tree", ())
    }
    parents = {}
    for entry in entries:
        for number in entry.term.get("tree", ()):
            above = number.rpartition(".")[0]
            while above and above not in places:
                above = above.rpartition(".")[0]
            if above and places[above] != entry.term["id"]:
                parents[entry.term["id"]] = places[above]
                break
    return parents


def _read_entry(term: _Term) -> _Entry:
    entry = _Entry(term)
    for name in (term["name"], *term["aliases"]):
        text = re.sub(r" \(as therapy\)$", "", name.strip())
        if _NOT_A_NAME.search(text):
            continue  # inverted and annotated forms never stand in running text
        key = phrase_key(text)
        if not key or key.count(" ") >= MAX_WORDS or key.replace(" ", "").isdigit():
            continue
        if is_case_sensitive(text):
            entry.caps.add(text[:-1] if re.search(r"[A-Z]s$", text) else text)
        elif is_possessive(text):
            entry.poss.add(key)
        elif " " in key or len(key) >= MIN_LOWER_CHARS:
            entry.keys.add(key)
    return entry


def is_case_sensitive(name: str) -> bool:
    """Return whether a name is only matched as written: `RA`, `iPSCs`, `AS`, `GLP-1`."""
    if " " in name:
        return False
    short = re.sub(r"(?<=[A-Z])s$", "", name)
    return len(short) <= MAX_CAPS_CHARS and bool(_CAPS.fullmatch(short))


def _settle(entries: list[_Entry], kind: str) -> None:
    """Give each name to one concept: canonical name first, then MeSH, then DISEASE, then id."""
    owner: dict[str, tuple[tuple[bool, bool, bool, str], _Entry]] = {}
    for entry in entries:
        term = entry.term
        canonical = phrase_key(term["name"])
        for key in getattr(entry, kind):
            rank = (
                canonical != key,
                not term["id"].startswith("MESH:"),
                term["type"] != "DISEASE",
                term["id"],
            )
            if key not in owner or rank < owner[key][0]:
                owner[key] = (rank, entry)
    for entry in entries:
        names: set[str] = getattr(entry, kind)
        names.intersection_update({key for key in names if owner[key][1] is entry})


def _row(entry: _Entry, parents: Mapping[str, str]) -> dict[str, object]:
    term = entry.term
    parent = parents.get(term["id"])
    return {
        "id": term["id"],
        "name": re.sub(r" \(as therapy\)$", "", term["name"]),
        "label": term["type"],
        "subtype": term["subtype"],
        "sources": term["sources"],
        "licence": term["licence"],
        "keys": sorted(entry.keys),
        "caps": sorted(entry.caps),
        "poss": sorted(entry.poss),
        **({"parent": parent} if parent else {}),
    }


def _header(entries: Sequence[_Entry]) -> dict[str, object]:
    return {
        "puffery_lexicon": 1,
        "concepts": len(entries),
        "names": sum(len(e.keys) + len(e.caps) + len(e.poss) for e in entries),
        "sources": sorted({source for entry in entries for source in entry.term["sources"]}),
        "licences": sorted({entry.term["licence"] for entry in entries}),
        "credit": "MeSH terms courtesy of the U.S. National Library of Medicine",
    }


def _dump(row: dict[str, object]) -> str:
    return json.dumps(row, ensure_ascii=False, separators=(",", ":"))


def build(source: Path, target: Path) -> int:
    """Compile `source/terms.jsonl.gz` into `target`.

    Args:
        source: Folder of the terminology.
        target: File to write, gzipped with a fixed time stamp.

    Returns:
        Number of concepts written.
    """
    with gzip.open(source / TERMS_FILE, "rt", encoding="utf-8") as handle:
        lines = compile_terms(cast("_Term", json.loads(line)) for line in handle)
    data = ("\n".join(lines) + "\n").encode("utf-8")
    target.write_bytes(gzip.compress(data, compresslevel=9, mtime=0))
    return len(lines) - 1


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line.

    Args:
        arguments: Arguments after the program name; None takes those of the process.

    Returns:
        Exit status, 0 when the file was written.
    """
    default = Path(__file__).parent.parent / "lexicons" / "lexicon.jsonl.gz"
    parser = argparse.ArgumentParser(description="Compile a terminology into puffery's lexicon.")
    parser.add_argument("source", type=Path, help=f"folder with {TERMS_FILE}")
    parser.add_argument("-o", "--out", type=Path, default=default, help="file to write")
    options = parser.parse_args(arguments)
    count = build(options.source, options.out)
    sys.stdout.write(f"{count} concepts written to {options.out.name}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
