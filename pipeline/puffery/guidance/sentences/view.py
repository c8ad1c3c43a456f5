"""One sentence as the audit rules see it: words, signs, label, mentions, claims.

In: an annotated `Doc` and its sentence audits. Out: one `RuleView` a sentence.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from spacy.tokens import Doc, Token

from puffery import doc_keys
from puffery.guidance.sentences.find import Range, SentenceWords, compile_pattern, find_all
from puffery.records import SentenceAudit
from puffery.terms.words import normal_words

_QUOTES = frozenset('"“”')
_YEARS = (1900, 2099)


@dataclass(frozen=True, slots=True)
class RuleView:
    """What the rules look at.

    Attributes:
        audit: The sentence with its label.
        text: Words and signs; signs are mention labels in small letters, cue kinds (`hedge`) and
            roles (`hedge.modal`), `number`, `year`, `url`, `capital`, `quote`, `start`
            (the empty place before the first word), and those of `rulebook/signs.toml`.
        places: `(start, end)` of each word in code points of the article.
        clauses: Number of the clause that each word stands in.
    """

    audit: SentenceAudit
    text: SentenceWords
    places: tuple[tuple[int, int], ...]
    clauses: tuple[int, ...]

    @property
    def index(self) -> int:
        """`Sentence.index` of the sentence."""
        return self.audit.sentence.index

    def chars(self, words: Range) -> tuple[int, int]:
        """Return where a range of words stands, in code points of the article."""
        return self.places[words[0]][0], self.places[words[1] - 1][1]

    def shown(self, words: Range) -> str:
        """Return a range of words as the article writes them."""
        start, end = self.chars(words)
        low = self.audit.sentence.start
        return self.audit.sentence.text[start - low : end - low]


def view_sentences(
    doc: Doc, audits: Sequence[SentenceAudit], signs: Mapping[str, tuple[str, ...]]
) -> list[RuleView]:
    """Return a view of every sentence, in order.

    Args:
        doc: The annotated `Doc` that the audits were made from.
        audits: Its sentences.
        signs: Signs made by patterns: name -> patterns.
    """
    offsets = [token.idx for token in doc]
    cues = [(s.start_char, s.end_char, s.label_, s.id_) for s in doc.spans.get(doc_keys.CUES, [])]
    starts = [cue[0] for cue in cues]
    views = []
    for audit in audits:
        low, high = audit.sentence.start, audit.sentence.end
        span = doc[bisect_left(offsets, low) : bisect_left(offsets, high)]
        words, firsts, lasts = normal_words(span)
        places = tuple(
            (doc[a].idx, doc[b - 1].idx + len(doc[b - 1]))
            for a, b in zip(firsts, lasts, strict=True)
        )
        found: dict[str, list[Range]] = {}
        tokens = [doc[i] for i in firsts]
        _mark_words(found, tokens, words)
        own = cues[bisect_left(starts, low) : bisect_left(starts, high)]
        _mark_spans(found, places, audit, own)
        text = SentenceWords(words, found)
        for name, patterns in signs.items():
            hits = [hit for p in patterns for hit in find_all(compile_pattern(p), text)]
            if hits:
                found[name] = sorted(set(hits))
        views.append(RuleView(audit, text, places, _clauses(words)))
    return views


def _mark_words(
    found: dict[str, list[Range]], tokens: Sequence[Token], words: Sequence[str]
) -> None:
    """Mark the start, numbers, years, addresses, capitals and quoted words."""
    opened: int | None = None
    found["start"] = [(0, 0)]
    for at, (token, word) in enumerate(zip(tokens, words, strict=True)):
        if word.isdigit() and _YEARS[0] <= int(word) <= _YEARS[1]:
            found.setdefault("year", []).append((at, at + 1))
        elif token.like_num or word[:1].isdigit():
            found.setdefault("number", []).append((at, at + 1))
        if token.like_url:
            found.setdefault("url", []).append((at, at + 1))
        if token.text[:1].isupper() and at > 0 and word not in ("i", "we"):
            found.setdefault("capital", []).append((at, at + 1))
        if token.text[:1] in _QUOTES:
            if opened is not None and at > opened:
                found.setdefault("quote", []).append((opened, at))
            opened = None if opened is not None else at + 1
    if opened is not None and opened < len(words):
        found.setdefault("quote", []).append((opened, len(words)))


def _mark_spans(
    found: dict[str, list[Range]],
    places: Sequence[tuple[int, int]],
    audit: SentenceAudit,
    cues: Iterable[tuple[int, int, str, str]],
) -> None:
    """Mark mentions and cues on the words that they cover."""
    spans: list[tuple[int, int, tuple[str, ...]]]
    spans = [(m.start, m.end, (m.label.lower(),)) for m in audit.mentions]
    for start, end, kind, term_id in cues:
        spans.append((start, end, (kind, ".".join(term_id.split(".")[:2]))))
    starts, ends = [place[0] for place in places], [place[1] for place in places]
    for start, end, names in spans:
        first, last = bisect_left(ends, start + 1), bisect_left(starts, end)
        if first < last:
            for name in names:
                found.setdefault(name, []).append((first, last))


_BORDERS = frozenset((",", ";", ":", "—", "–", "(", ")", "but", "yet", "although", "though"))


def _clauses(words: Sequence[str]) -> tuple[int, ...]:
    """Number the stretches between commas, dashes, brackets and adversatives."""
    number, numbers = 0, []
    for word in words:
        number += word in _BORDERS
        numbers.append(number)
    return tuple(numbers)
