"""Blocks of plain text: what joins, what stays apart, and where each stands."""

from __future__ import annotations

import pytest

from puffery.records import BlockKind
from puffery.segment.layout import find_blocks, looks_like_heading

T, H, P = BlockKind.TITLE, BlockKind.HEADING, BlockKind.PARAGRAPH
I, C, F, CAP = BlockKind.LIST_ITEM, BlockKind.TABLE_CELL, BlockKind.FOOTER, BlockKind.CAPTION  # noqa: E741

WRAPPED = (
    "The balm was tried by forty people with sore knees in a\n"
    "town by the sea. Each of them kept a diary for twelve\n"
    "weeks, and nobody left early."
)


def blocks(text: str) -> list[tuple[BlockKind, str]]:
    return [(b.kind, text[b.start : b.end]) for b in find_blocks(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        (" \n\t\n ", []),
        # headings
        (
            "Moonroot and Sleep\n\nIt grows in fens.\n\nHow It Is Dried\nIt hangs for a week.\n",
            [
                (T, "Moonroot and Sleep"),
                (P, "It grows in fens."),
                (H, "How It Is Dried"),
                (P, "It hangs for a week."),
            ],
        ),
        (
            "# Moonroot\nIt grows.\n## Drying\nIt hangs.",
            [(T, "# Moonroot"), (P, "It grows."), (H, "## Drying"), (P, "It hangs.")],
        ),
        (
            "OUR TREATMENTS\nThe balm is rubbed in twice a day.",
            [(T, "OUR TREATMENTS"), (P, "The balm is rubbed in twice a day.")],
        ),
        ("It grows in fens. It is tall.", [(P, "It grows in fens. It is tall.")]),
        # list items
        (
            "It helps.\n\n- knees\n* hips\n• elbows",
            [(P, "It helps."), (I, "- knees"), (I, "* hips"), (I, "• elbows")],
        ),
        (
            "It helps.\n\n1. Wash it.\n2) Dry it.\n(c) Rest.",
            [(P, "It helps."), (I, "1. Wash it."), (I, "2) Dry it."), (I, "(c) Rest.")],
        ),
        (
            "It helps.\n\nStep 1: Mix it.\nTip 2: Rest.",
            [(P, "It helps."), (I, "Step 1: Mix it."), (I, "Tip 2: Rest.")],
        ),
        (
            "It helps.\n\n- a long item about the balm that was wrapped here by\n  the editor and goes on.\n- short",
            [
                (P, "It helps."),
                (
                    I,
                    "- a long item about the balm that was wrapped here by\n  the editor and goes on.",
                ),
                (I, "- short"),
            ],
        ),
        # wrapped lines and line ends
        (WRAPPED, [(P, WRAPPED)]),
        (WRAPPED.replace("\n", "\r\n"), [(P, WRAPPED.replace("\n", "\r\n"))]),
        ("It grows.\r\n\r\nIt is dried.\r\n", [(P, "It grows."), (P, "It is dried.")]),
        ("It grows.\u2028It is dried.", [(P, "It grows."), (P, "It is dried.")]),
        ("It grows.\fIt is dried.", [(P, "It grows."), (P, "It is dried.")]),
        # rules between blocks
        (
            "It grows.\n***\nIt is dried.\n=====\nIt sells.",
            [(P, "It grows."), (P, "It is dried."), (P, "It sells.")],
        ),
        # front matter
        (
            "---\ntitle: Moonroot\ndate: 2020-01-01\n---\nIt grows. It is tall.",
            [(P, "It grows. It is tall.")],
        ),
        ("---\r\ntitle: Moonroot\r\n---\r\nIt grows in fens.", [(P, "It grows in fens.")]),
        (
            "---\ntitle without an end\nIt grows in fens.",
            [(P, "title without an end"), (P, "It grows in fens.")],
        ),
        # tables
        (
            "| Herb | Dose |\n|------|-----:|\n| Moonroot | 2 g |",
            [(C, "Herb"), (C, "Dose"), (C, "Moonroot"), (C, "2 g")],
        ),
        ("Herb\tDose\nMoonroot\t2 g", [(C, "Herb"), (C, "Dose"), (C, "Moonroot"), (C, "2 g")]),
        ("Herb | Dose\nMoonroot |  | 2 g", [(C, "Herb"), (C, "Dose"), (C, "Moonroot"), (C, "2 g")]),
        # dialogue: a question never joins its answer
        (
            "It helps.\n\nQ: Does it work?\nA: Yes. It does.",
            [(P, "It helps."), (H, "Q: Does it work?"), (P, "A: Yes. It does.")],
        ),
        # footers and captions
        (
            "It grows.\n\n© 2020 Larkmoor. All rights reserved.",
            [(P, "It grows."), (F, "© 2020 Larkmoor. All rights reserved.")],
        ),
        (
            "It grows.\n\nCopyright 2020 Larkmoor",
            [(P, "It grows."), (F, "Copyright 2020 Larkmoor")],
        ),
        (
            "It grows.\n\nPhoto: A nurse by the sea.",
            [(P, "It grows."), (CAP, "Photo: A nurse by the sea.")],
        ),
        (
            "It grows.\n\n![A nurse](nurse.png)\nIt is tall.",
            [(P, "It grows."), (CAP, "![A nurse](nurse.png)"), (P, "It is tall.")],
        ),
    ],
)
def test_find_blocks_gives_kind_and_text(text: str, expected: list[tuple[BlockKind, str]]) -> None:
    assert expected == blocks(text)


@pytest.mark.parametrize(
    "line",
    ["How Moonroot Works", "OUR TREATMENTS", "Is it safe?", "5 Reasons to Sleep", "“Sleep better”"],
)
def test_looks_like_heading_takes_short_lines_without_stop(line: str) -> None:
    assert looks_like_heading(line)


@pytest.mark.parametrize(
    "line",
    [
        "It grows in fens.",
        "It grows. It is tall",
        "moonroot is tall",
        "1234 – 5678",
        "",
        "Moonroot, dried,",
        "We picked the following herbs in the old fen:",
        "Word " * 17,
        "M" * 121,
    ],
)
def test_looks_like_heading_refuses_running_text(line: str) -> None:
    assert not looks_like_heading(line)


def test_find_blocks_long_lines_are_never_joined() -> None:
    first = "The balm was tried by forty people with sore knees in a town by the sea " * 2 + "once"
    second = "Nobody left early because the sea was calm all week long"

    assert [first, second] == [words for _, words in blocks(f"{first}\n{second}")]


def test_find_blocks_narrow_lines_are_not_wrapped_prose() -> None:
    assert ["Dried moonroot", "Fresh moonroot"] == [
        words for _, words in blocks("Dried moonroot\nFresh moonroot")
    ]
