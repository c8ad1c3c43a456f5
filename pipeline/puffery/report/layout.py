"""Lays an article's text out as blocks, pieces and runs, so that a report can show all of it.

In: an `ArticleAudit`. Out: `BlockView`s. The texts of the runs of a sentence joined are the
sentence's text, and the texts of all pieces of all blocks joined are the article's text.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from itertools import pairwise

from puffery.records import ArticleAudit, BlockKind, Cue, Mention, SentenceAudit

WRAPPED_SHARE = 3
"""A text counts as hard-wrapped when one line break in this many stands inside a sentence."""


@dataclass(frozen=True, slots=True)
class TextRun:
    """The longest stretch of a sentence over which the set of cues and mentions stays the same.

    Attributes:
        start: First code point in `Article.text`.
        end: One past the last code point.
        text: The words as they stand.
        cues: Cues that cover the run, in the order of the audit.
        mentions: Mentions that cover the run, in the order of the audit.
    """

    start: int
    end: int
    text: str
    cues: tuple[Cue, ...]
    mentions: tuple[Mention, ...]


@dataclass(frozen=True, slots=True)
class PieceView:
    """A sentence, or the text between two sentences (spaces, bullets).

    Attributes:
        text: The words as they stand.
        audit: The sentence audit, None for text between sentences.
        runs: Runs of the sentence, empty for text between sentences.
    """

    text: str
    audit: SentenceAudit | None = None
    runs: tuple[TextRun, ...] = ()


@dataclass(frozen=True, slots=True)
class BlockView:
    """A paragraph, heading, list item or the like.

    Attributes:
        kind: Layout role.
        pieces: Pieces in reading order.
    """

    kind: BlockKind
    pieces: tuple[PieceView, ...]


def split_runs(audit: SentenceAudit) -> tuple[TextRun, ...]:
    """Cut a sentence wherever a cue or mention begins or ends.

    Args:
        audit: The sentence audit; spans may overlap, and are cut off at the sentence's borders.

    Returns:
        Runs in order, without gaps; their texts joined are `audit.sentence.text`.
    """
    low = audit.sentence.start
    high = low + len(audit.sentence.text)
    spans: tuple[Cue | Mention, ...] = (*audit.cues, *audit.mentions)
    opening: dict[int, list[int]] = {}
    edges = {low, high}
    for number, span in enumerate(spans):
        start, end = max(low, span.start), min(high, span.end)
        if start < end:
            opening.setdefault(start, []).append(number)
            edges.update((start, end))
    runs: list[TextRun] = []
    active: list[int] = []
    for start, end in pairwise(sorted(edges)):
        active = [number for number in active if spans[number].end > start]
        active = sorted(active + opening.get(start, []))
        here = [spans[number] for number in active]
        runs.append(
            TextRun(
                start,
                end,
                audit.sentence.text[start - low : end - low],
                tuple(span for span in here if isinstance(span, Cue)),
                tuple(span for span in here if isinstance(span, Mention)),
            )
        )
    return tuple(runs)


def view_blocks(audit: ArticleAudit) -> tuple[BlockView, ...]:
    """Lay an article out as blocks of pieces that hold its whole text.

    Args:
        audit: The article audit, sentences in order and not overlapping.

    Returns:
        Blocks in reading order; from `Article.blocks` where the format gives them, else from
        the sentences' block kinds and the line breaks between them.
    """
    text = audit.article.text
    breaks = _BlockBreaks(audit)
    kinds: list[BlockKind] = []
    blocks: list[list[PieceView]] = []
    cursor = 0
    for sentence_audit in audit.sentences:
        sentence = sentence_audit.sentence
        gap = text[cursor : sentence.start]
        if breaks.before(sentence_audit, gap):
            cut = max(gap.rfind("\n"), gap.rfind("\r")) + 1 if blocks else 0
            if cut:
                blocks[-1].append(PieceView(gap[:cut]))
            kinds.append(sentence.block)
            blocks.append([])
            gap = gap[cut:]
        if gap:
            blocks[-1].append(PieceView(gap))
        blocks[-1].append(PieceView(sentence.text, sentence_audit, split_runs(sentence_audit)))
        cursor = max(cursor, sentence.end)
    if cursor < len(text):
        if not blocks:
            kinds.append(BlockKind.PARAGRAPH)
            blocks.append([])
        blocks[-1].append(PieceView(text[cursor:]))
    return tuple(BlockView(kind, tuple(b)) for kind, b in zip(kinds, blocks, strict=True))


class _BlockBreaks:
    """Tells whether a sentence begins a new block."""

    def __init__(self, audit: ArticleAudit) -> None:
        self._starts = [block.start for block in audit.article.blocks]
        self._previous: SentenceAudit | None = None
        inside = sum(_lines(item.sentence.text.strip()) for item in audit.sentences)
        self._wrapped = inside * WRAPPED_SHARE >= _lines(audit.article.text.strip())

    def before(self, current: SentenceAudit, gap: str) -> bool:
        """Return whether `current` begins a block; call once a sentence, in order."""
        last, self._previous = self._previous, current
        if last is None:
            return True
        old, new = last.sentence, current.sentence
        if (old.block, old.is_title) != (new.block, new.is_title):
            return True
        if self._starts:
            return bisect_right(self._starts, old.start) != bisect_right(self._starts, new.start)
        if new.block is BlockKind.PARAGRAPH and self._wrapped:
            return _lines(gap) > 1
        return _lines(gap) > 0


def _lines(text: str) -> int:
    return text.count("\n") + text.count("\r") - text.count("\r\n")
