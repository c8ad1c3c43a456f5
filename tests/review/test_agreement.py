"""Kappa of two reviewers against hand-counted and library figures."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pytest
from sklearn.metrics import cohen_kappa_score
from typer.testing import CliRunner

from puffery.cli.main import app
from puffery.errors import ReviewError
from puffery.records import Decision
from puffery.review.agreement import choice_of, compare_reviewers
from puffery.review.decision_lines import DecisionFile

from .conftest import decide, file_of, write_decisions


def decisions(choices: Sequence[str], *, per_article: int = 3, **fields: object) -> list[Decision]:
    """Return one decision a choice: `accept`, `reject`, `unsure`, `undo` or a new label."""
    made = []
    for number, choice in enumerate(choices):
        own = {"fingerprint": f"{number:016x}", "start": number, **fields}
        own["article_id"] = f"article-{number // per_article}"
        is_kind = choice in ("accept", "reject", "unsure", "undo")
        made.append(
            decide(choice, **own) if is_kind else decide("relabel", new_label=choice, **own)
        )
    return made


def files(a: Sequence[str], b: Sequence[str], **options: int) -> tuple[DecisionFile, DecisionFile]:
    return (
        file_of(*decisions(a, **options), name="a"),
        file_of(*decisions(b, reviewer="berta", **options), name="b"),
    )


def test_kappa_of_a_table_counted_by_hand() -> None:
    # 20 both accept, 15 both reject, 5 and 10 apart: observed 0.7, by chance 0.5, kappa 0.4
    a = ["accept"] * 25 + ["reject"] * 25
    b = ["accept"] * 20 + ["reject"] * 5 + ["accept"] * 10 + ["reject"] * 15

    result = compare_reviewers(*files(a, b))

    assert 0.4 == pytest.approx(result.kappa)
    assert (50, 0.7) == (result.n, result.share)
    assert ("accept", "reject") == result.choices
    assert ((20, 5), (10, 15)) == result.confusion
    assert 15 == len(result.disagreements)
    assert "articles" == result.drawn
    assert result.interval is not None
    assert -0.1 < result.interval[0] < 0.4 < result.interval[1] < 0.8


def test_labels_unsure_and_undone_decisions() -> None:
    a = ["accept", "hedged", "none", "reject", "unsure", "undo", "accept", "hedged"]
    b = ["accept", "hedged", "hedged", "reject", "unsure", "accept"]

    result = compare_reviewers(*files(a, b))

    assert (5, (2, 1)) == (result.n, result.n_only)
    assert ("accept", "reject", "unsure", "none", "hedged") == result.choices
    assert cohen_kappa_score(a[:5], b[:5]) == pytest.approx(result.kappa)
    (item,) = result.disagreements
    assert ("none", "hedged") == (choice_of(item.first), choice_of(item.second))
    assert "findings" == result.drawn  # two articles say nothing about others


def test_a_relabel_to_the_label_shown_agrees_with_an_acceptance() -> None:
    result = compare_reviewers(*files(["accept", "reject"], ["unqualified", "reject"]))

    assert 1.0 == result.kappa
    assert () == result.disagreements


def test_where_all_is_one_choice_kappa_is_undefined() -> None:
    result = compare_reviewers(*files(["accept"] * 4, ["accept"] * 4))

    assert (None, None, 1.0) == (result.kappa, result.interval, result.share)


def test_reviewers_without_a_common_finding_are_told() -> None:
    with pytest.raises(ReviewError, match="no finding in common") as caught:
        compare_reviewers(*files(["accept"], ["undo"]))

    assert "PUF514" == caught.value.code


def test_the_interval_is_the_same_each_time() -> None:
    pair = files(["accept", "reject"] * 12, ["accept", "reject", "reject"] * 8)

    assert compare_reviewers(*pair) == compare_reviewers(*pair)


@pytest.fixture
def two_files(tmp_path: Path) -> tuple[str, str]:
    a, b = files(["accept", "reject", "accept"], ["accept", "hedged", "accept"])
    first = write_decisions(tmp_path / "a.jsonl", *a.decisions)
    second = write_decisions(tmp_path / "b.jsonl", *b.decisions)
    return str(first), str(second)


def test_the_command_prints_what_to_adjudicate(two_files: tuple[str, str], tmp_path: Path) -> None:
    run = tmp_path / "run"
    run.mkdir()
    row = {"fingerprint": f"{1:016x}", "text": "PRP \x1b[31mcures arthritis."}
    (run / "findings.jsonl").write_text(json.dumps(row) + "\n", encoding="utf-8")

    done = CliRunner().invoke(app, ["agreement", *two_files, "--run", str(run)])

    assert 0 == done.exit_code
    assert "3 findings decided by both, the same said of 67%" in done.stdout
    assert "1 to adjudicate" in done.stdout
    assert "a.jsonl: reject" in done.stdout
    assert "b.jsonl: hedged" in done.stdout
    assert "cures arthritis." in done.stdout
    assert "\x1b" not in done.stdout


def test_the_command_prints_json(two_files: tuple[str, str]) -> None:
    done = CliRunner().invoke(app, ["agreement", *two_files, "--json"])

    result = json.loads(done.stdout)
    assert (3, ["accept", "reject", "hedged"]) == (result["n"], result["choices"])
    assert "hedged" == result["disagreements"][0]["second"]["new_label"]
