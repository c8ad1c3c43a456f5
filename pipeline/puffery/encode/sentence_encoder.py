"""The spaCy component that reads each sentence with the encoder and joins its mentions.

In: a `Doc` with sentences and lexicon mentions. Out: the joined mentions, and the scores of the
sentence heads.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from spacy.tokens import Doc, SpanGroup

from puffery import doc_keys
from puffery.encode.encoder_model import EncoderModel, Reading
from puffery.encode.join_mentions import Found, join_sentence, settle_article
from puffery.encode.tag_scheme import COLUMNS, SCHEME, Scores, decode, scheme_weights, settled_tags
from puffery.encode.telling_words import telling_words
from puffery.encode.word_pieces import word_span
from puffery.records import MentionLabel, Sentence, SentenceScores


class SentenceEncoder:
    """Runs one forward pass a sentence and joins what it finds with the lexicon's mentions.

    Reads `doc._.puffery_sentences` and `doc.spans["puffery_mentions"]`. Sets
    `doc.spans["puffery_mentions"]` anew, `doc._.puffery_mention_scores` and
    `doc._.puffery_sentence_scores`.

    Args:
        model: The encoder.
        name: Name of the component in the pipeline.
        lexicon: Whether the encoder sees the lexicon's mentions and joins its own with them; False
            finds mentions by the encoder alone, for comparison.
        mentions: Whether mentions are set at all; False leaves those of the lexicon and gives
            sentence scores alone.

    Example:
        >>> import spacy
        >>> from puffery.encode.encoder_model import load_encoder
        >>> encoder = SentenceEncoder(load_encoder(), "encoder")
        >>> doc = encoder(spacy.blank("en")(""))
        >>> doc._.puffery_sentence_scores
        ()
    """

    def __init__(
        self, model: EncoderModel, name: str, *, lexicon: bool = True, mentions: bool = True
    ) -> None:
        doc_keys.register_extensions()
        self.model = model
        self.name = name
        self._lexicon = lexicon
        self._mentions = mentions

    def __call__(self, doc: Doc) -> Doc:
        """Set joined mentions and sentence scores on `doc` and return it.

        Raises:
            PipelineError: `PUF401` when no sentence splitter ran before.
        """
        sentences = doc_keys.sentences_of(doc, asked_by=self.name)
        if not sentences:
            return doc
        known = _by_sentence(sentences, _lexicon_mentions(doc) if self._lexicon else [])
        readings = self.model.read(
            [sentence.text for sentence in sentences],
            [
                [(m.start - s.start, m.end - s.start, m.label) for m in own]
                for s, own in zip(sentences, known, strict=True)
            ],
        )
        if self._mentions:
            _write(
                doc,
                settle_article(
                    doc.text, _joined(sentences, known, readings, schemes=self.model.known)
                ),
            )
        doc._.puffery_sentence_scores = tuple(
            SentenceScores(
                sentence_index=sentence.index,
                heads=tuple(self.model.classes),
                scores=tuple(tuple(map(float, row)) for row in reading.classes.values()),
                telling=telling_words(sentence, reading),
            )
            for sentence, reading in zip(sentences, readings, strict=True)
        )
        return doc


def _lexicon_mentions(doc: Doc) -> list[Found]:
    return [
        Found(
            start=span.start_char,
            end=span.end_char,
            label=MentionLabel(span.label_),
            concept_id=span.kb_id_,
            method=span.id_,
        )
        for span in doc.spans.get(doc_keys.MENTIONS, [])
    ]


def _joined(
    sentences: Sequence[Sentence],
    known: Sequence[list[Found]],
    readings: Sequence[Reading],
    *,
    schemes: Sequence[frozenset[MentionLabel]],
) -> list[Found]:
    """Return the mentions of lexicon and encoder together, in the scheme of the article."""
    weights = scheme_weights([reading.classes.get(SCHEME) for reading in readings])
    joined: list[Found] = []
    for sentence, own, reading in zip(sentences, known, readings, strict=True):
        tags = settled_tags(reading.tags, weights, schemes)
        joined += join_sentence(
            _model_mentions(sentence, reading, tags),
            [_supported(item, sentence, reading, tags) for item in own],
            read_to=_read_to(sentence, reading),
        )
    return joined


def _by_sentence(sentences: Sequence[Sentence], found: Sequence[Found]) -> list[list[Found]]:
    """Give each sentence the mentions inside it; both are in order of the text."""
    rows: list[list[Found]] = []
    place = 0
    for sentence in sentences:
        while place < len(found) and found[place].end <= sentence.start:
            place += 1
        own = []
        while place < len(found) and found[place].start < sentence.end:
            item = found[place]
            if sentence.start <= item.start and item.end <= sentence.end:
                own.append(item)
            place += 1
        rows.append(own)
    return rows


def _supported(item: Found, sentence: Sentence, reading: Reading, tags: Scores) -> Found:
    """Return a lexicon mention with the encoder's probability of its label on its words."""
    place = word_span(reading.words, item.start - sentence.start, item.end - sentence.start)
    if place is None:
        return item
    share = np.exp(tags[place[0] : place[1]][:, COLUMNS[item.label]]).sum(axis=1).mean()
    return replace(item, score=float(share))


def _read_to(sentence: Sentence, reading: Reading) -> int:
    """Return one past the last code point that the encoder has read."""
    return sentence.start + (reading.words[-1][1] if reading.words else 0)


def _model_mentions(sentence: Sentence, reading: Reading, tags: Scores) -> list[Found]:
    found = []
    for span in decode(tags):
        start, end = reading.words[span.start][0], reading.words[span.end - 1][1]
        found.append(
            Found(
                start=sentence.start + start,
                end=sentence.start + end,
                label=span.label,
                method="model",
                score=span.score,
            )
        )
    return found


def _write(doc: Doc, found: Sequence[Found]) -> None:
    spans = doc_keys.mention_spans(
        doc, [(m.start, m.end, m.label, m.concept_id, m.method) for m in found]
    )
    doc.spans[doc_keys.MENTIONS] = SpanGroup(doc, spans=[span for span in spans if span])
    doc._.puffery_mention_scores = tuple(
        item.score for item, span in zip(found, spans, strict=True) if span
    )
