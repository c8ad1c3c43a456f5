"""Segmentation on the gold passages: a floor that only a decision may lower."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import spacy

from puffery.errors import GoldError
from puffery.learn.score_segmentation import Passage, read_passages, score
from puffery.segment.sentence_splitter import SentenceSplitter

GOLD = Path(__file__).parents[2] / "annotations" / "gold" / "segmentation.jsonl"
FLOORS = json.loads((Path(__file__).parent / "floors.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def passages() -> list[Passage]:
    return read_passages(GOLD)


def test_segmentation_gold_is_the_one_the_floor_was_set_on() -> None:
    got = hashlib.sha256(GOLD.read_bytes()).hexdigest()

    assert FLOORS["segmentation_sha256"] == got, (
        "the gold changed: set floor and fingerprint anew, with a decision"
    )


def test_segmentation_f1_stays_above_the_floor(passages: list[Passage]) -> None:
    nlp, splitter = spacy.blank("en"), SentenceSplitter()

    got = score(
        passages,
        lambda text: [(s.start, s.end) for s in splitter(nlp.make_doc(text))._.puffery_sentences],
    )

    assert FLOORS["segmentation_f1"] <= got.f1
    assert len(passages) == got.n_passages


def test_segmentation_floor_is_out_of_reach_of_full_stops_alone(passages: list[Passage]) -> None:
    def naive(text: str) -> Iterator[tuple[int, int]]:
        starts = [0, *(match.end() for match in re.finditer(r"[.!?]\s+", text))]
        return zip(starts, [*starts[1:], len(text)], strict=True)

    assert FLOORS["segmentation_f1"] > score(passages, naive).f1


@pytest.mark.parametrize(
    ("spans", "counts", "f1"),
    [
        ([(0, 4), (4, 8), (8, 12)], (2, 2, 2, 1), 1.0),
        ([(0, 12)], (2, 0, 0, 0), 0.0),
        ([(0, 4), (4, 12)], (2, 1, 1, 0), 2 / 3),
        ([(0, 3), (3, 8), (8, 12)], (2, 2, 2, 1), 1.0),
        ([(0, 2), (2, 4), (4, 8), (8, 12)], (2, 3, 2, 0), 0.8),
    ],
)
def test_score_counts_inner_starts(
    spans: list[tuple[int, int]], counts: tuple[int, int, int, int], f1: float
) -> None:
    passage = Passage("p", "Ab. Cd. Efg.", (0, 4, 8))

    got = score([passage], lambda _: spans)

    assert counts == (got.n_gold, got.n_found, got.n_right, got.n_perfect)
    assert f1 == pytest.approx(got.f1)


def test_read_passages_refuses_a_sentence_that_the_text_lacks(tmp_path: Path) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_text(
        '{"id": "p-1", "text": "One. Two.", "sentences": ["One.", "Three."]}\n', encoding="utf-8"
    )

    with pytest.raises(GoldError, match=r"p-1.*Three") as caught:
        read_passages(path)

    assert "PUF501" == caught.value.code


def test_read_passages_finds_repeated_sentences_in_order(tmp_path: Path) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_text(
        '{"id": "p", "text": "No. No. No.", "sentences": ["No.", "No.", "No."]}\n', encoding="utf-8"
    )

    assert (0, 4, 8) == read_passages(path)[0].starts
