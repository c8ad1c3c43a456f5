"""Walks a web page from top to bottom and gives its text in blocks.

In: the body of a parsed page. Out: blocks added to a `BlockText`.

The walk keeps its own stack, as pages may be nested deeper than Python's recursion goes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from puffery.ingest.block_text import BlockText
from puffery.ingest.page.parts import PageParts, button_label, is_button
from puffery.records import BlockKind

if TYPE_CHECKING:
    from resiliparse.parse.html import ElementNode, Node

_BLOCKS = frozenset(
    {"address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details"}
    | {"dialog", "dir", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form"}
    | {"h1", "h2", "h3", "h4", "h5", "h6", "header", "hgroup", "hr", "label", "legend", "li"}
    | {"main", "menu", "ol", "p", "pre", "search", "section", "summary", "table", "tbody", "td"}
    | {"tfoot", "th", "thead", "tr", "ul"}
)
_KINDS = {
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), BlockKind.HEADING),
    **dict.fromkeys(("li", "dt", "dd"), BlockKind.LIST_ITEM),
    **dict.fromkeys(("td", "th"), BlockKind.TABLE_CELL),
    **dict.fromkeys(("figcaption", "caption"), BlockKind.CAPTION),
    "footer": BlockKind.FOOTER,
}
# A cell that holds one of these lays out the page instead of holding a value.
_LAYOUT_CONTENT = "table, h1, h2, h3, h4, h5, h6"
_BREAK = "\0"  # stands for <br>; the HTML parser lets no NUL through


class _Frame(NamedTuple):
    """An element being walked: what to go back to when it ends."""

    node: Node
    is_block: bool
    kind: BlockKind
    row: int
    in_pre: bool


def add_page_text(body: ElementNode, blocks: BlockText, max_chars: int) -> None:
    """Add the text of a page in reading order.

    Args:
        body: The body element.
        blocks: Where the blocks go.
        max_chars: The walk ends some blocks after this many code points.
    """
    _Walk(blocks).run(body, max_chars)


class _Walk:
    def __init__(self, blocks: BlockText) -> None:
        self._blocks = blocks
        self._parts = PageParts()
        self._inline: list[str] = []
        self._kind = BlockKind.PARAGRAPH
        self._row = 0
        self._n_rows = 0
        self._in_pre = False
        self._open: list[_Frame] = []

    def run(self, body: ElementNode, max_chars: int) -> None:
        node: Node | None = body.first_child
        while node is not None and self._blocks.n_chars <= max_chars:
            child = self._enter(node)
            if child is not None:
                node = child
                continue
            while (following := node.next) is None and self._open:
                node = self._leave()
            node = following
        self._flush()

    def _enter(self, node: Node) -> Node | None:
        """Take in one node; return its first child when its content is to be walked."""
        tag = node.tag or ""
        if tag == "#text":
            text = node.value or ""
            self._inline.append(text.replace("\n", _BREAK) if self._in_pre else text)
            return None
        if tag == "br":
            self._inline.append(_BREAK)
        if tag.startswith(("#", "!")) or tag == "br":
            return None
        element: ElementNode = node  # type: ignore[assignment]  # all other names are elements
        label = button_label(element, tag)
        if label:
            self._flush()
            self._inline.append(label)
            self._flush()
        if self._parts.is_left_out(element, tag):
            return None
        child = node.first_child
        is_block = tag in _BLOCKS or is_button(element, tag)
        if is_block:
            self._flush()
        if child is not None:
            self._open.append(_Frame(node, is_block, self._kind, self._row, self._in_pre))
            self._change_role(element, tag)
        return child

    def _change_role(self, element: ElementNode, tag: str) -> None:
        if tag == "pre":
            self._in_pre = True
        if tag == "tr":
            self._n_rows += 1
            self._row = self._n_rows
        kind = _KINDS.get(tag)
        if kind is BlockKind.TABLE_CELL and element.query_selector(_LAYOUT_CONTENT):
            self._row = 0
            kind = None if self._kind is not BlockKind.TABLE_CELL else BlockKind.PARAGRAPH
        # Inside a footer only headings keep a role of their own.
        if kind and (self._kind is not BlockKind.FOOTER or kind is BlockKind.HEADING):
            self._kind = kind

    def _leave(self) -> Node:
        frame = self._open.pop()
        if frame.is_block:
            self._flush()
        self._kind, self._row, self._in_pre = frame.kind, frame.row, frame.in_pre
        return frame.node

    def _flush(self) -> None:
        """End the block: two breaks in a row end a paragraph, one ends a line."""
        if not self._inline:
            return
        lines = [" ".join(line.split()) for line in "".join(self._inline).split(_BREAK)]
        self._inline.clear()
        for paragraph in "\n".join(lines).split("\n\n"):
            self._blocks.add(paragraph, self._kind, self._row)
