"""Titles and headings that promise more than the text under them.

In: the views of an article's sentences. Out: headings, each with the hedged sentences below it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from puffery.guidance.sentences.conditions import ArticleFacts, holds
from puffery.guidance.sentences.find import find_any
from puffery.guidance.sentences.view import RuleView
from puffery.records import Framing

LEAST_HEDGED = 0.5
"""Sentences that hedge or call the use experimental for each claim under a heading, from which the
heading outruns them."""

EXPERIMENTAL = (
    "{hedge.limit}",
    "experimental|investigational|unproven|preclinical|preliminary",
    "clinical? trial|trials are <2> underway|under_way|ongoing|needed",
    "more|further research|studies is|are needed",
)
"""Words that call a use experimental."""

_NO_FACTS = ArticleFacts(sells=False)


def find_headlines(
    patterns: Sequence[str], views: Sequence[RuleView]
) -> Iterator[tuple[int, tuple[int, ...]]]:
    """Yield headings without a hedge over text that is mostly hedged or experimental.

    Args:
        patterns: Words that make a heading a promise, beside its label.
        views: Sentences of the article, in order.

    Yields:
        Index of the title or heading, and of the sentences below it that hedge.
    """
    for at, view in enumerate(views):
        if not (view.audit.sentence.is_title or holds("heading", view, _NO_FACTS)):
            continue
        bold = view.audit.label in (Framing.UNQUALIFIED, Framing.PROMOTIONAL)
        if view.audit.label is Framing.HEDGED:
            continue
        if not bold and find_any(patterns, view.text) is None:
            continue
        below = list(_below(at, views))
        claims = [v for v in below if v.audit.label is not Framing.NONE]
        doubting = [v for v in below if find_any(EXPERIMENTAL, v.text) is not None]
        hedged = [v for v in claims if v.audit.label is Framing.HEDGED]
        wary = {v.index for v in (*doubting, *hedged)}
        if wary and len(wary) >= LEAST_HEDGED * len(claims):
            yield view.index, tuple(sorted(wary))


def _below(at: int, views: Sequence[RuleView]) -> Iterator[RuleView]:
    """Yield the sentences under a heading, up to the next one; under a title, all others."""
    title = views[at].audit.sentence.is_title
    for view in views[at + 1 :]:
        heading = holds("heading", view, _NO_FACTS) or view.audit.sentence.is_title
        if heading and not title:
            return
        if not heading:
            yield view
