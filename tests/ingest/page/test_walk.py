from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from resiliparse.parse.html import HTMLTree

from puffery.ingest.block_text import BlockText
from puffery.ingest.page.walk import add_page_text

H, P, L, C, F = "heading", "paragraph", "list_item", "caption", "footer"


def walk(markup: str, max_chars: int = 10_000) -> list[tuple[str, str]]:
    blocks = BlockText()
    body = HTMLTree.parse(markup).body
    assert body is not None
    add_page_text(body, blocks, max_chars)
    text, layout = blocks.build()
    return [(block.kind.value, text[block.start : block.end]) for block in layout]


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ("<h2>A <b>b</b>\n c</h2>", [(H, "A b c")]),
        ("<p>a&nbsp; b&shy;c</p>", [(P, "a bc")]),
        ("loose <i>text</i><p>p</p>tail", [(P, "loose text"), (P, "p"), (P, "tail")]),
        ("<ul><li>a<p>b</p></li><li>c</ul>", [(L, "a"), (L, "b"), (L, "c")]),
        ("<dl><dt>t</dt><dd>d</dd></dl>", [(L, "t"), (L, "d")]),
        ("<figure><img alt='x'><figcaption>c</figcaption></figure>", [(C, "c")]),
        ("<footer><h3>h</h3><ul><li>a</li></ul>b</footer>", [(H, "h"), (F, "a"), (F, "b")]),
        ("<blockquote><p>q</p><cite>who</cite></blockquote>", [(P, "q"), (P, "who")]),
        ("<p>a<br>b<br><br>c</p>", [(P, "a\nb"), (P, "c")]),
        ("<pre>one\n  two\n\nthree</pre>", [(P, "one\ntwo"), (P, "three")]),
        ("<h1>t</h1><!-- c --><p>a<!-- c -->b</p>", [(H, "t"), (P, "ab")]),
        ("<p>H<sub>2</sub>O</p>", [(P, "H2O")]),
        ("<button>Buy</button><button>Try</button>", [(P, "Buy"), (P, "Try")]),
        ("<input type=submit value='Go now'><input type=text value=x>", [(P, "Go now")]),
        ("<a class='x-btn'>A</a> <a class='button'>B</a>", [(P, "A"), (P, "B")]),
        ("<p>or <a class=btn>call</a> us</p>", [(P, "or call us")]),
        ("<a href=x><div>card</div></a>", [(P, "card")]),
    ],
)  # fmt: skip
def test_add_page_text_blocks(markup: str, expected: list[tuple[str, str]]) -> None:
    assert expected == walk(markup)


def test_add_page_text_separates_rows_and_cells() -> None:
    blocks = BlockText()
    tree = HTMLTree.parse("<table><tr><th>a<td>b<tr><td>c<td><p>d</p></table><p>e</p>")
    assert tree.body is not None

    add_page_text(tree.body, blocks, 1_000)

    assert blocks.build()[0] == "a\nb\n\nc\nd\n\ne"


def test_add_page_text_cells_that_lay_out_the_page_are_no_cells() -> None:
    markup = "<table><tr><td><h2>h</h2>text<table><tr><td>v</table></td><td>plain</td></table>"

    assert walk(markup) == [
        ("heading", "h"),
        ("paragraph", "text"),
        ("table_cell", "v"),
        ("table_cell", "plain"),
    ]


def test_add_page_text_ends_after_the_limit() -> None:
    found = walk("<p>0123456789</p>" * 50, max_chars=100)

    assert 9 <= len(found) <= 10


@pytest.mark.parametrize("markup", ["", "<frameset><frame src=a></frameset>", "<p></p>", "<br>"])
def test_add_page_text_of_nothing(markup: str) -> None:
    body = HTMLTree.parse(markup).body
    blocks = BlockText()

    if body is not None:
        add_page_text(body, blocks, 100)

    assert blocks.build() == ("", ())


SNIPPETS = (
    "<p>",
    "</p>",
    "<table><tr><td>",
    "</td><td>",
    "</table>",
    "<footer>",
    "</footer>",
    "<li>",
    "<br>",
    "<pre>",
    "</pre>",
    "<h2>",
    "</h2>",
    "<button>",
    "</button>",
    "<nav>",
    "</nav>",
    "<div hidden>",
    "</div>",
    " a ",
    "\nb",
    "&nbsp;",
    "&shy;",
    "&#x200b;",
    "\x0c",
)


@given(st.lists(st.sampled_from(SNIPPETS), max_size=40))
def test_add_page_text_offsets_fit_any_markup(snippets: list[str]) -> None:
    blocks = BlockText()
    body = HTMLTree.parse("".join(snippets)).body
    assert body is not None

    add_page_text(body, blocks, 10_000)

    text, layout = blocks.build()
    end = 0
    for block in layout:
        assert end <= block.start < block.end <= len(text)
        assert text[block.start : block.end].strip() == text[block.start : block.end]
        end = block.end
