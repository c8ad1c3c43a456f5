"""The page: article text stays text, and everything is there without scripts."""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from puffery.escaping import csp_hash, safe_url, show_controls
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
from puffery.report.write import ReportWriter
from puffery.settings import Settings

from .conftest import LINES, Line, build_audit, build_guided, build_run, guidance_text

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
            is_data = self.tags[-1][1].get("type") == "application/json"
            self.raw["data" if is_data else self.stack[-1]] = data
        else:
            self.text.append(data)

    def all(self, tag: str) -> list[dict[str, str]]:
        return [attrs for name, attrs in self.tags if name == tag]

    @property
    def scripts(self) -> list[str]:
        """The types of the scripts; one script runs, one is data."""
        return [attrs.get("type", "") for attrs in self.all("script")]

    def unpack(self) -> list[dict]:
        """The packed data: the head, then one record an article."""
        raw = gzip.decompress(base64.b64decode(json.loads(self.raw["data"])))
        return [json.loads(line) for line in raw.decode("ascii").split("\n")]


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
    assert ["", "application/json"] == page.scripts
    assert 1 == len(page.all("style"))
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
        assert ["", "application/json"] == page.scripts
        assert 1 == len(page.all("style"))


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
        assert 1 == shown.count(words), "a rule is said once, however many articles it matched"
    for words in ("“may” limits the claim.", "“heals” is stated as fact."):
        assert 2 == shown.count(words)
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
    end = content.index("<noscript>")
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
            rf'<a class="badge {label}" href="#w{index + 1}-{key}"[^>]*>{letter}<', content
        )
    assert '<b class="c" title="hedge, decided">may</b>' in content
    assert '<i class="c" title="effect">ease</i>' in content
    assert '<span class="m therapy" title="moss tea (HC:001)">Moss tea' in content
    assert '<b class="c" title="effect, booster, decided">heals</b>' in content


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
    found = [
        re.findall(r'<li data-a="([^"]*)"', path.read_text(encoding="utf-8")) for path in lists
    ]
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
    assert size < 900 * len(lines)


def test_a_page_of_much_html_becomes_pages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("puffery.report.html.SHOWN_BYTES", 10_000)
    audits = [build_audit(f"{n}.txt") for n in range(4)]

    folder = report(tmp_path, audits)

    names = sorted(path.name for path in (folder / "articles").iterdir())
    assert sorted(f"{article_slug(f'{n}.txt')}.html" for n in range(4)) == names


def test_the_index_of_a_large_run_carries_every_article_packed(tmp_path: Path) -> None:
    audits = [build_audit(f"{n}.txt") for n in range(3)]

    folder = report(tmp_path, audits, settings=Settings(single_page_chars=1))

    content = (folder / "index.html").read_text(encoding="utf-8")
    head, *articles = Page(content).unpack()
    assert "<article" not in content
    assert [a.article.article_id for a in audits] == [row["id"] for row in head["articles"]]
    assert all(
        f'<article class="article" id="{row["slug"]}"' in article["html"]
        for row, article in zip(head["articles"], articles, strict=True)
    )


def test_an_index_that_would_be_too_large_is_a_plain_list(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("puffery.report.html.PAGE_BYTES", 500)
    audits = [build_audit(f"{n}.txt") for n in range(3)]

    folder = report(tmp_path, audits, settings=Settings(single_page_chars=1))

    page = Page((folder / "index.html").read_text(encoding="utf-8"))
    assert [""] == page.scripts
    assert 3 == len([a for a in page.all("a") if a["href"].startswith("articles/")]) / 2
    for path in folder.glob("articles/*.html"):
        assert ["", "application/json"] == Page(path.read_text(encoding="utf-8")).scripts


def test_a_run_of_very_much_text_gives_the_spool_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("puffery.report.html.PACKED_SHARE", 0)
    audits = [build_audit(f"{n}.txt") for n in range(3)]

    folder = report(tmp_path, audits, settings=Settings(single_page_chars=1))

    assert 3 == len(list(folder.glob("articles/*.html")))
    assert [""] == Page((folder / "index.html").read_text(encoding="utf-8")).scripts


def test_guidance_is_shown_with_its_texts(tmp_path: Path) -> None:
    audit = build_guided()
    with ReportWriter(tmp_path, "run-1", settings=Settings(), guidance=guidance_text) as writer:
        writer.add(audit)
        folder = writer.finish(build_run([audit]))

    page = Page((folder / "index.html").read_text(encoding="utf-8"))
    shown = re.sub(r" (?=[.,:)])|(?<=\() ", "", " ".join(" ".join(page.text).split()))
    for words in (
        "D Grade of the language, A best, E worst: 12.5 points.",
        "Reads like a mix of information and advertisement. Guidance as of 2026-01-02.",
        "E01 Ends certainty 1 9.0 Say how sure.",
        "No risk is named. A02 Set aside: fine, AB",
        "What a reader needs: 0 of 2 found",
        "Costs: partly, sentence 2. A price without a total.",
        "Knees in sentence 3 does not count for E01: debunked (is a myth)",
        "This suppression matched nothing any more: E09 old.txt",
        "E01: Ends certainty",
        "[n] of [m] people",
        "Ask a lawyer.",
        "(read in full, 2026-01-01)",
    ):
        assert words in shown, words
    ids = {attrs["id"] for _, attrs in page.tags if "id" in attrs}
    assert not {a["href"][1:] for a in page.all("a") if a["href"].startswith("#")} - ids


def test_a_sentence_that_only_matches_a_rule_is_found_as_well(tmp_path: Path) -> None:
    audit = build_guided()

    content, page = page_of(tmp_path, [audit])

    head, cards = page.unpack()
    rows = {(row[0], row[1], row[4], row[5]) for row in head["articles"][0]["items"]}
    assert (4, "rule", "high", "a" * 16) in rows
    assert (-1, "rule", "low", "b" * 16) in rows
    assert f'<span class="s rule" id="s4-{article_key("knees.txt")}">' in content
    assert ["C-1"] == [match["card"] for match in cards["sentences"][4]["matches"]]
    assert "fine, AB" == cards["matches"][0]["suppressed"]


def test_without_guidance_nothing_of_it_is_shown(tmp_path: Path) -> None:
    _, page = page_of(tmp_path, [build_audit()])

    shown = "".join(page.text)
    assert "Audit rules, checklist and grade were not applied in this run." in shown
    assert "Guidance as of" not in shown
    assert "Exempted" not in shown
    assert not [attrs for attrs in page.all("section") if attrs.get("class") == "guide"]
