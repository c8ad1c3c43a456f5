"""The spaCy component that marks cue words.

In: a tokenised `Doc` with sentence starts. Out: `doc.spans["puffery_cues"]`, sorted, possibly
overlapping; the label of a span is its cue kind, its `id_` the id of the term.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from spacy.language import Language
from spacy.tokens import Doc, Span, SpanGroup

from puffery import doc_keys
from puffery.tag.cue_patterns import CueTerm, load_cues
from puffery.terms.patterns import anchor_words, compile_slots, parse_pattern
from puffery.terms.words import normal_words


@dataclass(frozen=True, slots=True)
class _Compiled:
    term: CueTerm
    pattern: re.Pattern[str]
    unless: tuple[re.Pattern[str], ...]
    anchors: frozenset[str]


@cache
def _compile(term: CueTerm) -> _Compiled:
    """Compile a term once a process: Python's own cache of patterns is smaller than the lexicon."""
    slots = parse_pattern(term.pattern)
    unless = tuple(compile_slots(parse_pattern(pattern)) for pattern in term.unless)
    return _Compiled(term, compile_slots(slots), unless, anchor_words(slots))


class CueTagger:
    """Marks hedges, boosters, hype, calls to action and the other cues of the lexicon.

    Matching is on normalised words (case is folded, "n't" reads as "not"), hyphens
    inside words count as spaces, and no cue crosses a sentence. Sets `doc.spans["puffery_cues"]`.

    Args:
        nlp: The pipeline; only its vocabulary is used.
        terms: Cue terms; None takes the shipped lexicon.
    """

    def __init__(self, nlp: Language, *, terms: Iterable[CueTerm] | None = None) -> None:
        doc_keys.register_extensions()
        self.vocab = nlp.vocab
        self.terms = tuple(terms) if terms is not None else load_cues()[0]
        self._compiled = [_compile(term) for term in self.terms]
        self._by_word: dict[str, list[int]] = {}
        for index, compiled in enumerate(self._compiled):
            for word in compiled.anchors:
                self._by_word.setdefault(word, []).append(index)

    def __call__(self, doc: Doc) -> Doc:
        """Set the cue spans on `doc` and return it."""
        spans: list[Span] = []
        sents = doc.sents if doc.has_annotation("SENT_START") else [doc[:]]
        for sent in sents:
            spans.extend(self._find(sent))
        spans.sort(key=lambda s: (s.start, -s.end, s.id_))
        doc.spans[doc_keys.CUES] = SpanGroup(doc, spans=spans)
        return doc

    def _find(self, sent: Span) -> Iterable[Span]:
        words, places, ends = normal_words(sent)
        line = "".join(f"{word} " for word in words)
        wanted = {i for word in set(words) for i in self._by_word.get(word, ())}
        for index in sorted(wanted):
            compiled = self._compiled[index]
            for match in compiled.pattern.finditer(line):
                if _cancelled(compiled.unless, line, match):
                    continue
                first = line.count(" ", 0, match.start())
                last = line.count(" ", 0, match.end()) - 1
                yield Span(
                    sent.doc,
                    places[first],
                    ends[last],
                    label=compiled.term.kind,
                    span_id=compiled.term.term_id,
                )


def _cancelled(unless: tuple[re.Pattern[str], ...], line: str, match: re.Match[str]) -> bool:
    return any(
        other.start() < match.end() and match.start() < other.end()
        for pattern in unless
        for other in pattern.finditer(line)
    )
