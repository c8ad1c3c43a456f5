"""Texts of rules, numbered once a run, so that a page says each of them once.

In: reasons of labels, ids of audit rules and a look-up of their texts. Out: `RuleText`s.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from puffery.records import Question, Reason


@dataclass(frozen=True, slots=True)
class SourceText:
    """A public text behind a rule.

    Attributes:
        clause: Short citation.
        url: Where it can be read, empty where it cannot.
        checked: When it was read, ISO 8601, empty where it was not.
        reading: How it was read (`full`, `copy`, `summary`, `unverified`), empty when unknown.
    """

    clause: str
    url: str = ""
    checked: str = ""
    reading: str = ""


@dataclass(frozen=True, slots=True)
class GuidanceText:
    """What an audit rule says of every match.

    Attributes:
        title: Short name.
        why: Why it matters to a reader.
        fix: What the author can do.
        rewrite: A safer wording pattern with `[...]` for facts, may be empty.
        caution: When rewording is not enough, may be empty.
        sources: The guidance behind it.
    """

    title: str
    why: str
    fix: str
    rewrite: str = ""
    caution: str = ""
    sources: tuple[SourceText, ...] = ()


GuidanceLookup = Callable[[str], GuidanceText]
"""Rule id -> what the rule says."""


@dataclass(frozen=True, slots=True)
class RuleText:
    """A rule as a page shows it.

    Attributes:
        number: Running number in the run, from 0; ids in the page end in it.
        rule_id: Id in its rulebook.
        question: Question of the decision order, None for an audit rule.
        text: What it says.
    """

    number: int
    rule_id: str
    question: Question | None
    text: GuidanceText


class _Source(Protocol):
    @property
    def clause(self) -> str: ...
    @property
    def url(self) -> str: ...
    @property
    def checked(self) -> date | None: ...
    @property
    def reading(self) -> str: ...


class GuidanceRule(Protocol):
    """An audit rule of the rulebook, as far as a page shows it."""

    @property
    def title(self) -> str:
        """Short name."""

    @property
    def why(self) -> str:
        """Why it matters."""

    @property
    def fix(self) -> str:
        """What to do."""

    @property
    def rewrite(self) -> str:
        """Safer wording."""

    @property
    def caution(self) -> str:
        """When rewording is not enough."""

    @property
    def sources(self) -> Sequence[_Source]:
        """The guidance behind it."""


def guidance_lookup(by_id: Callable[[str], GuidanceRule]) -> GuidanceLookup:
    """Return the look-up that a report needs, over the rules of a rulebook.

    Args:
        by_id: Rule id -> rule; its errors pass through.
    """

    def look_up(rule_id: str) -> GuidanceText:
        rule = by_id(rule_id)
        sources = tuple(
            SourceText(s.clause, s.url, s.checked.isoformat() if s.checked else "", s.reading)
            for s in rule.sources
        )
        return GuidanceText(rule.title, rule.why, rule.fix, rule.rewrite, rule.caution, sources)

    return look_up


def bare_text(rule_id: str) -> GuidanceText:
    """Return the text of a rule where no rulebook is at hand: its id and nothing else."""
    return GuidanceText(title=rule_id, why="", fix="")


class RuleTexts:
    """Numbers the rules of a run in order of first use.

    Args:
        look_up: Texts of audit rules.
    """

    def __init__(self, look_up: GuidanceLookup = bare_text) -> None:
        self._look_up = look_up
        self._rules: dict[tuple[str, ...], RuleText] = {}

    def of_reason(self, reason: Reason) -> RuleText:
        """Return the rule behind a reason; the message, which is of one sentence, is left out."""
        key = (reason.rule_id, reason.question, reason.why, reason.fix, reason.clause, reason.url)
        found = self._rules.get(key)
        if found is None:
            has_source = reason.clause or reason.url
            sources = (SourceText(reason.clause, reason.url),) if has_source else ()
            text = GuidanceText("", reason.why, reason.fix, sources=sources)
            found = RuleText(len(self._rules), reason.rule_id, reason.question, text)
            self._rules[key] = found
        return found

    def of_audit_rule(self, rule_id: str) -> RuleText:
        """Return the text of an audit rule."""
        found = self._rules.get((rule_id,))
        if found is None:
            found = RuleText(len(self._rules), rule_id, None, self._look_up(rule_id))
            self._rules[(rule_id,)] = found
        return found

    def rows(self, numbers: Iterable[int]) -> tuple[RuleText, ...]:
        """Return the rules with these numbers, label rules first, each by id."""
        wanted = set(numbers)
        rules = (rule for rule in self._rules.values() if rule.number in wanted)
        return tuple(sorted(rules, key=lambda r: (r.question is None, r.rule_id, r.number)))
