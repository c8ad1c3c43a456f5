from __future__ import annotations

import pytest
import spacy
from spacy.language import Language

from puffery.tag import scispacy_abbreviations
from puffery.tag.abbreviations.schwartz_hearst import Definition, find_definitions, is_short_form


def definitions(engine: str, nlp: Language, text: str) -> list[Definition]:
    if engine == "builtin":
        return find_definitions(text)
    detector = scispacy_abbreviations.make_detector(nlp)
    return scispacy_abbreviations.find_definitions(nlp.make_doc(text), detector)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("We used platelet-rich plasma (PRP) twice.", [("PRP", "platelet-rich plasma")]),
        (
            "Systemic lupus erythematosus (SLE) and multiple sclerosis (MS) differ.",
            [("SLE", "Systemic lupus erythematosus"), ("MS", "multiple sclerosis")],
        ),
        ("He (a friend) left (see above).", []),
        ("The value (n = 12) was low.", []),
    ],
)
def test_both_engines_find_definitions(
    engine: str, nlp: Language, text: str, expected: list[tuple[str, str]]
) -> None:
    found = definitions(engine, nlp, text)

    assert expected == [(item.short, item.long) for item in found]
    assert [item.long for item in found] == [text[i.long_start : i.long_end] for i in found]


def test_builtin_reads_the_reversed_form() -> None:
    found = find_definitions("Patients with AS (ankylosing spondylitis) came.")

    assert [(item.short, item.long) for item in found] == [("AS", "ankylosing spondylitis")]


def test_builtin_stays_inside_the_sentence() -> None:
    text = "He likes pears. Red plums (PRP) are sour."

    assert find_definitions(text, [0, 16]) == []


@pytest.mark.parametrize(("text", "expected"), [("MSCs", True), ("see", False), ("A", False)])
def test_short_form_has_capitals(text: str, expected: bool) -> None:
    assert expected is is_short_form(text)


def test_adapter_leaves_the_callers_doc_alone() -> None:
    pytest.importorskip("scispacy")
    nlp = spacy.blank("en")
    doc = nlp.make_doc("Platelet-rich plasma (PRP) helps.")
    before = dict(doc.user_data)

    scispacy_abbreviations.find_definitions(doc, scispacy_abbreviations.make_detector(nlp))

    assert before == dict(doc.user_data)
