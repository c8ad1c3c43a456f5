from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from puffery.terms.disguise import plain_text, plain_tokens


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("It \u0441ured lupus", "It cured lupus"),  # Cyrillic first letter
        ("\u0441\u043e\u0440 told", "cop told"),  # look-alikes alone
        ("cu\u200bre it", "cure it"),
        ("it c u r e s all", "it cures all"),
        ("C-U-R-E now", "CURE now"),
        ("\uff43\uff55\uff52\uff45", "cure"),  # full width
        ("\U0001d41c\U0001d42e\U0001d42b\U0001d41e", "cure"),  # mathematical bold
    ],
)
def test_disguised_words_are_read_as_a_reader_does(text: str, plain: str) -> None:
    assert plain == plain_text(text).text


@pytest.mark.parametrize(
    "text",
    [
        "vitamins A B C D",
        "TNF-α blocks it",
        "β-blocker",
        "a b c of care",
        "Москва is far",
        "fiancée, naïve, Sjögren",
        "e.g. this",
        "a family👨\u200d👩 emoji",
    ],
)
def test_honest_text_is_left_alone(text: str) -> None:
    assert text == plain_text(text).text


def test_places_lead_back_to_the_original() -> None:
    text = "Cells c u r e lu\u200bpus."
    plain = plain_text(text)

    for word, original in (("cure", "c u r e"), ("lupus", "lu\u200bpus"), ("Cells", "Cells")):
        at = plain.text.index(word)
        start, end = plain.origin(at, at + len(word))
        assert original == text[start:end]
        assert at == plain.place(start)


def test_the_first_of_spaced_letters_carries_the_word() -> None:
    text = "It c u r e s."
    bounds = [(0, 2), (3, 4), (5, 6), (7, 8), (9, 10), (11, 12), (12, 13)]

    assert ["It", "cures", "", "", "", "", "."] == plain_tokens(text, bounds)
    assert plain_tokens("It cures.", [(0, 2), (3, 8), (8, 9)]) is None


@given(st.text(alphabet="ab с\u200b.-еc α\u00ad", max_size=30))
@settings(max_examples=200, deadline=None)
def test_places_are_ascending_and_inside_the_original(text: str) -> None:
    plain = plain_text(text)

    assert len(plain.text) <= len(text)
    if plain.places is not None:
        assert list(plain.places) == sorted(set(plain.places))
        assert len(text) == plain.places[-1]
        assert len(plain.places) == len(plain.text) + 1
