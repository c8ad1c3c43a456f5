from __future__ import annotations

from dataclasses import replace

from puffery.records import ArticleAudit, Framing
from puffery.report import queue
from puffery.report.queue import ReviewQueue

from .conftest import build_audit


def _doubted(*doubts: float, article_id: str = "a.txt") -> ArticleAudit:
    audit = build_audit(article_id)
    sentences = tuple(
        replace(item, doubt=doubt, rule_label=Framing.NONE, label=Framing.HEDGED)
        for item, doubt in zip(audit.sentences, doubts, strict=False)
    )
    return replace(audit, sentences=sentences)


def test_disagreements_come_most_doubtful_first() -> None:
    review = ReviewQueue()
    review.add(_doubted(0.2, 0.6))
    review.add(_doubted(0.4, article_id="b.txt"))

    assert [("a.txt", 1), ("b.txt", 0), ("a.txt", 0)] == [
        (row.article_id, row.index) for row in review.rows()
    ]
    assert {"hedged"} == {row.label for row in review.rows()}
    assert {"none"} == {row.rule_label for row in review.rows()}


def test_agreement_is_not_queued_unless_undecided() -> None:
    audit = _doubted(0.3)
    agreed = replace(audit.sentences[0], rule_label=Framing.HEDGED)
    review = ReviewQueue()

    review.add(replace(audit, sentences=(agreed,)))
    assert [] == review.rows()
    review.add(replace(audit, sentences=(replace(agreed, undecided=True),)))
    assert ["undecided"] == [row.label for row in review.rows()]


def test_the_queue_keeps_the_most_doubtful_and_counts_all(monkeypatch) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setattr(queue, "MOST", 2)
    review = ReviewQueue()
    review.add(_doubted(0.1, 0.5, 0.3))

    assert [0.5, 0.3] == [row.doubt for row in review.rows()]
    assert 3 == review.n_found
