"""Who is claimed to act: the therapies of an effect word, or the words that stand for one.

In: a `SentenceView` and an `EffectWord`. Out: token ranges of the therapies.
"""

from __future__ import annotations

from dataclasses import dataclass

from puffery.classify.frames.effect_words import EffectWord
from puffery.classify.frames.noun_phrases import (
    Range,
    frame_words,
    holds,
    is_closed,
    joined_places,
    phrase_after,
    phrase_before,
    predicate_start,
)
from puffery.classify.reading.sentence_view import SentenceView

_POINTERS = frozenset({"this", "these", "the", "our", "its", "such"})
_ARMS = frozenset({"group", "arm"})
_COMPARED = frozenset({"as", "than", "since", "unlike", "versus", "vs"})


@dataclass(frozen=True, slots=True)
class Therapy:
    """A therapy in tokens of its sentence.

    Attributes:
        place: Its tokens; None where the words name none.
        anaphor: Whether they stand for one named elsewhere (`it`, `this treatment`).
        named: Whether they are a mention, a word for therapies or an anaphor, not any subject.
    """

    place: Range | None
    anaphor: bool = False
    named: bool = True


def find_therapies(view: SentenceView, word: EffectWord, low: int, high: int) -> list[Therapy]:
    """Return what is claimed to have an effect.

    Args:
        view: The sentence.
        word: The effect word.
        low: First token of its clause.
        high: One past the last token that it can govern.

    Returns:
        Coordinated therapies in order; empty where the words name none.
    """
    end = predicate_start(view, low, word.start)
    if word.kind == "feel":
        return _agents(view, word, high)
    agent = _agents(view, word, high)
    if word.form in ("passive", "noun") and agent:
        return agent
    if "there" in view.tokens[low : word.start] and "that" not in view.tokens[low : word.start]:
        return agent  # "there is no risk"; but "there is proof that X helps"
    return (
        _pronoun(view, low, end)
        or _mentions(view, low, word.start)
        or _named(view, low, word.start)
        or agent
        or _subject(view, word, low, end)
        or _earlier_pronoun(view, low, end)
    )


def antecedents(view: SentenceView, pronoun: Range) -> list[Therapy]:
    """Return the therapies of the same sentence that `it` or `they` may stand for."""
    if view.tokens[pronoun[0]] not in ("it", "they"):
        return []
    low = view.clause(pronoun[0]).start
    return _mentions(view, 0, low) or _named(view, 0, low)


def _mentions(view: SentenceView, low: int, high: int) -> list[Therapy]:
    """Return the last therapy mentions before the effect, with those joined to them."""
    before = [t for t in view.therapies if low <= t[0] and t[1] <= high and not _aside(view, t)]
    return [Therapy(_whole(view, m, high)) for m in joined_places(view, reversed(before))]


def _aside(view: SentenceView, mention: Range) -> bool:
    """Tell whether a mention is what others are compared with, or half of a word (`drug-free`)."""
    before = view.tokens[max(0, mention[0] - 2) : mention[0]]
    compared = bool(before) and before[-1] in _COMPARED and before[0] != "such"
    return compared or view.tokens[mention[1] : mention[1] + 1] == ("-",)


def _whole(view: SentenceView, mention: Range, high: int) -> Range:
    """Widen a mention to the head of its phrase (`Vitamin D | tablets`)."""
    end = mention[1]
    while end < high and not is_closed(view.tokens[end]):
        end += 1
    head = end > mention[1] and view.tokens[end - 1] in frame_words("arguments", "therapy")
    return (mention[0], end) if head else mention


def _named(view: SentenceView, low: int, high: int) -> list[Therapy]:
    """Return the last phrase before the effect whose head is a word for therapies."""
    heads = frame_words("arguments", "therapy") | frame_words("arguments", "stands_for")
    for index in range(high - 1, low - 1, -1):
        if view.tokens[index] in heads and view.tokens[index + 1 : index + 2] != ("-",):
            phrase = phrase_before(view, low, index + 1)
            if phrase is not None:
                return [_pointing(view, phrase)]
    return []


def _pointing(view: SentenceView, phrase: Range) -> Therapy:
    """Tell `this treatment`, which stands for one, from `cognitive therapy`, which is one."""
    before = view.tokens[phrase[0] - 1] if phrase[0] else ""
    bare = phrase[1] - phrase[0] == 1
    if bare and before in _POINTERS:
        stands = view.tokens[phrase[0]] in frame_words("arguments", "stands_for")
        return Therapy((phrase[0] - 1, phrase[1]), anaphor=stands)
    return Therapy(phrase)


def _agents(view: SentenceView, word: EffectWord, high: int) -> list[Therapy]:
    """Return the therapies behind the effect that `by`, `with` or `after` leads to."""
    links = frame_words("arguments", "link") | ({"of"} if word.form == "noun" else set())
    for index in range(word.end, high):
        token = view.tokens[index]
        phrase = phrase_after(view, index + 1, high) if token in links or token == "in" else None
        if phrase is None or (token == "in" and view.tokens[phrase[1] - 1] not in _ARMS):
            continue
        inside = [t for t in view.therapies if t[0] < phrase[1] and phrase[0] < t[1]]
        if inside:
            later = (t for t in view.therapies if inside[0][0] <= t[0] < high)
            return [Therapy(t) for t in joined_places(view, later)]
        if view.tokens[phrase[1] - 1] in frame_words("arguments", "therapy"):
            return [_pointing(view, phrase)]
    return []


def _pronoun(view: SentenceView, low: int, end: int) -> list[Therapy]:
    """Return the pronoun that is the subject, or what it stands for in the same sentence."""
    if end <= low or view.tokens[end - 1] not in frame_words("arguments", "subject_pronoun"):
        return []
    return [Therapy((end - 1, end), anaphor=True)]


def _earlier_pronoun(view: SentenceView, low: int, end: int) -> list[Therapy]:
    for index in range(end - 1, low - 1, -1):
        if view.tokens[index] in ("it", "they"):
            return [Therapy((index, index + 1), anaphor=True)]
    return []


def _subject(view: SentenceView, word: EffectWord, low: int, end: int) -> list[Therapy]:
    """Return the subject of an active verb, whatever it is, people and studies apart."""
    if word.form not in ("verb", "phrase", "adjective"):
        return []
    phrase = phrase_before(view, low, end)
    while phrase is not None:
        before = _determined(view, low, phrase[0])
        if before <= low or view.tokens[before - 1] not in frame_words("closed", "preposition"):
            break
        end = predicate_start(view, low, before - 1)
        pronoun = _pronoun(view, low, end)
        if pronoun:
            return pronoun
        phrase = phrase_before(view, low, end)
    if phrase is None or holds(view, phrase, "people") or holds(view, phrase, "no_therapy"):
        return []
    if any(d[0] < phrase[1] and phrase[0] < d[1] for d in view.diseases):
        return []
    found = _pointing(view, phrase)
    return [Therapy(found.place, found.anaphor, named=found.anaphor)]


def _determined(view: SentenceView, low: int, start: int) -> int:
    """Step back over the determiners of a phrase."""
    while start > low and view.tokens[start - 1] in frame_words("closed", "determiner"):
        start -= 1
    return start
