"""The page: article text stays text, and everything is there without scripts."""

from __future__ import annotations

import base64
import hashlib
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from puffery.records import (
    CueKind,
    Framing,
    MentionLabel,
    Question,
    Reason,
    SkippedArticle,
    SkipReason,
)
from puffery.report.data import article_key, article_slug
from puffery.report.html import csp_hash, safe_url, show_controls
from puffery.report.write import ReportWriter
from puffery.settings import Settings

from .conftest import LINES, Line, build_audit, build_run

HOSTILE = (
    "<script>alert(1)</script>",
    "</script><script>alert(2)</script>",
    "</style><img src=x onerror=alert(3)>",
    "\"' onmouseover='alert(4)' x=\"",
    "]]><!-- --><![CDATA[ <svg onload=alert(5)>",
    "{{ 7 * 7 }} {% raw %} <%= 1 %>",
    "&lt;b&gt; &amp;quot; &#60;script&#62;",
    "a\u202eb\u2066c\x00d\x1be\x9ff",
    "javascript:alert(6)",
)
"""Texts that would do harm, or show wrongly, if they were not escaped."""

VOID = {"meta", "input", "rect", "circle", "br", "link"}


class Page(HTMLParser):
    """Collects what a browser would see."""

    def __init__(self, content: str) -> None:
        super().__init__()
        self.stack: list[str] = []
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.text: list[str] = []
        self.raw: dict[str, str] = {}
        self.feed(content)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in VOID:
            self.stack.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        assert self.stack, tag
        assert self.stack[-1] == tag
        self.stack.pop()

    def handle_data(self, data: str) -> None:
        if self.stack and self.stack[-1] in ("script", "style"):
            self.raw[self.stack[-1]] = data
        else:
            self.text.append(data)

    def all(self, tag: str) -> list[dict[str, str]]:
        return [attrs for name, attrs in self.tags if name == tag]


def hostile_audit(text: str) -> object:
    reason = Reason("R<1>", Question.HYPE, text, text, text, text, text)
    lines = [
        Line(framing, f"{text} {framing}", reason=reason, before="\n")
        for framing in (Framing.NONE, Framing.PROMOTIONAL)
    ]
    lines.append(
        Line(
            Framing.HEDGED,
            f"It {text} may.",
            cues=((text, CueKind.HEDGE, True), ("may", CueKind.HEDGE, False)),
            mentions=((text, MentionLabel.THERAPY),),
        )
    )
    fields = dict.fromkeys(("title", "url", "date", "author", "publisher", "encoding"), text)
    return build_audit(f"{text}.txt", lines, **fields)


def report(
    tmp_path: Path, audits: list, *, settings: Settings | None = None, **run: object
) -> Path:
    with ReportWriter(tmp_path, "run-1", settings=settings or Settings()) as writer:
        for audit in audits:
            writer.add(audit)
        return writer.finish(build_run(audits, **run))  # type: ignore[arg-type]


def page_of(tmp_path: Path, audits: list, **run: object) -> tuple[str, Page]:
    content = (report(tmp_path, audits, **run) / "index.html").read_text(encoding="utf-8")
    return content, Page(content)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_stays_text(tmp_path: Path, text: str) -> None:
    skipped = [SkippedArticle(text, text, SkipReason.FAILED, text)]
    plain = page_of(tmp_path, [hostile_audit("plain words")], skipped=skipped[:0])[1]

    content, page = page_of(tmp_path, [hostile_audit(text)], skipped=skipped, input_name=text)

    assert page.stack == []
    assert {tag for tag, _ in plain.tags} | {"table", "thead", "tbody", "tr", "th", "td"} >= {
        tag for tag, _ in page.tags
    }
    assert 1 == len(page.all("script")) == len(page.all("style"))
    attributes = {name for _, attrs in page.tags for name in attrs}
    assert not [name for name in attributes if name.startswith("on") or name == "style"]
    shown = "".join(page.text)
    assert show_controls(text) in shown
    assert not re.search("[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", content)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_stays_text_in_pages(tmp_path: Path, text: str) -> None:
    audit = hostile_audit(text)

    folder = report(tmp_path, [audit], settings=Settings(single_page_chars=1))

    for path in (folder / "index.html", *folder.glob("articles/*.html")):
        page = Page(path.read_text(encoding="utf-8"))
        assert page.stack == []
        assert 1 == len(page.all("script")) == len(page.all("style"))


@pytest.mark.parametrize("single_page_chars", [1_000_000, 1])
def test_the_policy_allows_only_the_own_style_and_script(
    tmp_path: Path, single_page_chars: int
) -> None:
    settings = Settings(single_page_chars=single_page_chars)

    folder = report(tmp_path, [build_audit()], settings=settings)

    for path in folder.rglob("*.html"):
        page = Page(path.read_text(encoding="utf-8"))
        policy = next(m["content"] for m in page.all("meta") if "http-equiv" in m)
        parts = dict(part.split(" ", 1) for part in policy.split("; "))
        expected = {
            "default-src": "'none'",
            "style-src": csp_hash(page.raw["style"]),
            "script-src": csp_hash(page.raw["script"]),
            "base-uri": "'none'",
            "form-action": "'none'",
        }
        assert expected == parts


def test_csp_hash_is_that_of_the_standard() -> None:
    digest = base64.b64encode(hashlib.sha256(b"alert('Hello, world.');").digest()).decode()

    assert f"'sha256-{digest}'" == "'sha256-qznLcsROx4GACP2dm0UCKCzCG+HiZ1guq6ZZDob/Tng='"
    assert f"'sha256-{digest}'" == csp_hash("alert('Hello, world.');")


def test_nothing_is_loaded_from_anywhere(tmp_path: Path) -> None:
    content, page = page_of(tmp_path, [build_audit()])

    assert not page.all("link") and not page.all("img") and not page.all("iframe")
    assert not [attrs for _, attrs in page.tags if "src" in attrs or "srcset" in attrs]
    assert "@import" not in content
    assert not re.findall(r"url\((?!#)", page.raw["style"])


@pytest.mark.parametrize(
    ("url", "is_link"),
    [
        ("https://example.org/a?b=c&d", True),
        ("HTTP://example.org", True),
        ("javascript:alert(1)", False),
        ("JaVaScRiPt:alert(1)", False),
        (" javascript:alert(1)", False),
        ("java\nscript:alert(1)", False),
        ("data:text/html,<script>1</script>", False),
        ("//example.org", False),
        ("https:", False),
        ("https://", False),
        ("http://[bad", False),
        ("https://example.org/\u202egnp.exe", False),
        ("ftp://example.org", False),
        ("file:///etc/passwd", False),
        ("", False),
    ],
)
def test_only_web_addresses_become_links(tmp_path: Path, url: str, is_link: bool) -> None:
    _, page = page_of(tmp_path, [build_audit(url=url)])

    outside = [a for a in page.all("a") if a["href"] == url]
    assert is_link == bool(safe_url(url)) == bool(outside)
    assert all(a["rel"] == "noopener noreferrer nofollow" for a in outside)
    assert str(show_controls(url)).split("\n")[0] in "".join(page.text)
    assert all(re.match(r"https?://|#|articles/", a["href"].lower()) for a in page.all("a"))


def test_all_is_there_without_scripts(tmp_path: Path) -> None:
    audits = [build_audit("a"), build_audit("b")]

    _, page = page_of(tmp_path, audits)

    shown = "".join(page.text)
    assert len(page.all("article")) == 2
    for line in LINES:
        assert line.text.split(" ")[-1] in shown
    for words in ("Advice becomes an advertisement.", "Remove it.", "16 CFR 255.3", "Q1: Does the"):
        assert shown.count(words) == 2
    assert "The file has a password." in shown
    assert "audits language, not truth" in shown
    assert "ab" * 32 in shown
    assert "the built-in detector ran" in shown
    ids = [attrs["id"] for _, attrs in page.tags if "id" in attrs]
    assert len(ids) == len(set(ids))
    targets = [a["href"][1:] for a in page.all("a") if a["href"].startswith("#")]
    assert not set(targets) - set(ids)


def test_the_words_of_an_article_are_in_order(tmp_path: Path) -> None:
    audit = build_audit()
    content, _ = page_of(tmp_path, [audit])

    start = content.index('<div class="text">')
    end = content.index('<details class="reasons"')
    body = re.sub(r'<span class="vh">[^<]*</span>|<a class="badge.*?</a>', "", content[start:end])
    words = re.sub(r"<[^>]*>", "", body).replace("&#39;", "'").split()
    title = audit.sentences[0].sentence.text
    assert audit.article.text.removeprefix(title).split() == words


def test_sentences_are_told_apart_by_class_and_letter(tmp_path: Path) -> None:
    content, _ = page_of(tmp_path, [build_audit()])
    key = article_key("knees.txt")

    for index, (label, letter) in enumerate(
        [("hedged", "H"), ("unqualified", "U"), ("promotional", "P")]
    ):
        assert f'<span class="s {label}" id="s{index + 1}-{key}">' in content
        assert re.search(
            rf'<a class="badge {label}" href="#r{index + 1}-{key}"[^>]*>{letter}<', content
        )
    assert '<b class="c" title="Cue: hedge (decided the label)">may</b>' in content
    assert '<i class="c" title="Cue: effect">ease</i>' in content
    assert '<span class="m therapy" title="Therapy: moss tea (HC:001)">Moss tea' in content
    assert '<b class="c" title="Cue: effect, booster (decided the label)">heals</b>' in content


def test_the_wording_accuses_nobody(tmp_path: Path) -> None:
    _, page = page_of(tmp_path, [build_audit()])

    words = " ".join(page.text).lower()
    assert not re.search(r"\b(fraud\w*|false|lie|lies|fake|scam|mislead\w*)\b", words)


def test_the_list_links_to_pages_and_is_cut_into_parts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("puffery.report.html.LIST_ROWS", 2)
    audits = [build_audit(f"{n}.txt") for n in range(5)]

    folder = report(tmp_path, audits, settings=Settings(single_page_chars=1))

    lists = [folder / name for name in ("index.html", "list-2.html", "list-3.html")]
    found = [re.findall(r'data-a="([^"]*)"', path.read_text(encoding="utf-8")) for path in lists]
    slugs = [article_slug(f"{n}.txt") for n in range(5)]
    assert [slugs[:2], slugs[2:4], slugs[4:]] == found
    assert not (folder / "list-4.html").exists()
    assert '<ol start="3">' in lists[1].read_text(encoding="utf-8")


def test_a_long_article_stays_small(tmp_path: Path) -> None:
    lines = [
        Line(
            list(Framing)[n % 4],
            f"Moss tea number {n} may ease and heals knee pain, and we recommend it to everyone.",
            cues=(("may", CueKind.HEDGE, True), ("heals", CueKind.EFFECT, True)),
            mentions=(("Moss tea", MentionLabel.THERAPY), ("knee pain", MentionLabel.DISEASE)),
        )
        for n in range(2000)
    ]
    audit = build_audit(lines=lines)

    folder = report(tmp_path, [audit])

    size = (folder / "index.html").stat().st_size
    assert size < 1900 * len(lines)
