"""Decisions on the articles of a new run."""

from __future__ import annotations

from datetime import date

import pytest

from puffery.explain.pivot import find_pivot
from puffery.explain.verdict import audit_article
from puffery.records import (
    Article,
    ArticleAudit,
    DecidedBy,
    Decision,
    Device,
    Framing,
    Reason,
    ReviewCounts,
    ReviewStatus,
    Sentence,
    SentenceAudit,
)
from puffery.review.apply import AppliedDecisions
from puffery.review.standing import Standing
from puffery.rules import load_rulebook
from puffery.terms.finding_words import sentence_hash

from .conftest import decide

RULES = {
    Framing.NONE: "NON-001",
    Framing.HEDGED: "HED-001",
    Framing.UNQUALIFIED: "UNQ-001",
    Framing.PROMOTIONAL: "PRO-001",
}
TEXT = ("Knees bend.", "PRP cures arthritis.", "PRP cures arthritis!", "Book today.")
LABELS = (Framing.NONE, Framing.UNQUALIFIED, Framing.UNQUALIFIED, Framing.PROMOTIONAL)


def build(labels: tuple[Framing, ...] = LABELS, rules: dict[Framing, str] = RULES) -> ArticleAudit:
    audits, start = [], 0
    for index, (text, label) in enumerate(zip(TEXT, labels, strict=True)):
        rule = load_rulebook().by_id(rules[label])
        audits.append(
            SentenceAudit(
                sentence=Sentence(index, start, start + len(text), text),
                label=label,
                scores=(0.25, 0.25, 0.25, 0.25),
                device=Device.OFFER if label is Framing.PROMOTIONAL else None,
                cues=(),
                mentions=(),
                reasons=(Reason(rule.rule_id, rule.question, "message"),),
                decided_by=DecidedBy.BOTH,
                doubt=0.4,
            )
        )
        start += len(text) + 1
    return audit_article(Article("knee.txt", " ".join(TEXT)), tuple(audits), load_rulebook())


def on(
    index: int, decision: str = "accept", audit: ArticleAudit | None = None, **fields: object
) -> Decision:
    """Return a decision on the finding of a sentence."""
    found = audit or build()
    finding = next(f for f in found.findings if f.audit.sentence.index == index)
    sentence = finding.audit.sentence
    place = {"start": sentence.start, "end": sentence.end}
    words = {"text_hash": sentence_hash(sentence.text), "label": finding.audit.shown}
    rule = finding.audit.reasons[0].rule_id
    own = {"fingerprint": finding.fingerprint, "rule_id": rule, **place, **words}
    return decide(decision, **{**own, **fields})


def apply(*decisions: Decision, audit: ArticleAudit | None = None, contested: bool = False):  # type: ignore[no-untyped-def]
    applied = AppliedDecisions(
        {item.fingerprint: Standing(item, contested=contested) for item in decisions},
        on=date(2026, 6, 15),
        rulebook=load_rulebook(),
        pivot_of=find_pivot,
    )
    return applied.apply(audit or build()), applied.counts()


def marks(audit: ArticleAudit) -> dict[int, str]:
    return {f.audit.sentence.index: f.review.status.value for f in audit.findings if f.review}


def test_accepted_and_rejected_findings_are_marked_and_keep_their_label() -> None:
    after, counts = apply(on(1), on(3, "reject", reason="quoted", expires="2026-06-15"))

    assert {1: "accepted", 3: "rejected"} == marks(after)
    assert build().sentences == after.sentences
    assert [f.fingerprint for f in build().findings] == [f.fingerprint for f in after.findings]
    assert ReviewCounts(accepted=1, rejected=1) == counts
    review = after.findings[-1].review
    assert review is not None
    assert ("quoted", "2026-06-15", "anna") == (review.reason, review.expires, review.reviewer)


def test_a_relabelled_sentence_shows_the_label_of_the_reviewer_with_a_reason() -> None:
    after, counts = apply(on(3, "relabel", new_label="hedged", reason="It says {before} later."))

    audit = after.sentences[3]
    assert (Framing.HEDGED, DecidedBy.REVIEW, None, 0.0) == (
        audit.label,
        audit.decided_by,
        audit.device,
        audit.doubt,
    )
    first, second = audit.reasons
    assert ("HED-009", "PRO-001") == (first.rule_id, second.rule_id)
    assert "anna reviewed the sentence on 2026-03-01" in first.message
    assert "before it was shown as promotional" in first.message
    assert first.message.endswith("“It says {before} later.”")
    assert first.why
    assert first.clause
    finding = after.findings[-1]
    assert (audit, "medium") == (finding.audit, finding.severity)
    assert build().findings[-1].fingerprint == finding.fingerprint
    assert ReviewCounts(relabelled=1) == counts


def test_a_sentence_relabelled_to_none_keeps_its_finding_so_that_it_can_be_undone() -> None:
    after, _ = apply(on(3, "relabel", new_label="none"))

    assert "none" == after.sentences[3].shown
    assert {3: "relabelled"} == marks(after)
    assert "low" == after.findings[-1].severity


def test_an_accepted_label_of_an_earlier_relabel_still_holds() -> None:
    after, _ = apply(on(3, "accept", label="hedged"))  # shown as hedged when it was accepted

    assert "hedged" == after.sentences[3].shown
    assert {3: "relabelled"} == marks(after)


def test_a_relabel_to_the_label_shown_is_an_acceptance() -> None:
    after, _ = apply(on(3, "relabel", new_label="promotional"))

    assert {3: "accepted"} == marks(after)


@pytest.mark.parametrize("decision", ["reject", "relabel", "accept"])
def test_an_expired_decision_opens_its_finding_again(decision: str) -> None:
    label = "none" if decision == "relabel" else None
    after, counts = apply(on(3, decision, new_label=label, expires="2026-06-14"))

    assert {3: "expired"} == marks(after)
    assert "promotional" == after.sentences[3].shown
    assert ReviewCounts(expired=1) == counts
    assert "1 expired (open again)" in counts.line


def test_unsure_is_told_and_settles_nothing() -> None:
    after, counts = apply(on(1, "unsure"))

    review = after.findings[0].review
    assert review is not None
    assert (ReviewStatus.UNSURE, False) == (review.status, review.is_settled)
    assert ReviewCounts(unsure=1) == counts


def test_contested_decisions_are_counted() -> None:
    _, counts = apply(on(1), contested=True)

    assert ReviewCounts(accepted=1, contested=1) == counts
    assert "1 contested (the later one holds)" in counts.line


def test_a_relabel_holds_where_the_classifier_has_learned_it_under_another_rule() -> None:
    decision = on(3, "relabel", new_label="hedged")
    learned = build((*LABELS[:3], Framing.HEDGED))
    assert decision.fingerprint not in {f.fingerprint for f in learned.findings}

    after, counts = apply(decision, audit=learned)

    assert {3: "accepted"} == marks(after)
    assert decision.fingerprint == after.findings[-1].fingerprint
    assert ReviewCounts(accepted=1) == counts


def test_a_relabel_holds_where_there_is_no_finding_any_more() -> None:
    decision = on(3, "relabel", new_label="unqualified")

    after, _ = apply(decision, audit=build((*LABELS[:3], Framing.NONE)))

    assert ("unqualified", "high") == (after.sentences[3].shown, after.findings[-1].severity)
    assert decision.fingerprint == after.findings[-1].fingerprint
    assert {3: "relabelled"} == marks(after)


def test_by_words_the_nearest_free_sentence_is_taken() -> None:
    other = build(rules={**RULES, Framing.UNQUALIFIED: "UNQ-002"})
    first, second = on(1), on(2, "relabel", new_label="none")

    after, counts = apply(second, first, audit=other)

    assert {1: "accepted", 2: "relabelled"} == marks(after)
    assert 0 == counts.stale


@pytest.mark.parametrize("fields", [{}, {"text_hash": ""}], ids=["known words", "words unknown"])
def test_a_rejection_is_about_the_rule_and_is_stale_under_another(fields: dict[str, str]) -> None:
    other = build(rules={**RULES, Framing.PROMOTIONAL: "PRO-002"})

    after, counts = apply(on(3, "reject", **fields), audit=other)

    assert other.findings == after.findings
    assert ReviewCounts(stale=1) == counts


def test_decisions_on_other_articles_are_elsewhere() -> None:
    after, counts = apply(on(1, article_id="other.txt"))

    assert build() == after
    assert ReviewCounts(elsewhere=1) == counts
    assert "1 on other articles" in counts.line


def test_an_undecided_label_that_was_accepted_stays_open_to_labels() -> None:
    after, _ = apply(on(3, label="undecided"))

    assert {3: "accepted"} == marks(after)
    assert "promotional" == after.sentences[3].shown


def test_the_turn_to_selling_is_found_anew() -> None:
    calls = []
    applied = AppliedDecisions(
        {(item := on(3, "relabel", new_label="none")).fingerprint: Standing(item)},
        on=date(2026, 1, 1),
        rulebook=load_rulebook(),
        pivot_of=lambda sentences: calls.append([s.shown for s in sentences]),
    )

    applied.apply(build())

    assert [["none", "unqualified", "unqualified", "none"]] == calls


def test_counts_without_any_say_so() -> None:
    assert "Decisions of reviewers: none." == ReviewCounts().line
