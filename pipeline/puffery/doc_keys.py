"""Names of the span groups and Doc attributes that the rooms share, said once.

In: nothing. Out: constants and `register_extensions`.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable
from enum import StrEnum
from typing import Any

from spacy.tokens import Doc, Span

from puffery.errors import PipelineError
from puffery.records import (
    Article,
    Block,
    BlockKind,
    ClaimFrame,
    DecidedBy,
    Device,
    Effect,
    Framing,
    Judgement,
    MentionLink,
    OffsetBasis,
    Question,
    Sentence,
    SentenceScores,
)

BLOCKS = "puffery_blocks"
"""`doc.spans[BLOCKS]`: layout blocks in order; `span.label_` is a `records.BlockKind` value."""

MENTIONS = "puffery_mentions"
"""`doc.spans[MENTIONS]`: THERAPY and DISEASE mentions, sorted, not overlapping; `span.label_` is a
`records.MentionLabel` value, `span.kb_id_` the concept id or empty, `span.id_` the method
(`lexicon`, `abbreviation`, `pattern`, `model`)."""

CUES = "puffery_cues"
"""`doc.spans[CUES]`: cue spans, sorted, may overlap; `span.label_` is a `records.CueKind` value,
`span.id_` the id of the cue term."""

SENTENCES = "puffery_sentences"
"""`doc._.puffery_sentences`: tuple of `records.Sentence`, in order; empty before the splitter."""

ARTICLE = "puffery_article"
"""`doc._.puffery_article`: the `records.Article` that the text came from, or None."""

ABBREVIATIONS = "puffery_abbreviations"
"""`doc._.puffery_abbreviations`: tuple of `(short, long)` text pairs in the order of the text."""

MENTION_SCORES = "puffery_mention_scores"
"""`doc._.puffery_mention_scores`: one encoder probability a mention, in order, 0 to 1; empty when
no encoder ran."""

MENTION_LINKS = "puffery_mention_links"
"""`doc._.puffery_mention_links`: one `records.MentionLink` a mention, in order; empty before the
linker."""

SENTENCE_SCORES = "puffery_sentence_scores"
"""`doc._.puffery_sentence_scores`: one `records.SentenceScores` a sentence, in order; empty when
no encoder ran."""

JUDGEMENTS = "puffery_judgements"
"""`doc._.puffery_judgements`: tuple with one `records.Judgement` a sentence, in order; empty
before the classifier ran."""


FRAMES = "puffery_frames"
"""`doc._.puffery_frames`: tuple of `records.ClaimFrame`, in the order of the text; empty before
the frame linker ran."""


def register_extensions() -> None:
    """Register puffery's Doc attributes once; attributes of others are never touched.

    Records are kept in `doc.user_data` as plain lists, which spaCy can send between processes
    (`nlp.pipe(n_process=2)`) and write (`doc.to_bytes()`); they are read back as records.
    """
    for name, (pack, unpack) in _CODECS.items():
        if not Doc.has_extension(name):
            Doc.set_extension(name, getter=_getter(name, unpack), setter=_setter(name, pack))


def mention_spans(doc: Doc, places: Iterable[tuple[int, int, str, str, str]]) -> list[Span | None]:
    """Return the token span of each mention, None for one that shares its token with one before.

    Args:
        doc: The `Doc`.
        places: (start, end, label, concept id, method) in order; the places in code points.
    """
    spans: list[Span | None] = []
    last = 0
    for start, end, label, concept_id, method in places:
        span = doc.char_span(start, end, label=label, kb_id=concept_id, alignment_mode="expand")
        if span is None or span.start < last:
            spans.append(None)
            continue
        span.id_ = method
        last = span.end
        spans.append(span)
    return spans


def sentences_of(doc: Doc, *, asked_by: str) -> tuple[Sentence, ...]:
    """Return puffery's sentences, or make them of those of another splitter.

    Args:
        doc: A `Doc`; its `puffery_sentences` are set when they were not.
        asked_by: Name of the component, for the message.

    Raises:
        PipelineError: `PUF401` when no splitter ran on a text that has words.
    """
    known: tuple[Sentence, ...] = doc._.puffery_sentences
    if known or BLOCKS in doc.spans or not doc.text.strip():
        return known
    if not doc.has_annotation("SENT_START"):
        raise PipelineError(
            "PUF401",
            f"{asked_by} found no sentences on the Doc",
            hint=f"add puffery_sentence_splitter (or a sentencizer) before {asked_by}",
        )
    made: list[Sentence] = []
    for sent in doc.sents:
        text = sent.text.strip()
        if text:
            start = sent.start_char + len(sent.text) - len(sent.text.lstrip())
            made.append(Sentence(len(made), start, start + len(text), text))
    doc._.puffery_sentences = tuple(made)
    return tuple(made)


def _getter(name: str, unpack: Callable[[list[Any]], object]) -> Callable[[Doc], object]:
    return lambda doc: unpack(doc.user_data.get(name, []))


def _setter(name: str, pack: Callable[[Any], list[Any]]) -> Callable[[Doc, object], None]:
    def store(doc: Doc, value: object) -> None:
        doc.user_data[name] = pack(value)

    return store


def _fields(record: Any) -> list[Any]:
    return [getattr(record, field.name) for field in dataclasses.fields(record)]


def _pack_many(records: Iterable[object]) -> list[list[Any]]:
    return [_plain(_fields(record)) for record in records]


def _plain(value: Any) -> Any:
    """Turn enums into text and tuples into lists, all the way down."""
    if isinstance(value, StrEnum):
        return str(value)
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return value


def _sentence(row: list[Any]) -> Sentence:
    index, start, end, text, block, section, is_title = row
    return Sentence(index, start, end, text, BlockKind(block), section, is_title)


def _sentence_scores(row: list[Any]) -> SentenceScores:
    index, heads, scores, telling = row
    return SentenceScores(
        sentence_index=index,
        heads=tuple(heads),
        scores=tuple(tuple(part) for part in scores),
        telling=tuple(tuple((a, b) for a, b in places) for places in telling),
    )


def _frame(row: list[Any]) -> ClaimFrame:
    index, effect, polarity, *places = row
    cue, therapy, inferred, target, is_disease, denial, stated = places
    return ClaimFrame(
        sentence_index=index,
        effect=Effect(effect),
        polarity=polarity,
        cue=_place(cue) or (0, 0),
        therapy=_place(therapy),
        inferred=_place(inferred),
        target=_place(target),
        is_disease=is_disease,
        denial=_place(denial),
        stated=stated,
    )


def _place(value: list[int] | None) -> tuple[int, int] | None:
    return (value[0], value[1]) if value else None


def _judgement(row: list[Any]) -> Judgement:
    index, label, scores, device, question, rule_ids, deciding, scopes, *by_whom = row
    decided_by, rule_label, doubt, undecided, strength = by_whom
    return Judgement(
        sentence_index=index,
        label=Framing(label),
        scores=tuple(scores),
        device=Device(device) if device else None,
        question=Question(question),
        rule_ids=tuple(rule_ids),
        deciding=tuple((a, b) for a, b in deciding),
        scopes=tuple((a, b, c, d) for a, b, c, d in scopes),
        decided_by=DecidedBy(decided_by),
        rule_label=Framing(rule_label) if rule_label else None,
        doubt=doubt,
        undecided=undecided,
        strength=strength,
    )


def _pack_article(article: Article | None) -> list[Any]:
    if article is None:
        return []
    return [*_plain(_fields(article)[:-1]), _pack_many(article.blocks)]


def _unpack_article(row: list[Any]) -> Article | None:
    if not row:
        return None
    values = dict(zip((field.name for field in dataclasses.fields(Article)), row, strict=True))
    values["offset_basis"] = OffsetBasis(values["offset_basis"])
    values["blocks"] = tuple(Block(a, b, BlockKind(kind)) for a, b, kind in values["blocks"])
    return Article(**values)


_CODECS: dict[str, tuple[Callable[[Any], list[Any]], Callable[[list[Any]], object]]] = {
    SENTENCES: (_pack_many, lambda rows: tuple(_sentence(row) for row in rows)),
    JUDGEMENTS: (_pack_many, lambda rows: tuple(_judgement(row) for row in rows)),
    ARTICLE: (_pack_article, _unpack_article),
    FRAMES: (_pack_many, lambda rows: tuple(_frame(row) for row in rows)),
    MENTION_SCORES: (_plain, tuple),
    MENTION_LINKS: (_pack_many, lambda rows: tuple(MentionLink(*row) for row in rows)),
    SENTENCE_SCORES: (_pack_many, lambda rows: tuple(_sentence_scores(row) for row in rows)),
    ABBREVIATIONS: (_plain, lambda rows: tuple((short, long) for short, long in rows)),
}
"""Attribute -> how its value becomes plain lists and back."""
