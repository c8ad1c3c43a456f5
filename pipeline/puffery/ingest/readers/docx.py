"""Reads Word documents: paragraphs, lists and tables in order, then notes, headers and footers.

In: a .docx file. Out: one `Article` with extracted text and blocks, or a `SkippedArticle`.

The XML that python-docx has parsed is walked here, as its own paragraph list leaves out text
boxes, content controls and tracked insertions, where flyers keep their offers. Its parser expands
no entities and fetches nothing.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from itertools import count
from typing import TYPE_CHECKING

from puffery.ingest.block_text import BlockText
from puffery.ingest.fields import iso_date, one_line
from puffery.ingest.interface import SourceFile
from puffery.records import Article, BlockKind, OffsetBasis, SkippedArticle, SkipReason
from puffery.settings import Settings

if TYPE_CHECKING:
    from docx.document import Document
    from docx.oxml.xmlchemy import BaseOxmlElement

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_VALUE = f"{_W}val"
# Deleted or moved-away text, and the copy of a text box for old programs.
_DROPPED = frozenset(
    {f"{_W}del", f"{_W}moveFrom", f"{_W}instrText"}
    | {"{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"}
)
_TEXT_BOX = f"{_W}txbxContent"
_CHARACTERS = {
    f"{_W}tab": " ",
    f"{_W}br": "\n",
    f"{_W}cr": "\n",
    f"{_W}noBreakHyphen": "-",
}
_EXTRA_PARTS = ("footnotes", "endnotes", "header", "footer")
_STYLE_KINDS = (
    (re.compile(r"(?i)title"), BlockKind.TITLE),
    (re.compile(r"(?i)heading|subtitle"), BlockKind.HEADING),
    (re.compile(r"(?i)list"), BlockKind.LIST_ITEM),
    (re.compile(r"(?i)caption"), BlockKind.CAPTION),
)
# What python-docx fills in for a document without properties, or made from its template.
_DEFAULT_TITLE, _DEFAULT_AUTHOR, _DEFAULT_YEAR = "Word Document", "python-docx", 2013
_OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# Against archives made to fill the memory: XML grows about 20-fold when parsed (measured: 100 MB
# take 2 GB and a minute), pictures do not.
_MAX_XML_RATIO = 2
_MAX_UNPACKED_RATIO = 5


def read_docx(file: SourceFile, settings: Settings) -> Iterator[Article | SkippedArticle]:
    """Read a Word document.

    Args:
        file: The file.
        settings: `max_bytes`; the document may unpack to 5 times as much, its XML to 2 times.

    Returns:
        One article, or why there is none.

    Raises:
        zipfile.BadZipFile: When the file is damaged; python-docx may raise other errors.
    """
    data = file.path.read_bytes()
    if data.startswith(_OLE_MAGIC):
        yield _skip_old_container(file, data)
        return
    problem = _unpacked_problem(data, settings.max_bytes)
    if problem:
        yield file.skip(SkipReason.TOO_LARGE, problem)
        return
    # Imported here, as in all of ingest: a run pays only for the formats it meets.
    import docx

    yield _article(file, docx.Document(io.BytesIO(data)))


def _unpacked_problem(data: bytes, max_bytes: int) -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        entries = archive.infolist()
    n_bytes = sum(entry.file_size for entry in entries)
    n_xml_bytes = sum(e.file_size for e in entries if e.filename.endswith((".xml", ".rels")))
    if n_bytes <= _MAX_UNPACKED_RATIO * max_bytes and n_xml_bytes <= _MAX_XML_RATIO * max_bytes:
        return ""
    return (
        f"unpacks to {n_bytes:,} bytes, {n_xml_bytes:,} of them XML; "
        f"setting max_bytes = {max_bytes:,} allows {_MAX_UNPACKED_RATIO} and {_MAX_XML_RATIO} times"
    )


def _skip_old_container(file: SourceFile, data: bytes) -> SkippedArticle:
    # Word keeps a document with a password in an OLE container with this stream.
    if "EncryptedPackage".encode("utf-16-le") in data:
        return file.skip(SkipReason.ENCRYPTED, "a password is needed; save an open copy")
    return file.skip(SkipReason.UNSUPPORTED, "an old Word document; save it as .docx")


def _article(file: SourceFile, document: Document) -> Article:
    blocks = BlockText()
    walk = _Walk(blocks, _style_kinds(document))
    walk.add(document.element.body, BlockKind.PARAGRAPH)
    for root in _extra_parts(document):
        walk.add(root, BlockKind.FOOTER)
    text, layout = blocks.build()
    titles = (text[b.start : b.end] for b in layout if b.kind is BlockKind.TITLE)
    core = document.core_properties
    title = "" if core.title == _DEFAULT_TITLE else one_line(core.title)
    created = core.created
    return Article(
        article_id=file.article_id(),
        text=text,
        title=title or one_line(next(titles, "")),
        source=file.source,
        source_format="docx",
        offset_basis=OffsetBasis.EXTRACTED,
        date="" if created is None or created.year == _DEFAULT_YEAR else iso_date(str(created)),
        author="" if core.author == _DEFAULT_AUTHOR else one_line(core.author),
        blocks=layout,
    )


def _extra_parts(document: Document) -> Iterator[BaseOxmlElement]:
    """Yield notes, headers and footers, each text once, as sections repeat them."""
    from docx.oxml.parser import parse_xml

    seen: set[bytes] = set()
    for name in _EXTRA_PARTS:
        for relation in document.part.rels.values():
            if relation.reltype.rpartition("/")[2] != name or relation.is_external:
                continue
            blob = relation.target_part.blob
            if blob not in seen:
                seen.add(blob)
                yield parse_xml(blob)


def _style_kinds(document: Document) -> dict[str, BlockKind]:
    """Return style id -> kind by the name of the style or of one that it is based on."""
    names: dict[str, str] = {}
    bases: dict[str, str] = {}
    for style in document.styles.element.iter(f"{_W}style"):
        style_id = style.get(f"{_W}styleId", "")
        names[style_id] = _child_value(style, "name")
        bases[style_id] = _child_value(style, "basedOn")
    kinds: dict[str, BlockKind] = {}
    for style_id in names:
        current, seen = style_id, set[str]()
        while current in names and current not in seen and style_id not in kinds:
            seen.add(current)
            for pattern, kind in _STYLE_KINDS:
                if pattern.match(names[current]):
                    kinds[style_id] = kind
                    break
            current = bases[current]
    return kinds


def _child_value(element: BaseOxmlElement, name: str) -> str:
    child = element.find(f"{_W}{name}")
    return "" if child is None else str(child.get(_VALUE, ""))


class _Walk:
    """Adds the paragraphs below an element; lxml bounds the depth at 256."""

    def __init__(self, blocks: BlockText, style_kinds: dict[str, BlockKind]) -> None:
        self._blocks = blocks
        self._style_kinds = style_kinds
        self._rows = count(1)

    def add(self, parent: BaseOxmlElement, kind: BlockKind, row: int = 0) -> None:
        for child in parent:
            if child.tag in _DROPPED:
                continue
            if child.tag == f"{_W}p":
                text, boxes = _paragraph(child)
                self._blocks.add(text, self._kind(child, kind), row)
                for box in boxes:
                    self.add(box, kind, row)
            elif child.tag == f"{_W}tr":
                self.add(child, kind, next(self._rows))
            elif child.tag == f"{_W}tc" and kind is BlockKind.PARAGRAPH:
                self.add(child, BlockKind.TABLE_CELL, row)
            else:
                self.add(child, kind, row)

    def _kind(self, paragraph: BaseOxmlElement, around: BlockKind) -> BlockKind:
        if around is BlockKind.FOOTER:
            return around
        properties = paragraph.find(f"{_W}pPr")
        own = BlockKind.PARAGRAPH
        if properties is not None:
            own = self._style_kinds.get(_child_value(properties, "pStyle"), own)
            if own is BlockKind.PARAGRAPH and properties.find(f"{_W}numPr") is not None:
                own = BlockKind.LIST_ITEM
        if around is BlockKind.TABLE_CELL and own not in {BlockKind.TITLE, BlockKind.HEADING}:
            return around
        return own


def _paragraph(paragraph: BaseOxmlElement) -> tuple[str, list[BaseOxmlElement]]:
    """Return the shown text of a paragraph and the text boxes anchored in it."""
    pieces: list[str] = []
    boxes: list[BaseOxmlElement] = []
    stack = list(reversed(paragraph))
    while stack:
        element = stack.pop()
        if element.tag == _TEXT_BOX:
            boxes.append(element)
        elif element.tag == f"{_W}t":
            pieces.append(element.text or "")
        elif element.tag in _CHARACTERS:
            pieces.append(_CHARACTERS[element.tag])
        elif element.tag not in _DROPPED and not _is_hidden_run(element):
            stack.extend(reversed(element))
    return "".join(pieces), boxes


def _is_hidden_run(element: BaseOxmlElement) -> bool:
    hidden = element.find(f"{_W}rPr/{_W}vanish") if element.tag == f"{_W}r" else None
    return hidden is not None and hidden.get(_VALUE, "true") not in {"0", "false", "off"}
