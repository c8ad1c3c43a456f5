"""Scores worked out by hand."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from puffery.errors import GoldError
from puffery.learn.gold import read_gold
from puffery.learn.scoring.evaluate import evaluate
from puffery.records import MentionLabel

from .builders import audit, gold


def test_evaluate_counts_classes_and_confusion_by_hand() -> None:
    wanted = ["none", "none", "hedged", "unqualified"]
    given = ["none", "hedged", "hedged", "none"]

    result = evaluate(
        [gold(g, doc=d) for g, d in zip(wanted, "abcd", strict=True)], [audit(x) for x in given]
    )

    assert ((1, 1, 0, 0), (0, 1, 0, 0), (1, 0, 0, 0), (0, 0, 0, 0)) == result.confusion
    none, hedged = result.classes[:2]
    assert (0.5, 0.5, 0.5) == (none.precision, none.recall, none.f1)
    assert 2 / 3 == pytest.approx(hedged.f1)
    assert (0.5 + 2 / 3) / 3 == pytest.approx(result.macro_f1)
    assert 0.5 == result.accuracy
    assert (2 / 3) / 3 == pytest.approx(result.majority_f1)
    assert 4 == result.n_docs


def test_evaluate_gives_the_same_interval_twice_and_it_holds_the_point() -> None:
    rows = [gold("none" if i % 3 else "hedged", doc=f"d{i % 7}") for i in range(40)]
    audits = [audit("none" if i % 4 else "hedged") for i in range(40)]

    first, second = evaluate(rows, audits), evaluate(rows, audits)

    assert first.interval == second.interval
    assert first.interval[0] <= first.macro_f1 <= first.interval[1]


def test_evaluate_counts_each_mention_once() -> None:
    rows = [gold("none", therapy=("PRP", "PRP", "knee surgery"))]
    audits = [audit("none", ("PRP", "THERAPY"), ("surgery", "THERAPY"), ("PRP", "DISEASE"))]

    result = evaluate(rows, audits)

    exact, overlap = result.mentions_exact[0], result.mentions_overlap[0]
    assert (0.5, 1 / 3) == (exact.precision, pytest.approx(exact.recall))
    assert (1.0, 2 / 3) == (overlap.precision, pytest.approx(overlap.recall))
    assert 0 == result.mentions_exact[1].n_gold


def test_strength_is_scored_where_gold_and_output_have_one() -> None:
    wanted, given = [0, 3, 3, 2, None], [0, 3, 2, None, 1]

    result = evaluate([gold(strength=x) for x in wanted], [audit(strength=x) for x in given])

    assert result.strength == (pytest.approx(2 / 3), pytest.approx((1 + 2 / 3 + 0) / 3))
    assert evaluate([gold()], [audit()]).strength is None


@pytest.fixture
def standoff(tmp_path: Path) -> tuple[Path, str]:
    text = "🙂 PRP eases pain. Lupus is a disease."
    gold_file = tmp_path / "gold.jsonl"
    digest = hashlib.sha256(text.encode()).hexdigest()[:16]
    row = {"article_id": "a", "start": 2, "end": 17, "label": "unqualified", "text_sha256": digest}
    rows = [{**row, "therapy": [[2, 5]], "part": "dev"}, {**row, "part": "test"}]
    gold_file.write_text("".join(json.dumps(r) + "\n" for r in rows), encoding="utf-8")
    return gold_file, text


def test_read_gold_resolves_standoff_records_of_a_part(standoff: tuple[Path, str]) -> None:
    rows = read_gold(standoff[0], texts={"a": standoff[1]}, part="dev")

    assert ["PRP eases pain."] == [row.text for row in rows]
    assert ("PRP",) == rows[0].mentions[MentionLabel.THERAPY]
    assert rows[0].mentions[MentionLabel.DISEASE] is None


def test_read_gold_refuses_a_missing_or_changed_article(standoff: tuple[Path, str]) -> None:
    gold_file = standoff[0]
    with pytest.raises(GoldError, match="no article 'a'"):
        read_gold(gold_file)
    with pytest.raises(GoldError, match="not the text annotated"):
        read_gold(gold_file, texts={"a": "other"})
