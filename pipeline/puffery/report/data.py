"""Plain view records of one article, from which any text or HTML format can be rendered.

In: an `ArticleAudit`. Out: an `ArticleView`: the whole text in reading order (see
`report.layout`), and beside it why each sentence has its label.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass

from puffery.records import (
    UNDECIDED,
    Article,
    ArticleAudit,
    BlockKind,
    Framing,
    Pivot,
    Reason,
    SentenceAudit,
)
from puffery.report.layout import BlockView, view_blocks

KEY_CHARS = 12
"""Hex digits of the SHA-256 of an article id that make it unique in a run (48 bits: in 100,000
articles the chance of one collision is below 2 in 100,000)."""

SLUG_CHARS = 48
"""Longest readable part of a slug, so that names stay far below the 255 bytes of file systems."""

TITLE_CHARS = 120
"""Longest title made from the first words of an article that has none."""

_UNSAFE = re.compile(r"[^a-z0-9]+")
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class RuleView:
    """What a rule says about every sentence it decides; shown once an article.

    Attributes:
        number: Running number in the article, from 0.
        reason: The first reason given by the rule; its message is that of one sentence.
    """

    number: int
    reason: Reason


@dataclass(frozen=True, slots=True)
class CardView:
    """Why one sentence has its label.

    Attributes:
        audit: The sentence audit.
        fingerprint: Fingerprint of the finding, empty for a sentence without one.
        severity: `high`, `medium` or `low`, empty for a sentence without a finding.
        rules: Numbers of the `RuleView`s, in the order of the audit's reasons.
    """

    audit: SentenceAudit
    fingerprint: str
    severity: str
    rules: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ArticleView:
    """One article, ready to be rendered.

    Attributes:
        article: The article.
        key: Hash of the article id, `KEY_CHARS` hex digits; the ids in a page end in it.
        slug: Safe, unique file name without its extension; ends in `key`.
        title: Title, or the first words when there is none.
        title_block: The block of the title where the text begins with it, else None.
        blocks: All other blocks, in reading order.
        cards: One a sentence, in order.
        rules: The rules that the cards refer to, in order of first use.
        pivot: Where the article turns from teaching to selling, None where it does not.
        counts: Number of sentences a framing, in the order of `Framing`, then undecided ones.
    """

    article: Article
    key: str
    slug: str
    title: str
    title_block: BlockView | None
    blocks: tuple[BlockView, ...]
    cards: tuple[CardView, ...]
    rules: tuple[RuleView, ...]
    counts: tuple[int, ...]
    pivot: Pivot | None


def article_key(article_id: str) -> str:
    """Return the hash that stands for an article in links: `KEY_CHARS` lower-case hex digits."""
    raw = article_id.encode("utf-8", "surrogatepass")
    return hashlib.sha256(raw).hexdigest()[:KEY_CHARS]


def article_slug(article_id: str) -> str:
    """Return a file name (no extension) of `a-z0-9-`: readable part, hyphen, `article_key`."""
    words = _UNSAFE.sub("-", article_id.lower()).strip("-")
    if len(words) > SLUG_CHARS:  # the end of a path says more than its beginning
        words = words[-SLUG_CHARS:].partition("-")[2] or words[-SLUG_CHARS:]
    return f"{words or 'article'}-{article_key(article_id)}"


def view_article(audit: ArticleAudit) -> ArticleView:
    """Build everything that a page about one article shows.

    Args:
        audit: The article audit.

    Returns:
        The view; it refers to the audit's records and holds nothing from outside them.
    """
    article = audit.article
    findings = {f.audit.sentence.index: (f.fingerprint, f.severity) for f in audit.findings}
    rules: dict[tuple[str, ...], RuleView] = {}
    cards: list[CardView] = []
    for item in audit.sentences:
        used = tuple(_rule_number(rules, reason) for reason in item.reasons)
        fingerprint, severity = findings.get(item.sentence.index, ("", ""))
        cards.append(CardView(item, fingerprint, severity, used))
    blocks = view_blocks(audit)
    has_title = bool(blocks) and _is_title(blocks[0])
    labels = [item.shown for item in audit.sentences]
    return ArticleView(
        article=article,
        key=article_key(article.article_id),
        slug=article_slug(article.article_id),
        title=article.title or _first_words(article),
        title_block=blocks[0] if has_title else None,
        blocks=blocks[1:] if has_title else blocks,
        cards=tuple(cards),
        rules=tuple(rules.values()),
        counts=tuple(labels.count(name) for name in (*Framing, UNDECIDED)),
        pivot=audit.pivot,
    )


def _is_title(block: BlockView) -> bool:
    audits = [piece.audit for piece in block.pieces if piece.audit is not None]
    return block.kind is BlockKind.TITLE or bool(audits and audits[0].sentence.is_title)


def _first_words(article: Article) -> str:
    words = _SPACE.sub(" ", article.text[: TITLE_CHARS * 2]).strip()
    if len(words) > TITLE_CHARS:
        words = words[:TITLE_CHARS].rsplit(" ", 1)[0] + "…"
    return words or article.article_id


def _rule_number(rules: dict[tuple[str, ...], RuleView], reason: Reason) -> int:
    identity = (
        reason.rule_id,
        reason.question.value,
        reason.why,
        reason.fix,
        reason.clause,
        reason.url,
    )
    return rules.setdefault(identity, RuleView(len(rules), reason)).number
