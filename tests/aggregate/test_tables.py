"""Frames and files of results."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from puffery.aggregate.summary import summarise_article
from puffery.aggregate.tables import article_frame, defuse, sentence_frame, write_article_tables
from puffery.errors import ReportError
from puffery.records import Article, ArticleSummary
from puffery.run import audit_text
from tests.classify.pipeline import pipeline


@pytest.fixture(scope="module")
def row() -> ArticleSummary:
    return summarise_article(audit_text(pipeline(), Article("ä.txt", "PRP eases knee pain.")))


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@x", "\tx", "\rx", "  =1"])
def test_defuse_puts_an_apostrophe_before_formulas(cell: str) -> None:
    assert f"'{cell}" == defuse(cell)


@pytest.mark.parametrize("cell", ["", "PRP = good", "a-b", "naïve"])
def test_defuse_leaves_other_cells(cell: str) -> None:
    assert cell == defuse(cell)


def test_write_article_tables_defuses_csv_and_keeps_parquet_raw(
    row: ArticleSummary, tmp_path: Path
) -> None:
    write_article_tables([replace(row, title="=HYPERLINK()")], tmp_path)

    with (tmp_path / "articles.csv").open(encoding="utf-8", newline="") as handle:
        cells = next(csv.DictReader(handle))
    assert "'=HYPERLINK()" == cells["title"]
    assert "ä.txt" == cells["article_id"]
    assert "=HYPERLINK()" == pd.read_parquet(tmp_path / "articles.parquet")["title"][0]


def test_write_article_tables_of_no_article_still_has_columns(tmp_path: Path) -> None:
    write_article_tables([], tmp_path)

    assert list(article_frame([]).columns) == list(pd.read_csv(tmp_path / "articles.csv").columns)


def test_write_article_tables_says_where_it_cannot_write(
    row: ArticleSummary, tmp_path: Path
) -> None:
    with pytest.raises(ReportError) as caught:
        write_article_tables([row], tmp_path / "missing")

    assert "PUF801" == caught.value.code


def test_sentence_frame_has_one_row_a_sentence() -> None:
    audit = audit_text(pipeline(), Article("a.txt", "PRP eases knee pain. Lupus is a disease."))

    frame = sentence_frame([audit])

    assert ["unqualified", "none"] == list(frame["label"])
    assert ["PRP"] == frame["therapies"][0]
