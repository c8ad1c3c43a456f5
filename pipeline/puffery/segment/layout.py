"""Layout blocks read off plain text: titles, headings, list items, table cells, paragraphs.

In: the text of a txt, md or jsonl article. Out: `Block`s with exact offsets; hard-wrapped lines
are joined into one block, a heading never joins the paragraph below it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from puffery.records import Block, BlockKind

_LINE = re.compile(r"[^\r\n\f\v\u2028\u2029]*")
_BREAKS = "\r\n\f\v\u2028\u2029"
_MD_HEADING = re.compile(r"\s{0,3}#{1,6}\s+\S")
_RULE = re.compile(r"\s*(?:[-=_*~]\s*){3,}$")
_BULLET = re.compile(r"\s*(?:[-*+•◦▪‣·●○■✓✔➤►→]|–|—)\s+\S|\s*[•✓✔●▪]\S")
_NUMBER = re.compile(
    r"\s*(?:\(?\d{1,2}[.)]|\(?[a-hA-H][)])\s+\S|\s*(?i:step|tip|reason)\s+\d+\s*[:.)]"
)
_NUMBER_ONLY = re.compile(r"\s*\d{1,2}[.)]\s")
_DIALOGUE = re.compile(r"\s*(?:Q|A|Question|Answer)\s*\d*\s*[:.]\s+\S")
_CELL_BREAK = re.compile(r"\t+|\s*\|(?:\s*\|)*\s*")
_TABLE = re.compile(r"\S\t+\S|\S\s+\|\s+\S|^\s*\|.*\|\s*$")
_TABLE_RULE = re.compile(r"^\s*\|?[\s:|+-]*-{2,}[\s:|+-]*$")
_FOOTER = re.compile(r"\s*(?:©|\(c\)\s|copyright\b|all rights reserved\b)", re.IGNORECASE)
_CAPTION = re.compile(
    r"\s*(?:photo|image|picture|caption|figure|fig\.|video|graphic)\b[^.]{0,12}[:.]", re.I
)
_OPEN_END = re.compile(r"""(?<![.!?:;…])["'”’)\]*_]*$""")
_STARTER = re.compile(r"(?:The|A|An|This|It|In|We|They|If|When|You|Our|Most|Many|There|What|How)\s")
_DATELINE = re.compile(r"[A-Z]{4,}[A-Z .,]*(?:[,(–—-]|\s[A-Z][a-z]{2,8}\.?\s\d)")
_STANDALONE = re.compile(r"\s*(?:!\[[^\]]*\]\([^)]*\)|\*[^*]+\*|_[^_]+_|\*\*[^*]+\*\*)\s*$")

MAX_WRAP_WIDTH = 110
"""Lines longer than this are paragraphs, not wrapped lines (characters)."""

MIN_WRAP_WIDTH = 45
"""Runs of lines narrower than this are not hard-wrapped prose (characters)."""

MAX_HEADING_CHARS = 120
MAX_HEADING_WORDS = 16


@dataclass(frozen=True, slots=True)
class _Line:
    start: int
    end: int
    text: str
    kind: str


def find_blocks(text: str) -> tuple[Block, ...]:
    """Return the layout blocks of a text, in order, not overlapping, trimmed of white space.

    Args:
        text: Whole article text.

    Returns:
        Blocks; every character that is not white space, a rule line, a table separator or YAML
        front matter lies in exactly one.
    """
    body_start = _after_front_matter(text)
    blocks: list[Block] = []
    for run in _runs(text, body_start):
        blocks.extend(_blocks_of_run(run))
    return _with_title(text, blocks)


def _after_front_matter(text: str) -> int:
    """Return where the body starts: behind a `---` … `---` head, else 0."""
    match = re.match(r"---[ \t]*\r?\n(?:[^\n]*\r?\n){0,60}?---[ \t]*(?:\r?\n|$)", text)
    return match.end() if match else 0


def _runs(text: str, start: int) -> Iterator[list[_Line]]:
    """Yield runs of lines that no blank line or rule line interrupts."""
    run: list[_Line] = []
    position = start
    while position <= len(text):
        match = _LINE.match(text, position)
        end = match.end() if match else position
        raw = text[position:end]
        stripped = raw.strip()
        if stripped and not _RULE.match(raw) and not _TABLE_RULE.match(raw):
            left = position + len(raw) - len(raw.lstrip())
            run.append(_Line(left, left + len(stripped), stripped, _line_kind(raw)))
        elif run:
            yield run
            run = []
        position = end + (2 if text[end : end + 2] == "\r\n" else 1)
    if run:
        yield run


def _line_kind(raw: str) -> str:
    if _MD_HEADING.match(raw) or _STANDALONE.match(raw):
        return "heading" if _MD_HEADING.match(raw) else "alone"
    if _TABLE.search(raw):
        return "table"
    if _BULLET.match(raw) or _NUMBER.match(raw):
        return "item"
    if _DIALOGUE.match(raw):
        return "dialogue"
    if _FOOTER.match(raw):
        return "footer"
    return "plain"


def _blocks_of_run(run: list[_Line]) -> Iterator[Block]:
    width = max((len(line.text) for line in run if len(line.text) <= MAX_WRAP_WIDTH), default=0)
    index = 0
    while index < len(run):
        line = run[index]
        if line.kind == "table":
            yield from _cells(line)
            index += 1
            continue
        last = index
        while last + 1 < len(run) and _continues(run[last], run[last + 1], line, width):
            last += 1
        alone = last == index
        yield Block(line.start, run[last].end, _block_kind(line, alone=alone))
        index = last + 1


def _cells(line: _Line) -> Iterator[Block]:
    position = 0
    for match in [*_CELL_BREAK.finditer(line.text), None]:
        end = match.start() if match else len(line.text)
        cell = line.text[position:end]
        if cell.strip():
            left = line.start + position + len(cell) - len(cell.lstrip())
            yield Block(left, left + len(cell.strip()), BlockKind.TABLE_CELL)
        position = match.end() if match else end


def _continues(line: _Line, following: _Line, first: _Line, width: int) -> bool:
    """Tell whether `following` is the wrapped rest of the block that `first` opened."""
    fits_badly = _is_full(line, following, width)
    open_end = _OPEN_END.search(line.text) is not None
    number_wrapped = (
        fits_badly and open_end and first.kind == "plain" and _NUMBER_ONLY.match(following.text)
    )
    if first.kind in ("heading", "alone", "table"):
        return False
    if following.kind != "plain" and not number_wrapped:
        return False
    starts_lower = following.text[:1].islower()
    if starts_lower and open_end and len(line.text.split()) > 3:
        return True
    if line is first and open_end and _opens_paragraph(line.text, following.text):
        return False
    return fits_badly


def _is_full(line: _Line, following: _Line, width: int) -> bool:
    """Tell whether greedy wrapping broke `line`: the next word no longer fitted in the width."""
    next_word = following.text.split(maxsplit=1)[0]
    fits = len(line.text) + 1 + len(next_word) <= width - 3
    return len(line.text) <= MAX_WRAP_WIDTH and width >= MIN_WRAP_WIDTH and not fits


def _opens_paragraph(line: str, following: str) -> bool:
    """Tell whether a first line without final stop is a headline over `following`."""
    words = [word for word in line.split() if len(word) > 3]
    capitals = sum(word[:1].isupper() for word in words)
    title_case = len(words) >= 3 and capitals >= 0.75 * len(words)
    if not looks_like_heading(line) or following[:1].islower():
        return False
    return title_case or bool(_STARTER.match(following) or _DATELINE.match(following))


def _block_kind(line: _Line, *, alone: bool) -> BlockKind:
    if line.kind == "heading":
        return BlockKind.HEADING
    if line.kind == "item":
        return BlockKind.LIST_ITEM
    if line.kind == "footer":
        return BlockKind.FOOTER
    if line.kind == "alone":
        return BlockKind.CAPTION if line.text.startswith("![") else BlockKind.PARAGRAPH
    if _CAPTION.match(line.text):
        return BlockKind.CAPTION
    if alone and looks_like_heading(line.text):
        return BlockKind.HEADING
    return BlockKind.PARAGRAPH


def looks_like_heading(text: str) -> bool:
    """Tell whether a line on its own reads as a heading: short, no final full stop."""
    if len(text) > MAX_HEADING_CHARS or len(text.split()) > MAX_HEADING_WORDS:
        return False
    if re.search(r"""[.;,…]["'”’)\]]*$""", text) or not re.search(r"[A-Za-z]", text):
        return False
    if re.search(r"[.!?]\s+\S", text) or (text.endswith(":") and len(text.split()) > 6):
        return False
    return text[:1].isupper() or text[:1].isdigit() or not text[:1].isalnum()


def _with_title(text: str, blocks: list[Block]) -> tuple[Block, ...]:
    """Turn the first block into the title when it reads as a heading."""
    if blocks and blocks[0].kind in (BlockKind.HEADING, BlockKind.PARAGRAPH):
        first = blocks[0]
        words = text[first.start : first.end]
        if first.kind is BlockKind.HEADING or (looks_like_heading(words) and len(blocks) > 1):
            blocks[0] = Block(first.start, first.end, BlockKind.TITLE)
    return tuple(blocks)
