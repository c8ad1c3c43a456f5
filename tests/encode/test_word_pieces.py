from __future__ import annotations

import pytest
from tokenizers import Tokenizer

from puffery.encode.encoder_model import load_encoder
from puffery.encode.word_pieces import MAX_PIECES, read_pieces, word_span
from puffery.records import MentionLabel


@pytest.fixture(scope="module")
def tokenizer() -> Tokenizer:
    return load_encoder().tokenizer


def _words(tokenizer: Tokenizer, text: str) -> list[str]:
    (pieces,) = read_pieces(tokenizer, [text], [()])
    return [text[start:end] for start, end in pieces.words]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("MSCs, Crohn's.", ["MSCs", ",", "Crohn", "'", "s", "."]),
        ("anti-TNF 42%", ["anti", "-", "TNF", "42", "%"]),
        ("naïve  café", ["naïve", "café"]),
        ("cure😀d", ["cure", "d"]),
        ("✅Turmeric™ eases pain🔥", ["Turmeric", "eases", "pain"]),
        ("[SEP] cure", ["[", "SEP", "]", "cure"]),
        ("\u200b", []),
    ],
)
def test_words_keep_their_places_in_the_text(
    tokenizer: Tokenizer, text: str, words: list[str]
) -> None:
    assert words == _words(tokenizer, text)


def test_lexicon_feature_covers_all_pieces_of_a_mention(tokenizer: Tokenizer) -> None:
    text = "Give hydroxychloroquine sulfate now"
    (pieces,) = read_pieces(tokenizer, [text], [[(5, 31, MentionLabel.THERAPY)]])
    marked = [i for i, code in enumerate(pieces.lexicon) if code]

    assert list(range(pieces.first[1], pieces.first[3])) == marked
    assert [1] == [pieces.lexicon[marked[0]]]
    assert {2} == {pieces.lexicon[i] for i in marked[1:]}


def test_case_feature_tells_capitals_apart(tokenizer: Tokenizer) -> None:
    (pieces,) = read_pieces(tokenizer, ["ms MS Ms mS 42"], [()])

    assert [1, 3, 2, 4, 0] == [pieces.cases[position] for position in pieces.first]


def test_a_long_sentence_is_cut_with_its_closing_mark(tokenizer: Tokenizer) -> None:
    (pieces,) = read_pieces(tokenizer, ["word " * 400], [()])

    assert MAX_PIECES == len(pieces.ids) == len(pieces.cases) == len(pieces.lexicon)
    assert pieces.ids[-1] == tokenizer.token_to_id("[SEP]")


def test_word_span_finds_the_words_that_a_place_touches() -> None:
    words = [(0, 4), (5, 9), (10, 12)]

    assert (1, 3) == word_span(words, 7, 11)
    assert word_span(words, 4, 5) is None
