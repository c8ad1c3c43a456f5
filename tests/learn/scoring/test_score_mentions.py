from __future__ import annotations

import json
from pathlib import Path

import pytest
import spacy
from spacy.tokens import Doc, SpanGroup

from puffery import doc_keys
from puffery.errors import GoldError
from puffery.learn.scoring.score_mentions import has_spans, read_documents, score_mentions
from puffery.records import MentionLabel
from puffery.terms.lexicon import load_lexicon

TEXT = "PRP eased knee pain and gout."
SPANS = [
    {"start": 0, "end": 3, "label": "THERAPY"},
    {"start": 10, "end": 19, "label": "DISEASE", "concept_id": "D1|D2"},
    {"start": 24, "end": 28, "label": "DISEASE", "concept_id": "OMIM:7"},
]


def _file(tmp_path: Path, **row: object) -> Path:
    path = tmp_path / "d.jsonl"
    record = {"id": "x", "text": TEXT, "spans": SPANS, "annotated": ["DISEASE"], **row}
    path.write_text(json.dumps(record) + "\n", encoding="utf-8")
    return path


def _nlp(*found: tuple[int, int, str]) -> object:
    blank = spacy.blank("en")

    def run(text: str) -> Doc:
        doc = blank(text)
        spans = [doc.char_span(start, end, label=label) for start, end, label in found]
        doc.spans[doc_keys.MENTIONS] = SpanGroup(doc, spans=[s for s in spans if s])
        return doc

    return run


def test_only_annotated_labels_are_scored(tmp_path: Path) -> None:
    nlp = _nlp((10, 19, "DISEASE"), (24, 28, "DISEASE"))

    (score,) = score_mentions(read_documents(_file(tmp_path)), nlp).scores

    assert ("DISEASE", 2, 1.0, 1.0, 1.0) == (
        score.label,
        score.n_gold,
        score.precision,
        score.recall,
        score.f1,
    )


def test_a_wrong_boundary_counts_for_overlap_alone(tmp_path: Path) -> None:
    nlp = _nlp((15, 19, "DISEASE"), (4, 9, "DISEASE"))

    (score,) = score_mentions(read_documents(_file(tmp_path)), nlp).scores

    assert (0.0, 0.5) == (score.f1, score.overlap_f1)


def test_links_are_scored_on_gold_mentions_of_our_terminology(tmp_path: Path) -> None:
    asked = []

    def link(doc: Doc, place: tuple[int, int]) -> str:
        asked.append(doc.text[slice(*place)])
        return "MESH:D2"

    result = score_mentions(read_documents(_file(tmp_path)), _nlp(), link)

    assert ["knee pain"] == asked
    assert (1, 1.0) == (result.n_linkable, result.linked_right)


def test_documents_and_sentences_are_told_apart(tmp_path: Path) -> None:
    sentences = tmp_path / "s.jsonl"
    sentences.write_text('{"text": "x", "label": "none"}\n', encoding="utf-8")

    assert has_spans(_file(tmp_path))
    assert not has_spans(sentences)
    assert not has_spans(tmp_path / "absent.jsonl")


@pytest.mark.parametrize("change", [{"text": None}, {"annotated": ["GENE"]}, {"spans": [{}]}])
def test_a_bad_document_is_told_with_its_line(tmp_path: Path, change: dict[str, object]) -> None:
    with pytest.raises(GoldError, match=r"d\.jsonl:1"):
        list(read_documents(_file(tmp_path, **change)))


def test_labels_with_a_kind_count_as_their_label(tmp_path: Path) -> None:
    (document,) = read_documents(_file(tmp_path, annotated=["THERAPY:drug"]))

    assert {MentionLabel.THERAPY: frozenset({(0, 3)})} == document.spans


def test_a_corpus_of_drugs_does_not_count_procedures_as_errors(tmp_path: Path) -> None:
    text = "Surgery and aspirin and glimbex."
    at = text.index("aspirin")
    spans = [{"start": at, "end": at + 7, "label": "THERAPY"}]
    surgery = next(c for c in load_lexicon().concepts.values() if c.subtype == "procedure")
    blank = spacy.blank("en")

    def run(content: str) -> Doc:
        doc = blank(content)
        found = [("Surgery", surgery.id), ("aspirin", ""), ("glimbex", "")]
        group = [
            doc.char_span(
                content.index(word), content.index(word) + len(word), label="THERAPY", kb_id=kb
            )
            for word, kb in found
        ]
        doc.spans[doc_keys.MENTIONS] = SpanGroup(doc, spans=group)
        return doc

    narrow = _file(tmp_path, text=text, spans=spans, annotated=["THERAPY:drug"])
    (score,) = score_mentions(read_documents(narrow), run).scores
    assert (0.5, 1.0) == (score.precision, score.recall)  # the unknown name stays an error

    full = _file(tmp_path, text=text, spans=spans, annotated=["THERAPY"])
    (score,) = score_mentions(read_documents(full), run).scores
    assert score.precision == pytest.approx(1 / 3)
