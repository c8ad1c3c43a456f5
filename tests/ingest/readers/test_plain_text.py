from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from puffery.ingest.folder import read_articles
from puffery.ingest.readers.plain_text import front_matter
from puffery.records import Article, OffsetBasis, SkippedArticle, SkipReason
from puffery.settings import Settings

ReadArticle = Callable[..., Article]


def test_read_text_gives_the_file_as_it_is(read_article: ReadArticle) -> None:
    text = "  Title\r\n\r\nOne para\u00adgraph.\u00a0\n\tEnd \n"

    article = read_article("a.txt", text)

    assert article.text == text
    assert article == Article("a.txt", text, source="a.txt", source_format="txt", encoding="utf-8")
    assert article.offset_basis is OffsetBasis.ORIGINAL


def test_read_text_drops_the_byte_order_mark(read_article: ReadArticle) -> None:
    article = read_article("a.txt", b"\xef\xbb\xbfText")

    assert (article.text, article.encoding) == ("Text", "utf-8-sig")


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"])))
def test_read_text_round_trips_any_text(
    tmp_path_factory: pytest.TempPathFactory, text: str
) -> None:
    path = tmp_path_factory.mktemp("text") / "a.txt"
    path.write_bytes("\ufeff".encode() + text.encode())

    (item,) = read_articles(path, Settings(english_only=False))

    if isinstance(item, SkippedArticle):
        assert item.reason is SkipReason.EMPTY
        assert not text.strip()
    else:
        assert item.text == text


@pytest.mark.parametrize("name", ["a.txt", "a.md"])
def test_read_text_reports_binary(read_skip: Callable[..., SkippedArticle], name: str) -> None:
    assert read_skip(name, b"\x7fELF\0\0\0\0").reason is SkipReason.BINARY


def test_read_markdown_fields_come_from_the_front_matter(read_article: ReadArticle) -> None:
    text = (
        '---\r\ntitle: "Zinc: what works"\r\nAuthor: Ada Byrne\r\ndate: 2025-02-01\r\n'
        "publisher: 'Coldwise'\r\nurl: https://coldwise.example/zinc\r\ntags: [zinc, cold]\r\n"
        "---\r\n# Another heading\r\nZinc may help.\r\n"
    )

    article = read_article("a.markdown", text)

    assert article.text == text
    assert article.source_format == "md"
    assert (
        article.title,
        article.author,
        article.date,
        article.publisher,
    ) == ("Zinc: what works", "Ada Byrne", "2025-02-01", "Coldwise")
    assert article.url == "https://coldwise.example/zinc"
    assert article.blocks == ()


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("# Zinc and colds #\n\nText.", "Zinc and colds"),
        ("Intro.\n\n#  Late heading\r\nText.", "Late heading"),
        ("## Only a section\n\nText.", ""),
        ("#hashtag\n\nText.", ""),
        ("---\nauthor: A\n---\n# Under matter\n", "Under matter"),
        ("# " + "#" * 100_000 + "x", "#" * 500),
    ],
)
def test_read_markdown_title_is_the_first_heading(
    read_article: ReadArticle, text: str, title: str
) -> None:
    assert title == read_article("a.md", text).title


def test_read_markdown_front_matter_alone_is_empty(
    read_skip: Callable[..., SkippedArticle],
) -> None:
    assert read_skip("a.md", "---\ntitle: x\n---\n").reason is SkipReason.EMPTY


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("---\na: 1\n---\nText", ({"a": "1"}, 12)),
        ("---\na: 1\n...\nText", ({"a": "1"}, 12)),
        ("---\na: 1\na: 2\n  b: 3\n- c\n---", ({"a": "1"}, 28)),
        ("---\n---\nText", ({}, 7)),
        ("---\nnever closed\n", ({}, 0)),
        ("Text\n---\na: 1\n---\n", ({}, 0)),
        ("----\na: 1\n---\n", ({}, 0)),
        ("---\nx: !!python/object:os.system\n---", ({"x": "!!python/object:os.system"}, 36)),
    ],
)
def test_front_matter_reads_simple_lines(text: str, expected: tuple[dict[str, str], int]) -> None:
    assert expected == front_matter(text)
