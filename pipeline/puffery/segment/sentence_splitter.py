"""The spaCy component that sets blocks and sentence starts.

In: a tokenised `Doc`, with `doc._.puffery_article` when it came from a reader. Out:
`doc.spans["puffery_blocks"]`, token sentence starts, `doc._.puffery_sentences`.
"""

from __future__ import annotations

from bisect import bisect_right
from itertools import pairwise

from spacy.tokens import Doc, SpanGroup

from puffery import doc_keys
from puffery.records import Article, Block, BlockKind, Sentence
from puffery.segment.boundaries import sentence_starts
from puffery.segment.layout import find_blocks

_HEADINGS = (BlockKind.TITLE, BlockKind.HEADING)


class SentenceSplitter:
    """Splits a text into layout blocks, then into sentences.

    Reads `doc._.puffery_article` (optional: its blocks are taken when the format gave them).
    Sets `doc.spans["puffery_blocks"]`, `token.is_sent_start`, `doc._.puffery_sentences`.

    Args:
        whole: Treat the whole text as one ready-made sentence (for `puffery label`).

    Example:
        >>> import puffery
        >>> nlp = puffery.load()
        >>> [s.text for s in nlp("See Dr. Vale. iPSCs may help.")._.puffery_sentences]
        ['See Dr. Vale.', 'iPSCs may help.']
    """

    def __init__(self, *, whole: bool = False) -> None:
        doc_keys.register_extensions()
        self.whole = whole

    def __call__(self, doc: Doc) -> Doc:
        """Set blocks and sentences on `doc` and return it."""
        article: Article | None = doc._.puffery_article
        text = doc.text
        if self.whole:
            blocks: tuple[Block, ...] = _whole_block(text)
            spans = [(block.start, block.end, block) for block in blocks]
        else:
            blocks = (article.blocks if article else ()) or find_blocks(text)
            spans = [piece for block in blocks for piece in _sentences_of(text, block)]
        sentences = _number(text, spans, article.title if article else "")
        doc._.puffery_sentences = sentences
        _set_starts(doc, [sentence.start for sentence in sentences])
        groups = [
            doc.char_span(b.start, b.end, label=b.kind, alignment_mode="expand") for b in blocks
        ]
        doc.spans[doc_keys.BLOCKS] = SpanGroup(doc, spans=[g for g in groups if g is not None])
        return doc


def _whole_block(text: str) -> tuple[Block, ...]:
    stripped = text.strip()
    if not stripped:
        return ()
    start = len(text) - len(text.lstrip())
    return (Block(start, start + len(stripped), BlockKind.PARAGRAPH),)


def _sentences_of(text: str, block: Block) -> list[tuple[int, int, Block]]:
    words = text[block.start : block.end]
    starts = sentence_starts(words)
    pieces = []
    for start, end in pairwise([*starts, len(words)]):
        piece = words[start:end].rstrip()
        if any(char.isalnum() for char in piece):
            pieces.append((block.start + start, block.start + start + len(piece), block))
        elif pieces:  # stray marks or emoji stay with the sentence before
            pieces[-1] = (pieces[-1][0], block.start + start + len(piece), block)
        elif piece:
            pieces.append((block.start + start, block.start + start + len(piece), block))
    return pieces


def _number(text: str, spans: list[tuple[int, int, Block]], title: str) -> tuple[Sentence, ...]:
    sentences: list[Sentence] = []
    section = ""
    for index, (start, end, block) in enumerate(spans):
        words = text[start:end]
        is_title = block.kind is BlockKind.TITLE or (
            bool(title) and block.kind in _HEADINGS and words.strip("# ") == title.strip()
        )
        sentences.append(
            Sentence(
                index=index,
                start=start,
                end=end,
                text=words,
                block=block.kind,
                section=section,
                is_title=is_title,
            )
        )
        if block.kind is BlockKind.HEADING:
            section = " ".join(words.strip("# ").split())
    return tuple(sentences)


def _set_starts(doc: Doc, starts: list[int]) -> None:
    """Set `is_sent_start`; a token that a sentence border cuts is split first."""
    offsets = [token.idx for token in doc]
    cuts: dict[int, list[int]] = {}
    for start in starts:
        at = bisect_right(offsets, start) - 1
        if at >= 0 and offsets[at] != start and start < offsets[at] + len(doc[at].text):
            cuts.setdefault(at, []).append(start - offsets[at])
    if cuts:
        _split_tokens(doc, cuts)
        offsets = [token.idx for token in doc]
    # Only starts are set: spaCy's setter scans the whole Doc, so setting every token would cost
    # the square of its length; a token left unset starts no sentence.
    wanted = set(starts)
    for index, offset in enumerate(offsets):
        if offset in wanted or index == 0:
            doc[index].is_sent_start = True
    if len(doc) > 1 and offsets[1] not in wanted:
        # spaCy leaves the first token out when it looks for starts: without this a Doc of one
        # sentence would look unsegmented.
        doc[1].is_sent_start = False


def _split_tokens(doc: Doc, cuts: dict[int, list[int]]) -> None:
    with doc.retokenize() as retokenizer:
        for index, places in cuts.items():
            token = doc[index]
            edges = [0, *places, len(token.text)]
            parts = [token.text[a:b] for a, b in pairwise(edges)]
            retokenizer.split(token, parts, heads=[(token, i) for i in range(len(parts))])
