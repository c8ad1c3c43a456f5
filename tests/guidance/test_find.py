"""Patterns of words and signs, on sentences written by hand."""

from __future__ import annotations

import pytest

from puffery.errors import DataFileError
from puffery.guidance.sentences.find import (
    SentenceWords,
    compile_pattern,
    find_all,
    find_any,
)


def words(text: str, **signs: list[tuple[int, int]]) -> SentenceWords:
    return SentenceWords(text.split(), {name.replace("__", "."): at for name, at in signs.items()})


@pytest.mark.parametrize(
    ("pattern", "text", "expected"),
    [
        ("cure~ lupus", "it cured lupus", [(1, 3)]),
        ("cure~ <2> lupus", "it cures most bad lupus", [(1, 5)]),
        ("cure~ <2> lupus", "it cures most very bad lupus", []),
        ("cure~ <2> lupus", "it cures all , lupus too", []),
        ("cure~ <*2> lupus", "it cures all , lupus too", [(1, 5)]),
        ("very? good", "a good and very good tea", [(1, 2), (3, 5)]),
        ("blood_pressure|pulse", "her blood pressure and pulse", [(1, 3), (4, 5)]),
        ("long-term relief", "long term relief", [(0, 3)]),
    ],
)
def test_find_all_gives_the_places_of_words(
    pattern: str, text: str, expected: list[tuple[int, int]]
) -> None:
    assert expected == list(find_all(compile_pattern(pattern), words(text)))


def test_find_all_takes_a_sign_for_all_its_words() -> None:
    sentence = words("tea cures type 2 diabetes", disease=[(2, 5)], effect__down=[(1, 2)])

    assert [(1, 5)] == list(find_all(compile_pattern("{effect.down} {disease}"), sentence))
    assert [(2, 5)] == list(find_all(compile_pattern("{therapy|disease}"), sentence))
    assert [] == list(find_all(compile_pattern("{therapy}"), sentence))


def test_find_all_may_leave_an_optional_sign_out() -> None:
    assert [(0, 2)] == list(find_all(compile_pattern("good {disease}? news"), words("good news")))


def test_find_any_gives_the_first_pattern_that_matches() -> None:
    assert (1, 2) == find_any(["coffee", "tea"], words("green tea"))
    assert find_any(["coffee"], words("green tea")) is None


@pytest.mark.parametrize("pattern", ["", "maybe?", "<3>", "{disease}?", "<*4> very?"])
def test_a_pattern_that_can_match_nothing_is_refused(pattern: str) -> None:
    with pytest.raises(DataFileError, match="matches nothing for sure"):
        compile_pattern(pattern)


def test_words_and_signs_may_be_alternatives_of_one_place() -> None:
    pattern = compile_pattern("for people|{disease}")

    assert [(0, 2)] == list(find_all(pattern, words("for people")))
    assert [(0, 2)] == list(find_all(pattern, words("for lupus", disease=[(1, 2)])))
    assert [] == list(find_all(pattern, words("for lupus")))
    assert [(1, 2)] == list(find_all(compile_pattern("tea|{disease}"), words("green tea")))


def test_a_sign_inside_a_word_is_refused() -> None:
    with pytest.raises(DataFileError, match="stands alone or between"):
        compile_pattern("{number}_dollars")
