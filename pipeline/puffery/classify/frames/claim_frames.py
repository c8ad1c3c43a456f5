"""Claim frames of one sentence: therapy, effect, target, polarity, and the words that carry them.

In: a `SentenceView`. Out: `Frame`s in tokens of the sentence.
"""

from __future__ import annotations

from dataclasses import dataclass

from puffery.classify.frames.effect_words import EffectWord, find_denial, find_effects, is_blocked
from puffery.classify.frames.noun_phrases import (
    Range,
    bases,
    frame_words,
    holds,
    is_closed,
    joined_places,
    names_health,
    predicate_start,
    touches,
)
from puffery.classify.frames.targets import Target, find_targets
from puffery.classify.frames.therapies import Therapy, antecedents, find_therapies
from puffery.classify.reading.sentence_view import SentenceView
from puffery.records import Effect

_EFFECTS = {
    "prevent": Effect.PREVENTS,
    "cure": Effect.CURES,
    "mechanism": Effect.MECHANISM,
    "superior": Effect.SUPERIOR,
    "safe": Effect.SAFE,
}
_PLAIN = frozenset({"prevent", "cure"})
"""Kinds whose words speak of health even where no list knows the target."""

MAX_JOINED, MAX_FRAMES = 8, 64
"""Therapies or targets joined in one claim, and frames of one sentence; what is longer is a list,
not a claim, and its length must not be squared."""

_PRONOUNS = frozenset({"it", "they", "this", "these"})
_JOINERS = frozenset({"and", "or", ",", "then"})


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
    last: EffectWord | None = None
    therapies: list[Therapy] = []
    for word, targets in _with_targets(view):
        clause = view.clause(word.start)
        found = find_therapies(view, word, clause.start, clause.end)
        found = [t for t in found if all(t.place != g.place for g in targets)]
        if not (last and _joined(view, last, word) and therapies):
            therapies = _resolved(view, found, therapies)
        last = word
        if is_blocked(view, word) or not _speaks_of_health(view, word, therapies, targets):
            continue
        denial = find_denial(view, word)
        frames += [
            _frame(view, word, therapy, target, denial)
            for therapy in therapies[:MAX_JOINED] or [Therapy(None)]
            for target in targets[:MAX_JOINED] or [Target(None)]
        ]
        if len(frames) >= MAX_FRAMES:
            break
    return _once(frames[:MAX_FRAMES])


def bare_frames(view: SentenceView) -> list[Frame]:
    """Return the frames of a claim whose effect words no list knows: therapies with diseases.

    Args:
        view: A sentence that is known to claim something.

    Returns:
        One frame for each pair of the first therapies and the first diseases that are joined; a
        missing side is None, or the pronoun that opens the sentence.
    """
    first = view.first_word()
    opens = view.tokens[first : first + 1] if first < len(view.tokens) else ()
    pronoun = (first, first + 1) if opens and opens[0] in _PRONOUNS else None
    therapies: list[Range | None] = [*joined_places(view, view.therapies[:MAX_JOINED])] or [pronoun]
    targets: list[Range | None] = [*joined_places(view, view.diseases[:MAX_JOINED])] or [None]
    return [
        Frame(
            effect=Effect.IMPROVES if target is None else Effect.TREATS,
            cue=(first, first + 1),
            therapy=therapy,
            anaphor=therapy is not None and therapy == pronoun,
            target=target,
            is_disease=target is not None,
            denied=False,
            denial=None,
        )
        for therapy in therapies
        for target in targets
    ]


def _with_targets(view: SentenceView) -> list[tuple[EffectWord, list[Target]]]:
    """Return the effect words with their targets; joined verbs share them (`treats or cures X`)."""
    found: list[tuple[EffectWord, list[Target]]] = []
    stop = len(view.tokens)
    for word in reversed(find_effects(view)):
        clause = view.clause(word.start)
        targets = find_targets(view, word, clause.start, min(clause.end, stop))
        if not targets and found and word.form == found[-1][0].form == "verb":
            between = view.tokens[word.end : found[-1][0].start]
            targets = found[-1][1] if between and set(between) <= _JOINERS else []
        if word.form in ("verb", "passive", "phrase"):
            stop = word.start
        found.append((word, targets))
    return found[::-1]


def _frame(
    view: SentenceView,
    word: EffectWord,
    therapy: Therapy,
    target: Target,
    denial: Range | None,
) -> Frame:
    return Frame(
        effect=_effect(view, word, target),
        cue=(word.start, word.end),
        therapy=therapy.place,
        anaphor=therapy.anaphor,
        target=target.place,
        is_disease=target.is_disease,
        denied=denial is not None,
        denial=denial,
    )


def _effect(view: SentenceView, word: EffectWord, target: Target) -> Effect:
    """Settle the effect: by its words where they are plain, else by what it acts on."""
    if word.kind in _EFFECTS:
        return _EFFECTS[word.kind]
    if target.of_risk:
        return Effect.PREVENTS
    if target.place is None:
        return Effect.TREATS if word.kind in ("work", "works", "meant") else Effect.IMPROVES
    if target.is_disease:
        end = target.place[1]
        counted = end == len(view.tokens) or is_closed(view.tokens[end])
        fewer = counted and view.tokens[word.start] == "fewer"
        return Effect.PREVENTS if fewer else Effect.TREATS
    if view.tokens[word.start].startswith("treat"):
        return Effect.TREATS
    if touches(view, target.place, "bad") and not holds(view, target.place, "measure"):
        return Effect.TREATS
    return Effect.MECHANISM if holds(view, target.place, "biology") else Effect.IMPROVES


def _resolved(
    view: SentenceView, therapies: list[Therapy], earlier: list[Therapy]
) -> list[Therapy]:
    """Put what `it` or `they` stands for in its place, where the same sentence names it."""
    place = therapies[0].place if len(therapies) == 1 and therapies[0].anaphor else None
    if place is None or view.tokens[place[0]] not in ("it", "they"):
        return therapies
    if any(t.place and t.place[1] <= place[0] for t in earlier):
        return earlier
    return antecedents(view, place) or therapies


def _joined(view: SentenceView, earlier: EffectWord, word: EffectWord) -> bool:
    """Tell whether two predicates share their subject (`eases pain and lifts mood`)."""
    start = predicate_start(view, earlier.end, word.start)
    return (
        earlier.form == word.form == "verb"
        and start > earlier.end
        and view.tokens[start - 1] in _JOINERS
    )


def _speaks_of_health(
    view: SentenceView, word: EffectWord, therapies: list[Therapy], targets: list[Target]
) -> bool:
    """Tell whether an effect word with these arguments makes a claim."""
    healthy = [t for t in targets if t.place and names_health(view, t.place)]
    bad = [t for t in healthy if t.is_disease or (t.place and touches(view, t.place, "bad"))]
    named = any(t.named for t in therapies)
    kind = word.kind
    if kind in ("safe", "feel"):
        return True
    if kind == "superior":
        return bool(therapies)
    if kind == "more":
        return len(healthy) > len(bad)
    if kind == "change" or (kind == "prevent" and view.tokens[word.start].startswith("stop")):
        return bool(bad)
    if kind == "raise" and any(t.is_disease for t in targets):
        return bool(bases(view.tokens[word.start]) & frame_words("verbs", "thrive"))
    if kind == "meant":
        return bool(healthy and therapies)
    if kind == "mechanism":
        return bool(targets and (healthy or named))
    if kind in ("gain", "work", "works", "help"):
        return bool(healthy) or _works(view, word, named=named)
    mentioned = any(t.place in view.therapies for t in therapies)
    return kind != "give" and bool(healthy or (targets and mentioned and kind in _PLAIN))


def _works(view: SentenceView, word: EffectWord, *, named: bool) -> bool:
    """Tell whether `X works` or `X is effective` is a claim though no target is named."""
    low = view.clause(word.start).start
    before = view.tokens[low : word.start]
    if word.kind == "works" and before[-1:] in (("less",), ("how",)):
        return False
    if word.kind == "works" and set(before) & frame_words("adjectives", "evidence"):
        return True
    return named and not (word.kind == "work" and "how" in before)


def _once(frames: list[Frame]) -> list[Frame]:
    """Keep the first of frames that say the same of the same pair.

    A frame without a therapy or target says nothing beside one of the same target or therapy.
    """
    kept: list[Frame] = []
    seen: set[tuple[object, ...]] = set()
    for frame in frames:
        key = (frame.therapy, frame.target, frame.denied)
        poorer = frame.therapy is None and any(
            f.target == frame.target and f.therapy for f in frames
        )
        poorer = poorer or (
            frame.target is None
            and frame.effect is Effect.IMPROVES
            and any(f.therapy == frame.therapy and f.target for f in frames)
        )
        if key not in seen and not poorer:
            seen.add(key)
            kept.append(frame)
    return kept
