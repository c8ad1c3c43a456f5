"""Device and mention scores, worked out by hand."""

from __future__ import annotations

import pytest

from puffery.learn.scoring.confusion import N_RESAMPLES
from puffery.learn.scoring.evaluate import evaluate
from puffery.records import Device

from .builders import audit, gold


def _diseases(*texts: str) -> list[tuple[str, str]]:
    return [(text, "DISEASE") for text in texts]


def f1(wanted: list[str] | None, found: tuple[str, ...], *, overlap: bool) -> float:
    result = evaluate([gold(disease=wanted)], [audit("none", *_diseases(*found))])
    scores = result.mentions_overlap if overlap else result.mentions_exact
    return next(score.f1 for score in scores if score.name == "DISEASE")


@pytest.mark.parametrize(
    ("wanted", "found", "exact", "overlap"),
    [
        (["lupus"], ("lupus",), 1.0, 1.0),
        (["lupus", "lupus"], ("lupus",), 2 / 3, 2 / 3),
        (["lupus"], ("lupus", "lupus"), 2 / 3, 2 / 3),
        (["Lupus"], ("lupus",), 0.0, 1.0),
        (["knee  pain"], ("knee\npain",), 1.0, 1.0),
        (["chronic knee pain"], ("knee pain",), 0.0, 1.0),
        (["knee pain"], ("knee", "pain"), 0.0, 2 / 3),
        ([], ("lupus",), 0.0, 0.0),
        (["lupus"], (), 0.0, 0.0),
        ([], (), 0.0, 0.0),
        (None, ("lupus",), 0.0, 0.0),
    ],
)
def test_evaluate_scores_mentions_as_multisets(
    wanted: list[str] | None, found: tuple[str, ...], exact: float, overlap: float
) -> None:
    assert exact == pytest.approx(f1(wanted, found, overlap=False))
    assert overlap == pytest.approx(f1(wanted, found, overlap=True))


def test_evaluate_overlap_does_not_depend_on_the_order() -> None:
    wanted, found = ["knee pain", "knee"], ("knee", "pain")

    assert f1(wanted[::-1], found, overlap=True) == f1(wanted, found, overlap=True)


def test_evaluate_leaves_out_sentences_without_mention_gold() -> None:
    result = evaluate(
        [gold(disease=["lupus"]), gold(disease=None)],
        [audit("none", *_diseases("lupus")), audit("none", *_diseases("gout", "flu"))],
    )

    disease = result.mentions_exact[1]
    assert ("DISEASE", 1.0, 1.0, 1) == (
        disease.name, disease.precision, disease.recall, disease.n_gold,
    )  # fmt: skip


def test_evaluate_compares_devices_where_both_have_one() -> None:
    rows = [("offer", "offer"), ("offer", "hype"), ("hype", ""), ("", "hype")]

    result = evaluate(
        [gold("promotional", device=wanted) for wanted, _ in rows],
        [
            audit("promotional" if found else "none", device=Device(found) if found else None)
            for _, found in rows
        ],
    )

    assert 0.5 == result.device_accuracy


def test_evaluate_lists_wrong_sentences_in_order() -> None:
    result = evaluate(
        [gold("hedged", doc="a"), gold("none", doc="b"), gold("promotional", doc="c")],
        [audit("none"), audit("none"), audit("unqualified", rule="UNQ-001")],
    )

    assert (
        ("a-1", "hedged", "none", "NON-001", "the text"),
        ("c-1", "promotional", "unqualified", "UNQ-001", "the text"),
    ) == result.errors


def test_evaluate_of_right_labels_is_perfect_and_certain() -> None:
    every = ["none", "hedged", "unqualified", "promotional"]

    result = evaluate(
        [gold(label, doc=doc) for doc in "ab" for label in every],
        [audit(label) for _ in "ab" for label in every],
    )

    assert (1.0, 1.0, (1.0, 1.0)) == (result.macro_f1, result.accuracy, result.interval)
    assert 0.1 == pytest.approx(result.majority_f1)
    assert () == result.errors


def test_evaluate_draws_documents_not_sentences() -> None:
    rows = [gold("hedged", doc="one") for _ in range(50)]
    audits = [audit("hedged" if n % 2 else "none") for n in range(50)]

    result = evaluate(rows, audits)

    assert (result.macro_f1, result.macro_f1) == result.interval
    assert N_RESAMPLES == 1000


def test_evaluate_refuses_lists_of_different_length() -> None:
    with pytest.raises(ValueError, match=r"shorter|broadcast|argument"):
        evaluate([gold(), gold()], [audit()])
