"""Matching the audit rules about sentences.

In: the views of an article's sentences. Out: `RuleHit`s and `Exemption`s.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from puffery.catalogue.audit_rule import AuditRule
from puffery.catalogue.book import AuditBook
from puffery.guidance.sentences.cards import (
    APPROVED_USE,
    approved_use,
    card_beyond,
    related_card,
    valid_cards,
)
from puffery.guidance.sentences.conditions import ArticleFacts, holds
from puffery.guidance.sentences.exempt import find_exception
from puffery.guidance.sentences.find import Pattern, Range, compile_pattern, find_all, find_any
from puffery.guidance.sentences.view import RuleView
from puffery.records import Exemption, RuleClass, Severity


@dataclass(frozen=True, slots=True)
class RuleHit:
    """A rule that matches a sentence.

    Attributes:
        rule: The rule.
        severity: Of this hit.
        view: The sentence.
        words: Matched words, in order; empty where the rule has conditions alone.
        card_id: Evidence card that it cites, empty without.
    """

    rule: AuditRule
    severity: Severity
    view: RuleView
    words: tuple[Range, ...]
    card_id: str = ""


class SentenceRules:
    """The rules about sentences that a run applies, indexed by the words they need.

    Args:
        book: The rulebook.
    """

    def __init__(self, book: AuditBook) -> None:
        self._exceptions = book.tables.exceptions
        self._cards = valid_cards(book.tables.cards, book.as_of)
        self._rules = [r for r in book.applied() if r.kind is not RuleClass.ARTICLE]
        self._patterns = [tuple(compile_pattern(p) for p in r.patterns) for r in self._rules]
        self._by_word: dict[str, set[int]] = {}
        self._by_sign: dict[str, set[int]] = {}
        self._always = {n for n, rule in enumerate(self._rules) if not rule.patterns}
        for number, patterns in enumerate(self._patterns):
            for pattern in patterns:
                for word in pattern.anchors:
                    self._by_word.setdefault(word, set()).add(number)
                for sign in pattern.sign_anchors:
                    self._by_sign.setdefault(sign, set()).add(number)

    def match(
        self, views: Sequence[RuleView], facts: ArticleFacts
    ) -> tuple[list[RuleHit], list[Exemption]]:
        """Return what matches, and what would match but for a general exception.

        Args:
            views: Sentences of one article, in order.
            facts: What rules may ask about the article.

        Returns:
            Hits and exemptions in the order of sentences and rule ids; at most one hit a rule and
            sentence.
        """
        hits: list[RuleHit] = []
        exemptions: list[Exemption] = []
        for at, view in enumerate(views):
            for number in self._candidates(view):
                rule = self._rules[number]
                following = views[at + 1 : at + 1 + max(1, rule.window)]
                around = views[at : at + 1 + rule.window]
                found = self._words(number, view, around, facts)
                if found is None:
                    continue
                exempt = [self._exempt(rule, words, view, following) for words in found]
                kept = tuple(w for w, reason in zip(found, exempt, strict=True) if reason is None)
                exemptions.extend(reason for reason in exempt if reason is not None)
                if kept or not rule.patterns:
                    self._add(
                        RuleHit(rule, _severity(rule, view, facts), view, kept), hits, exemptions
                    )
        return hits, exemptions

    def _add(self, hit: RuleHit, hits: list[RuleHit], exemptions: list[Exemption]) -> None:
        """Add a hit as the evidence cards have it."""
        view = hit.view
        if not hit.rule.cards:
            hits.append(hit)
            return
        if hit.rule.cards == "mismatch":
            card = card_beyond(self._cards, view)
            if card is not None:
                hits.append(replace(hit, card_id=card.card_id))
            return
        use = approved_use(self._cards, view)
        if use is None:
            card = related_card(self._cards, view)
            hits.append(replace(hit, card_id=card.card_id if card else ""))
        else:
            words = hit.words[0] if hit.words else (0, len(view.text.words))
            place = view.chars(words)
            exemptions.append(
                Exemption(hit.rule.rule_id, view.index, place, APPROVED_USE, use.title)
            )

    def _candidates(self, view: RuleView) -> list[int]:
        wanted = set(self._always)
        for word in set(view.text.words):
            wanted |= self._by_word.get(word, set())
        for sign in view.text.signs:
            wanted |= self._by_sign.get(sign, set())
        return sorted(wanted)

    def _words(
        self, number: int, view: RuleView, around: Sequence[RuleView], facts: ArticleFacts
    ) -> list[Range] | None:
        """Return the words that match a rule, None where it does not match."""
        rule = self._rules[number]
        if rule.labels and view.audit.label not in rule.labels:
            return None
        if not all(holds(name, view, facts) for name in rule.needs):
            return None
        found = _outermost(_found(self._patterns[number], view))
        if rule.patterns:
            found = [words for words in found if not _cancelled(rule.unless, words, view)]
            if not found:
                return None
        elif _cancelled(rule.unless, (0, len(view.text.words)), view):
            return None
        if rule.near and find_any(rule.near, view.text) is None:
            return None
        if any(find_any(rule.lacks, item.text) is not None for item in around):
            return None
        if rule.cards == "mismatch" and card_beyond(self._cards, view) is None:
            return None
        return found

    def _exempt(
        self, rule: AuditRule, words: Range, view: RuleView, following: Sequence[RuleView]
    ) -> Exemption | None:
        after = following[0] if following else None
        found = find_exception(words, view, after, self._exceptions, rule.allow)
        if found is None:
            return None
        name, shown = found
        return Exemption(rule.rule_id, view.index, view.chars(words), name, shown)


def _found(patterns: Iterable[Pattern], view: RuleView) -> Iterator[Range]:
    for pattern in patterns:
        yield from find_all(pattern, view.text)


def _outermost(found: Iterable[Range]) -> list[Range]:
    """Return ranges without those that lie inside another, in order."""
    ranges = sorted(set(found), key=lambda r: (r[0], -r[1]))
    kept: list[Range] = []
    for words in ranges:
        if not kept or words[1] > kept[-1][1]:
            kept.append(words)
    return kept


def _cancelled(unless: Iterable[str], words: Range, view: RuleView) -> bool:
    for text in unless:
        anywhere = text.startswith("!")
        for start, end in find_all(compile_pattern(text.removeprefix("!")), view.text):
            if anywhere or (start < words[1] and words[0] < end):
                return True
    return False


def _severity(rule: AuditRule, view: RuleView, facts: ArticleFacts) -> Severity:
    for graver in rule.graver:
        conditions = all(holds(name, view, facts) for name in graver.needs)
        if conditions and (not graver.near or find_any(graver.near, view.text)):
            return graver.severity
    return rule.severity
