"""Sentences with marked cues and mentions, without the lexicon."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
import spacy
from spacy.tokens import Doc, Span, SpanGroup

from puffery import doc_keys
from puffery.classify.reading.sentence_view import SentenceView, view_sentence
from puffery.records import BlockKind, Sentence

MakeView = Callable[..., SentenceView]
_MARK = re.compile(r"(.+?)\{([A-Za-z_.,]+)\}$")


@pytest.fixture(scope="session")
def make_view() -> MakeView:
    """Return a maker of views from `Ginger{THERAPY} may{hedge.modal} ease{effect.down} pain{DISEASE} .`

    White space separates tokens; `_` inside a word joins several tokens under one mark.
    """
    nlp = spacy.blank("en")

    def make(marked: str, *, block: BlockKind = BlockKind.PARAGRAPH) -> SentenceView:
        words: list[str] = []
        marks: list[tuple[int, int, str]] = []
        for part in marked.split():
            match = _MARK.match(part)
            text, names = (match.group(1), match.group(2).split(",")) if match else (part, [])
            pieces = text.split("_")
            marks += [(len(words), len(words) + len(pieces), name) for name in names]
            words += pieces
        doc = Doc(nlp.vocab, words=words)
        cues = [
            Span(doc, a, b, label=m.split(".")[0], span_id=f"{m}.x")
            for a, b, m in marks
            if "." in m
        ]
        mentions = [Span(doc, a, b, label=m.upper()) for a, b, m in marks if "." not in m]
        doc.spans[doc_keys.CUES] = SpanGroup(doc, spans=cues)
        doc.spans[doc_keys.MENTIONS] = SpanGroup(doc, spans=mentions)
        text = doc.text.rstrip()
        view = view_sentence(doc, Sentence(0, 0, len(text), text, block))
        assert view is not None
        return view

    return make
