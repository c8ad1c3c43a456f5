from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
import spacy
from spacy.tokens import Doc

import puffery.language.factories  # noqa: F401
from puffery import doc_keys
from puffery.encode.encoder_model import Reading
from puffery.encode.sentence_encoder import SentenceEncoder
from puffery.encode.tag_scheme import TAGS
from puffery.encode.word_pieces import CharSpan
from puffery.errors import PipelineError
from puffery.records import MentionLabel


class FakeModel:
    """Tags the words of a table, and remembers the lexicon mentions that it was shown."""

    def __init__(self, tags: dict[str, str]) -> None:
        self.tags = tags
        self.classes = {"claim": ("none", "claim")}
        self.known: tuple[frozenset[MentionLabel], ...] = ()
        self.seen: list[Sequence[CharSpan]] = []

    def read(self, texts: Sequence[str], mentions: Sequence[Sequence[CharSpan]]) -> list[Reading]:
        self.seen += mentions
        return [self._reading(text) for text in texts]

    def _reading(self, text: str) -> Reading:
        words, at = [], 0
        for word in text.split():
            start = text.index(word, at)
            at = start + len(word)
            words.append((start, at - (word[-1] in ".,")))
        tags = np.full((len(words), len(TAGS)), -9.0, dtype=np.float32)
        for row, (start, end) in enumerate(words):
            tags[row, TAGS.index(self.tags.get(text[start:end], "O"))] = -0.1
        return Reading(words, tags[None], {"claim": np.array([0.0, 1.5], dtype=np.float32)})


def _run(text: str, tags: dict[str, str]) -> tuple[Doc, FakeModel]:
    nlp = spacy.blank("en")
    nlp.add_pipe("puffery_sentence_splitter")
    nlp.add_pipe("puffery_mention_tagger", config={"abbreviations": "builtin"})
    model = FakeModel(tags)
    return SentenceEncoder(model, "encoder")(nlp(text)), model  # type: ignore[arg-type]


def _mentions(doc: Doc) -> list[tuple[str, str, str]]:
    return [(s.text, s.label_, s.id_) for s in doc.spans[doc_keys.MENTIONS]]


def test_unseen_names_come_from_the_model_with_their_score() -> None:
    doc, _ = _run("Zorblax Prime cures gloom.", {"Zorblax": "B-THERAPY", "Prime": "E-THERAPY"})

    assert [("Zorblax Prime", "THERAPY", "model")] == _mentions(doc)
    assert pytest.approx([np.exp(-0.1)], abs=1e-3) == list(doc._.puffery_mention_scores)


def test_the_model_sees_lexicon_mentions_in_code_points_of_the_sentence() -> None:
    _, model = _run("Hello there. Aspirin eases migraine.", {})

    assert [(0, 7, "THERAPY"), (14, 22, "DISEASE")] == [
        (start, end, str(label)) for start, end, label in model.seen[1]
    ]


def test_sentence_scores_are_kept_for_the_classifier() -> None:
    doc, _ = _run("One thing. Another thing.", {})

    assert [(0, ("claim",), ((0.0, 1.5),)), (1, ("claim",), ((0.0, 1.5),))] == [
        (s.sentence_index, s.heads, s.scores) for s in doc._.puffery_sentence_scores
    ]


def test_an_empty_doc_is_left_alone() -> None:
    doc = SentenceEncoder(FakeModel({}), "encoder")(spacy.blank("en")(""))  # type: ignore[arg-type]

    assert () == doc._.puffery_sentence_scores


def test_a_doc_without_sentences_is_refused_with_a_hint() -> None:
    encoder = SentenceEncoder(FakeModel({}), "encoder")  # type: ignore[arg-type]

    with pytest.raises(PipelineError, match="no sentences") as caught:
        encoder(spacy.blank("en")("Some words."))

    assert "PUF401" == caught.value.code
    assert "puffery_sentence_splitter" in caught.value.hint


def test_scores_survive_serialisation() -> None:
    doc, _ = _run("Zorblax cures gloom.", {"Zorblax": "S-THERAPY"})

    again = Doc(doc.vocab).from_bytes(doc.to_bytes())

    assert doc._.puffery_mention_scores == again._.puffery_mention_scores
    assert doc._.puffery_sentence_scores == again._.puffery_sentence_scores
