"""The sentences that a reviewer should see first: where rules and classifier disagree, by doubt.

In: `ArticleAudit`s one after another. Out: `QueueRow`s, most doubtful first.
"""

from __future__ import annotations

import heapq
from dataclasses import dataclass

from puffery.records import ArticleAudit, SentenceAudit
from puffery.report.json_v1 import Json

MOST = 10_000
"""Rows that are kept, so that memory stays flat; `sentences.jsonl` has every sentence."""


@dataclass(frozen=True, slots=True, order=True)
class QueueRow:
    """One sentence of the queue.

    Attributes:
        doubt: 1 minus the probability of its label, 0 to 1.
        article_id: The article.
        index: Index of the sentence in it.
        label: Label as reports show it.
        likeliest: The most probable label.
        rule_label: What the rules say.
        text: The sentence.
    """

    doubt: float
    article_id: str
    index: int
    label: str
    likeliest: str
    rule_label: str
    text: str

    def record(self) -> dict[str, Json]:
        """Return one line of `review_queue.jsonl`."""
        return {
            "article_id": self.article_id,
            "index": self.index,
            "doubt": self.doubt,
            "label": self.label,
            "likeliest": self.likeliest,
            "rule_label": self.rule_label or None,
            "text": self.text,
        }


class ReviewQueue:
    """Collects the sentences on which rules and classifier disagree, and undecided ones.

    What a reviewer has settled is left out.
    """

    def __init__(self) -> None:
        self._heap: list[QueueRow] = []
        self.n_found = 0

    def add(self, audit: ArticleAudit) -> None:
        """Take the sentences of an article."""
        settled = {
            finding.audit.sentence.index
            for finding in audit.findings
            if finding.review is not None and finding.review.is_settled
        }
        for item in audit.sentences:
            if _asks_for_review(item) and item.sentence.index not in settled:
                self.n_found += 1
                self._push(_row(audit.article.article_id, item))

    def rows(self) -> list[QueueRow]:
        """Return the rows, most doubtful first; ties in the order of article and sentence."""
        return sorted(self._heap, key=lambda row: (-row.doubt, row.article_id, row.index))

    def _push(self, row: QueueRow) -> None:
        if len(self._heap) < MOST:
            heapq.heappush(self._heap, row)
        else:
            heapq.heappushpop(self._heap, row)


def _asks_for_review(item: SentenceAudit) -> bool:
    return item.undecided or item.rule_label not in (None, item.label)


def _row(article_id: str, item: SentenceAudit) -> QueueRow:
    return QueueRow(
        doubt=item.doubt,
        article_id=article_id,
        index=item.sentence.index,
        label=item.shown,
        likeliest=item.label.value,
        rule_label=item.rule_label.value if item.rule_label else "",
        text=" ".join(item.sentence.text.split()),
    )
