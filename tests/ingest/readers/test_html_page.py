from __future__ import annotations

from collections.abc import Callable

import pytest

from puffery.records import Article, BlockKind, OffsetBasis, SkippedArticle, SkipReason

from ..expected_pages import EXPECTED, PAGES

ReadArticle = Callable[..., Article]
ReadSkip = Callable[..., SkippedArticle]


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_read_html_keeps_what_sells_and_drops_furniture(
    read_article: ReadArticle, name: str
) -> None:
    page = EXPECTED[name]

    text = read_article(name, (PAGES / name).read_bytes()).text

    lost = [sentence for sentence in (*page.promotional, *page.body) if sentence not in text]
    assert lost == []
    assert [sentence for sentence in page.furniture if sentence in text] == []


def test_read_html_fields(read_article: ReadArticle) -> None:
    article = read_article("a.html", (PAGES / "footer-offer.html").read_bytes())

    assert article.title == "Magnesium for migraine: what we know"
    assert (article.author, article.date) == ("Petra Lindqvist", "2025-02-03")
    assert article.publisher == "Brightwell Minerals"
    assert article.url == "https://brightwell.example/magnesium-migraine"
    assert (article.source_format, article.encoding) == ("html", "utf-8")
    assert article.offset_basis is OffsetBasis.EXTRACTED
    assert article.blocks[-1].kind is BlockKind.FOOTER


@pytest.mark.parametrize(
    ("head", "title"),
    [
        ("<title>Zinc | Coldwise</title>", "Zinc | Coldwise"),
        ("<title>Zinc works | Coldwise</title><h1>Zinc works</h1>", "Zinc works"),
        ('<meta property="og:site_name" content="Coldwise"><title>Z - Coldwise</title>', "Z"),
        ('<meta property="og:title" content="Z &amp; C"><title>Other</title>', "Z & C"),
        ("<svg><title>Icon</title></svg>", ""),
    ],
)
def test_read_html_title(read_article: ReadArticle, head: str, title: str) -> None:
    assert title == read_article("a.html", f"{head}<p>Text.</p>").title


@pytest.mark.parametrize(
    ("markup", "date"),
    [
        ('<meta itemprop="datePublished" content="2025-01-02">', "2025-01-02"),
        ('<meta name="date" content="2 January 2025">', "2025-01-02"),
        ('<span itemprop="datePublished" content="2025-01-02T08:00">x</span>', "2025-01-02"),
        ('<time datetime="2025-01-02">2 Jan</time>', "2025-01-02"),
        (
            '<time datetime="2020-01-01">x</time><article><time datetime="2025-01-02">y</time>'
            "</article>",
            "2025-01-02",
        ),
        (
            '<script type="application/ld+json">{"datePublished": "2025-01-02"}</script>',
            "2025-01-02",
        ),
        ("<time>yesterday</time>", ""),
    ],
)
def test_read_html_date(read_article: ReadArticle, markup: str, date: str) -> None:
    assert date == read_article("a.html", f"{markup}<p>Text.</p>").date


@pytest.mark.parametrize(
    "markup",
    [
        '<link rel="canonical" href="javascript:alert(1)">',
        '<link rel="canonical" href="/relative">',
        '<meta property="og:url" content="data:text/html,x">',
    ],
)
def test_read_html_gives_only_web_addresses(read_article: ReadArticle, markup: str) -> None:
    assert read_article("a.html", f"{markup}<p>Text.</p>").url == ""


def test_read_html_author_is_no_address(read_article: ReadArticle) -> None:
    page = (
        '<meta property="article:author" content="https://social.example/ada">'
        '<p>By <a rel="author">Ada Byrne</a></p>'
    )

    assert read_article("a.html", page).author == "Ada Byrne"


def test_read_html_uses_the_declared_encoding(read_article: ReadArticle) -> None:
    page = '<meta charset="iso-8859-1"><p>Only £49 – “café”</p>'.encode("cp1252")

    article = read_article("a.htm", page)

    assert (article.text, article.encoding) == ("Only £49 – “café”", "cp1252")


def test_read_html_xhtml_empty_elements_swallow_nothing(read_article: ReadArticle) -> None:
    head = '<?xml version="1.0"?><html><head><script src="a.js"/><title/></head>'
    page = f"{head}<body><p>Text.</p></body></html>"

    assert read_article("a.xhtml", page).text == "Text."


@pytest.mark.parametrize(
    "page", ["<nav><a href='/'>Home</a></nav>", "<script>app()</script><div id='root'></div>"]
)
def test_read_html_without_text_is_empty(read_skip: ReadSkip, page: str) -> None:
    item = read_skip("a.html", page)

    assert item.reason is SkipReason.EMPTY
    assert item.detail == "no text outside menus and scripts"


@pytest.mark.parametrize("attribute", ["a{}=1", 'a{}=">"', "a{}='<'"])
def test_read_html_refuses_a_flood_of_attributes(read_skip: ReadSkip, attribute: str) -> None:
    attributes = " ".join(attribute.format(number) for number in range(10_010))

    item = read_skip("a.html", f"<p {attributes}>Text.</p>")

    assert item.reason is SkipReason.UNREADABLE
    assert "attributes" in item.detail


def test_read_html_long_attribute_values_are_no_flood(read_article: ReadArticle) -> None:
    picture = "data:image/png;base64," + "iVBOR/w0KGgo= " * 10_000

    assert read_article("a.html", f'<p><img src="{picture}">Text.</p>').text == "Text."


def test_read_html_deep_nesting(read_article: ReadArticle) -> None:
    page = "<div>" * 20_000 + "Deep text." + "</div>" * 20_000

    assert read_article("a.html", page).text == "Deep text."
