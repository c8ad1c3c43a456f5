"""Closed sets of names.

In: nothing. Out: `StrEnum`s.
"""

from __future__ import annotations

from enum import StrEnum


class Framing(StrEnum):
    """How a sentence frames a health claim; the label of a sentence."""

    NONE = "none"
    HEDGED = "hedged"
    UNQUALIFIED = "unqualified"
    PROMOTIONAL = "promotional"


UNDECIDED = "undecided"
"""Shown in place of a label that is less sure than was asked for."""


class Device(StrEnum):
    """By what means a promotional sentence sells."""

    ENDORSEMENT = "endorsement"
    CALL_TO_ACTION = "call_to_action"
    OFFER = "offer"
    TESTIMONIAL = "testimonial"
    AUTHORITY = "authority"
    HYPE = "hype"


SELLING_DEVICES = frozenset(
    (Device.ENDORSEMENT, Device.CALL_TO_ACTION, Device.OFFER, Device.AUTHORITY)
)
"""Devices by which a sentence sells a provider or product; hype and stories sell an idea."""


class MentionLabel(StrEnum):
    """Entity labels."""

    THERAPY = "THERAPY"
    DISEASE = "DISEASE"


class Effect(StrEnum):
    """What a claim says that a therapy does."""

    TREATS = "treats"
    PREVENTS = "prevents"
    CURES = "cures"
    IMPROVES = "improves"
    MECHANISM = "mechanism"
    SAFE = "safe"
    SUPERIOR = "superior"


class DecidedBy(StrEnum):
    """What a label rests on."""

    RULES = "rules"
    BOTH = "both"
    MODEL = "model"
    REVIEW = "review"


class BlockKind(StrEnum):
    """The layout role of the block that a sentence stands in."""

    TITLE = "title"
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    LIST_ITEM = "list_item"
    TABLE_CELL = "table_cell"
    CAPTION = "caption"
    FOOTER = "footer"


class CueKind(StrEnum):
    """What a cue signals; section 3 of the annotation guidelines, plus the claim's own words."""

    HEDGE = "hedge"
    BOOSTER = "booster"
    HYPE = "hype"
    ACTION = "action"
    ENDORSEMENT = "endorsement"
    TESTIMONIAL = "testimonial"
    PRICE = "price"
    AUTHORITY = "authority"
    NEGATION = "negation"
    RISK = "risk"
    EFFECT = "effect"
    CONTEXT = "context"


class Question(StrEnum):
    """The question of the decision order that settled a label."""

    SELLING = "Q1"
    NO_CLAIM = "Q2"
    HYPE = "Q3"
    HEDGED = "Q4"
    UNQUALIFIED = "Q5"


class OffsetBasis(StrEnum):
    """What the offsets of an article count in."""

    ORIGINAL = "original"
    EXTRACTED = "extracted"


class SkipReason(StrEnum):
    """Why an input was not audited."""

    EMPTY = "empty"
    BINARY = "binary"
    ENCRYPTED = "encrypted"
    NOT_ENGLISH = "not_english"
    TOO_LARGE = "too_large"
    UNREADABLE = "unreadable"
    UNSUPPORTED = "unsupported"
    BAD_RECORD = "bad_record"
    FAILED = "failed"


class Severity(StrEnum):
    """How grave a match of an audit rule is, gravest first."""

    CRITICAL = "critical"
    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class CheckStatus(StrEnum):
    """Whether an article says what a reader needs."""

    FOUND = "found"
    PARTLY = "partly"
    NOT_FOUND = "not_found"


class RuleClass(StrEnum):
    """What an audit rule is about."""

    UNQUALIFIED = "unqualified"
    HEDGED = "hedged"
    PROMOTIONAL = "promotional"
    ARTICLE = "article"


class DecisionKind(StrEnum):
    """What a reviewer says of a finding."""

    ACCEPT = "accept"
    REJECT = "reject"
    RELABEL = "relabel"
    UNSURE = "unsure"
    UNDO = "undo"


class ReviewStatus(StrEnum):
    """What became of a reviewer's decision in a later run."""

    ACCEPTED = "accepted"
    REJECTED = "rejected"
    RELABELLED = "relabelled"
    UNSURE = "unsure"
    EXPIRED = "expired"
