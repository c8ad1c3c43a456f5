"""What an effect is claimed on: the disease or outcome of an effect word.

In: a `SentenceView` and an `EffectWord`. Out: token ranges of the targets.
"""

from __future__ import annotations

from dataclasses import dataclass

from puffery.classify.frames.effect_words import EffectWord
from puffery.classify.frames.noun_phrases import (
    Range,
    frame_words,
    holds,
    joined_places,
    names_health,
    phrase_after,
    phrase_before,
    predicate_start,
)
from puffery.classify.reading.sentence_view import SentenceView

_DEATHS = frozenset({"death", "deaths", "mortality"})
_LINK_WINDOW = 8
_LINKS = frozenset({"for", "in", "against", "of", "with", "from", "on", "at", "to"})
_MAX_STEPS = 3
"""Transparent heads that may follow one another ("the number of people with")."""


@dataclass(frozen=True, slots=True)
class Target:
    """A disease or outcome in tokens of its sentence.

    Attributes:
        place: Its tokens; None where the words name nothing.
        is_disease: Whether it is a disease mention.
        of_risk: Whether it is a risk that gets less.
    """

    place: Range | None
    is_disease: bool = False
    of_risk: bool = False


def find_targets(view: SentenceView, word: EffectWord, low: int, high: int) -> list[Target]:
    """Return what an effect word acts on.

    Args:
        view: The sentence.
        word: The effect word.
        low: First token of its clause.
        high: One past the last token that it can govern.

    Returns:
        Targets in order; empty where the words name none.
    """
    if word.kind == "feel":
        return [Target((word.start, word.end))]
    if word.kind == "superior":
        return []
    if word.kind == "safe":
        near = view.tokens[word.end : word.end + 1] in (("for",), ("in",))
        return [t for t in _behind_link(view, word, high) if t.is_disease] if near else []
    before = _subject(view, word, low) if word.form == "passive" else []
    if before:
        return before
    after = _after(view, word, high)
    if not after and word.form == "noun":
        after = _compound(view, word, low)
    if not after and (word.changes or word.kind == "cure"):
        after = _subject(view, word, low)
    return after


def _after(view: SentenceView, word: EffectWord, high: int) -> list[Target]:
    start = word.end
    if word.form in ("noun", "adjective") or word.kind == "work":
        return _behind_link(view, word, high)
    if word.form == "passive":
        return []
    while start < high and view.tokens[start] in frame_words("closed", "particle"):
        start += 1
    if word.kind in ("help", "prevent") and view.tokens[start : start + 1] in (
        ("with",),
        ("from",),
    ):
        start += 1
    if word.kind == "help":
        start = _behind_people(view, start, high)
    return _listed(view, start, high)


def _behind_people(view: SentenceView, start: int, high: int) -> int:
    """Step over whom it helps (`helps your body`), to what it helps with."""
    end = start
    while end < high and view.tokens[end] in (
        frame_words("closed", "determiner") | frame_words("arguments", "people")
    ):
        end += 1
    if end > start and end < high and view.tokens[end] in ("to", "with"):
        return end + 1
    return end


def _behind_link(view: SentenceView, word: EffectWord, high: int) -> list[Target]:
    """Return what stands behind `for`, `in`, `against`, `of` or `with`, when it is a disease."""
    gap = word.kind == "meant"
    for index in range(word.end, min(high, word.end + _LINK_WINDOW)):
        token = view.tokens[index]
        if token in frame_words("closed", "conjunction") or (
            token in frame_words("closed", "auxiliary") and not gap
        ):
            break
        if gap and token != "for":
            continue
        if token in _LINKS:
            found = _sound(view, _listed(view, index + 1, high))
            if found:
                return found
    return []


def _sound(view: SentenceView, targets: list[Target]) -> list[Target]:
    return [t for t in targets if t.place and names_health(view, t.place)]


def _compound(view: SentenceView, word: EffectWord, low: int) -> list[Target]:
    """Return the first part of a compound (`pain relief`)."""
    phrase = phrase_before(view, low, word.start)
    if phrase is None or phrase[1] != word.start or not names_health(view, phrase):
        return []
    return [_target(view, phrase)]


def _subject(view: SentenceView, word: EffectWord, low: int) -> list[Target]:
    """Return the subject where that is what gets better (`migraine days fell`)."""
    end = predicate_start(view, low, word.start)
    phrase = phrase_before(view, low, end)
    if phrase is None or holds(view, phrase, "people") or not names_health(view, phrase):
        return []
    diseases = [d for d in view.diseases if phrase[0] <= d[0] < phrase[1]]
    if diseases:
        earlier = [d for d in view.diseases if low <= d[0] <= diseases[-1][0]]
        joined = joined_places(view, reversed(earlier))
        return [Target((d[0], min(d[1], phrase[1])), is_disease=True) for d in joined]
    return [_target(view, phrase)]


def _listed(view: SentenceView, start: int, high: int) -> list[Target]:
    """Return the targets of a list (`pain, stiffness and sleep`), past transparent heads."""
    found: list[Target] = []
    risk = False
    phrase = phrase_after(view, start, high)
    last = start
    for _ in range(_MAX_STEPS):
        if phrase is None or not _transparent(view, phrase):
            break
        risk = risk or holds(view, phrase, "risk")
        further = _behind(view, phrase[1], high)
        if further is None:
            break
        phrase = further
    while phrase is not None and phrase[0] >= last:
        last = phrase[1]
        found.append(_target(view, phrase, risk=risk))
        phrase = _next(view, phrase[1], high)
    return found


def _transparent(view: SentenceView, phrase: Range) -> bool:
    head = view.tokens[phrase[1] - 1]
    if any(phrase[0] <= d[0] < phrase[1] for d in view.diseases) and head not in _DEATHS:
        return False
    return view.tokens[phrase[1] - 1] in frame_words("arguments", "transparent")


def _behind(view: SentenceView, end: int, high: int) -> Range | None:
    if view.tokens[end : end + 2] == ("such", "as"):
        return phrase_after(view, end + 2, high)
    if end < high and view.tokens[end] in _LINKS:
        return phrase_after(view, end + 1, high)
    return None


def _next(view: SentenceView, end: int, high: int) -> Range | None:
    """Return the next phrase of a list: a disease or an outcome, and not a new predicate."""
    start = end
    while start < high and view.tokens[start] in frame_words("closed", "joiner"):
        start += 1
    if start == end:
        return None
    if start < high and view.tokens[start] in ("in", "on", "of", "for"):
        start += 1
    phrase = phrase_after(view, start, high)
    if phrase is None or not names_health(view, (phrase[1] - 1, phrase[1])):
        return None
    follows = view.tokens[phrase[1]] if phrase[1] < len(view.tokens) else "."
    predicate = follows in frame_words("closed", "auxiliary")
    return None if predicate else phrase


def _target(view: SentenceView, phrase: Range, *, risk: bool = False) -> Target:
    """Take the disease of a phrase where it names one, else the phrase."""
    for disease in view.diseases:
        if disease[0] < phrase[1] and phrase[0] < disease[1]:
            start = max(disease[0], phrase[0])
            end = disease[1] if start == disease[0] else min(disease[1], phrase[1])
            return Target((start, end), is_disease=True, of_risk=risk)
    return Target(phrase, of_risk=risk)
