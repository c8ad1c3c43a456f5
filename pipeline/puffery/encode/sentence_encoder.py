"""The spaCy component that reads each sentence with the encoder and joins its mentions.

In: a `Doc` with sentences and lexicon mentions. Out: the joined mentions, and the scores of the
sentence heads.
"""

from __future__ import annotations

from collections.abc import Sequence

from spacy.tokens import Doc, Span, SpanGroup

from puffery import doc_keys
from puffery.encode.encoder_model import EncoderModel, Reading
from puffery.encode.join_mentions import Found, join_sentence, settle_article
from puffery.encode.tag_scheme import decode
from puffery.records import MentionLabel, Sentence, SentenceScores


class SentenceEncoder:
    """Runs one forward pass a sentence and joins what it finds with the lexicon's mentions.

    Reads `doc._.puffery_sentences` and `doc.spans["puffery_mentions"]`. Sets
    `doc.spans["puffery_mentions"]` anew, `doc._.puffery_mention_scores` and
    `doc._.puffery_sentence_scores`.

    Args:
        model: The encoder.
        name: Name of the component in the pipeline.

    Example:
        >>> import spacy
        >>> from puffery.encode.encoder_model import load_encoder
        >>> encoder = SentenceEncoder(load_encoder(), "encoder")
        >>> doc = encoder(spacy.blank("en")("No sentences yet."))
        >>> doc._.puffery_sentence_scores
        ()
    """

    def __init__(self, model: EncoderModel, name: str) -> None:
        doc_keys.register_extensions()
        self.model = model
        self.name = name

    def __call__(self, doc: Doc) -> Doc:
        """Set joined mentions and sentence scores on `doc` and return it."""
        sentences: tuple[Sentence, ...] = doc._.puffery_sentences
        if not sentences:
            return doc
        known = _by_sentence(sentences, _lexicon_mentions(doc))
        readings = self.model.read(
            [sentence.text for sentence in sentences],
            [
                [(m.start - s.start, m.end - s.start, m.label) for m in own]
                for s, own in zip(sentences, known, strict=True)
            ],
        )
        found = [
            item
            for sentence, own, reading in zip(sentences, known, readings, strict=True)
            for item in join_sentence(_model_mentions(sentence, reading), own)
        ]
        _write(doc, settle_article(doc.text, found))
        doc._.puffery_sentence_scores = tuple(
            SentenceScores(
                sentence_index=sentence.index,
                heads=tuple(self.model.classes),
                scores=tuple(tuple(map(float, row)) for row in reading.classes.values()),
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


def _model_mentions(sentence: Sentence, reading: Reading) -> list[Found]:
    return [
        Found(
            start=sentence.start + reading.words[span.start][0],
            end=sentence.start + reading.words[span.end - 1][1],
            label=span.label,
            method="model",
            score=span.score,
        )
        for span in decode(reading.tags)
    ]


def _write(doc: Doc, found: Sequence[Found]) -> None:
    """Write mentions as token spans; of two inside one token the first one stays."""
    spans: list[Span] = []
    scores: list[float] = []
    for item in found:
        span = doc.char_span(
            item.start,
            item.end,
            label=item.label,
            kb_id=item.concept_id,
            alignment_mode="expand",
        )
        if span is not None and (not spans or span.start >= spans[-1].end):
            span.id_ = item.method
            spans.append(span)
            scores.append(item.score)
    doc.spans[doc_keys.MENTIONS] = SpanGroup(doc, spans=spans)
    doc._.puffery_mention_scores = tuple(scores)
