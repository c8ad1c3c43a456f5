"""Counts per article and per run.

In: `ArticleAudit`s. Out: `ArticleSummary`s, and the `AuditRun` that the report is written from.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import TypedDict

from puffery.records import (
    ArticleAudit,
    ArticleSummary,
    AuditRun,
    Framing,
    MentionLabel,
    RunInfo,
    Severity,
    SkippedArticle,
)

WEIGHTS = {Framing.PROMOTIONAL: 1.0, Framing.UNQUALIFIED: 0.6, Framing.HEDGED: 0.15}
"""How much a sentence of a label adds to the risk score (decision 9)."""

MAX_TITLE_CHARS = 120

GRAVE = frozenset((Severity.CRITICAL, Severity.HIGH))


def risk_score(counts: Counter[Framing], n_sentences: int) -> float:
    """Return the sort key of the report: the weighted share of claim sentences, 0 to 100.

    Args:
        counts: Sentences by label.
        n_sentences: All sentences.

    Returns:
        100 would be an article of promotional sentences alone; rounded to one decimal.
    """
    if not n_sentences:
        return 0.0
    weighted = sum(weight * counts[framing] for framing, weight in WEIGHTS.items())
    return round(100 * weighted / n_sentences, 1)


def summarise_article(audit: ArticleAudit) -> ArticleSummary:
    """Return the table row of an article."""
    article = audit.article
    counts = Counter(s.label for s in audit.sentences if not s.undecided)
    n_sentences = len(audit.sentences)
    return ArticleSummary(
        article_id=article.article_id,
        title=_title(audit),
        source=article.source,
        source_format=article.source_format,
        url=article.url,
        date=article.date,
        author=article.author,
        publisher=article.publisher,
        text_sha256=audit.text_sha256,
        n_chars=len(article.text),
        n_sentences=n_sentences,
        n_none=counts[Framing.NONE],
        n_hedged=counts[Framing.HEDGED],
        n_unqualified=counts[Framing.UNQUALIFIED],
        n_promotional=counts[Framing.PROMOTIONAL],
        n_undecided=n_sentences - counts.total(),
        pivot_sentence=audit.pivot.sentence_index if audit.pivot else None,
        share_unqualified=_share(counts[Framing.UNQUALIFIED], n_sentences),
        share_promotional=_share(counts[Framing.PROMOTIONAL], n_sentences),
        risk_score=risk_score(counts, n_sentences),
        n_therapies=_distinct(audit, MentionLabel.THERAPY),
        n_diseases=_distinct(audit, MentionLabel.DISEASE),
        **_guidance(audit),
    )


class _GuidanceCounts(TypedDict, total=False):
    grade: str
    n_matches: int
    n_grave: int
    n_suppressed: int


def _guidance(audit: ArticleAudit) -> _GuidanceCounts:
    """Return the columns about audit rules, none where they were not asked."""
    if audit.guidance is None:
        return {}
    counting = [match for match in audit.guidance.matches if not match.suppressed]
    return {
        "grade": audit.guidance.grade.letter,
        "n_matches": len(counting),
        "n_grave": sum(match.severity in GRAVE for match in counting),
        "n_suppressed": len(audit.guidance.matches) - len(counting),
    }


def summarise_run(
    info: RunInfo, articles: Iterable[ArticleSummary], skipped: Iterable[SkippedArticle]
) -> AuditRun:
    """Return the run with articles worst first and skipped inputs sorted.

    Args:
        info: What the run was made with.
        articles: Summaries in any order.
        skipped: Skipped inputs in any order.
    """
    worst_first = sorted(articles, key=lambda a: (-a.risk_score, -a.n_promotional, a.article_id))
    by_source = sorted(skipped, key=lambda s: (s.source, s.article_id, s.reason))
    return AuditRun(info=info, articles=tuple(worst_first), skipped=tuple(by_source))


def _title(audit: ArticleAudit) -> str:
    if audit.article.title:
        return audit.article.title
    for sentence in audit.sentences:
        words = " ".join(sentence.sentence.text.strip("#* ").split())
        if words:
            return words if len(words) <= MAX_TITLE_CHARS else words[: MAX_TITLE_CHARS - 1] + "…"
    return audit.article.article_id


def _share(part: int, whole: int) -> float:
    return round(part / whole, 4) if whole else 0.0


def _distinct(audit: ArticleAudit, label: MentionLabel) -> int:
    names = {
        mention.concept_id or mention.text.casefold()
        for sentence in audit.sentences
        for mention in sentence.mentions
        if mention.label is label
    }
    return len(names)
