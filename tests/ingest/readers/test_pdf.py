from __future__ import annotations

import io
from collections.abc import Callable

import pytest

from puffery.ingest.readers.pdf import join_line_ends
from puffery.records import Article, OffsetBasis, SkippedArticle, SkipReason

canvas = pytest.importorskip("reportlab.pdfgen.canvas")
pdfencrypt = pytest.importorskip("reportlab.lib.pdfencrypt")

ReadArticle = Callable[..., Article]
Line = tuple[float, float, str, str]  # distance from the line above, size, font, text
REGULAR, BOLD = "Helvetica", "Helvetica-Bold"


def pdf(pages: list[list[Line]], *, password: str = "", title: str = "Zinc") -> bytes:
    buffer = io.BytesIO()
    encrypt = pdfencrypt.StandardEncryption(password) if password else None
    sheet = canvas.Canvas(buffer, encrypt=encrypt, invariant=True)
    sheet.setTitle(title)
    sheet.setAuthor("Ada Byrne")
    for lines in pages:
        y = 800.0
        for distance, size, font, text in lines:
            y -= distance
            sheet.setFont(font, size)
            sheet.drawString(72, y, text)
        sheet.showPage()
    sheet.save()
    return buffer.getvalue()


def test_read_pdf_keeps_lines_and_finds_paragraphs(read_article: ReadArticle) -> None:
    first = [
        (0.0, 20, REGULAR, "Zinc for colds: what"),
        (24, 20, REGULAR, "the trials say"),
        (30, 11, REGULAR, "In two small trials zinc cut the length of a"),
        (13, 11, REGULAR, "cold by a day. Both were paid for by a maker"),
        (13, 11, REGULAR, "of tablets."),
        (20, 11, REGULAR, "It may cause nausea."),
        (13, 11, BOLD, "Where to buy"),
        (13, 11, REGULAR, "Order today and save half."),
    ]
    second = [(0.0, 11, REGULAR, "Page two starts here.")]

    article = read_article("a.pdf", pdf([first, [], second]))

    assert article.text == (
        "Zinc for colds: what\nthe trials say\n\n"
        "In two small trials zinc cut the length of a\n"
        "cold by a day. Both were paid for by a maker\nof tablets.\n\n"
        "It may cause nausea.\n\nWhere to buy\n\nOrder today and save half.\n\n"
        "Page two starts here."
    )
    assert article.offset_basis is OffsetBasis.EXTRACTED
    assert (article.source_format, article.encoding, article.blocks) == ("pdf", "", ())
    assert (article.title, article.author, article.date) == ("Zinc", "Ada Byrne", "2000-01-01")


def test_read_pdf_keeps_repeated_headers(read_article: ReadArticle) -> None:
    page = [(0.0, 9, REGULAR, "Brightwell Minerals: buy now"), (30.0, 11, REGULAR, "Text.")]

    article = read_article("a.pdf", pdf([page] * 3))

    assert article.text.count("Brightwell Minerals: buy now") == 3


def test_read_pdf_joins_hyphenated_line_ends(read_article: ReadArticle) -> None:
    lines = [
        (0.0, 11, REGULAR, "The treatment is a self-help book. The treat-"),
        (13.0, 11, REGULAR, "ment is cheap. Another self-"),
        (13.0, 11, REGULAR, "help book is not."),
    ]

    article = read_article("a.pdf", pdf([lines]))

    assert "The treatment is cheap. Another self-help book is not." in article.text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("treat\ufffement; treatment", "treatment; treatment"),
        ("self\ufffehelp; self-help", "self-help; self-help"),
        ("low\ufffedose; a low price and a dose", "low-dose; a low price and a dose"),
        ("immuno\ufffetherapy alone", "immunotherapy alone"),
        ("self\ufffehelp; selfhelp, self-help", "self-help; selfhelp, self-help"),
    ],
)
def test_join_line_ends_follows_the_text(text: str, expected: str) -> None:
    assert expected == join_line_ends(text)


def test_read_pdf_with_a_password(read_skip: Callable[..., SkippedArticle]) -> None:
    item = read_skip("a.pdf", pdf([[(0.0, 11, REGULAR, "x")]], password="secret"))

    assert item.reason is SkipReason.ENCRYPTED


def test_read_pdf_without_text_layer(read_skip: Callable[..., SkippedArticle]) -> None:
    item = read_skip("a.pdf", pdf([[], []]))

    assert item.reason is SkipReason.EMPTY
    assert "no text layer" in item.detail


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7\nbroken", b"plain text"])
def test_read_pdf_damaged(read_skip: Callable[..., SkippedArticle], content: bytes) -> None:
    item = read_skip("a.pdf", content)

    assert item.reason is SkipReason.UNREADABLE
    assert "PdfiumError" in item.detail


def test_read_pdf_ends_at_the_character_limit(read_skip: Callable[..., SkippedArticle]) -> None:
    page = [(0.0, 11, REGULAR, "A line of some forty characters of text.")]

    assert read_skip("a.pdf", pdf([page] * 9), max_chars=100).reason is SkipReason.TOO_LARGE


@pytest.mark.parametrize("title", ["untitled", "Microsoft Word - zinc v3.doc", "zinc_final.indd"])
def test_read_pdf_title_left_by_a_program_is_none(read_article: ReadArticle, title: str) -> None:
    content = pdf([[(0.0, 11, REGULAR, "Text.")]], title=title)

    assert read_article("a.pdf", content).title == ""
