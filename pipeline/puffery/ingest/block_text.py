"""Joins blocks of extracted text and keeps where each one stands.

In: pieces of text with a layout role. Out: the article text and its `Block`s.
"""

from __future__ import annotations

from puffery.ingest.fields import without_surrogates
from puffery.records import Block, BlockKind

# Invisible characters that would split words (soft hyphen, zero-width space, byte order mark)
# and control characters other than tab and newline.
_DROPPED = dict.fromkeys((*range(9), *range(11, 32), 0x7F, 0xAD, 0x200B, 0xFEFF, 0xFFFE, 0xFFFF))


def clean(text: str) -> str:
    """Drop invisible and control characters from extracted text.

    Args:
        text: Text from an HTML, PDF or DOCX file.

    Returns:
        Text without control characters (tab and newline stay), soft hyphens, zero-width spaces
        and surrogates (these become U+FFFD).
    """
    return without_surrogates(text.translate(_DROPPED))


def collapse(text: str) -> str:
    """Collapse white space as a browser does, line by line.

    Args:
        text: Text in which a newline is meant.

    Returns:
        Lines without surrounding white space, empty lines left out.
    """
    lines = (" ".join(line.split()) for line in clean(text).split("\n"))
    return "\n".join(line for line in lines if line)


class BlockText:
    """Collects blocks in reading order.

    Blocks are separated by an empty line, the cells of one table row by a newline.

    Attributes:
        n_chars: Code points so far, for readers that stop at a limit.
    """

    def __init__(self) -> None:
        self.n_chars = 0
        self._pieces: list[str] = []
        self._blocks: list[Block] = []
        self._row = 0

    def add(self, text: str, kind: BlockKind, row: int = 0) -> None:
        """Add one block; white space only adds nothing.

        Args:
            text: Its text; white space is collapsed, newlines stay.
            kind: Its layout role.
            row: Number of the table row that it stands in, 0 outside tables.
        """
        block = collapse(text)
        if not block:
            return
        if self._pieces:
            gap = "\n" if row and row == self._row else "\n\n"
            self._pieces.append(gap)
            self.n_chars += len(gap)
        self._row = row
        self._pieces.append(block)
        self._blocks.append(Block(self.n_chars, self.n_chars + len(block), kind))
        self.n_chars += len(block)

    def build(self) -> tuple[str, tuple[Block, ...]]:
        """Return the text and its blocks.

        Returns:
            Text, and blocks in order, not overlapping, without surrounding white space.
        """
        return "".join(self._pieces), tuple(self._blocks)
