"""Claim frames of one sentence: therapy, effect, target, polarity, and the words that carry them.

In: a `SentenceView` and its claims. Out: `Frame`s in tokens of the sentence.
"""

from __future__ import annotations

from dataclasses import dataclass

from puffery.classify.claims import Claim, find_claims
from puffery.classify.reading.sentence_view import Hit, SentenceView
from puffery.records import CueKind, Effect

Range = tuple[int, int]

_PREVENTS = ("prevent", "protect", "ward")
_CURING = ("cure", "curing", "curative", "eradicat", "remission", "eliminat")
_SUPERIOR = ("superior", "better", "outperform", "more", "most", "surpass", "beat")
_DENIED = ("negated", "debunked")
_JOINERS = frozenset({",", "and", "or", "/", "&", "plus", "as", "well", "nor", "both", "either"})
_BY = frozenset({"by", "with", "after", "from", "through", "following", "of", "on", "using", "to"})


@dataclass(frozen=True, slots=True)
class Frame:
    """A claim in tokens of its sentence.

    Attributes:
        effect: What is claimed.
        cue: Words that state it.
        therapy: The therapy mention, or the words that stand for one; None when unnamed.
        anaphor: Whether `therapy` is a word that stands for one (`it`, `this treatment`).
        target: The disease mention or the words of the outcome; None when unnamed.
        is_disease: Whether `target` is a disease mention.
        denied: Whether the claim is denied or debunked.
        denial: The words that deny it.
    """

    effect: Effect
    cue: Range
    therapy: Range | None
    anaphor: bool
    target: Range | None
    is_disease: bool
    denied: bool
    denial: Range | None


def find_frames(view: SentenceView) -> list[Frame]:
    """Return the claim frames of a sentence, one for each pair of therapy and target.

    Args:
        view: The sentence.

    Returns:
        Frames in order of their cues; study aims, wishes and harms make none.
    """
    frames: list[Frame] = []
    for claim in find_claims(view):
        if claim.blocked and claim.blocked not in _DENIED:
            continue
        effect = _effect(view, claim.hit)
        targets = _targets(view, claim, effect)
        denial = (claim.blocker.start, claim.blocker.end) if claim.blocker else None
        for therapy, anaphor in _therapies(view, claim.hit):
            for target in targets:
                is_disease = target in view.diseases
                frames.append(
                    Frame(
                        effect=_settle(effect, is_disease=is_disease),
                        cue=(claim.hit.start, claim.hit.end),
                        therapy=therapy,
                        anaphor=anaphor,
                        target=target,
                        is_disease=is_disease,
                        denied=bool(claim.blocked),
                        denial=denial,
                    )
                )
    return _once(frames)


def _effect(view: SentenceView, hit: Hit) -> Effect:
    said = " ".join(view.tokens[hit.start : hit.end])
    if hit.role == "safety":
        return Effect.SAFE
    if hit.role == "mechanism":
        return Effect.MECHANISM
    if any(word in said for word in _CURING):
        return Effect.CURES
    if any(word in said for word in _PREVENTS):
        return Effect.PREVENTS
    if hit.role == "adj" and any(said.startswith(word) for word in _SUPERIOR):
        return Effect.SUPERIOR
    return Effect.IMPROVES


def _settle(effect: Effect, *, is_disease: bool) -> Effect:
    """Name the plain effect by its target: a disease is treated, an outcome is improved."""
    return Effect.TREATS if effect is Effect.IMPROVES and is_disease else effect


def _targets(view: SentenceView, claim: Claim, effect: Effect) -> list[Range | None]:
    hit = claim.hit
    if effect is Effect.SAFE:
        return [None]
    clause = view.clause(hit.start)
    after = [d for d in view.diseases if hit.start <= d[0] < clause.end]
    if after:
        return list(_coordinated(view, after, forward=True))
    before = [d for d in view.diseases if clause.start <= d[0] < hit.start]
    if before and (_passive(view, hit) or hit.role in ("noun", "outcome", "adj")):
        return list(_coordinated(view, before, forward=False))
    own = claim.target != (hit.start, hit.end)
    return [claim.target if own else None]


def _therapies(view: SentenceView, hit: Hit) -> list[tuple[Range | None, bool]]:
    """Return the therapies that a claim is about, nearest clause first."""
    clause = view.clause(hit.start)
    before = [t for t in view.therapies if clause.start <= t[0] and t[1] <= hit.start + 1]
    if before:
        return [(t, False) for t in _coordinated(view, before, forward=False)]
    after = [t for t in view.therapies if hit.start <= t[0] < clause.end]
    linked = [t for t in after if _BY & set(view.tokens[hit.start : t[0]])]
    if linked:
        return [(t, False) for t in _coordinated(view, linked, forward=True)]
    pronoun = _pronoun(view, clause.start, hit.start)
    if pronoun is not None:
        return [(pronoun, True)]
    earlier = [t for t in view.therapies if t[1] <= clause.start]
    if earlier:
        return [(t, False) for t in _coordinated(view, earlier, forward=False)]
    return [(after[0], False)] if after else [(None, False)]


def _pronoun(view: SentenceView, low: int, high: int) -> Range | None:
    """Return the last word that stands for a therapy, with its noun (`this treatment`)."""
    nouns = {h.start: h for h in view.of(CueKind.CONTEXT, "intervention")}
    for cue in reversed(view.of(CueKind.CONTEXT, "pronoun")):
        if low <= cue.start < high:
            noun = nouns.get(cue.end)
            return (cue.start, noun.end if noun else cue.end)
    for start in sorted(nouns, reverse=True):
        if low <= start < high and start and view.tokens[start - 1] in ("the", "our", "its"):
            return (start - 1, nouns[start].end)
    return None


def _coordinated(view: SentenceView, ranges: list[Range], *, forward: bool) -> list[Range]:
    """Return the first (or last) mention with those that `and`, `or` or a comma joins to it."""
    chosen = [ranges[0] if forward else ranges[-1]]
    rest = ranges[1:] if forward else ranges[-2::-1]
    for item in rest:
        low, high = (chosen[-1][1], item[0]) if forward else (item[1], chosen[-1][0])
        between = view.tokens[low:high]
        if not all(token in _JOINERS or token in "()" for token in between):
            break
        chosen.append(item)
    return sorted(chosen)


def _passive(view: SentenceView, hit: Hit) -> bool:
    low = max(0, hit.start - 3)
    return any(t in ("is", "are", "was", "were", "be", "been") for t in view.tokens[low : hit.end])


def _once(frames: list[Frame]) -> list[Frame]:
    """Keep the first of frames that say the same of the same pair."""
    seen: set[tuple[object, ...]] = set()
    kept = []
    for frame in frames:
        key = (frame.therapy, frame.target, frame.denied)
        if key not in seen:
            seen.add(key)
            kept.append(frame)
    return kept
