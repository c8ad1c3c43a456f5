from __future__ import annotations

import json
from pathlib import Path

import pytest

from puffery.errors import GoldError
from puffery.learn.score_segmentation import BoundaryScore, Passage, read_passages, score

TEXT = "One. Two. Three."
PASSAGE = Passage("p", TEXT, (0, 5, 10))


def spans(*borders: int) -> list[tuple[int, int]]:
    return list(zip(borders, [*borders[1:], len(TEXT)], strict=True))


@pytest.mark.parametrize(
    ("found", "counts"),
    [
        (spans(0, 5, 10), (2, 2, 2, 1, 1)),
        (spans(0), (2, 0, 0, 0, 1)),
        (spans(0, 5, 7, 10), (2, 3, 2, 0, 1)),
        (spans(0, 6), (2, 1, 0, 0, 1)),
        (spans(0, 4, 9), (2, 2, 2, 1, 1)),  # white space before a sentence does not count
        ([(0, 4), (4, 5), (5, 9), (10, 16)], (2, 2, 2, 1, 1)),  # nor do blank pieces
        ([], (2, 0, 0, 0, 1)),
    ],
)
def test_score_counts_inner_starts(found: list[tuple[int, int]], counts: tuple[int, ...]) -> None:
    assert BoundaryScore(*counts) == score([PASSAGE], lambda text: found)


def test_score_pools_over_passages() -> None:
    other = Passage("q", "Four. Five.", (0, 6))

    result = score([PASSAGE, other], lambda text: [(0, 5), (5, len(text))])

    assert BoundaryScore(3, 2, 2, 1, 2) == result
    assert 1.0 == result.precision
    assert 2 / 3 == pytest.approx(result.recall)
    assert 0.8 == pytest.approx(result.f1)


def test_score_of_one_sentence_is_perfect_and_divides_by_nothing() -> None:
    result = score([Passage("p", "One.", (0,))], lambda text: [(0, 4)])

    assert BoundaryScore(0, 0, 0, 1, 1) == result
    assert (0.0, 0.0, 0.0) == (result.precision, result.recall, result.f1)


def test_read_passages_finds_starts_in_order(tmp_path: Path) -> None:
    path = tmp_path / "g.jsonl"
    row = {"id": "p", "text": "💊 No. No. Yes.", "sentences": ["No.", "No.", "Yes."]}
    path.write_text(json.dumps(row) + "\n", encoding="utf-8")

    assert [Passage("p", "💊 No. No. Yes.", (2, 6, 10))] == read_passages(path)


def test_read_passages_refuses_a_sentence_that_is_not_there(tmp_path: Path) -> None:
    path = tmp_path / "g.jsonl"
    row = {"id": "p7", "text": "Yes. No.", "sentences": ["No.", "Yes."]}
    path.write_text(json.dumps(row) + "\n", encoding="utf-8")

    with pytest.raises(GoldError, match=r"PUF501: .*g\.jsonl: p7: not found: 'Yes\.'"):
        read_passages(path)


@pytest.mark.parametrize("content", ['{"id": "p"}\n', "{\n", None])
def test_read_passages_names_a_broken_file(tmp_path: Path, content: str | None) -> None:
    path = tmp_path / "g.jsonl"
    if content is not None:
        path.write_text(content, encoding="utf-8")

    with pytest.raises(GoldError):
        read_passages(path)
