"""Words of a sentence that state an effect, and what takes them back.

They count whether or not the sentence label rests on them. In: a `SentenceView`. Out:
`EffectWord`s in order, none overlapping another; for each, what denies or blocks it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from puffery.classify.frames.noun_phrases import Range, bases, frame_words
from puffery.classify.reading.clauses import words
from puffery.classify.reading.sentence_view import Hit, SentenceView
from puffery.records import CueKind

_VERBS = (
    "lessen",
    "raise",
    "help",
    "prevent",
    "cure",
    "mechanism",
    "superior",
    "change",
    "thrive",
    "work",
    "give",
    "feel",
)
"""Lists of verbs; a verb of several counts as the first."""

_PHRASES = ("lessen", "raise", "prevent", "cure", "superior", "safe", "null")
_FEEL_WINDOW = 3
_MEANT_WINDOW = 5
_BE_WINDOW = 3
NEGATION_WINDOW = 6
"""How many tokens before an effect word a negation reaches it inside its clause."""

DENIAL_WINDOW = 40
"""How far from an effect word a denying phrase may stand inside its clause."""

_POINTERS = frozenset({"this", "that", "these", "those"})


@dataclass(frozen=True, slots=True)
class EffectWord:
    """Words that state an effect.

    Attributes:
        start: First token, counted in the sentence.
        end: One past the last token.
        kind: List of `frame_words.toml` that it stands in.
        form: `verb`, `passive`, `noun`, `adjective`, `more` or `phrase`.
        changes: Whether a verb may also have what it acts on as its subject (`pain fell`).
    """

    start: int
    end: int
    kind: str
    form: str
    changes: bool = False


def find_effects(view: SentenceView) -> list[EffectWord]:
    """Return the effect words of a sentence.

    Args:
        view: The sentence.

    Returns:
        Effect words by place; where two overlap the earlier, then the longer, is kept.
    """
    found: list[EffectWord] = [
        EffectWord(h.start, h.end, "safe", "phrase")
        for h in view.of(CueKind.EFFECT, "safety")
        if view.tokens[h.start : h.end] != ("safely",)
    ]
    for index in range(len(view.tokens)):
        word = _phrase(view, index) or _adjective(view, index) or _noun(view, index)
        word = word or _verb(view, index)
        if word is not None:
            found.append(word)
    kept: list[EffectWord] = []
    for word in sorted(found, key=lambda w: (w.start, -w.end)):
        if not kept or word.start >= kept[-1].end:
            kept.append(word)
    return kept


@cache
def _phrases() -> dict[str, list[tuple[tuple[str, ...], str]]]:
    """Return the phrases by their first word, longest first."""
    found: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for kind in _PHRASES:
        for text in frame_words("phrases", kind):
            first, *rest = text.split()
            found.setdefault(first, []).append((tuple(rest), kind))
    return {key: sorted(rows, key=lambda r: (-len(r[0]), r)) for key, rows in found.items()}


def _phrase(view: SentenceView, index: int) -> EffectWord | None:
    for base in sorted(bases(view.tokens[index])):
        for rest, kind in _phrases().get(base, ()):
            end = index + 1 + len(rest)
            if view.tokens[index + 1 : end] == rest:
                return EffectWord(index, end, kind, "phrase")
    return None


def _adjective(view: SentenceView, index: int) -> EffectWord | None:
    token = view.tokens[index]
    if token in frame_words("adjectives", "works"):
        return EffectWord(index, index + 1, "works", "adjective")
    for kind in ("less", "more"):
        if token in frame_words("adjectives", kind) and not _infinitive(view, index):
            return EffectWord(index, index + 1, kind, "more")
    return None


def _infinitive(view: SentenceView, index: int) -> bool:
    before = view.tokens[index - 1] if index else ""
    return before == "to" or before in words("modal")


def _noun(view: SentenceView, index: int) -> EffectWord | None:
    token = view.tokens[index]
    if token in frame_words("nouns", "gain") and not _infinitive(view, index):
        return EffectWord(index, index + 1, "gain", "noun")
    for kind in ("meant", "cure"):
        if token in frame_words("nouns", kind):
            high = min(view.clause(index).end, index + _MEANT_WINDOW)
            if "for" in view.tokens[index + 1 : high]:
                return EffectWord(index, index + 1, kind, "noun")
    return None


def _verb(view: SentenceView, index: int) -> EffectWord | None:
    forms = bases(view.tokens[index])
    kinds = [kind for kind in _VERBS if forms & frame_words("verbs", kind)]
    if not kinds or not _is_verb(view, index):
        return None
    token = view.tokens[index]
    if kinds == ["feel"]:
        return _feel(view, index)
    low = max(view.clause(index).start, index - _BE_WINDOW)
    passive = not token.endswith(("s", "ing")) and token not in frame_words("verbs", kinds[0])
    passive = passive and bool(words("be") & set(view.tokens[low:index]))
    form = "passive" if passive else "verb"
    return EffectWord(
        index, index + 1, kinds[0], form, changes=bool({"change", "thrive"} & set(kinds))
    )


def _feel(view: SentenceView, index: int) -> EffectWord | None:
    """Return a verb with its comparative (`feel much better`)."""
    for end in range(index + 1, min(view.clause(index).end, index + 1 + _FEEL_WINDOW)):
        token = view.tokens[end]
        if not token.isalpha() or token in frame_words("closed", "preposition"):
            return None
        if token in frame_words("adjectives", "more") or token.endswith("er"):
            return EffectWord(index, end + 1, "feel", "verb")
    return None


def _is_verb(view: SentenceView, index: int) -> bool:
    """Tell whether a word that may be a verb stands where one can."""
    if index == 0:
        return not view.tokens[0].endswith(("ing", "ed"))
    before = view.tokens[index - 1]
    if before in ("this", "that") and not view.tokens[index].endswith("s"):
        return False
    determiner = before in frame_words("closed", "determiner") and before not in _POINTERS
    if before == "-" or determiner:
        return False
    gerund = view.tokens[index].endswith("ing")
    return gerund or before == "to" or before not in frame_words("closed", "preposition")


def is_blocked(view: SentenceView, word: EffectWord) -> bool:
    """Tell whether an effect word only speaks of a study's aim, a wish or a harm.

    Args:
        view: The sentence.
        word: One of its effect words.
    """
    if word.kind == "safe" and any(cue.end <= word.start for cue in view.of(CueKind.RISK)):
        return True
    clause = view.clause(word.start)
    for cue in view.of(CueKind.CONTEXT, "desire"):
        near = cue.start < word.start < cue.end + NEGATION_WINDOW
        if near and clause.start <= cue.start:
            return True
    if view.of(CueKind.HEDGE, "studied_for"):
        return False
    told = view.of(CueKind.BOOSTER, "attribution")
    if view.of(CueKind.CONTEXT, "study_news") and not told:
        return True
    for cue in view.of(CueKind.CONTEXT, "study_aim"):
        inside = clause.start <= cue.start and cue.end <= word.start
        if inside and not _answered(view, cue, word):
            return True
    return False


def _answered(view: SentenceView, aim: Hit, word: EffectWord) -> bool:
    """Tell whether words between a study's aim and an effect report a finding."""
    between = view.tokens[aim.end : word.start]
    if any(bases(token) & frame_words("closed", "reporting") for token in between):
        return True
    return any(aim.start <= h.start < word.start for h in view.of(CueKind.BOOSTER, "attribution"))


def find_denial(view: SentenceView, word: EffectWord) -> Range | None:
    """Return the words that deny an effect, None when it is claimed.

    Args:
        view: The sentence.
        word: One of its effect words.
    """
    if word.kind == "null":
        return (word.start, word.end)
    clause = view.clause(word.start)
    for cue in view.of(CueKind.NEGATION):
        inside = clause.start <= cue.start < clause.end
        if cue.role == "debunk":
            debunks = inside or view.clause(cue.start).end == clause.start
            sham = view.tokens[cue.start : cue.end] == ("sham",)  # an arm of a trial
            if debunks and word.kind != "safe" and not sham:
                return (cue.start, cue.end)
        elif inside and word.start - NEGATION_WINDOW <= cue.end <= word.start:
            return (cue.start, cue.end)
    if word.kind == "safe":
        return None
    low, high = word.start - DENIAL_WINDOW, word.end + DENIAL_WINDOW
    return _denying_phrase(view, max(clause.start, low), min(clause.end, high))


def _denying_phrase(view: SentenceView, low: int, high: int) -> Range | None:
    for phrase in sorted(frame_words("denials", "phrases")):
        parts = tuple(phrase.split())
        for index in range(low, high - len(parts) + 1):
            if view.tokens[index : index + len(parts)] == parts:
                return (index, index + len(parts))
    return None
