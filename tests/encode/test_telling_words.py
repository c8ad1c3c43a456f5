from __future__ import annotations

import numpy as np

from puffery.encode.encoder_model import Reading
from puffery.encode.tag_scheme import TAGS
from puffery.encode.telling_words import telling_words
from puffery.records import Sentence

TEXT = "It may ease pain."
WORDS = [(0, 2), (3, 6), (7, 11), (12, 16), (16, 17)]
SENTENCE = Sentence(0, 50, 50 + len(TEXT), TEXT)


def _reading(*shares: list[float]) -> Reading:
    tags = np.zeros((len(WORDS), len(TAGS)), dtype=np.float32)
    matrix = np.array(shares, dtype=np.float32).T
    return Reading(WORDS, tags, {}, {"claim": matrix})


def _texts(places: tuple[tuple[int, int], ...]) -> list[str]:
    return [TEXT[start - 50 : end - 50] for start, end in places]


def test_the_words_that_add_most_are_shown_in_order_of_the_text() -> None:
    rows = telling_words(SENTENCE, _reading([0.0, 0.0, 0.0, 0.0, 0.0], [0.0, 2.0, 0.1, 1.0, 0.0]))

    assert ["may", "pain"] == _texts(rows[1])


def test_neighbours_are_joined_and_marks_are_no_words() -> None:
    rows = telling_words(SENTENCE, _reading([0.0, 0.0, 0.0, 0.0, 0.0], [0.0, 2.0, 1.9, 0.0, 9.0]))

    assert ["may ease"] == _texts(rows[1])


def test_a_class_that_no_word_speaks_for_has_none() -> None:
    rows = telling_words(SENTENCE, _reading([0.0] * 5, [1.0] * 5))

    assert () == rows[0]


def test_a_model_that_does_not_explain_gives_nothing() -> None:
    tags = np.zeros((len(WORDS), len(TAGS)), dtype=np.float32)

    assert () == telling_words(SENTENCE, Reading(WORDS, tags, {}))
