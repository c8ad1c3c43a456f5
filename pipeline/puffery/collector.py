"""Applies decisions of reviewers and gathers the small records of a run, as articles stream by.

In: audits and skipped inputs, one by one. Out: the `AuditRun`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import replace

from puffery.aggregate.corpus import CorpusCounts
from puffery.aggregate.summary import summarise_article, summarise_run
from puffery.explain.pivot import find_pivot
from puffery.records import ArticleAudit, ArticleSummary, AuditRun, SkippedArticle
from puffery.review.desk import open_desk
from puffery.run_info import run_info
from puffery.settings import Settings


class Collector:
    """Keeps one summary an article, counts over all, and the fingerprint of all inputs in order.

    Args:
        settings: Settings of the run.
        created: Time stamp of the run, ISO 8601; its day tells which decisions have expired.

    Attributes:
        corpus: Counts over the whole folder.
    """

    def __init__(self, settings: Settings, created: str) -> None:
        self._settings = settings
        self._desk = open_desk(settings, created=created, pivot_of=find_pivot)
        self._articles: list[ArticleSummary] = []
        self._skipped: list[SkippedArticle] = []
        self._digest = hashlib.sha256()
        self.corpus = CorpusCounts()

    def over(
        self, items: Iterable[ArticleAudit | SkippedArticle]
    ) -> Iterator[ArticleAudit | SkippedArticle]:
        """Yield every item, audits with the decisions of reviewers applied, and count it."""
        for item in self._desk.over(items):
            self._add(item)
            yield item

    def _add(self, item: ArticleAudit | SkippedArticle) -> None:
        if isinstance(item, SkippedArticle):
            self._skipped.append(item)
            self._digest.update(f"{item.article_id}\x1f{item.reason}\n".encode())
        else:
            self._articles.append(summarise_article(item))
            self.corpus.add(item)
            self._digest.update(f"{item.article.article_id}\x1f{item.text_sha256}\n".encode())

    def finish(self, *, run_id: str, created: str, input_name: str) -> AuditRun:
        """Return the run, articles worst first."""
        info = run_info(
            run_id=run_id,
            created=created,
            input_name=input_name,
            settings=self._settings,
            input_sha256=self._digest.hexdigest(),
        )
        left = self.corpus.n_not_compared
        if left:
            note = f"{left:,} claims came too late to be compared for repetition."
            info = replace(info, notes=(*info.notes, note))
        return self._desk.sign(summarise_run(info, self._articles, self._skipped))
