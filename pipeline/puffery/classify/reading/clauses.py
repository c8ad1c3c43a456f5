"""Clauses of a sentence, from closed-class words and punctuation: what a cue can govern.

In: the normalised words of a sentence. Out: clauses as half-open token ranges with a kind. There
is no parser: boundaries are commas, semicolons, dashes, brackets and the words of
`lexicons/clause_words.toml`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from puffery.data_files import read_toml, word_set

MAIN, CONCESSIVE, REASON, CONDITION, RELATIVE = (
    "main",
    "concessive",
    "reason",
    "condition",
    "relative",
)
_OPEN, _CLOSE = frozenset("(["), frozenset(")]")
_DASHES = frozenset({"—", "–", "--", "---"})
_FILE = "clause_words.toml"


@cache
def words(key: str) -> frozenset[str]:
    """Return a word list of `clause_words.toml`."""
    return word_set(read_toml("lexicons", _FILE), key, where=_FILE)


@dataclass(frozen=True, slots=True)
class Clause:
    """A run of tokens that a cue inside it can govern.

    Attributes:
        start: First token, counted in the sentence.
        end: One past the last token.
        kind: `main`, `concessive`, `reason`, `condition` or `relative`.
    """

    start: int
    end: int
    kind: str


def split_clauses(tokens: Sequence[str]) -> tuple[Clause, ...]:
    """Split a sentence into clauses.

    Args:
        tokens: Normalised words and punctuation in order.

    Returns:
        Clauses in order; together they cover every token once. Brackets stay inside their clause.
    """
    clauses: list[Clause] = []
    start, kind, depth = 0, _kind_of(tokens[0]) if tokens else MAIN, 0
    for index, token in enumerate(tokens):
        depth = max(0, depth + (token in _OPEN) - (token in _CLOSE))
        new = None if depth else _new_kind(tokens, index, kind, start)
        if new is not None and index > start:
            clauses.append(Clause(start, index, kind))
            start, kind = index, new
        elif new is not None:
            kind = new
    if start < len(tokens):
        clauses.append(Clause(start, len(tokens), kind))
    return tuple(clauses)


def clause_at(clauses: Sequence[Clause], index: int) -> Clause:
    """Return the clause that holds token `index`."""
    for clause in clauses:
        if clause.start <= index < clause.end:
            return clause
    return clauses[-1]


def _kind_of(token: str) -> str:
    for kind in (CONCESSIVE, REASON, CONDITION):
        if token in words(kind):
            return kind
    return MAIN


def _new_kind(tokens: Sequence[str], index: int, kind: str, start: int) -> str | None:
    """Return the kind of a clause that starts at `index`, None when none starts."""
    token = tokens[index]
    before = tokens[index - 1] if index else ""
    if before in {";", ":"} or before in _DASHES:
        return _kind_of(token)
    if token in words("adversative"):
        # "not only X but also Y" goes on with the same clause
        return (
            None
            if token == "but" and {"only", "merely", "just"} & set(tokens[start:index])
            else MAIN
        )
    if token in words("concessive") and index > 0:
        return CONCESSIVE
    if (token in words("reason") and before in {",", ";"}) or token == "because":
        return REASON
    if before == ",":
        return _after_comma(tokens, index, kind)
    return None


def _after_comma(tokens: Sequence[str], index: int, kind: str) -> str | None:
    token = tokens[index]
    following = tokens[index + 1] if index + 1 < len(tokens) else ""
    if token in words("relative"):
        return RELATIVE
    if token in words("condition"):
        return CONDITION
    if token in words("coordinator"):
        return MAIN if following in words("subject") else None
    if kind in (CONCESSIVE, REASON, CONDITION, RELATIVE) and not token.endswith("ing"):
        return MAIN
    return None
