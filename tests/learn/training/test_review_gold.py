"""Which decisions of reviewers become gold, and why others do not."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import pytest

from puffery.learn.training.data import review_gold as module
from puffery.learn.training.data.review_gold import ReviewGold, review_gold
from puffery.records import Decision
from puffery.review.standing import Standing
from tests.review.conftest import decide

TEXT = "PRP cures arthritis. Knees bend."
SHA = hashlib.sha256(TEXT.encode()).hexdigest()
GOLD = {"article_id": "other-name", "text_sha256": SHA[:16], "start": 0, "end": 20, "part": "dev"}


def on(decision: str = "accept", **fields: object) -> Decision:
    return decide(decision, **{"text_sha256": SHA, **fields})


def gold_of(
    *decisions: Decision, contested: bool = False, gold: Sequence[dict[str, object]] = ()
) -> ReviewGold:
    standings = {f"{n:016x}": Standing(item, contested) for n, item in enumerate(decisions)}
    return review_gold(standings, texts={"knee.txt": TEXT}, gold=gold, part="dev")


def test_accepted_and_relabelled_sentences_are_gold() -> None:
    found = gold_of(on(), on("relabel", new_label="hedged", start=21, end=32))

    assert {"knee.txt": {(0, 20): "unqualified", (21, 32): "hedged"}} == found.places
    assert (2, {}) == (found.n_used, found.left_out)


def test_an_expired_decision_was_true_of_the_words() -> None:
    assert 1 == gold_of(on(expires="2020-01-01")).n_used


@pytest.mark.parametrize(
    ("decision", "contested", "gold", "why"),
    [
        (on("reject"), False, (), module.NO_LABEL),
        (on("unsure"), False, (), module.NO_LABEL),
        (on(label="undecided"), False, (), module.NO_LABEL),
        (on(), True, (), module.CONTESTED),
        (on(article_id="gone.txt"), False, (), module.NO_ARTICLE),
        (on(text_sha256="0" * 64), False, (), module.CHANGED),
        (on(text_sha256=""), False, (), module.CHANGED),
        (on(), False, ({**GOLD, "part": "test", "start": 21, "end": 32},), module.TAKEN),
        (on(), False, (GOLD,), module.DOUBLE),
    ],
)
def test_what_is_left_out_is_counted_with_its_reason(
    decision: Decision, contested: bool, gold: tuple[dict[str, object], ...], why: str
) -> None:
    found = gold_of(decision, contested=contested, gold=gold)

    assert (0, {why: 1}) == (found.n_used, found.left_out)


def test_gold_of_the_same_part_leaves_other_sentences_free() -> None:
    assert 1 == gold_of(on(start=21, end=32), gold=(GOLD,)).n_used
