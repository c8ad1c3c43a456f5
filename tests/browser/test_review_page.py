"""A reviewer works through the page with keys, filters and decisions."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from puffery.records import ReviewMark, ReviewStatus
from puffery.report.data import article_key, article_slug
from puffery.settings import Settings

from ..report.conftest import build_audit
from .conftest import (
    ReviewStub,
    more_lines,
    open_report,
    wait_saved,
    with_own_fingerprints,
    write_report,
)

pytestmark = pytest.mark.browser
Press = Callable[[str], None]
KNEES, FERNS = article_key("knees.txt"), article_key("ferns.txt")
KEYS_OF_TURNS = [
    f"s1-{KNEES}",
    f"s2-{KNEES}",
    f"s3-{KNEES}",
    f"s4-{KNEES}",
    f"m0-{KNEES}",
    f"s0-{FERNS}",
    f"s2-{FERNS}",
]


def selected(page: Any) -> str:
    return page.evaluate("document.querySelector('.s.on, .am.on')?.id || ''")


def where(page: Any) -> str:
    return page.locator("#where").text_content()


def exported(page: Any) -> list[dict[str, Any]]:
    with page.expect_download() as waiting:
        page.click("#export")
    text = Path(waiting.value.path()).read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines()]


def test_the_first_page_is_the_overview_and_keys_lead_into_the_review(
    page: Any, index: Path, press: Press
) -> None:
    open_report(page, index)
    assert page.locator("#overview").is_visible()
    assert page.locator("#rev").is_hidden()

    press("j")

    assert page.locator("#overview").is_hidden()
    assert KEYS_OF_TURNS[0] == selected(page)
    assert page.locator("#card").is_visible()


def test_j_and_k_go_through_all_findings_and_across_articles(
    page: Any, index: Path, press: Press
) -> None:
    open_report(page, index)
    there = []
    for _ in KEYS_OF_TURNS:
        press("j")
        there.append(selected(page))

    press("j k k")

    assert KEYS_OF_TURNS == there
    assert KEYS_OF_TURNS[-3] == selected(page)
    assert "5 of 7" == where(page)


def test_capital_j_also_stops_at_sentences_without_a_finding(
    page: Any, index: Path, press: Press
) -> None:
    open_report(page, index, f"#{article_slug('ferns.txt')}")

    press("J J")

    assert "Ferns grow in shade." == page.locator(".s.on").text_content()
    assert "No finding" in page.locator("#card h3").text_content()


def test_the_card_says_why_and_what_to_do(page: Any, index: Path) -> None:
    open_report(page, index, f"#s2-{KNEES}")

    text = page.locator("#card").inner_text()

    for words in (
        "Unqualified",
        "“heals” is stated as fact.",
        "A reader takes it as certain.",
        "Say who found it, and how sure it is.",
        "FTC Health Products Compliance Guidance",
    ):
        assert words in text, words
    assert "85 %" == page.locator("#card .scores > span").nth(1).locator("span").inner_text()
    link = page.locator("#card a", has_text="FTC Health Products")
    assert "https://www.example.org/guidance" == link.get_attribute("href")


def test_the_card_shows_what_an_audit_rule_matches(page: Any, index: Path) -> None:
    open_report(page, index, f"#s4-{KNEES}")

    text = page.locator("#card").inner_text()

    for words in (
        "Rule match",
        "high",
        "E01",
        "Ends certainty",
        "It sounds sure.",
        "[n] of [m] people",
        "Ask a lawyer.",
        "CAP 12.1",
        "ftc",
        "C-1",
        "sentence 2",
    ):
        assert words in text, words


@pytest.mark.parametrize(
    ("key", "decision", "new_label"),
    [
        ("a", "accept", None),
        ("r", "reject", None),
        ("u", "unsure", None),
        ("1", "relabel", "none"),
        ("2", "relabel", "hedged"),
        ("3", "relabel", "unqualified"),
        ("4", "relabel", "promotional"),
    ],
)
def test_a_key_decides_and_goes_on(
    page: Any, index: Path, press: Press, key: str, decision: str, new_label: str | None
) -> None:
    open_report(page, index)
    press("j")

    press(key)

    assert KEYS_OF_TURNS[1] == selected(page)
    (record,) = exported(page)
    audit = build_audit()
    sentence = audit.sentences[1].sentence
    assert record.pop("at").endswith("Z")
    assert {
        "schema": "puffery-decision-1",
        "fingerprint": f"{1:016x}",
        "article_id": "knees.txt",
        "run_id": "run-1",
        "rule_id": "HED-001",
        "label": "hedged",
        "decision": decision,
        "new_label": new_label,
        "reason": "",
        "note": "",
        "expires": None,
        "reviewer": "",
        "text_sha256": audit.text_sha256,
        "start": sentence.start,
        "end": sentence.end,
        "text_hash": "",
    } == record
    assert sentence.text not in json.dumps(record)


def test_decisions_stay_when_the_page_is_loaded_again(page: Any, index: Path, press: Press) -> None:
    open_report(page, index)
    page.evaluate("document.querySelector('[data-v=rev]').click()")
    page.fill("#reviewer", "ada")
    page.keyboard.press("Escape")
    press("j a r")
    before = exported(page)

    page.reload()
    page.wait_for_selector("html.ready", state="attached")

    assert before == exported(page)
    assert ["ada", "ada"] == [record["reviewer"] for record in before]
    assert "✓" == page.locator(f"#s1-{KNEES} + .badge").get_attribute("data-mark")
    assert "✗" == page.locator(f"#s2-{KNEES} + .badge").get_attribute("data-mark")
    assert "2/5 reviewed" == page.locator(".list li.on .seen").inner_text()


def test_undo_opens_the_last_finding_again(page: Any, index: Path, press: Press) -> None:
    open_report(page, index)
    press("j a r")

    press("z")

    assert KEYS_OF_TURNS[1] == selected(page)
    assert "Not reviewed yet." == page.locator("#card .status").inner_text()
    press("z z")
    assert ["accept", "reject", "undo", "undo"] == [r["decision"] for r in exported(page)]
    assert "There is nothing to undo." == page.locator("#say").text_content()


def test_a_note_with_reason_and_end_goes_with_the_decision(
    page: Any, index: Path, press: Press
) -> None:
    open_report(page, index)
    press("j j n")

    page.keyboard.type("a <b>note</b>")
    page.locator("#card input[name=reason]").fill("=cmd()")
    page.locator("#card input[name=expires]").fill("2030-01-02")
    page.keyboard.press("Escape")
    press("r k")

    (record,) = exported(page)
    assert ("reject", "a <b>note</b>", "=cmd()", "2030-01-02") == (
        record["decision"],
        record["note"],
        record["reason"],
        record["expires"],
    )
    assert "a <b>note</b>" == page.locator("#card textarea").input_value()
    assert "✗ rejected, until 2030-01-02." == page.locator("#card .status").inner_text()


def test_enter_in_a_note_keeps_it(page: Any, index: Path, press: Press) -> None:
    open_report(page, index)
    press("j n")
    page.keyboard.type("look again")

    page.keyboard.press("Enter")

    (record,) = exported(page)
    assert ("unsure", "look again") == (record["decision"], record["note"])


def test_exported_decisions_can_be_imported_elsewhere(
    context: Any, browser: Any, page: Any, index: Path, press: Press, tmp_path: Path
) -> None:
    open_report(page, index)
    press("j a r 2")
    records = exported(page)
    lines = [json.dumps(r) for r in records] + ["no JSON", '{"schema": "other"}', ""]
    file = tmp_path / "decisions.jsonl"
    file.write_text("\n".join(lines), encoding="utf-8")

    other = browser.new_context()
    fresh = other.new_page()
    open_report(fresh, index, "#v=rev")
    fresh.set_input_files("#import", file)
    wait_saved(fresh, "imported")

    said = fresh.locator("#saved").text_content()
    assert "3 decisions imported. No decision: line 4, 5." == said
    assert "3/5 reviewed" == fresh.locator(".list li.on .seen").inner_text()
    fresh.set_input_files("#import", file)
    wait_saved(fresh, "0 decisions")
    other.close()


FILTERS = [
    ("l", "p", 2),
    ("l", "m", 2),
    ("st", "open", 7),
    ("sev", "high", 1),
    ("dev", "endorsement", 2),
    ("r", "UNQ-001", 2),
    ("r", "E01", 1),
    ("t", "fern oil", 1),
    ("d", "knee pain", 1),
    ("pub", "Fern Post", 2),
    ("q", "cures", 1),
]


@pytest.mark.parametrize(("name", "value", "n"), FILTERS)
def test_a_filter_leaves_what_matches_and_stands_in_the_address(
    page: Any, index: Path, press: Press, name: str, value: str, n: int
) -> None:
    open_report(page, index, "#v=rev")

    if name == "l":
        for box in page.locator("input[name=l]").all():
            if box.get_attribute("value") != value:
                box.uncheck()
    elif name == "q":
        press("/")
        page.keyboard.type(value)
        page.keyboard.press("Escape")
    else:
        page.select_option(f"select[name={name}]", value)
    press("j")

    assert f"1 of {n}" == where(page)
    address = page.url
    page.goto("about:blank")
    page.goto(address)
    page.wait_for_selector("html.ready", state="attached")
    assert f"1 of {n}" == where(page)


def test_articles_without_a_match_leave_the_list(page: Any, index: Path) -> None:
    open_report(page, index, "#v=rev&pub=Fern+Post")

    rows = page.locator(".list li:visible")

    assert 1 == rows.count()
    assert "2 match" in rows.inner_text()
    page.click("#clear")
    assert 2 == page.locator(".list li:visible").count()
    assert "pub" not in page.url


def test_a_decided_finding_leaves_the_open_ones(page: Any, index: Path, press: Press) -> None:
    open_report(page, index, "#v=rev&st=open")

    press("j a")

    assert KEYS_OF_TURNS[1] == selected(page)
    assert "1 of 6" == where(page)


def test_the_link_of_a_finding_leads_to_it(page: Any, index: Path) -> None:
    open_report(page, index, f"#s3-{KNEES}")
    href = page.locator("#card .links a").get_attribute("href")

    page.goto("about:blank")
    open_report(page, index, href)

    assert f"#f={3:016x}" == href
    assert f"s3-{KNEES}" == selected(page)


def test_back_returns_to_the_sentence_before(page: Any, index: Path) -> None:
    open_report(page, index, f"#s1-{KNEES}")
    page.click(f"#s3-{KNEES}")

    page.go_back()

    assert f"s1-{KNEES}" == selected(page)


def test_a_cell_of_the_heat_map_filters(page: Any, index: Path) -> None:
    open_report(page, index)

    page.click("a.pair[data-t='fern oil']")

    assert f"s0-{FERNS}" == selected(page)
    assert "1 of 1" == where(page)


def test_evidence_of_the_checklist_is_one_click_away(page: Any, index: Path) -> None:
    open_report(page, index, f"#{article_slug('knees.txt')}")
    page.click("text=What a reader needs")

    page.click(".checks .to")

    assert f"s2-{KNEES}" == selected(page)


def test_the_help_opens_and_closes(page: Any, index: Path, press: Press) -> None:
    open_report(page, index)

    press("?")
    assert page.locator("#help").is_visible()
    press("a Escape")

    assert page.locator("#help").is_hidden()
    assert [] == exported_when_review(page)


def exported_when_review(page: Any) -> list[dict[str, Any]]:
    page.keyboard.press("o")
    return exported(page)


def test_shortcuts_can_be_switched_off(page: Any, index: Path, press: Press) -> None:
    open_report(page, index, "#v=rev")
    page.uncheck("#keys")

    press("j a")

    assert "" == selected(page)
    assert [] == exported(page)


def test_without_advance_the_finding_stays(page: Any, index: Path, press: Press) -> None:
    open_report(page, index, "#v=rev")
    page.uncheck("#advance")

    press("j a")

    assert KEYS_OF_TURNS[0] == selected(page)
    assert "✓ accepted." == page.locator("#card .status").inner_text()


def test_a_large_run_is_reviewed_in_its_index(page: Any, tmp_path: Path, press: Press) -> None:
    audits = with_own_fingerprints([build_audit(), build_audit("ferns.txt", more_lines())])
    large = write_report(tmp_path, audits, settings=Settings(single_page_chars=1))
    open_report(page, large)

    press("j a j j")

    assert f"s0-{FERNS}" == selected(page)
    assert 1 == page.locator(".article").count()
    page.click(".list li >> nth=0")
    assert "✓" == page.locator(f"#s1-{KNEES} + .badge").get_attribute("data-mark")


def test_a_page_of_one_article_is_reviewed_on_its_own(
    page: Any, tmp_path: Path, press: Press
) -> None:
    large = write_report(tmp_path, [build_audit()], settings=Settings(single_page_chars=1))
    open_report(page, large.parent / "articles" / f"{article_slug('knees.txt')}.html")

    press("j j r")

    assert f"s3-{KNEES}" == selected(page)
    assert ["reject"] == [record["decision"] for record in exported(page)]


def test_a_served_page_saves_at_once_and_says_so(
    page: Any, review_stub: ReviewStub, press: Press
) -> None:
    open_report(page, review_stub.url)

    press("j 2")
    wait_saved(page, "Saved.")

    assert [
        {
            "fingerprint": f"{1:016x}",
            "decision": "relabel",
            "new_label": "hedged",
            "reason": "",
            "note": "",
            "expires": None,
        }
    ] == review_stub.posted
    assert "ada" == page.locator("#reviewer").input_value()
    assert page.locator("#retry").is_hidden()


def test_a_served_page_shows_what_was_decided_before(page: Any, review_stub: ReviewStub) -> None:
    review_stub.decisions = [
        {
            "schema": "puffery-decision-1",
            "fingerprint": f"{2:016x}",
            "decision": "reject",
            "new_label": None,
            "reason": "",
            "note": "seen",
            "expires": None,
            "reviewer": "ada",
            "at": "2026-01-01T00:00:00Z",
        }
    ]

    open_report(page, review_stub.url, f"#s2-{KNEES}")
    wait_saved(page, "Loaded 1")

    assert "✗ rejected by ada." == page.locator("#card .status").inner_text()


def test_a_failed_save_is_shown_and_can_be_tried_again(
    page: Any, review_stub: ReviewStub, press: Press
) -> None:
    review_stub.status = 507
    open_report(page, review_stub.url)
    press("j a")
    page.wait_for_selector("#retry:visible")
    assert "1 not saved: the disk is full" == page.locator("#saved").text_content()
    assert [] == review_stub.posted

    review_stub.status = 201
    page.click("#retry")
    wait_saved(page, "Saved.")

    assert ["accept"] == [record["decision"] for record in review_stub.posted]


def test_a_refused_decision_is_taken_back_and_said(
    page: Any, review_stub: ReviewStub, press: Press
) -> None:
    review_stub.status = 404
    open_report(page, review_stub.url)

    press("j a")
    wait_saved(page, "Refused: the disk is full")

    press("k")
    assert "Not reviewed yet." == page.locator("#card .status").inner_text()
    assert page.locator("#retry").is_hidden()


def test_decisions_of_earlier_runs_are_shown_and_count(
    page: Any, tmp_path: Path, press: Press
) -> None:
    audit = build_audit()
    marks = (
        ReviewMark(ReviewStatus.REJECTED, "ada", "2026-01-01", "hedged", "a heading", "2030-01-01"),
        ReviewMark(ReviewStatus.EXPIRED, "ada", "2026-01-01", "unqualified"),
        None,
    )
    findings = tuple(replace(f, review=m) for f, m in zip(audit.findings, marks, strict=True))
    open_report(page, write_report(tmp_path, [replace(audit, findings=findings)]), "#v=rev&st=open")

    press("j")

    assert "1 of 2" == where(page)
    assert f"s2-{KNEES}" == selected(page)
    status = page.locator("#card .status")
    assert "Open again: a decision has expired." == status.inner_text()
    page.click(f"#s1-{KNEES}")
    assert "✗ rejected before this run by ada, until 2030-01-01. a heading" == status.inner_text()


def test_what_was_not_saved_survives_a_reload(
    page: Any, review_stub: ReviewStub, press: Press
) -> None:
    review_stub.status = 507
    open_report(page, review_stub.url)
    press("j a")
    page.wait_for_selector("#retry:visible")

    review_stub.status = 201
    page.reload()
    wait_saved(page, "Saved.")

    assert ["accept"] == [record["decision"] for record in review_stub.posted]
