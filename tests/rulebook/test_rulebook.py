"""Every rule on its own examples, and the loader on broken files."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from puffery import rules
from puffery.errors import DataFileError
from puffery.rules import load_rulebook
from tests.classify.pipeline import pipeline

EXAMPLES = [
    pytest.param(
        rule.rule_id, sentence, fires, id=f"{rule.rule_id}-{'hit' if fires else 'miss'}-{n}"
    )
    for rule in load_rulebook().rules
    # `test_check_rules` has the learned ones, with the model; a reviewer's fire on no sentence
    if not rule.is_learned and not rule.is_reviewed
    for fires, sentences in ((True, rule.hits), (False, rule.misses))
    for n, sentence in enumerate(sentences)
]

GOOD = """
[[rule]]
id = "HED-900"
name = "n"
framing = "hedged"
question = "Q4"
severity = "low"
patterns = ["x.y"]
message = "m"
why = "w"
fix = "f"
source = { clause = "c" }
hits = ["a", "b"]
misses = ["c", "d"]
"""


@pytest.mark.parametrize(("rule_id", "sentence", "fires"), EXAMPLES)
def test_rule_gets_its_hits_and_leaves_its_misses(rule_id: str, sentence: str, fires: bool) -> None:
    judgements = pipeline()(sentence)._.puffery_judgements

    assert fires is any(rule_id in judgement.rule_ids for judgement in judgements)


def test_rules_carry_source_reason_and_fix() -> None:
    for rule in load_rulebook().rules:
        assert rule.clause
        assert rule.checked
        assert rule.url.startswith("https://") or "guidelines" in rule.clause
        assert rule.framing == "none" or (rule.why and rule.fix)


def test_rules_never_judge_truth_or_honesty() -> None:
    for rule in load_rulebook().rules:
        words = f"{rule.message} {rule.why} {rule.fix}".lower()
        assert not {"fraud", "false", "lie", "lies"} & set(words.split())


@pytest.fixture
def fresh() -> Iterator[None]:
    load_rulebook.cache_clear()
    yield
    load_rulebook.cache_clear()


@pytest.mark.parametrize(
    ("broken", "says"),
    [
        (GOOD.replace('name = "n"\n', ""), "HED-900.*name"),
        (GOOD.replace('"low"', '"huge"'), "severity"),
        (GOOD.replace('"hedged"', '"vague"'), "vague"),
        (GOOD + GOOD, "id stands twice: HED-900"),
        (GOOD + GOOD.replace("HED-900", "HED-901"), "pattern stands twice: x.y"),
        (GOOD.replace('hits = ["a", "b"]', "hits = []"), "hits"),
        ("", "rule"),
    ],
)
@pytest.mark.usefixtures("fresh")
def test_load_rulebook_says_what_is_wrong(
    monkeypatch: pytest.MonkeyPatch, broken: str, says: str
) -> None:
    import tomllib

    monkeypatch.setattr(rules, "read_toml", lambda folder, name: tomllib.loads(broken))

    with pytest.raises(DataFileError, match=says) as caught:
        load_rulebook()

    assert "PUF301" == caught.value.code


def test_by_id_names_the_nearest_rule() -> None:
    with pytest.raises(DataFileError) as caught:
        load_rulebook().by_id("HED-01")

    assert "HED-001" in caught.value.hint


def test_id_for_refuses_an_unknown_pattern() -> None:
    with pytest.raises(DataFileError, match="no_such"):
        load_rulebook().id_for("no_such")
