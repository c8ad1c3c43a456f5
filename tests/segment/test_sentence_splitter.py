"""The component: offsets, sections, titles, token starts."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from spacy.tokens import Doc

from puffery.records import Article, Block, BlockKind

from .conftest import Split

FRONT = "---\ntitle: Fens\n---\n"
PIECES = st.sampled_from(
    [
        "Dr. Vale",
        "The balm works.",
        " ",
        "\n",
        "\n\n",
        "\r\n",
        "\r",
        "\t",
        "|",
        " | ",
        "- ",
        "• ",
        "1. ",
        "# ",
    ]
    + [
        "---",
        "***",
        "Q: ",
        "A: ",
        "©",
        "e.g. ",
        "9 a.m.",
        "3.5",
        "...",
        "…",
        "?!",
        '"',
        "”",
        "“",
        "(",
        ")",
        "[3]",
    ]
    + [
        "🙂",
        "\u2028",
        "\x85",
        "\x1c",
        "\v",
        "\f",
        "\u00a0",
        "\u200b",
        "\ufeff",
        "iPSCs",
        "better.The",
        "don't",
    ]
    + [
        "cannot",
        "gonna",
        "U.S.",
        "I",
        "http://a.b/c.",
        "*Bold*",
        "![a](b)",
        "é",
        "e\u0301",
        "ﬁ",
        "İ",
        "ß",
        "٣",
        "²",
    ]
)
TEXTS = st.one_of(st.text(max_size=80), st.lists(PIECES, max_size=20).map("".join))
QUICK = settings(
    max_examples=150,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def assert_sound(doc: Doc, text: str, body_start: int) -> None:
    sentences = doc._.puffery_sentences
    assert text == doc.text
    assert list(range(len(sentences))) == [s.index for s in sentences]
    assert [s.text for s in sentences] == [text[s.start : s.end] for s in sentences]
    assert all(s.text and s.text == s.text.strip() for s in sentences)
    borders = [place for s in sentences for place in (s.start, s.end)]
    assert sorted(borders) == borders
    covered = {place for s in sentences for place in range(s.start, s.end)}
    alphanumeric = {place for place, char in enumerate(text) if char.isalnum()}
    assert {place for place in alphanumeric if place >= body_start} == alphanumeric & covered
    starts = {token.idx for token in doc if token.is_sent_start}
    assert {s.start for s in sentences} <= starts


@QUICK
@given(text=TEXTS.filter(lambda text: not text.startswith("---")))
@example(text="")
@example(text="better.The best.The")
@example(text="1.\n\n2")
def test_splitter_offsets_hold_for_any_text(split: Split, text: str) -> None:
    assert_sound(split(text), text, 0)


@QUICK
@given(text=TEXTS)
def test_splitter_leaves_front_matter_out_of_any_text(split: Split, text: str) -> None:
    # "\n" is not stripped by a reader, so the body starts right behind the closing line
    assert_sound(split(FRONT + text), FRONT + text, len(FRONT))


@QUICK
@given(text=TEXTS)
def test_splitter_whole_mode_gives_one_sentence_for_any_text(split: Split, text: str) -> None:
    sentences = split(text, whole=True)._.puffery_sentences

    assert [text.strip()] * bool(text.strip()) == [s.text for s in sentences]
    assert all(text[s.start : s.end] == s.text for s in sentences)


def test_splitter_whole_mode_keeps_stops_headings_and_lines_together(split: Split) -> None:
    text = "  # A heading\n\nOne. Two.\n- three "

    doc = split(text, whole=True)

    assert ["# A heading\n\nOne. Two.\n- three"] == [s.text for s in doc._.puffery_sentences]
    assert 2 == doc._.puffery_sentences[0].start


def test_splitter_names_the_section_of_each_sentence(split: Split) -> None:
    text = (
        "# Moonroot\nIt grows.\n\n## Drying it\nIt hangs. It turns grey.\n\n## Selling\n- by post"
    )

    got = [(s.section, s.text) for s in split(text)._.puffery_sentences]

    assert [
        ("", "# Moonroot"),
        ("", "It grows."),
        ("", "## Drying it"),
        ("Drying it", "It hangs."),
        ("Drying it", "It turns grey."),
        ("Drying it", "## Selling"),
        ("Selling", "- by post"),
    ] == got


def test_splitter_takes_the_blocks_of_the_format(split: Split) -> None:
    text = "Moonroot It grows in fens. It is tall."
    article = Article(
        "a", text, blocks=(Block(0, 8, BlockKind.HEADING), Block(9, len(text), BlockKind.CAPTION))
    )

    got = [(s.block, s.text) for s in split(text, article=article)._.puffery_sentences]

    assert [
        (BlockKind.HEADING, "Moonroot"),
        (BlockKind.CAPTION, "It grows in fens."),
        (BlockKind.CAPTION, "It is tall."),
    ] == got


@pytest.mark.parametrize(("title", "expected"), [("Moonroot", True), ("Fens", False), ("", False)])
def test_splitter_knows_the_title_from_the_article(
    split: Split, title: str, expected: bool
) -> None:
    text = "Moonroot It grows."
    blocks = (Block(0, 8, BlockKind.HEADING), Block(9, 18, BlockKind.PARAGRAPH))

    sentences = split(
        text, article=Article("a", text, title=title, blocks=blocks)
    )._.puffery_sentences

    assert [expected, False] == [s.is_title for s in sentences]


def test_splitter_cuts_a_token_that_holds_a_border(split: Split) -> None:
    doc = split("Sleep got better.The balm works.")

    assert ["Sleep got better.", "The balm works."] == [sent.text for sent in doc.sents]
    assert "Sleep got better.The balm works." == doc.text


def test_splitter_keeps_emoji_with_the_sentence_before(split: Split) -> None:
    assert ["She went home. 🎉"] == [s.text for s in split("She went home. 🎉")._.puffery_sentences]


def test_splitter_sets_block_spans_with_their_kind(split: Split) -> None:
    doc = split("# Moonroot\nIt grows.\n- tall")

    got = [(span.label_, span.text) for span in doc.spans["puffery_blocks"]]

    assert [("title", "# Moonroot"), ("paragraph", "It grows."), ("list_item", "- tall")] == got


@pytest.mark.parametrize("text", ["She went home.", "She went home. He stayed."])
def test_splitter_leaves_no_doc_that_looks_unsegmented(split: Split, text: str) -> None:
    doc = split(text)

    assert doc.has_annotation("SENT_START")
    assert [s.text for s in doc._.puffery_sentences] == [s.text for s in doc.sents]
