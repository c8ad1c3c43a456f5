"""Which parts of a web page are not part of an article: menus, scripts, notices, hidden text.

In: an element of a parsed page. Out: whether it is left out; whether it is a button.

The rules lean towards keeping: a menu is left out by its name only when it holds short links and
nothing else, a cookie notice only when it reads like one, and hidden text stays when a click
shows it (slides, tabs, folded answers).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from resiliparse.parse.html import ElementNode, Node

_DROPPED = frozenset(
    {"audio", "canvas", "datalist", "embed", "frame", "frameset", "head", "iframe", "input"}
    | {"map", "math", "meter", "nav", "noscript", "object", "optgroup", "option", "progress"}
    | {"script", "select", "style", "svg", "template", "textarea", "title", "video"}
)
_BUTTON_INPUTS = frozenset({"submit", "button", "image"})
# Names as whole words of a class or id: "main-nav", "btn_big", not "navigate" or "cookies".
_MENU = re.compile(
    r"(?:^|[\s_-])(?:sub|mega|top)?-?(?:nav|navbar|navigation|menu|sitemap)(?=[\s_-]|$)"
)
_BREADCRUMB = re.compile(r"(?:^|[\s_-])(?:breadcrumbs?|skip-?link)(?=[\s_-]|$)")
_NOTICE = re.compile(r"cookie|consent|gdpr|ccpa|onetrust|cmp")
_NOTICE_ROLES = frozenset({"dialog", "alertdialog", "region"})
_CHOICE = re.compile(
    r"\b(?:accept|agree|allow|close|decline|dismiss|got it|manage|necessary|ok|okay|preferences"
    r"|reject|settings|understand)\b"
)
_BUTTON = re.compile(r"(?:^|[\s_-])(?:btn|button|cta)(?=[\s_-]|$)")
_HIDING_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden")
_SCREEN_READER = frozenset({"sr-only", "visually-hidden", "screen-reader-text", "visuallyhidden"})
_OPENABLE_ROLES = frozenset({"tabpanel", "region"})
_MAX_NOTICE_CHARS = 3_000
_MAX_LINK_WORDS = 5
_MAX_SIBLINGS = 8
# Rules that read a part's whole text are tried this often a page, so that a hostile page of
# nested "menus" costs no more than its size; what comes after is kept.
_MAX_TEXT_CHECKS = 300


class PageParts:
    """Tells the parts of one page that are left out."""

    def __init__(self) -> None:
        self._checks_left = _MAX_TEXT_CHECKS

    def is_left_out(self, element: ElementNode, tag: str) -> bool:
        """Return whether an element and all that is in it is no part of the article.

        Args:
            element: Any element of the page.
            tag: Its lower-case name.

        Returns:
            True for elements that never hold article text, menus, cookie notices, text for
            screen readers only, and hidden text that no click can show.
        """
        if tag in _DROPPED:
            return True
        if not element.attrs:
            return False
        role = _attribute(element, "role")
        classes = _attribute(element, "class")
        names = f"{_attribute(element, 'id')} {classes}"
        never_text = role == "navigation" or _BREADCRUMB.search(names) is not None
        if never_text or not _SCREEN_READER.isdisjoint(classes.split()):
            return True
        if _is_hidden(element) and not _can_be_shown(element, tag):
            return True
        if _MENU.search(names) and self._may_check() and _is_menu(element):
            return True
        notice = role in _NOTICE_ROLES or tag == "dialog" or _NOTICE.search(names) is not None
        return notice and self._may_check() and _is_cookie_notice(element)

    def _may_check(self) -> bool:
        self._checks_left -= 1
        return self._checks_left >= 0


def is_button(element: ElementNode, tag: str) -> bool:
    """Return whether an element stands on its own as a button.

    Args:
        element: Any element of the page.
        tag: Its lower-case name.

    Returns:
        True for `button` and for links with a button's class or role, unless the link stands
        inside running text.
    """
    if tag == "button":
        return True
    if tag != "a" or not element.attrs:
        return False
    named = _attribute(element, "role") == "button" or _BUTTON.search(_attribute(element, "class"))
    return bool(named) and not (_is_text(element.prev) or _is_text(element.next))


def button_label(element: ElementNode, tag: str) -> str:
    """Return the text that a form button shows.

    Args:
        element: Any element of the page.
        tag: Its lower-case name.

    Returns:
        The label of `<input type="submit">` and the like; empty for any other element.
    """
    if tag != "input" or _attribute(element, "type") not in _BUTTON_INPUTS:
        return ""
    if _is_hidden(element):
        return ""
    return element.getattr("value", "") or element.getattr("alt", "") or ""


def _attribute(element: ElementNode, name: str) -> str:
    return (element.getattr(name, "") or "").lower()


def _is_text(node: Node | None) -> bool:
    return node is not None and node.tag == "#text" and bool((node.value or "").strip())


def _is_hidden(element: ElementNode) -> bool:
    if element.hasattr("hidden"):
        return _attribute(element, "hidden") != "until-found"
    return _HIDING_STYLE.search(_attribute(element, "style")) is not None


def _can_be_shown(element: ElementNode, tag: str) -> bool:
    """Return whether hidden text is a tab, a folded answer, or one of a set of slides."""
    if _attribute(element, "role") in _OPENABLE_ROLES:
        return True
    classes = set(_attribute(element, "class").split())
    for forward in (False, True):
        node: Node | None = element
        for _ in range(_MAX_SIBLINGS):
            node = (node.next_element if forward else node.prev_element) if node else None
            if node is None:
                break
            if _is_shown_twin(node, tag, classes):
                return True
    return False


def _is_shown_twin(node: Node, tag: str, classes: set[str]) -> bool:
    element: ElementNode = node  # type: ignore[assignment]  # siblings asked for are elements
    if element.tag != tag or _is_hidden(element):
        return False
    return not classes.isdisjoint(_attribute(element, "class").split())


def _is_menu(element: ElementNode) -> bool:
    links = [" ".join((link.text or "").split()) for link in element.query_selector_all("a")]
    if not links or max(len(link.split()) for link in links) > _MAX_LINK_WORDS:
        return False
    letters = sum(char.isalnum() for char in element.text or "")
    return letters == sum(char.isalnum() for link in links for char in link)


def _is_cookie_notice(element: ElementNode) -> bool:
    text = element.text or ""
    if len(text) > _MAX_NOTICE_CHARS:
        return False
    text = text.lower()
    return "cookie" in text and _CHOICE.search(text) is not None
