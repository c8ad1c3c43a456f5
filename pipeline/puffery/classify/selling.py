"""Question 1: does the sentence sell?

In: a `SentenceView`. Out: a `Sale` (device, rule, deciding cues) or None.
"""

from __future__ import annotations

from dataclasses import dataclass

from puffery.classify.reading.clauses import words
from puffery.classify.reading.sentence_view import Hit, SentenceView
from puffery.records import BlockKind, CueKind, Device

_SURE_IMPERATIVES = frozenset(
    {
        "book",
        "call",
        "contact",
        "order",
        "buy",
        "shop",
        "purchase",
        "schedule",
        "subscribe",
        "click",
    }
    | {"register", "enquire", "visit", "claim", "grab"}
)
_SELF_PROMPTS = frozenset({"your", "our", "us", "today", "now", "yours", "me", "here"})


MAX_PRICE_LINE_TOKENS = 30
"""Longer sentences that name a sum report it (decision 8)."""


@dataclass(frozen=True, slots=True)
class Sale:
    """Why a sentence sells.

    Attributes:
        device: By what means.
        pattern: Pattern of the rule in the rulebook.
        cues: Deciding cues.
    """

    device: Device
    pattern: str
    cues: tuple[Hit, ...]


def find_sale(view: SentenceView) -> Sale | None:
    """Return how a sentence sells, None when it does not.

    Args:
        view: The sentence.
    """
    for check in (_offer, _endorsement, _call_to_action, _testimonial, _authority):
        sale = check(view)
        if sale is not None:
            return sale
    return None


def _call_to_action(view: SentenceView) -> Sale | None:
    if view.of(CueKind.ACTION, "advice"):
        return None
    phrases = view.of(CueKind.ACTION, "phrase")
    if phrases:
        return Sale(Device.CALL_TO_ACTION, "action.phrase", tuple(phrases))
    first = view.first_word()
    opening = [h for h in view.of(CueKind.ACTION, "imperative") if h.start == first]
    if not opening or view.is_question:
        return None
    rest = view.tokens[first + 1 : first + 8]
    word = view.tokens[first]
    sure = word in _SURE_IMPERATIVES and rest[:1] not in ((",",), ("is",), ("for",), ("of",))
    if (sure and rest[:1] != ("to",)) or _SELF_PROMPTS & set(rest):
        return Sale(Device.CALL_TO_ACTION, "action.imperative", tuple(opening))
    return None


def _endorsement(view: SentenceView) -> Sale | None:
    recommends = view.of(CueKind.ENDORSEMENT, "recommend")
    if recommends:
        return Sale(Device.ENDORSEMENT, "endorsement.recommend", tuple(recommends))
    praise = view.of(CueKind.ENDORSEMENT, "provider_praise")
    if praise:
        return Sale(Device.ENDORSEMENT, "endorsement.provider_praise", tuple(praise))
    return None


def _offer(view: SentenceView) -> Sale | None:
    offers = view.of(CueKind.PRICE, "offer")
    amounts = view.of(CueKind.PRICE, "amount")
    if offers:
        return Sale(Device.OFFER, "price.offer", tuple(offers + amounts))
    plain_cost = view.of(CueKind.PRICE, "cost") or view.of(CueKind.RISK)
    listed = view.sentence.block in (BlockKind.LIST_ITEM, BlockKind.TABLE_CELL, BlockKind.HEADING)
    if amounts and not plain_cost and (listed or len(view.tokens) <= MAX_PRICE_LINE_TOKENS):
        return Sale(Device.OFFER, "price.amount", tuple(amounts))
    return None


def _testimonial(view: SentenceView) -> Sale | None:
    stories = view.of(CueKind.TESTIMONIAL, "story")
    spoken = view.of(CueKind.TESTIMONIAL, "first_person")
    if spoken and not _is_expert_voice(view):
        return Sale(Device.TESTIMONIAL, "testimonial.first_person", tuple(spoken))
    if stories and not view.is_heading:
        return Sale(Device.TESTIMONIAL, "testimonial.story", tuple(stories))
    if _among_testimonials(view) or _told_in_a_selling_article(view):
        return Sale(Device.TESTIMONIAL, "testimonial.story", ())
    return None


def _among_testimonials(view: SentenceView) -> bool:
    """Tell whether a quotation or a first-person sentence stands under a testimonial heading."""
    section = f" {view.sentence.section.casefold()} "
    if view.is_heading or not any(f"{word}" in section for word in words("testimonial_section")):
        return False
    return bool(view.quoted or words("first_person") & set(view.tokens))


def _told_in_a_selling_article(view: SentenceView) -> bool:
    """Tell whether a first-person quotation without a reporter stands in an article that sells."""
    said = {"said", "says", "explained", "explains", "added", "adds", "told"} & set(view.tokens)
    if not view.article_sells or said or view.is_question:
        return False
    return bool(view.quoted and {"i", "my", "me"} & set(view.tokens))


def _is_expert_voice(view: SentenceView) -> bool:
    """Tell whether the first person is that of a doctor or researcher."""
    return bool(
        {
            "dr",
            "dr.",
            "prof",
            "prof.",
            "professor",
            "researcher",
            "author",
            "authors",
            "investigator",
            "md",
            "m.d.",
        }
        & set(view.tokens)
        and view.quoted
    ) and not words("first_person") & set(view.tokens) - {"i"}


def _authority(view: SentenceView) -> Sale | None:
    cues = view.of(CueKind.AUTHORITY)
    if cues:
        return Sale(Device.AUTHORITY, f"{cues[0].kind}.{cues[0].role}", tuple(cues))
    return None
