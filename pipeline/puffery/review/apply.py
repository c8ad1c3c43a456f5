"""Decisions of earlier reviews, applied to the articles of a new run.

In: `ArticleAudit`s one after another, and what stands for each finding. Out: the same audits with
their findings marked and sentences relabelled, and counts.

A decision finds its finding by fingerprint. What it says about the *label* (accepted, relabelled)
is about the words, so it also holds where another rule decides the same sentence today, or where
there is no finding any more; a rejection is about the rule, and is stale then.
"""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import date

from puffery.records import (
    ArticleAudit,
    DecidedBy,
    Decision,
    DecisionKind,
    Finding,
    Framing,
    Pivot,
    Reason,
    ReviewCounts,
    ReviewMark,
    ReviewStatus,
    SentenceAudit,
)
from puffery.review.standing import Standing, by_article
from puffery.rules import Rulebook
from puffery.terms.finding_words import sentence_hash

PivotOf = Callable[[Sequence[SentenceAudit]], Pivot | None]
"""Sentences of an article -> where it turns to selling."""


class AppliedDecisions:
    """Applies decisions to the articles of one run, as they come.

    Args:
        standings: What counts, by fingerprint.
        on: Day of the run; decisions whose last day is before it have expired.
        rulebook: Gives the reason of a reviewer's label.
        pivot_of: Finds the turn to selling anew where labels have changed.
    """

    def __init__(
        self,
        standings: Mapping[str, Standing],
        *,
        on: date,
        rulebook: Rulebook,
        pivot_of: PivotOf,
    ) -> None:
        self._by_article = by_article(standings)
        self._on = on
        self._rulebook = rulebook
        self._pivot_of = pivot_of
        self._counts: Counter[str] = Counter()
        self._waiting = {name: len(known) for name, known in self._by_article.items()}

    def apply(self, audit: ArticleAudit) -> ArticleAudit:
        """Return an audit with the decisions on it applied.

        Args:
            audit: Of an article that was not given before.

        Returns:
            Findings in order of position, those that a reviewer decided on with their mark. A
            sentence that a reviewer relabelled has a finding even where its label is `none`.
        """
        article_id = audit.article.article_id
        known = self._by_article.get(article_id)
        if known is None:
            return audit
        self._waiting.pop(article_id, None)
        matched = _match(audit, known, self._on)
        self._counts["stale"] += len(known) - len(matched)
        findings = {finding.audit.sentence.index: finding for finding in audit.findings}
        sentences = list(audit.sentences)
        for index, item in matched.items():
            mark = self._mark(item, sentences[index])
            if mark.status is ReviewStatus.RELABELLED:
                sentences[index] = _relabel(sentences[index], item.decision, mark, self._rulebook)
            severity = _severity(sentences[index], findings.get(index), self._rulebook)
            findings[index] = Finding(
                item.decision.fingerprint, article_id, sentences[index], severity, mark
            )
        return dataclasses.replace(
            audit,
            sentences=tuple(sentences),
            findings=tuple(findings[index] for index in sorted(findings)),
            pivot=self._pivot_of(sentences),
        )

    def counts(self) -> ReviewCounts:
        """Return what the decisions did to the articles that were given so far."""
        return ReviewCounts(**self._counts, elsewhere=sum(self._waiting.values()))

    def _mark(self, item: Standing, audit: SentenceAudit) -> ReviewMark:
        decision = item.decision
        status = _status(decision, audit.shown, self._on)
        self._counts[status] += 1
        settled = status not in (ReviewStatus.UNSURE, ReviewStatus.EXPIRED)
        self._counts["contested"] += item.contested and settled
        return ReviewMark(
            status=status,
            reviewer=decision.reviewer,
            at=decision.at,
            label_before=audit.shown,
            reason=decision.reason,
            expires=decision.expires,
        )


def _match(audit: ArticleAudit, known: Mapping[str, Standing], on: date) -> dict[int, Standing]:
    """Return sentence index -> what counts, by fingerprint, else by the words."""
    matched = {
        finding.audit.sentence.index: known[finding.fingerprint]
        for finding in audit.findings
        if finding.fingerprint in known
    }
    found = {item.decision.fingerprint for item in matched.values()}
    rest = [
        item
        for fingerprint, item in known.items()
        if fingerprint not in found and _is_about_words(item.decision, on)
    ]
    if rest:
        places: dict[str, list[int]] = {}
        for sentence_audit in audit.sentences:
            sentence = sentence_audit.sentence
            places.setdefault(sentence_hash(sentence.text), []).append(sentence.index)
        for item in sorted(rest, key=lambda item: item.decision.start):
            free = [i for i in places.get(item.decision.text_hash, ()) if i not in matched]
            if free:
                matched[min(free, key=lambda i: _distance(audit, i, item.decision))] = item
    return matched


def _is_about_words(decision: Decision, on: date) -> bool:
    return bool(decision.confirmed and decision.text_hash and not _is_over(decision, on))


def _distance(audit: ArticleAudit, index: int, decision: Decision) -> int:
    return abs(audit.sentences[index].sentence.start - decision.start)


def _is_over(decision: Decision, on: date) -> bool:
    return decision.expires is not None and date.fromisoformat(decision.expires) < on


def _status(decision: Decision, shown: str, on: date) -> ReviewStatus:
    if _is_over(decision, on):
        return ReviewStatus.EXPIRED
    if decision.decision is DecisionKind.UNSURE:
        return ReviewStatus.UNSURE
    if decision.decision is DecisionKind.REJECT:
        return ReviewStatus.REJECTED
    label = decision.confirmed
    return ReviewStatus.ACCEPTED if label in (None, shown) else ReviewStatus.RELABELLED


def _relabel(
    audit: SentenceAudit, decision: Decision, mark: ReviewMark, rulebook: Rulebook
) -> SentenceAudit:
    """Return the sentence with the reviewer's label; the reasons of before stand behind his."""
    label = decision.confirmed or audit.label
    return dataclasses.replace(
        audit,
        label=label,
        device=audit.device if label is Framing.PROMOTIONAL else None,
        reasons=(_reason(label, mark, rulebook), *audit.reasons),
        decided_by=DecidedBy.REVIEW,
        undecided=False,
        doubt=0.0,
    )


def _reason(label: Framing, mark: ReviewMark, rulebook: Rulebook) -> Reason:
    rule = rulebook.by_id(rulebook.id_for(f"review.{label}"))
    message = rule.message.replace("{before}", mark.label_before).replace("{on}", mark.at[:10])
    message = message.replace("{reviewer}", mark.reviewer)
    if mark.reason:
        message += f" Reason given: “{mark.reason}”"
    return Reason(
        rule_id=rule.rule_id,
        question=rule.question,
        message=message,
        why=rule.why,
        fix=rule.fix,
        clause=rule.clause,
        url=rule.url,
    )


def _severity(audit: SentenceAudit, finding: Finding | None, rulebook: Rulebook) -> str:
    """Return the severity of the rule that decides now; of the finding, where nothing changed."""
    if finding is not None and audit.decided_by is not DecidedBy.REVIEW:
        return finding.severity
    return rulebook.by_id(audit.reasons[0].rule_id).severity
