"""Reads a web page as a visitor sees it: all text but menus, scripts and cookie notices.

In: an .html, .htm or .xhtml file. Out: one `Article` with extracted text and its blocks.

An extractor of the "main content" drops what an auditor looks for: the offer in the footer, the
button, the testimonial. So the whole page is walked and only what `page.parts` names is left out.
Style sheets are not applied: text that a class of the page's own hides counts as shown.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from puffery.ingest.block_text import BlockText
from puffery.ingest.decoding import Undecodable, decode
from puffery.ingest.fields import iso_date, one_line, web_address
from puffery.ingest.interface import SourceFile
from puffery.ingest.page.walk import add_page_text
from puffery.records import Article, OffsetBasis, SkippedArticle, SkipReason
from puffery.settings import Settings

if TYPE_CHECKING:
    from resiliparse.parse.html import DocumentNode, HTMLTree

_TITLE_GAPS = (" | ", " - ", " – ", " — ", " :: ", " » ", " · ")
_AUTHOR_NAMES = ("author", "article:author", "dc.creator")
_DATE_NAMES = ("article:published_time", "datepublished", "date", "dc.date", "dc.date.issued")
_JSON_DATE = re.compile(r'"datePublished"\s*:\s*"([^"]{4,40})"')
_DATE_ELEMENTS = ("[itemprop=datePublished]", "article time[datetime]", "time[datetime]")
# <script/> is whole in XML but swallows the page in HTML.
_CLOSED_TAG = re.compile(
    r"<(a|div|iframe|li|p|script|span|style|td|textarea|th|title)(\s[^<>]*)?/>", re.IGNORECASE
)
_TAG = re.compile(r"""<[A-Za-z](?>[^"'>]++|"[^"]*+"|'[^']*+')*+""")
_ATTRIBUTE = re.compile(r"""[\s/]+[^\s"'>/=]+|"[^"]*"|'[^']*'""")
# The parser's time grows with the square of the attributes of one element: 50,000 take 4 s.
_MAX_ATTRIBUTES = 10_000


def read_html(file: SourceFile, settings: Settings) -> Iterator[Article | SkippedArticle]:
    """Read a web page.

    Args:
        file: The file.
        settings: `max_chars`, after which the walk ends.

    Returns:
        One article, or why there is none.
    """
    # Imported here, as in all of ingest: a run pays only for the formats it meets.
    from resiliparse.parse.html import HTMLTree

    decoded = decode(file.path.read_bytes(), markup=True)
    if isinstance(decoded, Undecodable):
        yield file.skip(decoded.reason, decoded.detail)
        return
    source = decoded.text
    if _has_attribute_flood(source):
        detail = f"an element has more than {_MAX_ATTRIBUTES:,} attributes"
        yield file.skip(SkipReason.UNREADABLE, detail)
        return
    if source.lstrip().startswith("<?xml") or file.source.lower().endswith(".xhtml"):
        source = _CLOSED_TAG.sub(r"<\1\2></\1>", source)
    tree = HTMLTree.parse(source)
    blocks = BlockText()
    if tree.body is not None:
        add_page_text(tree.body, blocks, settings.max_chars)
    if not blocks.n_chars:
        yield file.skip(SkipReason.EMPTY, "no text outside menus and scripts")
        return
    yield _article(file, tree, blocks, decoded.encoding)


def _article(file: SourceFile, tree: HTMLTree, blocks: BlockText, encoding: str) -> Article:
    document = tree.document
    meta = _meta(document) if document is not None else {}
    text, layout = blocks.build()
    return Article(
        article_id=file.article_id(),
        text=text,
        title=one_line(meta.get("og:title")) or _title(tree, meta),
        source=file.source,
        source_format="html",
        offset_basis=OffsetBasis.EXTRACTED,
        encoding=encoding,
        url=_url(document, meta),
        date=iso_date(_date(document, meta)),
        author=_author(document, meta),
        publisher=one_line(meta.get("og:site_name")),
        blocks=layout,
    )


def _has_attribute_flood(source: str) -> bool:
    return any(
        match.end() - match.start() > 2 * _MAX_ATTRIBUTES
        and sum(1 for _ in _ATTRIBUTE.finditer(match.group())) > _MAX_ATTRIBUTES
        for match in _TAG.finditer(source)
    )


def _meta(document: DocumentNode) -> dict[str, str]:
    """Return lower-case name, property or itemprop -> content of the first such element."""
    found: dict[str, str] = {}
    for element in document.get_elements_by_tag_name("meta"):
        content = (element.getattr("content", "") or "").strip()
        for key in ("property", "name", "itemprop"):
            name = (element.getattr(key, "") or "").lower()
            if name and content:
                found.setdefault(name, content)
    return found


def _first(document: DocumentNode | None, selector: str, *attributes: str) -> str:
    """Return an attribute of the first element that matches, else its text."""
    element = document.query_selector(selector) if document is not None else None
    if element is None:
        return ""
    values = [element.getattr(name, "") or "" for name in attributes]
    return next((value for value in values if value), element.text or "")


def _title(tree: HTMLTree, meta: dict[str, str]) -> str:
    """Return the page title without the site's name, where that is sure."""
    title = one_line(tree.title)
    heading = one_line(_first(tree.document, "h1"))
    site = one_line(meta.get("og:site_name"))
    for gap in _TITLE_GAPS:
        head, _, tail = title.rpartition(gap)
        if head and (head == heading or tail == site):
            return head
    return title


def _author(document: DocumentNode | None, meta: dict[str, str]) -> str:
    names = (one_line(meta.get(name)) for name in _AUTHOR_NAMES)
    given = next((name for name in names if name and "://" not in name), "")
    return given or one_line(_first(document, "[rel=author], [itemprop=author]"))


def _date(document: DocumentNode | None, meta: dict[str, str]) -> str:
    for name in _DATE_NAMES:
        if name in meta:
            return meta[name]
    match = _JSON_DATE.search(_first(document, 'script[type="application/ld+json"]'))
    if match is not None:
        return match.group(1)
    found = (_first(document, path, "datetime", "content") for path in _DATE_ELEMENTS)
    return next((date for date in found if date.strip()), "")


def _url(document: DocumentNode | None, meta: dict[str, str]) -> str:
    canonical = _first(document, "link[rel=canonical]", "href")
    addresses = (web_address(canonical), web_address(meta.get("og:url")))
    return next((address for address in addresses if address.startswith("http")), "")
