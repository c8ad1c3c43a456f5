"""Training and test sentences with mentions, from public corpora and from our own annotations.

In: JSON Lines of documents with spans (`text`, `spans`, `annotated`), and standoff gold with its
articles. Out: `TaggedSentence`s with the lexicon mentions that the encoder sees as a feature.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from spacy.language import Language

from puffery import doc_keys
from puffery.encode.word_pieces import CharSpan
from puffery.errors import GoldError
from puffery.learn.gold import DRUG_SUBTYPES, gold_rows
from puffery.records import MentionLabel


@dataclass(frozen=True, slots=True)
class TaggedSentence:
    """A sentence with gold mentions.

    Attributes:
        corpus: Name of the corpus that it comes from.
        doc: Document or article id.
        text: The sentence.
        gold: Gold mentions in code points of the sentence, in order, not overlapping.
        annotated: Labels whose absence is evidence; another label may hide anywhere.
        unknown: Stretches (start, end, label) in which the label may hide although it is
            annotated: other kinds of the label than the corpus marks.
        lexicon: Mentions that the lexicon finds, a feature of the encoder.
        classes: Sentence-head name -> gold class index, for the heads that know this sentence.
    """

    corpus: str
    doc: str
    text: str
    gold: tuple[CharSpan, ...]
    annotated: frozenset[MentionLabel]
    unknown: tuple[CharSpan, ...] = ()
    lexicon: tuple[CharSpan, ...] = ()
    classes: dict[str, int] = field(default_factory=dict)


def read_corpus(path: Path, *, corpus: str, nlp: Language) -> Iterator[TaggedSentence]:
    """Read a corpus of documents and split it into sentences as puffery does.

    Args:
        path: JSON Lines, one document a line with `id`, `text`, `spans` (`start`, `end`,
            `label`), `annotated`; `THERAPY:drug` there says that THERAPY was marked for drugs
            alone, so that other kinds of therapy that the lexicon finds are unknown, not absent.
        corpus: Name to record.
        nlp: Pipeline with sentence splitter and mention tagger.

    Yields:
        Sentences in order. The parts of a span that crosses a sentence border are unknown.

    Raises:
        GoldError: `PUF501` with file and line for a record without these fields.
    """
    for number, row in enumerate(gold_rows(path), start=1):
        try:
            spans = [(s["start"], s["end"], MentionLabel(s["label"])) for s in row["spans"]]
            annotated = frozenset(MentionLabel(n.partition(":")[0]) for n in row["annotated"])
            narrow = any(":" in name for name in row["annotated"])
            text, doc_id = row["text"], str(row["id"])
        except (KeyError, ValueError, TypeError) as error:
            raise GoldError("PUF501", f"{path}:{number}: not a document: {error!r}") from error
        yield from split_document(
            nlp,
            text,
            spans,
            corpus=corpus,
            doc_id=doc_id,
            annotated=annotated,
            chemicals=narrow,
        )


def split_document(
    nlp: Language,
    text: str,
    spans: Sequence[CharSpan],
    *,
    corpus: str,
    doc_id: str,
    annotated: frozenset[MentionLabel],
    chemicals: bool = False,
) -> Iterator[TaggedSentence]:
    """Yield the sentences of one document with their gold and lexicon mentions."""
    doc = nlp(text)
    found = [
        (span.start_char, span.end_char, MentionLabel(span.label_), _subtype(nlp, span.kb_id_))
        for span in doc.spans[doc_keys.MENTIONS]
    ]
    for sentence in doc._.puffery_sentences:
        start, end = sentence.start, sentence.end
        gold = _inside(spans, start, end)
        lexicon = _inside([item[:3] for item in found], start, end)
        other = _inside([i[:3] for i in found if i[3] not in DRUG_SUBTYPES], start, end)
        hidden = [
            item for item in other if item[2] is MentionLabel.THERAPY and not _touches(item, gold)
        ]
        cut = [
            (max(a, start) - start, min(b, end) - start, label)
            for a, b, label in spans
            if a < end and start < b and not (start <= a and b <= end)
        ]
        yield TaggedSentence(
            corpus=corpus,
            doc=doc_id,
            text=sentence.text,
            gold=tuple(gold),
            annotated=annotated,
            unknown=(*(hidden if chemicals else ()), *cut),
            lexicon=tuple(lexicon),
        )


def _subtype(nlp: Language, concept_id: str) -> str:
    lexicon = nlp.get_pipe("puffery_mention_tagger").lexicon  # type: ignore[attr-defined]
    concept = lexicon.concepts.get(concept_id)
    return concept.subtype if concept else ""


def _inside(spans: Iterable[CharSpan], start: int, end: int) -> list[CharSpan]:
    return [(a - start, b - start, label) for a, b, label in spans if start <= a and b <= end]


def _touches(item: CharSpan, others: Iterable[CharSpan]) -> bool:
    return any(a < item[1] and item[0] < b for a, b, _ in others)


def mark_lexicon(
    nlp: Language, text: str, places: Sequence[tuple[int, int]]
) -> list[tuple[CharSpan, ...]]:
    """Return the lexicon mentions of given sentences of an article, in their own code points."""
    doc = nlp(text)  # the spans live as long as their Doc
    found = [
        (span.start_char, span.end_char, MentionLabel(span.label_))
        for span in doc.spans[doc_keys.MENTIONS]
    ]
    return [tuple(_inside(found, start, end)) for start, end in places]
