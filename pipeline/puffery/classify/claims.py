"""Which words of a sentence make a health claim, and what takes a claim back.

In: a `SentenceView`. Out: `Claim`s: an effect cue with a target that makes it a benefit, or
blocked by negation, a study's aim, a wish or a harm.
"""

from __future__ import annotations

from dataclasses import dataclass

from puffery.classify.reading.clauses import CONCESSIVE, words
from puffery.classify.reading.sentence_view import Hit, SentenceView
from puffery.records import CueKind

TARGET_WINDOW = 10
"""How many tokens after an effect verb its target may stand (decision 7)."""

MAX_SLOGAN_TOKENS = 25
"""Longer sentences that open with a verb are instructions or narrative (decision 7)."""

PASSIVE_WINDOW = 6
"""How many tokens before a passive effect verb its target may stand (decision 7)."""

NEGATION_WINDOW = 5
"""How many tokens before an effect cue a negation reaches it inside its clause (decision 7)."""

_VERB_ROLES = ("down", "up")
_SPEAKS_FOR_ITSELF = ("noun", "safety", "adj", "outcome")
_NO = frozenset({"no", "not", "without", "little", "few"})
_PURPOSE = frozenset({"to", "for", "of", "in", "at", "when", "by"})
_SELF_SUFFICIENT = ("health", "noun", "adj", "safety", "outcome", "recommend", "mechanism")


@dataclass(frozen=True, slots=True)
class Claim:
    """A benefit that the words state.

    Attributes:
        hit: The effect cue.
        target: Token range of what it acts on, the cue itself where it needs none.
        blocked: Why it does not count (`negated`, `debunked`, `study_aim`, `desire`, `harm`),
            empty when it counts.
        blockers: The cue that blocks it, when one does.
    """

    hit: Hit
    target: tuple[int, int]
    blocked: str = ""
    blocker: Hit | None = None


def find_claims(view: SentenceView) -> list[Claim]:
    """Return the claims of a sentence, blocked ones included, in order.

    Args:
        view: The sentence.

    Returns:
        One `Claim` an effect cue that has a target of the right direction.
    """
    claims = []
    for hit in view.of(CueKind.EFFECT):
        spoken_for = has_intervention(view, hit.role) or _asserts(view, hit)
        target = _target(view, hit) if spoken_for else None
        if target is not None:
            claims.append(_judge_block(view, hit, target))
    return claims


def has_intervention(view: SentenceView, role: str = "") -> bool:
    """Tell whether something that could act on health is named or stood for.

    Args:
        view: The sentence.
        role: Role of the effect cue; some presuppose an intervention by themselves ("fewer
            deaths", "well tolerated").
    """
    if view.therapies or view.of(CueKind.CONTEXT, "intervention"):
        return True
    if role in _SPEAKS_FOR_ITSELF:
        return True
    first = view.tokens[view.first_word()]
    return bool(view.of(CueKind.CONTEXT, "pronoun")) or view.is_heading or first.endswith("ing")


def _asserts(view: SentenceView, hit: Hit) -> bool:
    """Tell whether a verb states an effect with its subject left out or in the present tense.

    "Stops colds before they start", "Joint pain: melts away stiffness", "Copper eases arthritis".
    """
    if hit.role not in _VERB_ROLES:
        return False
    opens = hit.start == view.first_word() or view.tokens[hit.start - 1] in {
        ":",
        "–",
        "—",
        "-",
        ".",
    }
    present = view.tokens[hit.start].endswith("s") and hit.end - hit.start == 1
    return (opens and len(view.tokens) <= MAX_SLOGAN_TOKENS) or present


def _target(view: SentenceView, hit: Hit) -> tuple[int, int] | None:
    before = view.tokens[hit.start - 1] if hit.start else ""
    if (
        hit.role in _VERB_ROLES
        and view.tokens[hit.start].startswith("treat")
        and before in _PURPOSE
    ):
        return None  # "performed to treat", "the approach to treating": what it is for, no effect
    if hit.role in _SELF_SUFFICIENT:
        return (hit.start, hit.end) if _fits(view, hit) else None
    clause = view.clause(hit.start)
    good = [(h.start, h.end) for h in view.of(CueKind.CONTEXT, "good")]
    bad = [(h.start, h.end) for h in view.of(CueKind.CONTEXT, "bad")] + list(view.diseases)
    passive = any(
        t in words("be") for t in view.tokens[max(clause.start, hit.start - 3) : hit.start]
    )
    low, high = hit.end, min(clause.end, hit.end + TARGET_WINDOW)
    after_bad, after_good = _first(bad, low, high), _first(good, low, high)
    if passive and not after_bad and not after_good:
        low = max(clause.start, hit.start - PASSIVE_WINDOW)
        after_bad, after_good = _first(bad, low, hit.start), _first(good, low, hit.start)
    if hit.role == "give":
        outcome = _first([(h.start, h.end) for h in view.of(CueKind.CONTEXT, "outcome")], low, high)
        return None if outcome and _NO & set(view.tokens[hit.end : outcome[0]]) else outcome
    if hit.role == "down":
        return after_bad
    if _helps(view, hit):
        return min(filter(None, (after_bad, after_good)), default=None)
    if after_bad and (not after_good or after_bad < after_good):
        return None
    return after_good


def _helps(view: SentenceView, hit: Hit) -> bool:
    """Tell whether an upward verb also goes with a bad target (`help with pain`)."""
    return view.tokens[hit.start][:4] in {"help", "bene", "aid", "aids", "aide", "assi"}


def _first(ranges: list[tuple[int, int]], low: int, high: int) -> tuple[int, int] | None:
    return min((r for r in ranges if low <= r[0] < high), default=None)


def _fits(view: SentenceView, hit: Hit) -> bool:
    """Tell whether a cue that needs no target stands where it speaks of health."""
    says_what = hit.end - hit.start > 2 or hit.start == view.first_word()
    if view.therapies or view.diseases or (hit.role == "safety" and says_what):
        return True  # "There are no side effects", "Safer: ..."
    context = view.of(CueKind.CONTEXT, "good", "bad", "intervention")
    return any(h.start >= hit.end or h.end <= hit.start for h in context)


def _judge_block(view: SentenceView, hit: Hit, target: tuple[int, int]) -> Claim:
    for reason, finder in (
        ("debunked", _debunk),
        ("negated", _negation),
        ("study_aim", _study_aim),
        ("desire", _desire),
        ("harm", _harm),
    ):
        blocker = finder(view, hit)
        if blocker is not None:
            return Claim(hit, target, reason, blocker)
    return Claim(hit, target)


def _negation(view: SentenceView, hit: Hit) -> Hit | None:
    if hit.role == "safety":
        return None
    clause = view.clause(hit.start)
    for negator in view.of(CueKind.NEGATION, "negator"):
        window = len(view.tokens) if negator.end - negator.start > 1 else NEGATION_WINDOW
        near = hit.start - window <= negator.end <= hit.start
        inside = hit.start <= negator.start < hit.end or negator.start <= hit.start < negator.end
        if inside or (near and negator.start >= clause.start):
            return negator
    return None


def _debunk(view: SentenceView, hit: Hit) -> Hit | None:
    if hit.role == "safety":
        return None
    clause = view.clause(hit.start)
    for cue in view.of(CueKind.NEGATION, "debunk"):
        overlaps = cue.start < hit.end and hit.start < cue.end
        inside = clause.start <= cue.start < clause.end
        other = view.clause(cue.start)
        leads_in = other.end == clause.start and other.kind != CONCESSIVE
        if overlaps or inside or leads_in:
            return cue
    return None


def _study_aim(view: SentenceView, hit: Hit) -> Hit | None:
    clause = view.clause(hit.start)
    attributions = view.of(CueKind.BOOSTER, "attribution")
    hopeful = view.of(CueKind.HEDGE, "studied_for")
    news = view.of(CueKind.CONTEXT, "study_news")
    if news and not attributions and not hopeful and hit.role != "outcome":
        return news[0]
    for cue in view.of(CueKind.CONTEXT, "study_aim"):
        inside = clause.start <= cue.start and cue.start <= hit.start
        answered = any(cue.start <= a.start < hit.start for a in attributions)
        answered = answered or any(h.start <= cue.start < h.end for h in hopeful)
        if inside and not answered and hit.role != "outcome":
            return cue
    return None


def _desire(view: SentenceView, hit: Hit) -> Hit | None:
    for cue in view.of(CueKind.CONTEXT, "desire"):
        if cue.start <= hit.start < cue.end + 6 and view.clause(cue.start) == view.clause(
            hit.start
        ):
            return cue
    return None


def _harm(view: SentenceView, hit: Hit) -> Hit | None:
    if hit.role in ("safety", "down"):
        return None
    clause = view.clause(hit.start)
    for cue in view.of(CueKind.RISK):
        if hit.role == "outcome":
            if cue.start < hit.start or (cue.start < hit.end and hit.start < cue.end):
                return cue
            continue
        if clause.start <= cue.start < clause.end and (cue.start <= hit.start or hit.role == "up"):
            return cue
    return None
