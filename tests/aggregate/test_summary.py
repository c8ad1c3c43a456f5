"""Counts, risk score and order."""

from __future__ import annotations

from collections import Counter

import pytest

from puffery.aggregate.summary import risk_score, summarise_article, summarise_run
from puffery.records import Article, Framing, RunInfo, SkippedArticle, SkipReason
from puffery.run import audit_text
from tests.classify.pipeline import pipeline

INFO = RunInfo("run", "2026-01-01", "in", (), (), ())


@pytest.mark.parametrize(
    ("counts", "n", "score"),
    [
        ({}, 0, 0.0),
        ({Framing.NONE: 4}, 4, 0.0),
        ({Framing.PROMOTIONAL: 4}, 4, 100.0),
        ({Framing.UNQUALIFIED: 1, Framing.HEDGED: 2}, 10, 9.0),
    ],
)
def test_risk_score_is_the_weighted_share(counts: dict[Framing, int], n: int, score: float) -> None:
    assert score == risk_score(Counter(counts), n)


def test_summarise_article_counts_labels_and_concepts() -> None:
    text = "PRP eases knee pain. PRP may ease knee pain. Call us today! Lupus is a disease."

    row = summarise_article(audit_text(pipeline(), Article("a.txt", text)))

    assert (1, 1, 1, 1) == (row.n_none, row.n_hedged, row.n_unqualified, row.n_promotional)
    assert 4 == row.n_sentences
    assert (1, 2) == (row.n_therapies, row.n_diseases)
    assert 0.25 == row.share_promotional
    assert len(text) == row.n_chars


def test_summarise_article_takes_the_title_or_the_first_words() -> None:
    given = audit_text(pipeline(), Article("a.txt", "Lupus is common.", title="On lupus"))
    long = audit_text(pipeline(), Article("a.txt", "word " * 60))

    assert "On lupus" == summarise_article(given).title
    assert summarise_article(long).title.endswith("…")


def test_summarise_run_puts_the_worst_first_and_sorts_skipped() -> None:
    good = summarise_article(audit_text(pipeline(), Article("a.txt", "Lupus is a disease.")))
    bad = summarise_article(audit_text(pipeline(), Article("b.txt", "Call us today!")))
    skipped = [SkippedArticle(i, i, SkipReason.EMPTY, "empty") for i in ("z.txt", "c.txt")]

    run = summarise_run(INFO, [good, bad], skipped)

    assert ["b.txt", "a.txt"] == [row.article_id for row in run.articles]
    assert ["c.txt", "z.txt"] == [item.source for item in run.skipped]
