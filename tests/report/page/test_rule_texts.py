"""Rules are numbered once, and the texts of audit rules are looked up once."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from puffery.report.page.rule_texts import (
    GuidanceText,
    RuleTexts,
    SourceText,
    bare_text,
    guidance_lookup,
)

from ..conftest import REASONS


@dataclass(frozen=True)
class Source:
    clause: str
    url: str
    checked: date | None
    reading: str


@dataclass(frozen=True)
class Rule:
    title: str
    why: str
    fix: str
    rewrite: str
    caution: str
    sources: tuple[Source, ...]


def test_a_rule_has_one_number_whatever_its_messages_say() -> None:
    rules = RuleTexts()
    first, second = list(REASONS.values())[:2]

    numbers = [rules.of_reason(r).number for r in (first, second, replace(first, message="Other."))]

    assert [0, 1, 0] == numbers


def test_another_text_under_the_same_id_is_another_rule() -> None:
    rules = RuleTexts()
    reason = list(REASONS.values())[1]

    numbers = [rules.of_reason(r).number for r in (reason, replace(reason, fix="Other."))]

    assert [0, 1] == numbers


def test_rows_stand_label_rules_first_and_by_id() -> None:
    rules = RuleTexts()
    audit = [rules.of_audit_rule(name).number for name in ("U02", "A01")]
    label = [rules.of_reason(reason).number for reason in REASONS.values()]

    rows = rules.rows([*audit, *label[:2]])

    assert ["HED-001", "NON-001", "A01", "U02"] == [row.rule_id for row in rows]


def test_texts_are_asked_for_once() -> None:
    asked: list[str] = []

    def look_up(rule_id: str) -> GuidanceText:
        asked.append(rule_id)
        return bare_text(rule_id)

    rules = RuleTexts(look_up)
    for _ in range(3):
        rules.of_audit_rule("U02")

    assert ["U02"] == asked


def test_a_rulebook_becomes_texts() -> None:
    sources = (
        Source("CAP 12", "https://example.org", date(2026, 1, 2), "full"),
        Source("X", "", None, ""),
    )
    rule = Rule("Title", "Why.", "Fix.", "Safer.", "Care.", sources)

    text = guidance_lookup({"U02": rule}.__getitem__)("U02")

    expected = (
        SourceText("CAP 12", "https://example.org", "2026-01-02", "full"),
        SourceText("X"),
    )
    assert GuidanceText("Title", "Why.", "Fix.", "Safer.", "Care.", expected) == text
