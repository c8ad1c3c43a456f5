"""Hostile text does nothing, everyone can read the page, and it is there without scripts."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from puffery.report.data import article_key
from puffery.settings import Settings

from ..report.test_html import HOSTILE, hostile_audit
from .conftest import open_report, wait_saved, write_report

pytestmark = pytest.mark.browser
MORE = (
    "=cmd|' /C calc'!A0",
    "\x1b[31mred\x1b[0m",
    "\u202egnp.exe",
    "<img src=x onerror=window.hacked=1>",
    "</noscript><script>window.hacked=1</script>",
    "</template><script>window.hacked=1</script>",
)


@pytest.mark.parametrize("single_page_chars", [1_000_000, 1])
def test_hostile_text_is_inert(
    page: Any, tmp_path: Path, press: Callable[[str], None], single_page_chars: int
) -> None:
    audits = [hostile_audit(text) for text in (*HOSTILE, *MORE)]
    settings = Settings(single_page_chars=single_page_chars)
    index = write_report(tmp_path, audits, settings=settings, input_name=MORE[3])
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    open_report(page, index)

    for _ in range(2 * len(audits)):
        press("j")
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")

    assert page.evaluate("window.hacked === undefined")
    assert [index.as_uri()] == asked
    kinds = page.evaluate(
        "[...document.querySelectorAll('#articles *, #card *, .list *')].map(e => e.localName)"
    )
    assert not {"script", "img", "iframe", "style", "link", "object"} & set(kinds)
    names = page.evaluate("[...document.querySelectorAll('*')].flatMap(e => e.getAttributeNames())")
    assert not [name for name in names if name.startswith("on") or name == "style"]


def test_a_hostile_address_does_nothing(page: Any, index: Path) -> None:
    open_report(
        page, index, "#a=<img src=x onerror=window.hacked=1>&s=x&q=<b>&f=../..&t=%3Cscript%3E"
    )

    assert page.evaluate("window.hacked === undefined")
    assert "no finding matches" == page.locator("#where").text_content()


def test_a_hostile_import_is_text(page: Any, index: Path, tmp_path: Path) -> None:
    file = tmp_path / "bad.jsonl"
    record = {
        "schema": "puffery-decision-1",
        "fingerprint": f"{1:016x}",
        "decision": "reject",
        "new_label": None,
        "note": "<img src=x onerror=window.hacked=1>",
        "reviewer": "<script>window.hacked=1</script>",
        "at": "2026-01-01T00:00:00Z",
    }
    file.write_text(json.dumps(record), encoding="utf-8")
    open_report(page, index, f"#s1-{article_key('knees.txt')}")

    page.set_input_files("#import", file)
    wait_saved(page, "imported")

    assert "<script>window.hacked=1</script>" in page.locator("#card .status").inner_text()
    assert page.evaluate("window.hacked === undefined")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("place", ["", "#v=rev", "rev", "#rules", "#about", "help"])
def test_axe_finds_nothing_serious(
    page: Any, index: Path, press: Callable[[str], None], scheme: str, place: str
) -> None:
    axe = pytest.importorskip(
        "axe_playwright_python.sync_playwright", reason="axe is not installed"
    )
    page.emulate_media(color_scheme=scheme)
    open_report(page, index, place if place.startswith("#") else "")
    press({"rev": "j j n Escape", "help": "?"}.get(place, ""))

    result = axe.Axe().run(page)

    grave = [
        (violation["id"], node["html"][:200])
        for violation in result.response["violations"]
        if violation["impact"] in ("serious", "critical")
        for node in violation["nodes"]
    ]
    assert [] == grave


def test_all_is_readable_without_scripts(browser: Any, index: Path) -> None:
    context = browser.new_context(
        java_script_enabled=False, viewport={"width": 1200, "height": 900}
    )
    page = context.new_page()
    page.goto(index.as_uri())

    text = page.locator("body").inner_text()

    for words in (
        "Fern oil cures gout.",
        "“heals” is stated as fact.",
        "A reader takes it as certain.",
        "Therapies × diseases",
        "What was not checked",
        "Grade of the language",
    ):
        assert words in text, words
    assert page.locator("#tools").is_hidden()
    page.click(f"#s2-{article_key('knees.txt')} + .badge")
    assert page.url.endswith(f"#w2-{article_key('knees.txt')}")
    context.close()


def test_paper_shows_every_article_with_its_reasons(page: Any, index: Path) -> None:
    open_report(page, index)
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")

    visible = page.locator(".article:visible")

    assert 2 == visible.count()
    assert "“heals” is stated as fact." in visible.first.inner_text()
    assert page.locator(".tools").is_hidden()
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert 0 == page.locator(".printed").count()


def test_a_narrow_screen_has_no_sideways_scroll(
    page: Any, index: Path, press: Callable[[str], None]
) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    open_report(page, index)
    widths = [page.evaluate("document.documentElement.scrollWidth")]

    press("j")

    widths.append(page.evaluate("document.documentElement.scrollWidth"))
    assert max(widths) <= 360
