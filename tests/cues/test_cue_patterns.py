"""The pattern language of the cue lexicon."""

from __future__ import annotations

import pytest
import spacy

from puffery.errors import DataFileError
from puffery.records import CueKind
from puffery.tag import cue_patterns
from puffery.tag.cue_patterns import CueTerm, load_cues
from puffery.tag.cue_tagger import CueTagger
from puffery.terms.patterns import compile_slots, inflect, parse_pattern


def found(pattern: str, words: str, unless: tuple[str, ...] = ()) -> list[str]:
    nlp = spacy.blank("en")
    nlp.add_pipe("sentencizer")
    term = CueTerm("hedge.test.x", CueKind.HEDGE, "test", pattern, unless)
    doc = CueTagger(nlp, terms=[term])(nlp(words))
    return [span.text for span in doc.spans["puffery_cues"]]


@pytest.mark.parametrize(
    ("pattern", "text", "expected"),
    [
        ("may|might", "It might help and may not.", ["might", "may"]),
        (
            "reduce~",
            "It reduced and is reducing; the reducer reduces.",
            ["reduced", "reducing", "reduces"],
        ),
        ("clinic^", "One clinic, two clinics, clinical.", ["clinic", "clinics"]),
        (
            "shown great? promise",
            "It has shown promise and shown great promise.",
            ["shown promise", "shown great promise"],
        ),
        (
            "in <2> mice",
            "in mice; in old mice; in very old mice; in very old grey mice",
            ["in mice", "in old mice", "in very old mice"],
        ),
        ("in <2> mice", "in, say, mice", []),
        (
            "blood_pressure|pulse",
            "High blood pressure, high pulse, high blood.",
            ["blood pressure", "pulse"],
        ),
        ("cutting-edge", "A cutting-edge, cutting edge tool.", ["cutting-edge", "cutting edge"]),
        (
            "revolutionize~",
            "It revolutionised care and revolutionizes it.",
            ["revolutionised", "revolutionizes"],
        ),
        ("did not", "It didn’t work. It did not work.", ["didn’t", "did not"]),
        ("MAY", "MAY may May", ["MAY", "may", "May"]),
    ],
)
def test_pattern_finds_its_words(pattern: str, text: str, expected: list[str]) -> None:
    assert expected == found(pattern, text)


def test_pattern_is_cancelled_where_an_exception_overlaps() -> None:
    text = "A breakthrough. He had breakthrough pain."

    assert ["breakthrough"] == found("breakthrough", text, ("breakthrough pain",))


def test_pattern_never_crosses_a_sentence() -> None:
    assert [] == found("help pain", "It will help. Pain went.")


@pytest.mark.parametrize(
    ("verb", "forms"),
    [
        ("ease", ["ease", "eases", "eased", "easing"]),
        ("carry", ["carry", "carries", "carried", "carrying"]),
        ("fix", ["fix", "fixes", "fixed", "fixing"]),
        ("see", ["see", "sees", "saw", "seen", "seeing"]),
    ],
)
def test_inflect_gives_every_form(verb: str, forms: list[str]) -> None:
    assert forms == inflect(verb)


def test_parse_pattern_refuses_a_pattern_that_matches_nothing_for_sure() -> None:
    with pytest.raises(DataFileError):
        parse_pattern("may? <3>")


def test_every_shipped_pattern_compiles_and_ids_say_kind_and_role() -> None:
    for term in load_cues()[0]:
        compile_slots(parse_pattern(term.pattern))
        assert [term.kind, term.role] == term.term_id.split(".")[:2]


@pytest.mark.parametrize(
    ("lines", "says"),
    [
        ('{"id": "a.b.c", "kind": "hedge", "role": "b"}\n', "cues.jsonl:1"),
        ('{"id": "a.b.c", "kind": "vague", "role": "b", "pattern": "x"}\n', "vague"),
        ('{"id": "a.b.c", "kind": "hedge", "role": "b", "pattern": "x"}\n' * 2, "repeats"),
        ("[1]\n", "cues.jsonl:1"),
    ],
)
def test_load_cues_names_the_line(monkeypatch: pytest.MonkeyPatch, lines: str, says: str) -> None:
    monkeypatch.setattr(cue_patterns, "read_bytes", lambda folder, name: lines.encode())

    with pytest.raises(DataFileError, match=says):
        load_cues.__wrapped__()
