"""One audit rule: what it fires on, why that matters, what to do, and who says so.

In: nothing. Out: frozen records and the closed sets of words that a rule file may use.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from puffery.records import Framing, RuleClass, Severity

CONDITIONS = frozenset(
    (
        "therapy",
        "disease",
        "health",
        "claim",
        "benefit",
        "provider",
        "heading",
        "title",
        "short",
        "plain_label",
        "seller",
    )
)
"""Conditions on a sentence that stand alone; see `guidance.sentences.conditions`."""

NAMED_CONDITIONS = frozenset(("device", "frame", "block"))
"""Conditions written `name:value`."""

COUNTED_CONDITIONS = frozenset(("diseases", "therapies", "types"))
"""Conditions written `name>=n`."""

ARTICLE_CHECKS = frozenset(
    (
        "omission",
        "balance",
        "headline",
        "undisclosed",
        "pivot",
        "many_diseases",
        "merged_therapies",
        "notice",
    )
)
"""What a rule of class `article` may name as its `check`."""

CARD_USES = ("", "mismatch", "excuse")
"""What a rule may say of evidence cards."""

READINGS = ("full", "copy", "summary", "unverified")
"""How a source was read: in full, through a copy or an official quotation, in a summary, not."""


@dataclass(frozen=True, slots=True)
class Source:
    """A public text behind a rule.

    Attributes:
        clause: Short citation with the clause.
        url: Where it can be read.
        checked: When it was read, None where it was not.
        reading: One of `READINGS`.
        profiles: Profiles that this source stands for; empty for all of the rule.
    """

    clause: str
    url: str
    checked: date | None
    reading: str
    profiles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Graver:
    """A condition under which a match has another severity.

    Attributes:
        severity: That severity.
        needs: Conditions, all of which must hold; empty where words alone decide.
        near: Patterns of which one must stand in the sentence; empty where conditions decide.
    """

    severity: Severity
    needs: tuple[str, ...] = ()
    near: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AuditRule:
    """One rule of the audit rulebook.

    Attributes:
        rule_id: Stable id, never reused.
        title: Short name.
        kind: What it is about.
        severity: How grave a match is, unless `graver` says otherwise.
        profiles: Profiles in which it applies.
        valid_from: First day of the guidance behind it.
        valid_to: Last day, None while it is in force.
        patterns: Patterns in the language of `terms.patterns`; one must match.
        needs: Conditions on the sentence, all of which must hold.
        labels: Labels that the sentence may have; empty for any.
        near: Patterns of which one must stand in the sentence; empty for no such demand.
        lacks: Patterns none of which may stand in the sentence or, with `window`, after it.
        unless: Patterns that cancel a match that they overlap, or anywhere in the sentence when
            they begin with `!`.
        window: Sentences after this one in which `lacks` are looked for, 0 or more.
        allow: General exceptions that do not apply to this rule.
        graver: Conditions for another severity; the first that holds counts.
        check: Which check of the whole article it makes, and of what (`omission:harms`); rules of
            class `article` have one, others may.
        check_severity: Severity of what `check` finds, where it is not that of the rule.
        cards: How evidence cards matter: `mismatch` (a match needs a card that the sentence goes
            beyond), `excuse` (a card of an approved use that the sentence names takes it out), or
            empty.
        message: What the reviewer reads; `{cues}` stands for the matched words.
        why: Why it matters to a reader.
        fix: What the author can do.
        rewrite: A safer wording pattern with `[...]` for facts the author must supply.
        caution: When rewording is not enough; empty where it is.
        sources: The guidance behind it, at least one.
        hits: Invented sentences that must match.
        misses: Invented sentences that must not.
        known_wrong: Accepted false alarms.
        on: Whether it is on by default.
        file: Name of its file.
        line: Line of its id in that file, from 1.
    """

    rule_id: str
    title: str
    kind: RuleClass
    severity: Severity
    profiles: tuple[str, ...]
    valid_from: date
    message: str
    why: str
    fix: str
    sources: tuple[Source, ...]
    valid_to: date | None = None
    patterns: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    labels: tuple[Framing, ...] = ()
    near: tuple[str, ...] = ()
    lacks: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    window: int = 0
    allow: tuple[str, ...] = ()
    graver: tuple[Graver, ...] = ()
    check: str = ""
    check_severity: Severity | None = None
    cards: str = ""
    rewrite: str = ""
    caution: str = ""
    hits: tuple[str, ...] = ()
    misses: tuple[str, ...] = ()
    known_wrong: tuple[str, ...] = field(default=())
    on: bool = True
    file: str = ""
    line: int = 0

    def holds_on(self, day: date) -> bool:
        """Return whether the guidance behind the rule was in force on a day."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)
