"""Question 3: is the claim carried by extraordinary evaluative language?

In: a `SentenceView`. Out: the deciding hype cues and the rule, or None.
"""

from __future__ import annotations

from puffery.classify.hedging import scope
from puffery.classify.reading.sentence_view import Hit, SentenceView
from puffery.records import CueKind

NEGATION_WINDOW = 4
"""How many tokens before a hype word a negation takes it back ("It's no miracle cure")."""

_SOFT_STACK = 3
"""So many ordinary evaluatives stacked on a therapy are hype (guidelines Q3: two or more with
nothing else said; three keeps precision, decision 8)."""


def find_hype(view: SentenceView, *, has_claim: bool) -> tuple[str, tuple[Hit, ...]] | None:
    """Return (pattern of the rule, deciding cues) when hype carries the sentence.

    Args:
        view: The sentence.
        has_claim: Whether the sentence makes a claim; stacked ordinary evaluatives count only
            where it makes none.
    """
    if not _about_health(view):
        return None
    strong = [h for h in view.of(CueKind.HYPE, "strong") if not _negated(view, h)]
    free = [h for h in strong if _governor(view, h) is None]
    if free:
        driven = view.of(CueKind.HEDGE, "noun_to", "future")
        lever = any(d.start < h.start <= d.end + 3 for h in free for d in driven)
        return ("step.lever" if lever else "hype.strong"), tuple(free)
    soft = [h for h in view.of(CueKind.HYPE, "soft") if not _negated(view, h)]
    if len({h.start for h in soft}) >= _SOFT_STACK and not has_claim and view.therapies:
        return "hype.soft", tuple(soft)
    return None


def governed_hype(view: SentenceView) -> list[Hit]:
    """Return hype words under a modal or "the promise of", each after its hedge: a hedged claim."""
    found = []
    for hype in view.of(CueKind.HYPE, "strong"):
        hedge = None if _negated(view, hype) else _governor(view, hype)
        if hedge is not None:
            found += [hedge, hype]
    return found


def _about_health(view: SentenceView) -> bool:
    if view.therapies or view.diseases:
        return True
    if view.is_question and not view.of(CueKind.HYPE, "strong"):
        return False
    return bool(view.of(CueKind.CONTEXT, "intervention", "good", "bad") or view.of(CueKind.EFFECT))


def _negated(view: SentenceView, hype: Hit) -> bool:
    clause = view.clause(hype.start)
    return any(
        clause.start <= n.start and 0 <= hype.start - n.end < NEGATION_WINDOW
        for n in view.of(CueKind.NEGATION, "negator")
    )


def _governor(view: SentenceView, hype: Hit) -> Hit | None:
    """Return the modal, "the promise of" or "the hope of" that governs a hype word."""
    for hedge in view.of(CueKind.HEDGE, "modal", "evaluative", "noun_to", "aim"):
        low, high = scope(view, hedge)
        if hedge.role != "modal" and not _promise_of(view, hedge, hype):
            continue
        if low <= hype.start and hype.end <= high and hedge.start < hype.start:
            return hedge
    return None


def _promise_of(view: SentenceView, hedge: Hit, hype: Hit) -> bool:
    between = view.tokens[hedge.end : hype.start]
    return len(between) <= 3 and "of" in between
