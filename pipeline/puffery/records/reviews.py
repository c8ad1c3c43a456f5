"""What reviewers decide about findings, and what became of it in a later run.

In: nothing. Out: frozen records. A `Decision` is standoff: it names a place and hashes, and never
holds the sentence.
"""

from __future__ import annotations

from dataclasses import dataclass, fields

from puffery.records.kinds import UNDECIDED, DecisionKind, Framing, ReviewStatus

DECISION_SCHEMA = "puffery-decision-1"
"""Value of `schema` in a stored decision."""


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision of one reviewer about one finding; later ones replace earlier ones.

    Attributes:
        fingerprint: `Finding.fingerprint`.
        article_id: The article.
        run_id: The run that the reviewer looked at.
        rule_id: The rule that decided there.
        label: The label that was shown, `undecided` included.
        decision: What the reviewer says.
        new_label: The label it should have; with `relabel` alone.
        reason: Why, in the reviewer's words; may be empty.
        note: A remark; may be empty.
        expires: Last day (`YYYY-MM-DD`) on which the decision holds, None for ever.
        reviewer: Name of the reviewer; empty where a page did not know it.
        at: When it was made, ISO 8601 with offset.
        text_sha256: SHA-256 (hex) of the article's text, empty where it was not known.
        start: First code point of the sentence in the article.
        end: One past its last code point.
        text_hash: SHA-256 (hex) of the normalised sentence, empty where it was not known.
    """

    fingerprint: str
    article_id: str
    run_id: str
    rule_id: str
    label: str
    decision: DecisionKind
    new_label: Framing | None
    reason: str
    note: str
    expires: str | None
    reviewer: str
    at: str
    text_sha256: str
    start: int
    end: int
    text_hash: str

    @property
    def confirmed(self) -> Framing | None:
        """The label that the reviewer says is right, None where the decision names none."""
        if self.decision is DecisionKind.RELABEL:
            return self.new_label
        if self.decision is DecisionKind.ACCEPT and self.label != UNDECIDED:
            return Framing(self.label)
        return None


@dataclass(frozen=True, slots=True)
class ReviewMark:
    """What a reviewer decided about a finding of an earlier run, as it counts in this one.

    Attributes:
        status: What became of it.
        reviewer: Who decided.
        at: When, ISO 8601.
        label_before: The label that rules and classifier show.
        reason: Why, in the reviewer's words; may be empty.
        expires: Last day on which it holds, None for ever.
    """

    status: ReviewStatus
    reviewer: str
    at: str
    label_before: str
    reason: str = ""
    expires: str | None = None

    @property
    def is_settled(self) -> bool:
        """Whether nobody has to look at the finding again."""
        return self.status not in (ReviewStatus.EXPIRED, ReviewStatus.UNSURE)


@dataclass(frozen=True, slots=True)
class ReviewCounts:
    """What the decisions of reviewers did to a run; every decision that stands is in one count.

    Attributes:
        accepted: Findings whose label a reviewer confirmed.
        rejected: Findings that a reviewer set aside; their label stays.
        relabelled: Sentences that show the label of a reviewer.
        unsure: Findings on which a reviewer could not decide.
        expired: Decisions whose last day is over; their findings are open again.
        stale: Decisions on articles of this run whose finding is not there any more.
        elsewhere: Decisions on articles that are not in this run.
        contested: Findings among the first three on which reviewers differ; the later decision
            holds.
    """

    accepted: int = 0
    rejected: int = 0
    relabelled: int = 0
    unsure: int = 0
    expired: int = 0
    stale: int = 0
    elsewhere: int = 0
    contested: int = 0

    @property
    def line(self) -> str:
        """All counts but the empty ones, as one sentence."""
        numbers = [(f.name, getattr(self, f.name)) for f in fields(self)]
        told = ", ".join(f"{n:,} {_WORDS.get(name, name)}" for name, n in numbers if n)
        return f"Decisions of reviewers: {told or 'none'}."


_WORDS = {
    "expired": "expired (open again)",
    "stale": "stale (the finding is gone)",
    "elsewhere": "on other articles",
    "contested": "contested (the later one holds)",
}
