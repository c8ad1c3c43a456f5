"""The shipped rulebook as data: ids, order, severity, reach."""

from __future__ import annotations

import re

import pytest

from puffery.errors import DataFileError
from puffery.records import Framing, Question
from puffery.rules import SEVERITIES, Rule, load_rulebook
from puffery.tag.cue_patterns import load_cues

RULES = load_rulebook().rules
PREFIX = {
    Framing.NONE: "NON",
    Framing.HEDGED: "HED",
    Framing.UNQUALIFIED: "UNQ",
    Framing.PROMOTIONAL: "PRO",
}
QUESTIONS = {
    Framing.NONE: {Question.NO_CLAIM},
    Framing.HEDGED: {Question.HEDGED},
    Framing.UNQUALIFIED: {Question.UNQUALIFIED},
    Framing.PROMOTIONAL: {Question.SELLING, Question.HYPE},
}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.rule_id)
def test_rule_id_question_and_severity_fit_its_framing(rule: Rule) -> None:
    assert re.fullmatch(rf"{PREFIX[rule.framing]}-\d{{3}}", rule.rule_id)
    assert rule.question in QUESTIONS[rule.framing]
    assert rule.severity in SEVERITIES
    assert rule.message.endswith((".", "}."))


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.rule_id)
def test_rule_message_uses_known_slots_only(rule: Rule) -> None:
    known = {"{cues}", "{hedges}", "{claims}"}
    if rule.is_reviewed:
        known = {"{before}", "{reviewer}", "{on}"}

    assert set(re.findall(r"\{.*?\}", rule.message)) <= known


def test_load_rulebook_is_sorted_by_id_with_a_fingerprint() -> None:
    ids = [rule.rule_id for rule in RULES]

    assert sorted(set(ids)) == ids
    assert re.fullmatch(r"[0-9a-f]{64}", load_rulebook().sha256)


def test_by_id_and_id_for_find_every_rule() -> None:
    book = load_rulebook()

    assert list(RULES) == [book.by_id(rule.rule_id) for rule in RULES]
    assert {p: r.rule_id for r in RULES for p in r.patterns} == {
        p: book.id_for(p) for r in RULES for p in r.patterns
    }


def test_every_deciding_cue_role_has_a_rule() -> None:
    deciding = {"hedge", "effect", "endorsement", "testimonial", "authority"}
    roles = {f"{term.kind}.{term.role}" for term in load_cues()[0] if term.kind in deciding}

    book = load_rulebook()

    assert [] == [role for role in sorted(roles) if not book.id_for(role)]


def test_by_id_takes_lower_case() -> None:
    assert "HED-001" == load_rulebook().by_id("hed-001").rule_id


@pytest.mark.parametrize("rule_id", ["", "XXX-999", "hed-01"])
def test_by_id_refuses_an_unknown_id(rule_id: str) -> None:
    with pytest.raises(DataFileError, match="unknown rule") as caught:
        load_rulebook().by_id(rule_id)

    assert "PUF301" == caught.value.code
