"""The shipped audit rules: examples, sources, precision, and the page made from them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from puffery.catalogue.book import load_book
from puffery.catalogue.tables import LEAST_JUDGED, is_precise, load_tables
from puffery.cli.rule_text import audit_rule_text, reference_page
from puffery.learn.check_audit_rules import wrong_examples
from puffery.records import RuleClass, Severity

BOOK = load_book(as_of=date(2026, 11, 24))
PAGE = Path(__file__).parents[2] / "pipeline" / "puffery" / "rulebook" / "REFERENCE.md"
ABOUT_SENTENCES = [rule for rule in BOOK.rules if rule.kind is not RuleClass.ARTICLE]


def test_the_whole_catalogue_is_there() -> None:
    counts = {
        "U": 11,
        "H": 6,
        "P": 5,
        "T": 4,
        "E": 5,
        "C": 3,
        "R": 4,
        "S": 5,
        "V": 3,
        "D": 1,
        "A": 8,
    }

    assert 55 == len(BOOK.rules)
    assert counts == {
        letter: sum(rule.rule_id.startswith(letter) for rule in BOOK.rules) for letter in counts
    }


@pytest.mark.parametrize("rule", ABOUT_SENTENCES, ids=lambda rule: rule.rule_id)
def test_rule_has_examples_enough(rule: object) -> None:
    assert 4 <= len(set(rule.hits))  # type: ignore[attr-defined]
    assert 4 <= len(set(rule.misses))  # type: ignore[attr-defined]
    assert not set(rule.hits) & set(rule.misses)  # type: ignore[attr-defined]


@pytest.mark.parametrize("rule", BOOK.rules, ids=lambda rule: rule.rule_id)
def test_rule_rests_on_a_source_that_was_read(rule: object) -> None:
    sources = rule.sources  # type: ignore[attr-defined]

    assert any(source.reading != "unverified" and source.checked for source in sources)
    assert all(not source.url or source.url.startswith("http") for source in sources)


@pytest.mark.parametrize("rule", BOOK.rules, ids=lambda rule: rule.rule_id)
def test_rule_gives_no_verdict(rule: object) -> None:
    text = " ".join((rule.message, rule.why, rule.fix, rule.rewrite, rule.caution)).lower()  # type: ignore[attr-defined]

    assert not {"fraud", "fraudulent", "lie", "liar", "quack", "fake"} & set(text.split())


@pytest.mark.slow
@pytest.mark.model
def test_every_rule_gets_its_hits_and_leaves_its_misses() -> None:
    assert [] == wrong_examples()


def test_an_imprecise_rule_is_off_by_default() -> None:
    measured = load_tables().precision

    assert set(measured) <= {rule.rule_id for rule in BOOK.rules}
    for rule in BOOK.rules:
        right, judged = measured.get(rule.rule_id, (0, 0))
        assert rule.on is is_precise(rule.severity, right, judged) or not rule.on


@pytest.mark.parametrize(
    ("severity", "right", "judged", "expected"),
    [
        (Severity.HIGH, 17, 20, True),
        (Severity.HIGH, 16, 20, False),
        (Severity.MEDIUM, 15, 20, True),
        (Severity.MEDIUM, 14, 20, False),
        (Severity.CRITICAL, 0, LEAST_JUDGED - 1, True),
    ],
)
def test_precision_bars(severity: Severity, right: int, judged: int, expected: bool) -> None:
    assert expected is is_precise(severity, right, judged)


def test_the_reference_page_is_made_from_the_rules() -> None:
    assert PAGE.read_text(encoding="utf-8") == reference_page(BOOK) + "\n"


def test_a_rule_as_text_says_all_of_it() -> None:
    text = audit_rule_text(BOOK.by_id("U09"), BOOK)

    for start in (
        "U09 ",
        "class: ",
        "guidance: ",
        "precision: ",
        "why: ",
        "fix: ",
        "source: ",
        "hit: ",
    ):
        assert any(line.startswith(start) for line in text.splitlines()), start
