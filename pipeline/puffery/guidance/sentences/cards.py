"""Evidence cards: claims that go beyond what a therapy is shown to do, and approved uses.

In: a sentence and the cards that are valid on a day. Out: the card that a match cites.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from puffery.catalogue.tables import Card
from puffery.guidance.sentences.find import find_any
from puffery.guidance.sentences.view import RuleView

APPROVED = "approved"

APPROVED_USE = "approved_use"
"""Name of the exemption that a card of an approved use makes."""


def valid_cards(cards: Iterable[Card], day: date) -> tuple[Card, ...]:
    """Return the cards that stand on a day, sorted by id."""
    return tuple(
        card
        for card in cards
        if card.valid_from <= day and (card.valid_to is None or day <= card.valid_to)
    )


def card_beyond(cards: Iterable[Card], view: RuleView) -> Card | None:
    """Return the first card whose therapy a sentence names for a use that it is not about."""
    for card in cards:
        named = find_any(card.therapy, view.text) is not None
        if named and find_any(card.beyond, view.text) is not None:
            return card
    return None


def approved_use(cards: Iterable[Card], view: RuleView) -> Card | None:
    """Return the first card of an approved use whose product and use, and no other, are named."""
    for card in cards:
        both = all(find_any(p, view.text) is not None for p in (card.therapy, card.shown_in))
        beyond = find_any(card.beyond, view.text) is not None
        if card.status == APPROVED and both and not beyond:
            return card
    return None


def related_card(cards: Iterable[Card], view: RuleView) -> Card | None:
    """Return the first card about a therapy that a sentence names."""
    return next((c for c in cards if find_any(c.therapy, view.text) is not None), None)
