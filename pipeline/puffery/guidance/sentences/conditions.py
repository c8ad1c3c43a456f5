"""Conditions on a sentence that a rule may ask for beside its words.

In: the name of a condition and a `RuleView`. Out: whether it holds.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from puffery.guidance.sentences.view import RuleView
from puffery.records import BlockKind, Framing, Mention, MentionLabel

SHORT_WORDS = 8
"""Up to so many words a sentence counts as short (a heading, a slogan, a button)."""


@dataclass(frozen=True, slots=True)
class ArticleFacts:
    """What a rule about a sentence may ask about its article.

    Attributes:
        sells: Whether a sentence of the article endorses, offers, leans on fame or calls to act.
    """

    sells: bool


def holds(name: str, view: RuleView, facts: ArticleFacts) -> bool:
    """Return whether a condition holds.

    Args:
        name: As in a rule file: `disease`, `not provider`, `device:offer`, `diseases>=3`.
        view: The sentence.
        facts: The article.
    """
    if name.startswith("not "):
        return not holds(name[4:], view, facts)
    if ">=" in name:
        what, _, least = name.partition(">=")
        return _COUNTS[what](view) >= int(least)
    if ":" in name:
        what, _, value = name.partition(":")
        return _NAMED[what](view, value)
    if name == "seller":
        return facts.sells
    return _PLAIN[name](view)


def therapies_of(view: RuleView) -> set[str]:
    """Return the different therapies of a sentence, by concept or by name."""
    return _different(view, MentionLabel.THERAPY)


def diseases_of(view: RuleView) -> set[str]:
    """Return the different diseases of a sentence, by concept or by name."""
    return _different(view, MentionLabel.DISEASE)


def _different(view: RuleView, label: MentionLabel) -> set[str]:
    return {_key(mention) for mention in view.audit.mentions if mention.label is label}


def _key(mention: Mention) -> str:
    return mention.concept_id or mention.text.casefold()


def _has(label: MentionLabel) -> Callable[[RuleView], bool]:
    return lambda view: any(m.label is label for m in view.audit.mentions)


def _health(view: RuleView) -> bool:
    return bool(view.audit.mentions) or "effect" in view.text.signs or _claim(view)


def _claim(view: RuleView) -> bool:
    return view.audit.label is not Framing.NONE


def _benefit(view: RuleView) -> bool:
    """Tell whether the sentence speaks of a benefit, by its label or by a stated claim."""
    if view.audit.label in (Framing.HEDGED, Framing.UNQUALIFIED):
        return True
    stated = any(f.polarity == "+" and f.stated for f in view.audit.frames)
    return stated or (_claim(view) and "effect" in view.text.signs)


def _heading(view: RuleView) -> bool:
    return view.audit.sentence.block in (BlockKind.TITLE, BlockKind.HEADING)


_PLAIN: Mapping[str, Callable[[RuleView], bool]] = {
    "therapy": _has(MentionLabel.THERAPY),
    "disease": _has(MentionLabel.DISEASE),
    "health": _health,
    "claim": _claim,
    "benefit": _benefit,
    "provider": lambda view: bool(view.text.signs.get("provider")),
    "heading": _heading,
    "title": lambda view: view.audit.sentence.is_title,
    "short": lambda view: len(view.text.words) <= SHORT_WORDS,
    "plain_label": lambda view: view.audit.label is Framing.UNQUALIFIED,
}

_NAMED: Mapping[str, Callable[[RuleView, str], bool]] = {
    "device": lambda view, value: view.audit.device == value,
    "frame": lambda view, value: any(
        f.effect == value and f.polarity == "+" for f in view.audit.frames
    ),
    "block": lambda view, value: view.audit.sentence.block == value,
}

_COUNTS: Mapping[str, Callable[[RuleView], int]] = {
    "diseases": lambda view: len(diseases_of(view)),
    "therapies": lambda view: len(therapies_of(view)),
    "types": lambda view: len({m.concept_type for m in view.audit.mentions if m.concept_type}),
}
