"""The checklist: whether an article says what a reader needs, and in which sentence.

In: the views of an article's sentences and a topic. Out: an `ArticleCheck`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from puffery.catalogue.tables import Topic
from puffery.guidance.sentences.find import find_any
from puffery.guidance.sentences.view import RuleView
from puffery.records import Article, ArticleCheck, CheckStatus

AUTHOR, DATE = "author", "date"
"""Topics that the metadata of an article can settle."""


@dataclass(frozen=True, slots=True)
class TopicSentences:
    """Where an article speaks of a topic.

    Attributes:
        found: Sentences that say it fully, by index, best first.
        partly: Sentences that touch it, by index, those of earlier patterns first.
    """

    found: tuple[int, ...]
    partly: tuple[int, ...]


def find_topic(topic: Topic, views: Sequence[RuleView]) -> TopicSentences:
    """Return where the sentences of an article speak of a topic.

    Args:
        topic: The topic.
        views: Sentences in order; headings name most topics without saying anything and count only
            where anything counts (a line "Advertisement" or "By Anna Berg" says it all).
    """
    full: list[tuple[int, int]] = []
    partly: list[tuple[int, int]] = []
    for view in views:
        heading = view.audit.sentence.block in ("title", "heading")
        if (heading or view.audit.sells) and not topic.any_text:
            continue
        if find_any(topic.unless, view.text) is not None:
            continue
        n_found = _count(topic.found, view)
        if n_found:
            full.append((-n_found, view.index))
        else:
            ranks = enumerate(topic.partly)
            rank = next((n for n, text in ranks if find_any((text,), view.text)), None)
            if rank is not None:
                partly.append((rank, view.index))
    return TopicSentences(
        tuple(index for _, index in sorted(full)), tuple(index for _, index in sorted(partly))
    )


def check_topic(
    rule_id: str, topic: Topic, article: Article, views: Sequence[RuleView]
) -> ArticleCheck:
    """Return the row of the checklist for a topic.

    Args:
        rule_id: The rule that asks for it.
        topic: The topic.
        article: The article; its metadata settle author and date.
        views: Its sentences.
    """
    known = {AUTHOR: article.author, DATE: article.date}.get(topic.name, "")
    if known:
        return _row(rule_id, topic, CheckStatus.FOUND, None, "the metadata of the article give it")
    where = find_topic(topic, views)
    if where.found:
        return _row(rule_id, topic, CheckStatus.FOUND, where.found[0], _number(where.found))
    if where.partly:
        return _row(rule_id, topic, CheckStatus.PARTLY, where.partly[0], "it is only touched on")
    return _row(rule_id, topic, CheckStatus.NOT_FOUND, None, "no sentence was recognised to say it")


def _row(
    rule_id: str, topic: Topic, status: CheckStatus, index: int | None, note: str
) -> ArticleCheck:
    return ArticleCheck(rule_id, topic.name, topic.title, status, index, note)


def _number(found: tuple[int, ...]) -> str:
    return f"{len(found)} sentence{'s say' if len(found) > 1 else ' says'} it"


def _count(patterns: Iterable[str], view: RuleView) -> int:
    return sum(find_any((text,), view.text) is not None for text in patterns)
