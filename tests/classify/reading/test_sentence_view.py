"""One sentence as the rules see it."""

from __future__ import annotations

import pytest

from puffery.records import BlockKind, CueKind

from ..conftest import MakeView


def test_view_counts_cues_and_mentions_in_tokens_of_the_sentence(make_view: MakeView) -> None:
    view = make_view("Lime_balm{THERAPY} may{hedge.modal} ease{effect.down} sore_knees{DISEASE} .")

    assert ((0, 2),) == view.therapies
    assert ((4, 6),) == view.diseases
    assert [(2, 3, "modal")] == [(h.start, h.end, h.role) for h in view.of(CueKind.HEDGE)]
    assert [] == view.of(CueKind.HEDGE, "limit")


def test_view_turns_tokens_into_code_points(make_view: MakeView) -> None:
    view = make_view("Crème may{hedge.modal} help 🙂 skin .")

    start, end = view.chars(1, 3)

    assert "may help" == view.sentence.text[start:end]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Does it help ?", True),
        ('" Does it help ? "', True),
        ("Does it help ? ”", True),
        ("It helps .", False),
        ("Why ? It helps", False),
    ],
)
def test_view_is_question_looks_through_closing_quotes(
    make_view: MakeView, text: str, expected: bool
) -> None:
    assert expected is make_view(text).is_question


@pytest.mark.parametrize(
    ("block", "expected"),
    [
        (BlockKind.TITLE, True),
        (BlockKind.HEADING, True),
        (BlockKind.PARAGRAPH, False),
        (BlockKind.LIST_ITEM, False),
    ],
)
def test_view_is_heading_for_titles_and_headings(
    make_view: MakeView, block: BlockKind, expected: bool
) -> None:
    assert expected is make_view("Balm", block=block).is_heading


@pytest.mark.parametrize(
    ("text", "word"), [("- 3 . Call us", "Call"), ("“ Balm helps", "Balm"), ("# Balm", "Balm")]
)
def test_view_first_word_stands_behind_marks(make_view: MakeView, text: str, word: str) -> None:
    view = make_view(text)

    assert word == view.span[view.first_word()].text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('" it helps , " she said', ["it helps ,"]),
        ("“ it helps , ” she said , “ a lot ”", ["it helps ,", "a lot"]),
        ("“ it helps", ["it helps"]),
        ("it helps , ” she said", ["it helps ,"]),
        ("it helps", []),
    ],
)
def test_view_finds_quoted_words(make_view: MakeView, text: str, expected: list[str]) -> None:
    view = make_view(text)

    assert expected == [" ".join(view.tokens[a:b]) for a, b in view.quoted]
