"""Every record comes back as it was, down to the type of each number."""

from __future__ import annotations

import dataclasses
import enum
import types
import typing

import pytest

from puffery import records
from puffery.records import Article, ArticleAudit, SkippedArticle, SkipReason
from puffery.run import audit_items, load_pipeline
from puffery.shards.codec import Item, decode, encode

from .conftest import SETTINGS

TEXTS = (
    "",
    "knee",
    'quotes " and \\',
    "line\nfeed\u2028\x00\x7f",
    "naïve 膝 \U0001f9b4",
    "\ud800x",
)
FLOATS = (0.0, -0.0, 1.0, 0.1 + 0.2, 5e-324, 1.7976931348623157e308, 1e22, -3.5)


class Maker:
    """Makes records of a type with every field filled, in as many variants as asked for."""

    def __init__(self, seed: int) -> None:
        self.seed = seed

    def make(self, hint: object, depth: int = 0) -> object:
        self.seed += 1
        origin, arguments = typing.get_origin(hint), typing.get_args(hint)
        if origin is tuple and arguments[-1] is Ellipsis:
            n_items = (self.seed % 3) if depth < 6 else 0
            return tuple(self.make(arguments[0], depth + 1) for _ in range(n_items))
        if origin is tuple:
            return tuple(self.make(a, depth + 1) for a in arguments)
        if origin in (typing.Union, types.UnionType):
            options = [a for a in arguments if a is not type(None)]
            return None if self.seed % 3 == 0 else self.make(options[0], depth + 1)
        assert isinstance(hint, type)
        if dataclasses.is_dataclass(hint):
            hints = typing.get_type_hints(hint)
            fields = {f.name: self.make(hints[f.name], depth + 1) for f in dataclasses.fields(hint)}
            return hint(**fields)
        return self._plain(hint)

    def _plain(self, hint: type) -> object:
        if issubclass(hint, enum.Enum):
            return list(hint)[self.seed % len(hint)]
        choices: dict[type, tuple[object, ...]] = {
            str: TEXTS,
            float: FLOATS,
            int: (0, -1, 2**53 + 1, 7),
            bool: (True, False),
        }
        return choices[hint][self.seed % len(choices[hint])]


def spelled(value: object) -> object:
    """Return a record with the type of everything in it, so that 1 is not 1.0 and -0.0 not 0.0."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        fields = [(f.name, spelled(getattr(value, f.name))) for f in dataclasses.fields(value)]
        return type(value).__name__, fields
    if isinstance(value, tuple):
        return "tuple", [spelled(item) for item in value]
    return type(value).__name__, repr(value)


def record_types(hint: object) -> set[str]:
    """Return the names of all record types that a type hint leads to."""
    found: set[str] = set()
    for argument in typing.get_args(hint):
        found |= record_types(argument)
    if isinstance(hint, type) and dataclasses.is_dataclass(hint):
        found.add(hint.__name__)
        for inner in typing.get_type_hints(hint).values():
            found |= record_types(inner)
    return found


@pytest.mark.parametrize("seed", range(40))
@pytest.mark.parametrize("kind", [Article, ArticleAudit, SkippedArticle])
def test_decode_gives_back_what_encode_took(kind: type, seed: int) -> None:
    item = typing.cast("Item", Maker(seed).make(kind))

    line = encode(item)

    assert b"\n" not in line
    assert spelled(item) == spelled(decode(line))


def test_lines_reach_every_record_of_an_audit() -> None:
    """A record that no line holds is one of a run, or lives only while a `Doc` does."""
    elsewhere = {"ArticleSummary", "AuditRun", "RunInfo", "Decision", "ReviewCounts"}
    while_a_doc_lives = {"Judgement", "MentionLink", "SentenceScores"}
    every = {name for name in records.__all__ if dataclasses.is_dataclass(getattr(records, name))}

    assert every - elsewhere - while_a_doc_lives == record_types(ArticleAudit | SkippedArticle)


def test_decode_gives_back_a_real_audit() -> None:
    text = (
        "# Stem cells\n\nPlatelet-rich plasma (PRP) may help some knees. PRP cures arthritis!\n\n"
        "- It is a miracle treatment.\n- Book your visit today for $99.\n"
    )
    nlp = load_pipeline(SETTINGS)
    from puffery.guidance_setup import auditor_of

    (audit,) = audit_items(nlp, [Article("a.md", text)], auditor_of(SETTINGS, "2026-01-01"))

    assert isinstance(audit, ArticleAudit)
    assert audit.sentences
    assert audit.findings
    assert spelled(audit) == spelled(decode(encode(audit)))


@pytest.mark.parametrize(
    "line", [b"", b"{}", b"[]", b"{", b'{"audit": {}}', b'{"other": 1}', b'"\\ud800"', b"\xff"]
)
def test_decode_refuses_what_is_no_record(line: bytes) -> None:
    with pytest.raises(ValueError, match=r"."):
        decode(line)


def test_encode_gives_equal_records_equal_bytes() -> None:
    one = SkippedArticle("a", "a", SkipReason.EMPTY, "no text")

    assert encode(one) == encode(dataclasses.replace(one))
    assert encode(one) != encode(dataclasses.replace(one, detail="none"))
