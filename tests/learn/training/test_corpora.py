from __future__ import annotations

import json
from pathlib import Path

import pytest

from puffery.errors import GoldError
from puffery.language.assemble import load_tagger
from puffery.learn.training.data.corpora import read_corpus
from puffery.records import MentionLabel

THERAPY, DISEASE = MentionLabel.THERAPY, MentionLabel.DISEASE
TEXT = "Aspirin caused nausea. Acupuncture did not help."


def _corpus(tmp_path: Path, **row: object) -> Path:
    spans = [
        {"start": 0, "end": 7, "label": "THERAPY"},
        {"start": 15, "end": 21, "label": "DISEASE"},
    ]
    record = {"id": 1, "text": TEXT, "spans": spans, "annotated": ["DISEASE", "THERAPY"], **row}
    path = tmp_path / "train.jsonl"
    path.write_text(json.dumps(record) + "\n", encoding="utf-8")
    return path


def test_documents_are_split_into_sentences_with_their_spans(tmp_path: Path) -> None:
    first, second = read_corpus(_corpus(tmp_path), corpus="c", nlp=load_tagger())

    assert ((0, 7, THERAPY), (15, 21, DISEASE)) == first.gold
    assert () == second.gold
    assert frozenset({THERAPY, DISEASE}) == first.annotated
    assert () == second.unknown


def test_a_corpus_of_drugs_says_nothing_of_procedures(tmp_path: Path) -> None:
    path = _corpus(tmp_path, annotated=["DISEASE", "THERAPY:drug"])

    first, second = read_corpus(path, corpus="c", nlp=load_tagger())

    assert frozenset({THERAPY, DISEASE}) == first.annotated
    assert ((0, 11, THERAPY),) == second.unknown


def test_an_unmarked_label_stays_unknown(tmp_path: Path) -> None:
    first, _ = read_corpus(_corpus(tmp_path, annotated=["DISEASE"]), corpus="c", nlp=load_tagger())

    assert frozenset({DISEASE}) == first.annotated


def test_a_record_without_spans_is_told_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "train.jsonl"
    path.write_text('{"id": 1, "text": "x"}\n', encoding="utf-8")

    with pytest.raises(GoldError, match=r"train\.jsonl:1"):
        list(read_corpus(path, corpus="c", nlp=load_tagger()))


def test_a_span_across_a_sentence_border_is_no_negative(tmp_path: Path) -> None:
    spans = [{"start": 15, "end": 34, "label": "DISEASE"}]

    first, second = read_corpus(_corpus(tmp_path, spans=spans), corpus="c", nlp=load_tagger())

    assert () == first.gold == second.gold
    assert [(15, 22, DISEASE)] == list(first.unknown)
    assert [(0, 11, DISEASE)] == list(second.unknown)
