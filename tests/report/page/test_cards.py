"""The packed data says what the audit says, and nothing in it can leave its place."""

from __future__ import annotations

import base64
import gzip
import json
from dataclasses import replace

import pytest

from puffery.records import (
    CueKind,
    Framing,
    MentionLabel,
    Question,
    Reason,
    ReviewMark,
    ReviewStatus,
)
from puffery.report.data import view_article
from puffery.report.page.cards import article_data, dump, pack_page, rule_data
from puffery.report.page.rule_texts import RuleTexts
from puffery.report.page.spool import Fragment

from ..conftest import Line, build_audit, build_guided


def unpack(packed: str) -> list[dict]:
    raw = gzip.decompress(base64.b64decode(packed)).decode("ascii")
    return [json.loads(line) for line in raw.split("\n")]


def fragment_of(audit: object, rules: RuleTexts) -> Fragment:
    view = view_article(audit)
    data = article_data(view, rules)
    return Fragment(
        view.slug, view.title, data.rules, "<p>é</p>", "", dump(data.facts), dump(data.cards)
    )


def test_facts_name_every_finding_with_what_filters_ask_for() -> None:
    rules = RuleTexts()

    data = article_data(view_article(build_audit()), rules)

    assert ("knees.txt", build_audit().text_sha256, 5) == tuple(
        data.facts[name] for name in ("id", "sha", "n")
    )
    assert [
        [
            1,
            "hedged",
            "hedged",
            "",
            "medium",
            f"{1:016x}",
            [1],
            ["moss tea"],
            ["knee pain"],
            20,
            48,
            [],
        ],
        [2, "unqualified", "unqualified", "", "medium", f"{2:016x}", [2], [], [], 49, 70, []],
        [
            3,
            "promotional",
            "promotional",
            "endorsement",
            "medium",
            f"{3:016x}",
            [3],
            [],
            [],
            73,
            106,
            [],
        ],
    ] == data.facts["items"]
    assert {0, 1, 2, 3} == data.rules


def test_offsets_of_facts_are_those_of_the_sentences() -> None:
    audit = build_audit()

    facts = article_data(view_article(audit), RuleTexts()).facts

    for index, *_, start, end, _ in facts["items"]:
        assert audit.sentences[index].sentence.text == audit.article.text[start:end]


def test_a_card_says_what_the_sentence_audit_says() -> None:
    card = article_data(view_article(build_audit()), RuleTexts()).cards["sentences"][1]

    assert {
        "at": [2, 28],
        "text": "Moss tea may ease knee pain.",
        "label": "hedged",
        "scores": [5, 85, 5, 5],
        "reasons": [[1, "“may” limits the claim."]],
        "by": "rules",
        "cues": [["may", "hedge", "c.hedge", 1, "Moss"], ["ease", "effect", "c.effect", 0, ""]],
        "mentions": [
            ["Moss tea", "THERAPY", "HC:001", "moss tea", "", "lexicon", "", 0.0],
            ["knee pain", "DISEASE", "HC:001", "knee pain", "", "lexicon", "", 0.0],
        ],
    } == card


def test_matches_carry_words_and_the_number_of_their_rule() -> None:
    rules = RuleTexts()

    data = article_data(view_article(build_guided()), rules)

    match = data.cards["sentences"][4]["matches"][0]
    assert rules.of_audit_rule("E01").number == match["rule"]
    assert {rules.of_audit_rule(name).number for name in ("E01", "A01", "A02")} <= data.rules
    assert [-1, "rule", "none", "", "low", "b" * 16] == data.facts["items"][-1][:6]


def test_facts_and_text_say_what_was_decided_before_this_run() -> None:
    audit = build_audit()
    mark = ReviewMark(ReviewStatus.RELABELLED, "ada", "2026-01-01", "hedged", "plain fact", None)
    item = replace(audit.sentences[1], label=Framing.NONE)
    finding = replace(audit.findings[0], audit=item, review=mark)
    audit = replace(
        audit,
        sentences=(audit.sentences[0], item, *audit.sentences[2:]),
        findings=(finding, *audit.findings[1:]),
    )

    row = article_data(view_article(audit), RuleTexts()).facts["items"][0]

    assert [1, "none", "none"] == row[:3]
    assert ["relabelled", "ada", "2026-01-01", "hedged", "plain fact", None] == row[-1]


HOSTILE = "a\u202eb\x00\x1b[31m\ud800</script><!--\r\n\u2028"


def test_texts_are_safe_to_show_and_stay_on_their_line() -> None:
    reason = Reason(
        HOSTILE, Question.HYPE, HOSTILE, HOSTILE, HOSTILE, HOSTILE, "javascript:alert(1)"
    )
    lines = [
        Line(
            Framing.HEDGED,
            HOSTILE,
            cues=((HOSTILE, CueKind.HEDGE, True),),
            mentions=((HOSTILE, MentionLabel.THERAPY),),
            reason=reason,
        )
    ]
    rules = RuleTexts()
    fragment = fragment_of(build_audit(HOSTILE, lines, title=HOSTILE, publisher=HOSTILE), rules)

    packed = pack_page(HOSTILE, lambda: (fragment,), rules.rows(fragment.rules), with_html=True)

    head, card = unpack(packed)
    shown = json.dumps([head["articles"], head["rules"], card], ensure_ascii=False)
    assert packed.isascii() and packed.replace("+", "a").replace("/", "a").rstrip("=").isalnum()
    assert not set("\u202e\x00\x1b\ud800") & set(shown)
    assert [""] == [s["link"] for rule in head["rules"].values() for s in rule["sources"]]


@pytest.mark.parametrize("with_html", [True, False])
def test_pages_carry_the_text_only_where_it_is_not_shown(with_html: bool) -> None:
    rules = RuleTexts()
    fragments = [fragment_of(build_audit(name), rules) for name in ("a", "b")]

    head, *articles = unpack(
        pack_page("run-1", lambda: fragments, rules.rows([0, 1]), with_html=with_html)
    )

    assert "run-1" == head["run"]
    assert ["0", "1"] == sorted(head["rules"])
    assert [fragment.slug for fragment in fragments] == [row["slug"] for row in head["articles"]]
    assert ["<p>é</p>" if with_html else ""] * 2 == [article["html"] for article in articles]


def test_same_fragments_give_the_same_text() -> None:
    rules = RuleTexts()
    fragment = fragment_of(build_audit(), rules)

    packed = [pack_page("r", lambda: (fragment,), (), with_html=True) for _ in range(2)]

    assert packed[0] == packed[1]


def test_a_long_scope_is_cut() -> None:
    text = "It may " + "help and " * 60 + "end."
    audit = build_audit(
        lines=[Line(Framing.HEDGED, text, cues=(("may", CueKind.HEDGE, True),), before="")]
    )
    item = audit.sentences[0]
    cues = (replace(item.cues[0], scope_start=0, scope_end=len(text)),)
    audit = replace(audit, sentences=(replace(item, cues=cues),))

    card = article_data(view_article(audit), RuleTexts()).cards["sentences"][0]

    assert text[:160] + "…" == card["cues"][0][4]


def test_links_of_rules_are_only_those_of_the_web() -> None:
    rules = RuleTexts()
    reason = Reason("R", Question.HYPE, "m", "w", "f", "c", "https://example.org/x")

    texts = [
        rule_data(rules.of_reason(r)) for r in (reason, replace(reason, url="javascript:alert(1)"))
    ]

    assert ["https://example.org/x", ""] == [text["sources"][0]["link"] for text in texts]
