"""Reads the text layer of a PDF: lines as they stand, with empty lines between paragraphs.

In: a .pdf file. Out: one `Article` with extracted text, or a `SkippedArticle`. Running headers and
page numbers stay in the text, as a line too many is better than an offer lost.
"""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING, NamedTuple

from puffery.ingest.block_text import clean
from puffery.ingest.fields import iso_date, one_line
from puffery.ingest.interface import SourceFile
from puffery.records import Article, OffsetBasis, SkippedArticle, SkipReason
from puffery.settings import Settings

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument, PdfTextPage

# pdfium puts U+FFFE for a hyphen at a line end and joins the lines.
_LINE_END_HYPHEN = re.compile(r"(\w+)\ufffe(\w+)")
_WORD = re.compile(r"\w+(?:-\w+)*")
_NO_TITLE = re.compile(r"(?i)untitled|microsoft word|document\d*$|.*\.(?:docx?|indd|pdf)$")
_CHARS_PER_LINE_MEASURED = 12
_SAME_HEIGHT = 0.08
_PARAGRAPH_PITCH = 1.25
_BOLD_WEIGHT = 600
_FONT_NAME_BYTES = 128


class _Line(NamedTuple):
    """A line of a page; lengths in points, 0 where the page gives none."""

    text: str
    bottom: float
    height: float
    is_bold: bool


def read_pdf(file: SourceFile, settings: Settings) -> Iterator[Article | SkippedArticle]:
    """Read a PDF.

    Args:
        file: The file.
        settings: `max_chars`, after which reading ends.

    Returns:
        One article, `ENCRYPTED` when a password is needed, `EMPTY` without a text layer.

    Raises:
        pypdfium2.PdfiumError: When the file is damaged.
    """
    # Imported here, as in all of ingest: a run pays only for the formats it meets.
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(file.path.read_bytes())
    except pypdfium2.PdfiumError as error:
        locked = {pypdfium2.raw.FPDF_ERR_PASSWORD, pypdfium2.raw.FPDF_ERR_SECURITY}
        if getattr(error, "err_code", None) not in locked:
            raise
        yield file.skip(SkipReason.ENCRYPTED, "a password is needed; save an open copy")
        return
    try:
        yield _article(file, document, settings)
    finally:
        document.close()


def _article(
    file: SourceFile, document: PdfDocument, settings: Settings
) -> Article | SkippedArticle:
    text = _document_text(document, settings.max_chars)
    if not text:
        detail = "no text layer: a scan? Run text recognition (OCR) first"
        return file.skip(SkipReason.EMPTY, detail)
    meta = document.get_metadata_dict()
    title = one_line(meta.get("Title"))
    return Article(
        article_id=file.article_id(),
        text=text,
        title="" if _NO_TITLE.match(title) else title,
        source=file.source,
        source_format="pdf",
        offset_basis=OffsetBasis.EXTRACTED,
        date=iso_date(meta.get("CreationDate")),
        author=one_line(meta.get("Author")),
    )


def join_line_ends(text: str) -> str:
    """Settle the hyphens at line ends by what the document itself writes.

    Args:
        text: Text with U+FFFE for each hyphen at a line end.

    Returns:
        Text with `treatment` or `self-help`: the form found elsewhere in the text; else a hyphen
        when both halves are words of the text, and none when they are not.
    """
    words = set(_WORD.findall(_LINE_END_HYPHEN.sub(" ", text.lower())))

    def joined(match: re.Match[str]) -> str:
        left, right = match.groups()
        whole = f"{left}-{right}".lower() in words
        if not whole and f"{left}{right}".lower() in words:
            return left + right
        halves = left.lower() in words and right.lower() in words
        return f"{left}-{right}" if whole or halves else left + right

    return _LINE_END_HYPHEN.sub(joined, text)


def _document_text(document: PdfDocument, max_chars: int) -> str:
    pages: list[str] = []
    n_chars = 0
    for page in document:
        text_page = page.get_textpage()
        pages.append(_page_text(text_page).strip())
        text_page.close()
        page.close()
        n_chars += len(pages[-1])
        if n_chars > max_chars:
            break
    text = join_line_ends("\n\n".join(page for page in pages if page))
    return clean(text).strip()


def _page_text(text_page: PdfTextPage) -> str:
    lines = _lines(text_page)
    if not lines:
        return ""
    pieces = [lines[0].text]
    usual = _usual_pitch(lines)
    for above, line in pairwise(lines):
        pieces += ["\n\n" if _starts_paragraph(above, line, usual) else "\n", line.text]
    return "".join(pieces)


def _lines(text_page: PdfTextPage) -> list[_Line]:
    text = text_page.get_text_range()
    # Positions of characters and code points differ when one lies outside the BMP.
    measured = len(text) == text_page.count_chars()
    lines: list[_Line] = []
    start = 0
    for content in text.split("\r\n"):
        if content.strip():
            shown = [start + i for i, char in enumerate(content) if not char.isspace()]
            lines.append(_measure(text_page, content.rstrip(), shown if measured else []))
        start += len(content) + 2
    return lines


def _measure(text_page: PdfTextPage, content: str, shown: list[int]) -> _Line:
    """Measure a line by the tallest of its first characters: one may be a superscript."""
    boxes = [text_page.get_charbox(i, loose=True) for i in shown[:_CHARS_PER_LINE_MEASURED]]
    box = max(boxes, key=lambda box: box[3] - box[1], default=(0.0, 0.0, 0.0, 0.0))
    is_bold = bool(shown) and all(_is_bold(text_page, i) for i in (shown[0], shown[-1]))
    return _Line(content, box[1], box[3] - box[1], is_bold)


def _is_bold(text_page: PdfTextPage, index: int) -> bool:
    """Return whether a character is bold by its weight or, as the 14 base fonts have none, name."""
    from pypdfium2 import raw

    if raw.FPDFText_GetFontWeight(text_page.raw, index) >= _BOLD_WEIGHT:
        return True
    name = ctypes.create_string_buffer(_FONT_NAME_BYTES)
    raw.FPDFText_GetFontInfo(text_page.raw, index, name, _FONT_NAME_BYTES, None)
    return b"bold" in name.value.lower()


def _same_height(one: _Line, other: _Line) -> bool:
    return abs(one.height - other.height) <= _SAME_HEIGHT * max(one.height, other.height)


def _usual_pitch(lines: list[_Line]) -> float:
    """Return the usual line distance in line heights, 0 when there is none to measure."""
    pitches = [
        (above.bottom - line.bottom) / line.height
        for above, line in pairwise(lines)
        if line.height > 0 and _same_height(above, line) and above.bottom > line.bottom
    ]
    return median(pitches) if pitches else 0.0


def _starts_paragraph(above: _Line, line: _Line, usual: float) -> bool:
    """Return whether the type changes, the gap is wide, or the text jumps up (a column)."""
    if not above.height or not line.height:
        return False
    pitch = above.bottom - line.bottom
    type_changes = not _same_height(above, line) or above.is_bold != line.is_bold
    if type_changes or pitch < -line.height:
        return True
    return usual > 0 and pitch > _PARAGRAPH_PITCH * usual * line.height
