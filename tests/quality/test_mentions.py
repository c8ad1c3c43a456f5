"""Mentions, links and frames on gold: floors that only a decision may lower."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from puffery.cli.gold_audits import Way, evaluate_mentions, evaluate_sentences
from puffery.learn.scoring.evaluate import Evaluation

ROOT = Path(__file__).parents[2]
GOLD = ROOT / "annotations" / "gold" / "claims"
NER = ROOT.parent / "shared" / "data" / "ner"
FLOORS = json.loads((Path(__file__).parent / "floors.json").read_text(encoding="utf-8"))

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def invented() -> Evaluation:
    result, _ = evaluate_sentences(
        GOLD / "invented-articles-1.jsonl",
        [ROOT / "corpus" / "invented"],
        part="test",
        way=Way(),
    )
    return result


def test_gold_is_the_one_the_floors_were_set_on() -> None:
    digest = hashlib.sha256((GOLD / "invented-articles-1.jsonl").read_bytes()).hexdigest()

    assert FLOORS["invented_sha256"] == digest


def test_mentions_in_held_out_articles_stay_above_the_floor(invented: Evaluation) -> None:
    therapy, disease = invented.mentions_exact

    assert therapy.f1 >= FLOORS["invented_therapy_f1"]
    assert disease.f1 >= FLOORS["invented_disease_f1"]


def test_labels_in_held_out_articles_stay_above_the_floor(invented: Evaluation) -> None:
    assert invented.macro_f1 >= FLOORS["invented_macro_f1"]
    assert invented.classes[3].precision >= FLOORS["invented_promotional_precision"]


def test_encoder_and_lexicon_together_beat_the_lexicon(invented: Evaluation) -> None:
    lexicon, _ = evaluate_sentences(
        GOLD / "invented-articles-1.jsonl",
        [ROOT / "corpus" / "invented"],
        part="test",
        way=Way(entities="lexicon", labels="rules"),
    )

    for both, alone in zip(invented.mentions_exact, lexicon.mentions_exact, strict=True):
        assert both.f1 > alone.f1
    assert invented.macro_f1 > lexicon.macro_f1


@pytest.mark.skipif(not NER.is_dir(), reason="the public corpora are not part of this repository")
def test_public_corpus_stays_above_the_floor() -> None:
    result = evaluate_mentions(NER / "ncbi_disease" / "dev.jsonl")

    assert result.scores[0].f1 >= FLOORS["ncbi_disease_f1"]
    assert result.linked_right is not None
    assert result.linked_right >= FLOORS["ncbi_linked_right"]
