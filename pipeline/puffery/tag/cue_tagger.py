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
from puffery.tag.cue_patterns import (
    CueTerm,
    anchor_words,
    compile_slots,
    load_cues,
    parse_pattern,
)
from puffery.terms.disguise import plain_tokens

_FULL = {"ca": "can", "wo": "will", "sha": "shall"}
"""First parts of "can't", "won't" and "shan't", and the words they stand for."""


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
        line, places, ends = _normalise(sent)
        wanted = {i for word in set(line.split()) for i in self._by_word.get(word, ())}
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


def _normalise(sent: Span) -> tuple[str, list[int], list[int]]:
    """Return the words of a sentence, each followed by one space, and where they stand.

    Returns:
        The words; the first token of each; one past its last token.
    """
    words: list[str] = []
    places: list[int] = []
    ends: list[int] = []
    bounds = ((t.idx - sent.start_char, t.idx - sent.start_char + len(t)) for t in sent)
    plain = plain_tokens(sent.text, bounds)
    for index, token in enumerate(sent):
        if plain is not None and not plain[index] and ends:
            ends[-1] = token.i + 1
            continue
        # spaCy's norm undoes contractions ("n't" -> "not") but also turns the "did" of "didn't"
        # into "do"; only the pieces that are no words by themselves need it.
        disguised = plain is not None and plain[index] != token.text
        shown = plain[index].lower() if plain is not None and disguised else token.lower_
        piece = shown.replace("’", "'")
        if len(piece) > 3 and piece.endswith("n't"):  # in capitals spaCy keeps it whole
            word = f"{_FULL.get(piece[:-3], piece[:-3])} not"
        elif piece == "cannot":
            word = "can not"
        else:
            known = not disguised and ("'" in piece or piece in _FULL)
            word = token.norm_ if known else piece
        word = word.replace("-", " ").replace("_", " ").strip()
        for part in word.split():
            words.append(part)
            places.append(token.i)
            ends.append(token.i + 1)
    return "".join(f"{word} " for word in words), places, ends


def _cancelled(unless: tuple[re.Pattern[str], ...], line: str, match: re.Match[str]) -> bool:
    return any(
        other.start() < match.end() and match.start() < other.end()
        for pattern in unless
        for other in pattern.finditer(line)
    )
