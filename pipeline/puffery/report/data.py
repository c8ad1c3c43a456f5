"""Plain view records of one article, from which any text or HTML format can be rendered.

In: an `ArticleAudit`. Out: an `ArticleView`: the whole text in reading order (see
`report.layout`), and beside it why each sentence has its label and which audit rules it matches.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from puffery.records import (
    UNDECIDED,
    Article,
    ArticleAudit,
    BlockKind,
    Exemption,
    Framing,
    Guidance,
    GuidanceMatch,
    Mention,
    Pivot,
    ReviewMark,
    SentenceAudit,
    Severity,
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


STRIP_BINS = 60
"""Parts that the strip of an article is cut into: wide enough to be seen at 300 pixels."""


RULE_MARK = "rule"
"""Mark of a sentence without a finding that matches an audit rule."""


@dataclass(frozen=True, slots=True)
class CardView:
    """Why one sentence has its label.

    Attributes:
        audit: The sentence audit.
        fingerprint: Fingerprint of the finding; of the first rule match where a sentence without
            a finding matches one; else empty.
        severity: Severity of the finding, else of the gravest rule match, else empty.
        matches: Audit rules that the sentence matches.
        is_finding: Whether it is a finding; a sentence that a reviewer relabelled as `none` is.
        review: What a reviewer decided in an earlier run, None where nobody did.
    """

    audit: SentenceAudit
    fingerprint: str
    severity: str
    matches: tuple[GuidanceMatch, ...]
    is_finding: bool = False
    review: ReviewMark | None = None

    @property
    def is_item(self) -> bool:
        """Whether a reviewer steps to it: a finding or a rule match."""
        return bool(self.matches) or self.is_finding

    @property
    def mark(self) -> str:
        """What it is marked as: its label, or `rule` for a sentence that matches rules alone."""
        return self.audit.shown if self.is_finding or not self.matches else RULE_MARK


@dataclass(frozen=True, slots=True)
class SectionView:
    """One heading of the outline.

    Attributes:
        index: `Sentence.index` of the heading.
        text: Its words.
        counts: Sentences from it to the next heading, in the order of `ArticleView.counts`.
    """

    index: int
    text: str
    counts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class StripBin:
    """A stretch of an article, for the strip of hype and hedge over its course.

    Attributes:
        promotional: Share of its sentences, 0 to 1.
        unqualified: Share of its sentences, 0 to 1.
        hedged: Share of its sentences, 0 to 1.
    """

    promotional: float
    unqualified: float
    hedged: float


@dataclass(frozen=True, slots=True)
class ArticleView:
    """One article, ready to be rendered.

    Attributes:
        article: The article.
        text_sha256: SHA-256 (hex) of its text.
        key: Hash of the article id, `KEY_CHARS` hex digits; the ids in a page end in it.
        slug: Safe, unique file name without its extension; ends in `key`.
        title: Title, or the first words when there is none.
        title_block: The block of the title where the text begins with it, else None.
        blocks: All other blocks, in reading order.
        cards: One a sentence, in order.
        pivot: Where the article turns from teaching to selling, None where it does not.
        counts: Number of sentences a framing, in the order of `Framing`, then undecided ones.
        outline: The headings, in order; empty for a text without any.
        strip: At most `STRIP_BINS` stretches, in order.
        guidance: What the audit rules say, None where they were not asked.
    """

    article: Article
    text_sha256: str
    key: str
    slug: str
    title: str
    title_block: BlockView | None
    blocks: tuple[BlockView, ...]
    cards: tuple[CardView, ...]
    pivot: Pivot | None
    counts: tuple[int, ...]
    outline: tuple[SectionView, ...]
    strip: tuple[StripBin, ...]
    guidance: Guidance | None

    @property
    def article_matches(self) -> tuple[GuidanceMatch, ...]:
        """Matches of rules about the whole article."""
        matches = self.guidance.matches if self.guidance else ()
        return tuple(match for match in matches if match.sentence_index is None)

    @property
    def anchors(self) -> frozenset[int]:
        """Sentences that something in the page points to without scripts, by index."""
        found = {card.audit.sentence.index for card in self.cards if card.is_item}
        found.update(section.index for section in self.outline)
        if self.pivot:
            found.add(self.pivot.sentence_index)
        if self.guidance:
            found.update(
                c.sentence_index for c in self.guidance.checks if c.sentence_index is not None
            )
            found.update(index for match in self.guidance.matches for index in match.evidence)
            found.update(item.sentence_index for item in self.guidance.exemptions)
        return frozenset(found)

    def words_of(self, item: Exemption) -> str:
        """Return the words of a rule that did not count."""
        return self.article.text[item.place[0] : item.place[1]]


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


def mention_name(mention: Mention) -> str:
    """Return the name that mentions of one thing share: of its concept, else its own words."""
    return mention.canonical_name or " ".join(mention.text.casefold().split())


def view_article(audit: ArticleAudit) -> ArticleView:
    """Build everything that a page about one article shows.

    Args:
        audit: The article audit.

    Returns:
        The view; it refers to the audit's records and holds nothing from outside them.
    """
    article = audit.article
    blocks = view_blocks(audit)
    has_title = bool(blocks) and _is_title(blocks[0])
    return ArticleView(
        article=article,
        text_sha256=audit.text_sha256,
        key=article_key(article.article_id),
        slug=article_slug(article.article_id),
        title=article.title or _first_words(article),
        title_block=blocks[0] if has_title else None,
        blocks=blocks[1:] if has_title else blocks,
        cards=tuple(_cards(audit)),
        pivot=audit.pivot,
        counts=_counts(audit.sentences),
        outline=tuple(_outline(audit.sentences)),
        strip=view_strip(audit.sentences),
        guidance=audit.guidance,
    )


def view_strip(sentences: tuple[SentenceAudit, ...]) -> tuple[StripBin, ...]:
    """Return hype and hedge over the course of an article.

    Args:
        sentences: Its sentences, in order.

    Returns:
        `min(STRIP_BINS, len(sentences))` stretches of as equal length as can be.
    """
    n_bins = min(STRIP_BINS, len(sentences))
    edges = [number * len(sentences) // n_bins for number in range(n_bins + 1)] if n_bins else []
    bins = []
    for start, end in pairwise(edges):
        _, hedged, unqualified, promotional, _ = _counts(sentences[start:end])
        size = end - start
        bins.append(StripBin(promotional / size, unqualified / size, hedged / size))
    return tuple(bins)


def _cards(audit: ArticleAudit) -> Iterator[CardView]:
    findings = {f.audit.sentence.index: f for f in audit.findings}
    matches: dict[int | None, list[GuidanceMatch]] = {}
    for match in audit.guidance.matches if audit.guidance else ():
        matches.setdefault(match.sentence_index, []).append(match)
    for item in audit.sentences:
        finding = findings.get(item.sentence.index)
        here = matches.get(item.sentence.index, [])
        if finding:
            yield CardView(
                item, finding.fingerprint, finding.severity, tuple(here), True, finding.review
            )
        else:
            gravest = min((m.severity for m in here), key=list(Severity).index, default="")
            first = here[0].fingerprint if here else ""
            yield CardView(item, first, str(gravest), tuple(here))


def _outline(sentences: tuple[SentenceAudit, ...]) -> Iterator[SectionView]:
    heads = [
        at
        for at, item in enumerate(sentences)
        if item.sentence.block is BlockKind.HEADING and not item.sentence.is_title
    ]
    for start, end in pairwise([*heads, len(sentences)]):
        sentence = sentences[start].sentence
        yield SectionView(sentence.index, sentence.text, _counts(sentences[start:end]))


def _counts(sentences: tuple[SentenceAudit, ...]) -> tuple[int, ...]:
    labels = [item.shown for item in sentences]
    return tuple(labels.count(name) for name in (*Framing, UNDECIDED))


def _is_title(block: BlockView) -> bool:
    audits = [piece.audit for piece in block.pieces if piece.audit is not None]
    return block.kind is BlockKind.TITLE or bool(audits and audits[0].sentence.is_title)


def _first_words(article: Article) -> str:
    words = _SPACE.sub(" ", article.text[: TITLE_CHARS * 2]).strip()
    if len(words) > TITLE_CHARS:
        words = words[:TITLE_CHARS].rsplit(" ", 1)[0] + "…"
    return words or article.article_id
