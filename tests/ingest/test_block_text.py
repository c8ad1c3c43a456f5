from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from puffery.ingest.block_text import BlockText, clean, collapse
from puffery.records import Block, BlockKind


def test_block_text_separates_blocks_and_cells() -> None:
    blocks = BlockText()
    blocks.add(" Prices ", BlockKind.HEADING)
    blocks.add("One leg", BlockKind.TABLE_CELL, row=1)
    blocks.add(" \n ", BlockKind.TABLE_CELL, row=1)
    blocks.add("£340", BlockKind.TABLE_CELL, row=1)
    blocks.add("Both", BlockKind.TABLE_CELL, row=2)
    blocks.add("Call us.", BlockKind.FOOTER)

    text, layout = blocks.build()

    assert text == "Prices\n\nOne leg\n£340\n\nBoth\n\nCall us."
    assert layout[0] == Block(0, 6, BlockKind.HEADING)
    assert [text[block.start : block.end] for block in layout] == [
        "Prices",
        "One leg",
        "£340",
        "Both",
        "Call us.",
    ]


@given(st.lists(st.tuples(st.text(alphabet=st.characters()), st.integers(0, 2))))
def test_block_text_offsets_fit(pieces: list[tuple[str, int]]) -> None:
    blocks = BlockText()
    for piece, row in pieces:
        blocks.add(piece, BlockKind.PARAGRAPH, row)

    text, layout = blocks.build()

    assert len(text) == blocks.n_chars
    end = 0
    for block in layout:
        assert end <= block.start < block.end <= len(text)
        assert text[block.start : block.end].strip() == text[block.start : block.end]
        end = block.end
    text.encode("utf-8")


def test_clean_drops_what_nobody_sees() -> None:
    assert clean("im\u00admune\u200b sys\x07tem\ud800") == "immune system\ufffd"


def test_collapse_keeps_meant_newlines_only() -> None:
    assert collapse(" a \u00a0 b\n\n \n c\td ") == "a b\nc d"
