"""No verdict without words: reasons, cues, fingerprints over a mixed text."""

from __future__ import annotations

import re

import pytest

from puffery.explain.verdict import audit_article
from puffery.records import Article, ArticleAudit, Framing, Question, SentenceAudit
from puffery.rules import load_rulebook
from puffery.run import audit_text, explain
from puffery.terms.finding_words import MAX_CUE_CHARS
from tests.classify.pipeline import pipeline

MIXED = """# Can Ginger Help Migraine?

Ginger may ease nausea 🙂 in some people. Ginger cures migraine! Gout is a disease.
The company is famous; ginger doesn’t cure cancer. It is a myth that copper cures gout.

## What our patients say

"I can walk again without pain," says Jo. My knee is ridiculous now.

- Session: £40
- Call us today
- Look no further than Larkmoor

| Herb | Use |
|------|-----|
| Ginger | relieves nausea |

This breakthrough may transform lives. The implant has the potential to transform care of epilepsy.
The team will test whether ginger relieves migraine. Patients want relief from migraine.
While metformin is still experimental, patients are cured. The drug is well tolerated.
Olympic swimmers swear by acupuncture. The vaccine has shown promise against malaria.

© 2020 Larkmoor
"""
AUDIT = audit_text(pipeline(), Article("mixed.md", MIXED))


def ids(audit: SentenceAudit) -> str:
    return audit.sentence.text[:40]


def test_mixed_text_has_every_label_and_every_claim_free_question() -> None:
    assert set(Framing) == {audit.label for audit in AUDIT.sentences}
    assert set(Question) == {audit.reasons[0].question for audit in AUDIT.sentences}


@pytest.mark.parametrize("audit", AUDIT.sentences, ids=ids)
def test_reasons_are_whole_sentences_of_known_rules(audit: SentenceAudit) -> None:
    rules = [load_rulebook().by_id(reason.rule_id) for reason in audit.reasons]

    assert rules
    assert audit.label == rules[0].framing
    assert audit.reasons[0].question == rules[0].question
    assert [] == [r.message for r in audit.reasons if re.search(r"[{}]|\s{2}|“”", r.message)]
    assert all(r.message[0].isupper() and r.message.endswith(".") for r in audit.reasons)


@pytest.mark.parametrize(
    "audit", [a for a in AUDIT.sentences if a.label is not Framing.NONE], ids=ids
)
def test_label_rests_on_a_cue_a_question_or_a_section(audit: SentenceAudit) -> None:
    deciding = [cue for cue in audit.cues if cue.decided]
    question = audit.sentence.text.rstrip().endswith("?")
    section = "patients say" in audit.sentence.section

    assert deciding or question or section


@pytest.mark.parametrize("audit", AUDIT.sentences, ids=ids)
def test_cues_and_mentions_lie_in_their_sentence_word_for_word(audit: SentenceAudit) -> None:
    low, high = audit.sentence.start, audit.sentence.end

    assert MIXED[low:high] == audit.sentence.text
    for item in (*audit.cues, *audit.mentions):
        assert low <= item.start < item.end <= high
        assert MIXED[item.start : item.end] == item.text
    for cue in audit.cues:
        assert low <= cue.scope_start <= cue.start < cue.end <= cue.scope_end <= high


@pytest.mark.parametrize(
    "audit",
    [a for a in AUDIT.sentences if "{" in load_rulebook().by_id(a.reasons[0].rule_id).message],
    ids=ids,
)
def test_message_quotes_only_words_of_the_sentence(audit: SentenceAudit) -> None:
    quoted = re.findall(r"“(.+?)”", audit.reasons[0].message)
    flat = " ".join(audit.sentence.text.split())

    assert [] == [words for words in quoted if words.rstrip("…") not in flat]
    assert quoted or "the wording" in audit.reasons[0].message


def test_findings_are_the_sentences_with_a_claim_in_order() -> None:
    expected = [a for a in AUDIT.sentences if a.label is not Framing.NONE]

    assert expected == [finding.audit for finding in AUDIT.findings]
    assert {"high", "medium", "low"} >= {finding.severity for finding in AUDIT.findings}


def test_long_deciding_words_are_cut_in_the_message_only() -> None:
    text = "Patients " + "treated " * 3 + "with the long awaited injection reported less pain."
    audit = explain(pipeline()(text))[0]

    quoted = re.findall(r"“(.+?)”", audit.reasons[0].message)
    assert all(len(words) <= MAX_CUE_CHARS for words in quoted)


def prints(text: str, article_id: str = "a.txt") -> list[str]:
    article = Article(article_id, text)
    audit: ArticleAudit = audit_article(article, explain(pipeline()(text)), load_rulebook())
    return [finding.fingerprint for finding in audit.findings]


@pytest.mark.parametrize(
    "moved",
    [
        "Gout is a disease.\n\nGinger cures migraine.",
        "Ginger  cures   migraine.",
        "GINGER CURES MIGRAINE!",
        "- Ginger cures migraine",
        "Ginger cures migraine. Gout is a disease.",
    ],
)
def test_fingerprint_stays_when_only_the_surroundings_change(moved: str) -> None:
    assert prints("Ginger cures migraine.") == prints(moved)


def test_fingerprint_of_the_first_stays_when_an_equal_sentence_is_added() -> None:
    once = prints("Ginger cures migraine.")
    twice = prints("Ginger cures migraine. Ginger cures migraine.")

    assert once == twice[:1]
    assert 2 == len(set(twice))


@pytest.mark.parametrize(
    ("text", "article_id"),
    [
        ("Ginger cures migraine.", "b.txt"),
        ("Ginger cures gout.", "a.txt"),
        ("Ginger may cure migraine.", "a.txt"),
    ],
)
def test_fingerprint_changes_with_article_words_and_rule(text: str, article_id: str) -> None:
    assert prints("Ginger cures migraine.") != prints(text, article_id)


def test_fingerprint_is_sixteen_hex_digits() -> None:
    assert all(re.fullmatch(r"[0-9a-f]{16}", f.fingerprint) for f in AUDIT.findings)
