from __future__ import annotations

import pytest
from resiliparse.parse.html import ElementNode, HTMLTree

from puffery.ingest.page.parts import PageParts, button_label, is_button


def first(markup: str, selector: str = "#x, .x") -> ElementNode:
    element = HTMLTree.parse(f"<body>{markup}").body.query_selector(selector)  # type: ignore[union-attr]
    assert element is not None
    return element


@pytest.mark.parametrize(
    "markup",
    [
        "<nav id=x><a>Home</a></nav>",
        "<div id=x role=navigation>Home</div>",
        "<ul id=x class=main-menu><li><a>Home</a><li><a>About us</a></ul>",
        "<div class='x navbar'><a>Home</a> | <a>Shop</a></div>",
        "<p class='x breadcrumb'>Home / Knees</p>",
        "<a class='x skip-link'>Skip</a>",
        "<span class='x sr-only'>opens in a new tab</span>",
        "<div id=x hidden>secret</div>",
        "<div id=x style='color:red; DISPLAY : none'>secret</div>",
        "<div id=x style='visibility:hidden'>secret</div>",
        "<div id=x class=cookie-bar>We use cookies. <button>Accept</button></div>",
        "<div id=x role=dialog>This site needs cookies. <a>Settings</a></div>",
        "<div id=x class=cmp-box>Cookies help us. <button>OK</button></div>",
        "<svg id=x></svg>",
        "<select id=x><option>a</option></select>",
        "<noscript id=x>turn on scripts</noscript>",
        "<iframe id=x></iframe>",
        "<template id=x></template>",
    ],
)
def test_is_left_out(markup: str) -> None:
    element = first(markup)

    assert PageParts().is_left_out(element, element.tag or "")


@pytest.mark.parametrize(
    "markup",
    [
        "<div id=x>text</div>",
        "<div id=x class=treatment-menu><a>Botox</a><p>Erases lines for good.</p></div>",
        "<ul class='x menu'><li><a>Seven things your surgeon will never tell you</a></ul>",
        "<ul class='x menu'><li>Soup</ul>",
        "<div id=x class=navigate>text</div>",
        "<div id=x class=cookie-recipe>Oat cookies with flax lower blood pressure.</div>",
        "<div id=x role=dialog>Wait! 20% off today. <button>Accept</button></div>",
        "<div id=x class=informed-consent>Accept the risks before you sign.</div>",
        "<div id=x hidden=until-found>found by search</div>",
        "<div id=x role=tabpanel hidden>second tab</div>",
        "<div class=slide>one</div><div class='x slide' hidden>two</div>",
        "<div class='slide x' style='display:none'>two</div><div class=slide>one</div>",
        "<div id=x aria-hidden=true>slide</div>",
        "<aside id=x>Deal</aside>",
        "<footer id=x>Offer</footer>",
        "<header id=x>Banner</header>",
    ],
)
def test_is_left_out_keeps(markup: str) -> None:
    element = first(markup)

    assert not PageParts().is_left_out(element, element.tag or "")


def test_is_left_out_hidden_twins_show_nothing() -> None:
    element = first("<div class='a x' hidden>1</div><div class=a hidden>2</div>")

    assert PageParts().is_left_out(element, "div")


def test_is_left_out_stops_reading_texts_of_a_hostile_page() -> None:
    element = first("<ul class='x menu'><li><a>Home</a></ul>")
    parts = PageParts()

    answers = [parts.is_left_out(element, "ul") for _ in range(400)]

    assert answers[0]
    assert not answers[-1], "what cannot be checked is kept"


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ("<button id=x>Buy</button>", True),
        ("<a id=x class='btn big'>Buy</a>", True),
        ("<a id=x class=elementor-button-link>Buy</a>", True),
        ("<a id=x role=button>Buy</a>", True),
        ("<p><a id=x class=cta>Buy</a> <a class=cta>Try</a></p>", True),
        ("<p>Please <a id=x class=cta>book</a> soon.</p>", False),
        ("<a id=x class=subtnail>x</a>", False),
        ("<div id=x class=btn>x</div>", False),
        ("<a id=x>x</a>", False),
    ],
)
def test_is_button(markup: str, expected: bool) -> None:
    element = first(markup)

    assert expected is is_button(element, element.tag or "")


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ("<input id=x type=submit value='Order now'>", "Order now"),
        ("<input id=x type=IMAGE alt='Order now'>", "Order now"),
        ("<input id=x type=submit>", ""),
        ("<input id=x type=submit value=Go hidden>", ""),
        ("<input id=x type=text value=x>", ""),
        ("<p id=x>Order</p>", ""),
    ],
)
def test_button_label(markup: str, expected: str) -> None:
    element = first(markup)

    assert expected == button_label(element, element.tag or "")
