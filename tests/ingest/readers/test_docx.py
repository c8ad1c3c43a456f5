from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime

import docx
import pytest
from docx.oxml.parser import parse_xml

from puffery.records import Article, BlockKind, OffsetBasis, SkippedArticle, SkipReason

ReadArticle = Callable[..., Article]
NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
)


def save(document: docx.document.Document) -> bytes:
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def with_body(xml: str) -> bytes:
    """Return a document whose body holds the given WordprocessingML."""
    document = docx.Document()
    body = document.element.body
    for element in parse_xml(f"<w:body {NAMESPACES}>{xml}</w:body>"):
        body.insert(len(body) - 1, element)
    return save(document)


def replace_part(data: bytes, name: str, content: bytes) -> bytes:
    buffer = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as old,
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for entry in old.namelist():
            new.writestr(entry, content if entry == name else old.read(entry))
    return buffer.getvalue()


def shown(article: Article) -> list[tuple[str, str]]:
    return [(b.kind.value, article.text[b.start : b.end]) for b in article.blocks]


def test_read_docx_paragraphs_lists_and_tables_in_order(read_article: ReadArticle) -> None:
    document = docx.Document()
    document.add_paragraph("Zinc for colds", style="Title")
    document.add_paragraph("What the trials say", style="Subtitle")
    document.add_heading("Trials", level=1)
    document.add_paragraph("Two trials\twere small.")
    document.add_paragraph("Order today", style="List Bullet")
    table = document.add_table(rows=2, cols=2)
    for cell, text in zip((*table.rows[0].cells, *table.rows[1].cells), "abcd", strict=True):
        cell.text = text
    document.add_paragraph("Figure 1: tablets", style="Caption")
    document.sections[0].footer.paragraphs[0].text = "20% off this week"

    article = read_article("a.docx", save(document))

    assert shown(article) == [
        ("title", "Zinc for colds"),
        ("heading", "What the trials say"),
        ("heading", "Trials"),
        ("paragraph", "Two trials were small."),
        ("list_item", "Order today"),
        ("table_cell", "a"),
        ("table_cell", "b"),
        ("table_cell", "c"),
        ("table_cell", "d"),
        ("caption", "Figure 1: tablets"),
        ("footer", "20% off this week"),
    ]
    assert "Order today\n\na\nb\n\nc\nd\n\nFigure 1" in article.text
    assert article.offset_basis is OffsetBasis.EXTRACTED
    assert (article.source_format, article.encoding) == ("docx", "")


def test_read_docx_fields_come_from_the_properties(read_article: ReadArticle) -> None:
    document = docx.Document()
    document.add_paragraph("Text.")
    document.core_properties.title = "Zinc leaflet"
    document.core_properties.author = "Ada Byrne"
    document.core_properties.created = datetime(2025, 2, 14, 10, tzinfo=UTC)

    article = read_article("a.docx", save(document))

    assert (
        article.title,
        article.author,
        article.date,
    ) == ("Zinc leaflet", "Ada Byrne", "2025-02-14")


def test_read_docx_leaves_out_what_python_docx_fills_in(read_article: ReadArticle) -> None:
    document = docx.Document()
    document.add_paragraph("Zinc for colds", style="Title")

    article = read_article("a.docx", save(document))

    assert (article.title, article.author, article.date) == ("Zinc for colds", "", "")


@pytest.mark.parametrize(
    ("xml", "expected"),
    [
        (
            "<w:sdt><w:sdtContent><w:p><w:r><w:t>In a control</w:t></w:r></w:p></w:sdtContent>"
            "</w:sdt>",
            ["In a control"],
        ),
        (
            "<w:p><w:r><w:t>Anchor</w:t><mc:AlternateContent><mc:Choice Requires='wps'>"
            "<w:txbxContent><w:p><w:r><w:t>BOOK NOW</w:t></w:r></w:p></w:txbxContent></mc:Choice>"
            "<mc:Fallback><w:txbxContent><w:p><w:r><w:t>BOOK NOW</w:t></w:r></w:p></w:txbxContent>"
            "</mc:Fallback></mc:AlternateContent></w:r></w:p>",
            ["Anchor", "BOOK NOW"],
        ),
        (
            "<w:p><w:r><w:t>Kept</w:t></w:r><w:ins><w:r><w:t> added</w:t></w:r></w:ins>"
            "<w:del><w:r><w:delText> gone</w:delText></w:r></w:del>"
            "<w:moveFrom><w:r><w:t> moved</w:t></w:r></w:moveFrom></w:p>",
            ["Kept added"],
        ),
        (
            "<w:p><w:hyperlink><w:r><w:t>a link</w:t></w:r></w:hyperlink><w:r><w:br/>"
            "<w:t>and</w:t><w:noBreakHyphen/><w:t>more</w:t></w:r></w:p>",
            ["a link\nand-more"],
        ),
        (
            "<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>hidden</w:t></w:r>"
            "<w:r><w:rPr><w:vanish w:val='0'/></w:rPr><w:t>shown</w:t></w:r></w:p>",
            ["shown"],
        ),
        (
            "<w:p><w:r><w:fldChar/><w:instrText>HYPERLINK x</w:instrText></w:r>"
            "<w:r><w:t>field</w:t></w:r></w:p>",
            ["field"],
        ),
    ],
    ids=["content control", "text box", "tracked changes", "link", "hidden run", "field"],
)
def test_read_docx_reads_what_a_reader_sees(
    read_article: ReadArticle, xml: str, expected: list[str]
) -> None:
    assert expected == [text for _, text in shown(read_article("a.docx", with_body(xml)))]


def test_read_docx_numbered_paragraphs_and_own_styles(read_article: ReadArticle) -> None:
    document = docx.Document()
    own = document.styles.add_style("Clinic Banner", docx.enum.style.WD_STYLE_TYPE.PARAGRAPH)
    own.base_style = document.styles["Heading 2"]
    document.add_paragraph("Our promise", style="Clinic Banner")
    numbered = document.add_paragraph("One")
    numbered.paragraph_format.element.get_or_add_pPr().get_or_add_numPr()

    article = read_article("a.docx", save(document))

    assert shown(article) == [("heading", "Our promise"), ("list_item", "One")]


def test_read_docx_expands_no_entities(read_article: ReadArticle, tmp_path) -> None:  # type: ignore[no-untyped-def]
    secret = tmp_path / "secret.txt"
    secret.write_text("TOP SECRET", encoding="utf-8")
    content = (
        f'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY leak SYSTEM "{secret.as_uri()}">'
        '<!ENTITY a "lollollol"><!ENTITY b "&a;&a;&a;&a;">]>'
        f"<w:document {NAMESPACES}><w:body><w:p><w:r><w:t>Before &leak; &b;</w:t></w:r></w:p>"
        "<w:p><w:r><w:t>After</w:t></w:r></w:p></w:body></w:document>"
    )
    data = replace_part(save(docx.Document()), "word/document.xml", content.encode())

    article = read_article("a.docx", data)

    assert article.text == "Before\n\nAfter"


@pytest.mark.parametrize(
    ("n_bytes", "max_bytes"), [(300_000, 100_000), (2_000_000, 100_000)], ids=["xml", "all"]
)
def test_read_docx_refuses_archives_that_unpack_to_too_much(
    read_skip: Callable[..., SkippedArticle], n_bytes: int, max_bytes: int
) -> None:
    data = replace_part(save(docx.Document()), "word/document.xml", b" " * n_bytes)

    item = read_skip("a.docx", data, max_bytes=max_bytes)

    assert item.reason is SkipReason.TOO_LARGE
    assert "unpacks to" in item.detail
    assert "setting max_bytes" in item.detail


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "encrypted"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"WordDocument", "unsupported"),
        (b"not a zip file", "unreadable"),
    ],
)
def test_read_docx_says_what_is_wrong(
    read_skip: Callable[..., SkippedArticle], content: bytes, reason: str
) -> None:
    assert reason == read_skip("a.docx", content).reason


def test_read_docx_zip_that_is_no_document(read_skip: Callable[..., SkippedArticle]) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("a.txt", "x")

    assert read_skip("a.docx", buffer.getvalue()).reason is SkipReason.UNREADABLE


def test_read_docx_deep_nesting_is_reported(read_skip: Callable[..., SkippedArticle]) -> None:
    body = "<w:sdt>" * 400 + "<w:p/>" + "</w:sdt>" * 400
    content = f"<w:document {NAMESPACES}><w:body>{body}</w:body></w:document>"
    data = replace_part(save(docx.Document()), "word/document.xml", content.encode())

    assert read_skip("a.docx", data).reason is SkipReason.UNREADABLE


def test_read_docx_table_cells_keep_headings(read_article: ReadArticle) -> None:
    document = docx.Document()
    cell = document.add_table(rows=1, cols=1).rows[0].cells[0]
    cell.text = "Value"
    cell.add_paragraph("In a cell", style="Heading 1")
    cell.add_paragraph("Point", style="List Bullet")

    kinds = [kind for kind, _ in shown(read_article("a.docx", save(document)))]

    assert kinds == [BlockKind.TABLE_CELL, BlockKind.HEADING, BlockKind.TABLE_CELL]
