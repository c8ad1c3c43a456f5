"""The decision order of the annotation guidelines, Q1 to Q5.

In: a `SentenceView`. Out: a `Judgement` with the rules and the words that decided.
"""

from __future__ import annotations

from collections.abc import Sequence

from puffery.classify.claims import Claim, find_claims, has_intervention
from puffery.classify.hedging import hedge_over, scope
from puffery.classify.hype import find_hype, governed_hype
from puffery.classify.reading.clauses import words
from puffery.classify.reading.sentence_view import Hit, SentenceView
from puffery.classify.selling import find_sale
from puffery.records import CueKind, Device, Framing, Judgement
from puffery.rules import load_rulebook

_ORDER = (Framing.NONE, Framing.HEDGED, Framing.UNQUALIFIED, Framing.PROMOTIONAL)
_CONFIDENT = 0.85
"""Score of a label that a rule gave; the rest is spread evenly. A vote, not a probability."""


def decide(view: SentenceView) -> Judgement:
    """Label one sentence.

    Args:
        view: The sentence.

    Returns:
        The judgement; every label carries at least one rule id.
    """
    sale = find_sale(view)
    if sale is not None:
        return _judge(view, sale.pattern, sale.cues, sale.device)
    claims = find_claims(view)
    standing = [c for c in claims if not c.blocked]
    hype = find_hype(view, has_claim=bool(standing))
    if hype is not None:
        pattern, cues = hype
        return _judge(view, pattern, cues, Device.HYPE)
    if view.is_question:
        return _decide_question(view, standing)
    if view.is_heading and _neutral_heading(view):
        return _judge(view, "step.neutral_heading", [])
    return _decide_claim(view, claims, standing)


def _neutral_heading(view: SentenceView) -> bool:
    """Tell whether a heading only announces ("Types of ...", "About ...")."""
    first = view.first_word()
    return any(h.start == first for h in view.of(CueKind.CONTEXT, "neutral_heading"))


def _decide_question(view: SentenceView, standing: list[Claim]) -> Judgement:
    """Label a question: one that moots a benefit is hedged, any other makes no claim."""
    first = view.tokens[view.first_word()]
    opening = set(view.tokens[: view.first_word() + 3])
    about = bool(standing or view.therapies or view.diseases)
    modal = view.of(CueKind.HEDGE, "modal") or first == "can"
    personal = bool({"you", "you've"} & opening) and not modal
    open_question = first in words("wh")
    asks = (
        modal
        or (standing and not open_question and words("yes_no") & opening)
        or (view.therapies and not open_question)
    )
    if about and asks and not personal:
        cues = [*view.of(CueKind.HEDGE, "modal"), *(c.hit for c in standing)]
        return _judge(view, "step.benefit_question", cues)
    return _judge(view, "step.question", [])


def _decide_claim(view: SentenceView, claims: list[Claim], standing: list[Claim]) -> Judgement:
    hedged: list[tuple[Claim, Hit]] = []
    bare: list[Claim] = []
    for claim in standing:
        verb = claim.hit.role in ("down", "up", "mechanism")
        hedge = hedge_over(view, claim.hit.start, claim.hit.end, verb=verb)
        if hedge is None:
            bare.append(claim)
        else:
            hedged.append((claim, hedge))
    if bare:
        also = ["step.hedge_elsewhere"] if view.of(CueKind.HEDGE) else []
        return _judge(view, _role(bare[0].hit), [c.hit for c in bare], also=also)
    if hedged:
        cues = [cue for claim, hedge in hedged for cue in (hedge, claim.hit)]
        return _judge(view, _role(hedged[0][1]), cues)
    if not any(c.blocked in ("debunked", "negated") for c in claims):
        for pattern, finder in _MOOTED:
            cues = finder(view)
            if cues:
                return _judge(view, pattern, cues)
    if claims:
        blocker = claims[0].blocker
        return _judge(view, f"block.{claims[0].blocked}", [blocker] if blocker else [])
    return _judge(view, "step.no_claim", [])


def _role(hit: Hit) -> str:
    return f"{hit.kind}.{hit.role}"


def _options(view: SentenceView) -> list[Hit]:
    """Return a hedge and a verb that together moot new treatments ("could lead to therapies")."""
    options = [h.start for h in view.of(CueKind.CONTEXT, "options")]
    for verb in view.of(CueKind.EFFECT, "give"):
        hedge = hedge_over(view, verb.start, verb.end, verb=True)
        if hedge is not None and any(verb.end <= at < verb.end + 8 for at in options):
            return [hedge, verb]
    return []


def _promise(view: SentenceView) -> list[Hit]:
    """Return hedges that carry a benefit by themselves ("the promise of", "new hope")."""
    if not has_intervention(view) or view.of(CueKind.CONTEXT, "study_aim", "study_news"):
        return []
    risks = view.of(CueKind.RISK)
    return [
        h
        for h in view.of(CueKind.HEDGE, "evaluative", "studied_for")
        if not any(h.end <= risk.start < h.end + 5 for risk in risks)
    ]


_MOOTED = (
    ("step.governed_hype", governed_hype),
    ("step.options", _options),
    ("step.promise", _promise),
)
"""Ways to moot a benefit without an effect cue, tried in order."""


def _judge(
    view: SentenceView,
    pattern: str,
    cues: Sequence[Hit],
    device: Device | None = None,
    *,
    also: Sequence[str] = (),
) -> Judgement:
    """Build the judgement of the rule that `pattern` triggers; `also` are rules beside it."""
    book = load_rulebook()
    rule = book.by_id(book.id_for(pattern))
    rest = (1 - _CONFIDENT) / 3
    scores = [_CONFIDENT if framing is rule.framing else rest for framing in _ORDER]
    scopes = [
        (*view.chars(hedge.start, hedge.end), *view.chars(*scope(view, hedge)))
        for hedge in view.of(CueKind.HEDGE)
    ]
    return Judgement(
        sentence_index=view.sentence.index,
        label=rule.framing,
        scores=(scores[0], scores[1], scores[2], scores[3]),
        device=device,
        question=rule.question,
        rule_ids=(rule.rule_id, *(book.id_for(other) for other in also)),
        deciding=tuple(dict.fromkeys(view.chars(cue.start, cue.end) for cue in cues)),
        scopes=tuple(scopes),
    )
