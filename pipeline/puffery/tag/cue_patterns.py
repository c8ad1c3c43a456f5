"""The cue lexicon: `lexicons/cues.jsonl` read into frozen `CueTerm`s.

In: the file. Out: `CueTerm`s, whose patterns are written in the language of `terms.patterns`.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import jsonlines

from puffery.data_files import fingerprint, read_bytes
from puffery.errors import DataFileError
from puffery.records import CueKind

FILE_NAME = "cues.jsonl"


@dataclass(frozen=True, slots=True)
class CueTerm:
    """One line of the cue lexicon.

    Attributes:
        term_id: Stable id.
        kind: What the words signal.
        role: Finer role that the classifier asks for (`modal`, `strong`, `down`, ...).
        pattern: The pattern as written.
        unless: Patterns that cancel the cue where they overlap it.
    """

    term_id: str
    kind: CueKind
    role: str
    pattern: str
    unless: tuple[str, ...] = ()


@cache
def load_cues() -> tuple[tuple[CueTerm, ...], str]:
    """Return the cue terms, sorted by id, and the SHA-256 of the file.

    Raises:
        DataFileError: `PUF301` with the line number for a malformed line or a repeated id.
    """
    raw = read_bytes("lexicons", FILE_NAME)
    terms: dict[str, CueTerm] = {}
    for number, line in enumerate(raw.splitlines(), start=1):
        term = _read_line(line, number)
        if term.term_id in terms:
            raise DataFileError("PUF301", f"{FILE_NAME}:{number}: id {term.term_id} repeats")
        terms[term.term_id] = term
    return tuple(terms[key] for key in sorted(terms)), fingerprint(raw)


def _read_line(line: bytes, number: int) -> CueTerm:
    try:
        row = jsonlines.Reader([line.decode("utf-8")]).read(type=dict)
        unless = row.get("except", [])
        if not isinstance(unless, list):
            raise TypeError("except must be a list")  # noqa: TRY301 - one handler words them all
        return CueTerm(
            term_id=str(row["id"]),
            kind=CueKind(row["kind"]),
            role=str(row["role"]),
            pattern=str(row["pattern"]),
            unless=tuple(str(pattern) for pattern in unless),
        )
    except (KeyError, ValueError, TypeError, jsonlines.Error) as error:
        raise DataFileError(
            "PUF301",
            f"{FILE_NAME}:{number}: {error!r}",
            hint="a line needs id, kind, role and pattern; see lexicons/README.md",
        ) from error
