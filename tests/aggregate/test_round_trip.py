"""Tables written and read back; order of a run."""

from __future__ import annotations

import csv
import itertools
from collections import Counter
from pathlib import Path

import pandas as pd
import pytest

from puffery.aggregate.summary import risk_score, summarise_run
from puffery.aggregate.tables import article_frame, defuse, write_article_tables
from puffery.records import ArticleSummary, Framing, RunInfo

INFO = RunInfo("run", "2026-01-01", "in", (), (), ())


def summary(
    article_id: str, *, title: str = "T", score: float = 0.0, n_pro: int = 0
) -> ArticleSummary:
    return ArticleSummary(
        article_id=article_id,
        title=title,
        source=article_id,
        source_format="txt",
        url="",
        date="",
        author="",
        publisher="",
        text_sha256="0" * 64,
        n_chars=10,
        n_sentences=4,
        n_none=4 - n_pro,
        n_hedged=0,
        n_unqualified=0,
        n_promotional=n_pro,
        share_unqualified=0.0,
        share_promotional=n_pro / 4,
        risk_score=score,
        n_therapies=0,
        n_diseases=0,
    )


TITLES = [
    "Ginger, “plain” and simple",
    'A "quoted" title, with commas',
    "Zwei Zeilen\nhier",
    "Zeile\r\nmit Rücklauf",
    "生姜は効く 🙂",
    "e\u0301 and \u00a0 and \u200b",
    "",
    "NA",
    "007",
]


def test_csv_round_trip_keeps_every_cell(tmp_path: Path) -> None:
    rows = [summary(f"a{n}.txt", title=title) for n, title in enumerate(TITLES)]

    write_article_tables(rows, tmp_path)

    with (tmp_path / "articles.csv").open(encoding="utf-8", newline="") as handle:
        got = list(csv.DictReader(handle))
    assert TITLES == [row["title"] for row in got]
    assert ["0.0"] * len(rows) == [row["risk_score"] for row in got]


def test_parquet_round_trip_keeps_cells_and_types(tmp_path: Path) -> None:
    rows = [summary(f"a{n}.txt", title=title) for n, title in enumerate([*TITLES, "=1", "\t=1"])]

    write_article_tables(rows, tmp_path)

    pd.testing.assert_frame_equal(
        article_frame(rows), pd.read_parquet(tmp_path / "articles.parquet")
    )


def test_csv_defuses_every_text_column_and_no_number(tmp_path: Path) -> None:
    write_article_tables([summary("@a.txt", title="-1")], tmp_path)

    with (tmp_path / "articles.csv").open(encoding="utf-8", newline="") as handle:
        row = next(csv.DictReader(handle))
    assert ("'@a.txt", "'@a.txt", "'-1") == (row["article_id"], row["source"], row["title"])
    assert "10" == row["n_chars"]


@pytest.mark.parametrize("cell", ["\t=1", "\r=1", "=é", "@名", " \t=1", "   -1", "+🙂"])
def test_defuse_covers_tabs_returns_and_unicode(cell: str) -> None:
    assert f"'{cell}" == defuse(cell)


@pytest.mark.parametrize("cell", ["\n=1", "\u00a0=1", "\ufeff=1", "＝1"])
def test_defuse_covers_other_leading_marks(cell: str) -> None:
    assert f"'{cell}" == defuse(cell)


@pytest.mark.parametrize("cell", ["naïve = good", "a\t=1", "'=1", "生姜", "“=1”"])
def test_defuse_leaves_plain_text(cell: str) -> None:
    assert cell == defuse(cell)


def test_summarise_run_orders_by_score_then_promotional_then_id() -> None:
    worst = summary("z", score=50.0)
    more = summary("y", score=20.0, n_pro=2)
    fewer_a = summary("a", score=20.0, n_pro=1)
    fewer_b = summary("b", score=20.0, n_pro=1)
    best = summary("c")
    expected = (worst, more, fewer_a, fewer_b, best)

    orders = {summarise_run(INFO, order, ()).articles for order in itertools.permutations(expected)}

    assert {expected} == orders


@pytest.mark.parametrize(
    ("worse", "better"),
    [
        ({Framing.PROMOTIONAL: 1}, {Framing.UNQUALIFIED: 1}),
        ({Framing.UNQUALIFIED: 1}, {Framing.HEDGED: 1}),
        ({Framing.HEDGED: 1}, {Framing.NONE: 1}),
        ({Framing.PROMOTIONAL: 2}, {Framing.PROMOTIONAL: 1}),
    ],
)
def test_risk_score_rises_with_severity_and_number(
    worse: dict[Framing, int], better: dict[Framing, int]
) -> None:
    assert risk_score(Counter(worse), 10) > risk_score(Counter(better), 10)


def test_risk_score_falls_as_the_article_grows() -> None:
    assert risk_score(Counter({Framing.PROMOTIONAL: 1}), 5) > risk_score(
        Counter({Framing.PROMOTIONAL: 1}), 50
    )
