"""One sentence as the rules see it: words, cues by role, mentions, clauses.

In: a `Doc` with cues and mentions, and one `Sentence`. Out: a `SentenceView`.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from spacy.tokens import Doc, Span

from puffery import doc_keys
from puffery.classify.reading.clauses import Clause, clause_at, split_clauses
from puffery.records import BlockKind, CueKind, MentionLabel, Sentence
from puffery.terms.disguise import plain_tokens


@dataclass(frozen=True, slots=True)
class Hit:
    """A cue in a sentence.

    Attributes:
        start: First token, counted in the sentence.
        end: One past the last token.
        kind: Cue kind.
        role: Second part of the term id (`hedge.modal.may` -> `modal`).
        term_id: Id of the cue term.
    """

    start: int
    end: int
    kind: CueKind
    role: str
    term_id: str


@dataclass(frozen=True, slots=True)
class SentenceView:
    """What the rules look at.

    Attributes:
        sentence: The sentence.
        span: Its tokens.
        tokens: Normalised words, one a token.
        hits: Cues in order.
        therapies: Token ranges of THERAPY mentions, counted in the sentence.
        diseases: Token ranges of DISEASE mentions.
        clauses: Clauses in order.
        quoted: Token ranges inside quotation marks.
        article_sells: Whether other sentences of the article sell.
    """

    sentence: Sentence
    span: Span
    tokens: tuple[str, ...]
    hits: tuple[Hit, ...]
    therapies: tuple[tuple[int, int], ...]
    diseases: tuple[tuple[int, int], ...]
    clauses: tuple[Clause, ...]
    quoted: tuple[tuple[int, int], ...] = field(default=())
    article_sells: bool = False

    def of(self, kind: CueKind, *roles: str) -> list[Hit]:
        """Return the hits of a kind, and of the given roles when there are any."""
        return [h for h in self.hits if h.kind is kind and (not roles or h.role in roles)]

    def clause(self, index: int) -> Clause:
        """Return the clause that holds token `index` of the sentence."""
        return clause_at(self.clauses, index)

    @property
    def is_heading(self) -> bool:
        """Whether the sentence is a title or heading."""
        return self.sentence.block in (BlockKind.TITLE, BlockKind.HEADING)

    @property
    def is_question(self) -> bool:
        """Whether the sentence ends in a question mark."""
        return self.sentence.text.rstrip("\"'”’)* ").endswith("?")

    def first_word(self) -> int:
        """Return the token index of the first word behind bullets, numbers and quote marks."""
        for index, token in enumerate(self.tokens):
            if token[:1].isalpha():
                return index
        return 0

    def chars(self, start: int, end: int) -> tuple[int, int]:
        """Turn a token range of the sentence into code points of the article."""
        first, last = self.span[start], self.span[end - 1]
        return first.idx, last.idx + len(last.text)


def view_sentence(doc: Doc, sentence: Sentence) -> SentenceView | None:
    """Collect what the rules need about one sentence; None when it holds no token."""
    return view_sentences(doc, (sentence,))[0]


def view_sentences(doc: Doc, sentences: Sequence[Sentence]) -> list[SentenceView | None]:
    """Collect what the rules need about many sentences of one `Doc`.

    Spans are found by bisection, so that the cost grows with the text, not with its square.

    Args:
        doc: A `Doc` with cues and mentions.
        sentences: Sentences of it.

    Returns:
        One view a sentence, in order; None for a sentence without a token.
    """
    offsets = [token.idx for token in doc]
    cues = _SpanIndex(doc.spans.get(doc_keys.CUES, []))
    mentions = _SpanIndex(doc.spans.get(doc_keys.MENTIONS, []))
    views: list[SentenceView | None] = []
    for sentence in sentences:
        first = max(0, bisect_right(offsets, sentence.start) - 1)
        last = bisect_left(offsets, sentence.end)
        views.append(_view(doc[first:last], sentence, cues, mentions) if last > first else None)
    return views


def _view(span: Span, sentence: Sentence, cues: _SpanIndex, mentions: _SpanIndex) -> SentenceView:
    tokens = _tokens(span)
    named = mentions.inside(span)
    return SentenceView(
        sentence=sentence,
        span=span,
        tokens=tokens,
        hits=tuple(_hit(cue, span) for cue in cues.inside(span)),
        therapies=_ranges(named, MentionLabel.THERAPY, span),
        diseases=_ranges(named, MentionLabel.DISEASE, span),
        clauses=split_clauses(tokens),
        quoted=_quoted(tuple(token.text for token in span)),
    )


def _tokens(span: Span) -> tuple[str, ...]:
    """Return the normalised words; a word in disguise as a reader takes it in."""
    bounds = ((t.idx - span.start_char, t.idx - span.start_char + len(t)) for t in span)
    plain = plain_tokens(span.text, bounds)
    if plain is None:
        return tuple(token.norm_.strip() for token in span)
    return tuple(
        token.norm_.strip() if shown == token.text else shown.lower()
        for token, shown in zip(span, plain, strict=True)
    )


class _SpanIndex:
    """Spans of a `Doc` by their first token."""

    def __init__(self, spans: Iterable[Span]) -> None:
        self._spans = sorted(spans, key=lambda s: (s.start, -s.end, s.id_))
        self._starts = [span.start for span in self._spans]

    def inside(self, sent: Span) -> list[Span]:
        low, high = bisect_left(self._starts, sent.start), bisect_left(self._starts, sent.end)
        return [span for span in self._spans[low:high] if span.end <= sent.end]


def _hit(cue: Span, sent: Span) -> Hit:
    role = cue.id_.split(".")[1]
    return Hit(cue.start - sent.start, cue.end - sent.start, CueKind(cue.label_), role, cue.id_)


def _ranges(mentions: list[Span], label: MentionLabel, sent: Span) -> tuple[tuple[int, int], ...]:
    return tuple((m.start - sent.start, m.end - sent.start) for m in mentions if m.label_ == label)


def _quoted(tokens: tuple[str, ...]) -> tuple[tuple[int, int], ...]:
    """Return token ranges inside double quotation marks; an open quote runs to the end."""
    ranges: list[tuple[int, int]] = []
    opened: int | None = None
    for index, token in enumerate(tokens):
        if token not in {'"', "“", "”", "''", "``"}:
            continue
        if opened is None and token != "”":
            opened = index + 1
        elif opened is not None:
            ranges.append((opened, index))
            opened = None
        else:
            ranges.append((0, index))
    if opened is not None:
        ranges.append((opened, len(tokens)))
    return tuple(ranges)
