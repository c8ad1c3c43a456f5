"""The examples through `learn.check_rules`, one test an example, and the check itself."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from puffery import data_files
from puffery.errors import DataFileError
from puffery.learn import check_rules
from puffery.learn.check_rules import failing_examples
from puffery.rules import Rule, Rulebook, load_rulebook
from tests.classify.pipeline import pipeline

HITS = [
    pytest.param(rule, sentence, id=f"{rule.rule_id}-{sentence}")
    for rule in load_rulebook().rules
    if not rule.is_reviewed  # only a reviewer gives these
    for sentence in rule.hits
]
MISSES = [
    pytest.param(rule, sentence, id=f"{rule.rule_id}-{sentence}")
    for rule in load_rulebook().rules
    if not rule.is_reviewed
    for sentence in rule.misses
]


@pytest.fixture(autouse=True)
def _one_pipeline(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(check_rules, "load", lambda labels="model", **_: pipeline(labels=labels))


def book(rule: Rule, *, hits: tuple[str, ...] = (), misses: tuple[str, ...] = ()) -> Rulebook:
    return Rulebook((replace(rule, hits=hits, misses=misses),), "")


@pytest.mark.parametrize(("rule", "sentence"), HITS)
def test_check_rules_fires_on_a_hit(rule: Rule, sentence: str) -> None:
    assert [] == failing_examples(book(rule, hits=(sentence,)))


@pytest.mark.parametrize(("rule", "sentence"), MISSES)
def test_check_rules_stays_quiet_on_a_miss(rule: Rule, sentence: str) -> None:
    assert [] == failing_examples(book(rule, misses=(sentence,)))


def test_check_rules_reports_swapped_examples_with_what_fired() -> None:
    rule = load_rulebook().by_id("UNQ-001")
    swapped = book(rule, hits=("Gout is a disease.",), misses=("Ginger relieves migraine.",))

    failures = failing_examples(swapped)

    assert [
        ("should fire", "Gout is a disease.", ("NON-001",)),
        ("should stay quiet", "Ginger relieves migraine.", ("UNQ-001",)),
    ] == [(f.wanted, f.sentence, f.got) for f in failures]


def test_rules_have_examples_on_both_sides() -> None:
    assert [] == [r.rule_id for r in load_rulebook().rules if not (r.hits and r.misses)]


def test_rules_no_sentence_is_hit_and_miss_of_one_rule() -> None:
    assert [] == [r.rule_id for r in load_rulebook().rules if set(r.hits) & set(r.misses)]


@pytest.fixture
def fresh() -> Iterator[None]:
    load_rulebook.cache_clear()
    yield
    load_rulebook.cache_clear()


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        (b"x = ", "not valid TOML"),
        (b"rule = 3", r"\[\[rule\]\]"),
        (b"rule = []", r"\[\[rule\]\]"),
        (b"[rule]\nid = 'HED-900'", r"\[\[rule\]\]"),
        (b"[[rule]]\nid = 'HED-900'", "HED-900.*name.*hits"),
        (b"[[rule]]\nname = 'n'", r"rule \?"),
        pytest.param(
            b"rule = [1]",
            "rule",
        ),
        pytest.param(
            b"\xff",
            "labels.toml",
        ),
    ],
)
@pytest.mark.usefixtures("fresh")
def test_load_rulebook_refuses_broken_bytes(
    monkeypatch: pytest.MonkeyPatch, raw: bytes, says: str
) -> None:
    monkeypatch.setattr(data_files, "read_bytes", lambda folder, name: raw)

    with pytest.raises(DataFileError, match=says) as caught:
        load_rulebook()

    assert "PUF301" == caught.value.code
