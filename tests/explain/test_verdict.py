"""Reasons, cues and fingerprints of explained sentences."""

from __future__ import annotations

import pytest

from puffery.explain.verdict import audit_article
from puffery.records import Article, CueKind, Framing
from puffery.rules import load_rulebook
from puffery.run import explain
from puffery.terms.finding_words import normalise
from tests.classify.pipeline import audits, only, pipeline

TEXTS = (
    "PRP may ease knee pain. PRP eases knee pain. Book your visit today! Lupus is a disease. "
    "Can PRP help arthritis? The drug did not help. This breakthrough cures lupus."
)


def test_explain_gives_every_sentence_a_reason_with_words_filled_in() -> None:
    for audit in audits(TEXTS):
        assert audit.reasons
        for reason in audit.reasons:
            assert "{" not in reason.message
            assert reason.rule_id[:3] in {"NON", "HED", "UNQ", "PRO"}


def test_explain_marks_the_deciding_cues_inside_the_sentence() -> None:
    for audit in audits(TEXTS):
        deciding = [cue for cue in audit.cues if cue.decided]
        assert deciding or audit.label is Framing.NONE
        for cue in deciding:
            assert audit.sentence.start <= cue.start < cue.end <= audit.sentence.end
            assert (
                cue.text == audit.sentence.text[cue.start - audit.sentence.start :][: len(cue.text)]
            )


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("PRP may ease knee pain.", ("“may”", "“ease”")),
        ("Turmeric cures arthritis.", ("“cures”",)),
        ("This miracle herb reverses diabetes.", ("“miracle”",)),
    ],
)
def test_explain_quotes_the_deciding_words(text: str, words: tuple[str, ...]) -> None:
    message = only(text).reasons[0].message

    assert all(word in message for word in words), message


def test_explain_gives_the_scope_of_a_hedge() -> None:
    audit = only("PRP may ease knee pain, but surgery cures it.")
    hedge = next(cue for cue in audit.cues if cue.kind is CueKind.HEDGE)

    scope = audit.sentence.text[hedge.scope_start : hedge.scope_end]

    assert scope.startswith("may ease knee pain")
    assert "surgery" not in scope


def test_explain_adds_the_rule_on_hedges_that_do_not_reach_the_claim() -> None:
    audit = only("While PRP is still experimental, patients are cured of arthritis.")

    assert ["UNQ-001", "UNQ-007"] == [reason.rule_id for reason in audit.reasons]


def test_explain_links_mentions_to_concepts() -> None:
    audit = only("Acupuncture is used to treat rheumatoid arthritis.")

    found = {
        (m.text, str(m.label), bool(m.concept_id), bool(m.canonical_name)) for m in audit.mentions
    }

    assert ("Acupuncture", "THERAPY", True, True) in found
    assert ("rheumatoid arthritis", "DISEASE", True, True) in found


def _prints(text: str) -> list[str]:
    article = Article("a.txt", text)
    audit = audit_article(article, explain(pipeline()(text)), load_rulebook())
    return [finding.fingerprint for finding in audit.findings]


def test_fingerprints_stay_when_text_before_moves() -> None:
    before = _prints("PRP eases knee pain.")

    assert before == _prints("Lupus is a disease. It is common.\n\nPRP eases knee  pain.")


def test_fingerprints_differ_for_equal_sentences() -> None:
    first, second = _prints("PRP eases knee pain. PRP eases knee pain.")

    assert first != second


def test_findings_leave_out_sentences_without_a_claim() -> None:
    assert [] == _prints("Lupus is a disease.")


def test_normalise_evens_out_case_space_and_marks() -> None:
    assert normalise("PRP  eases\npain!") == normalise("prp eases pain.")
