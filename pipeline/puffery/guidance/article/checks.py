"""Rules about the whole article: what is missing, out of balance, undisclosed, or merged.

In: the views of an article's sentences and the matches of its sentences. Out: `ArticleCheck`s and
the `GuidanceMatch`es about the article.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from puffery.catalogue.audit_rule import AuditRule
from puffery.catalogue.book import AuditBook
from puffery.guidance.article.headline import find_headlines
from puffery.guidance.article.pairs import many_diseases, merged_therapies
from puffery.guidance.article.topics import TopicSentences, check_topic, find_topic
from puffery.guidance.sentences.conditions import ArticleFacts, holds
from puffery.guidance.sentences.find import find_any
from puffery.guidance.sentences.view import RuleView
from puffery.records import (
    Article,
    ArticleCheck,
    CheckStatus,
    Device,
    GuidanceMatch,
    Pivot,
    Severity,
)

LEAST_BENEFITS = 2
"""An article with fewer sentences on benefits owes its readers no balance (decision 36)."""

MOST_BENEFITS_A_RISK = 4.0
"""Benefit sentences for each risk sentence above which an article is out of balance; catalogue,
rule A02."""

LEAST_SOLD = 3
"""Sentences that sell, without a rule that names a recommendation, from which disclosure is owed; a
single "for more information visit" at the end of a news story is none."""

LATE = 0.6
"""Share of the text after which a first risk comes late; catalogue, rule A02."""

_MILDER = {
    Severity.CRITICAL: Severity.HIGH,
    Severity.HIGH: Severity.MEDIUM,
    Severity.MEDIUM: Severity.LOW,
    Severity.LOW: Severity.LOW,
}


@dataclass(frozen=True, slots=True)
class _Seen:
    """What the checks look at."""

    book: AuditBook
    article: Article
    views: Sequence[RuleView]
    matches: Sequence[GuidanceMatch]
    pivot: Pivot | None
    benefits: tuple[int, ...]

    def topic(self, name: str) -> TopicSentences:
        return find_topic(self.book.tables.topics[name], self.views)


@dataclass(frozen=True, slots=True)
class _Found:
    """What a check found: the words of the message, and the sentences it rests on."""

    what: str
    evidence: tuple[int, ...] = ()
    severity: Severity | None = None
    at: int | None = None


def check_article(
    book: AuditBook,
    article: Article,
    views: Sequence[RuleView],
    matches: Sequence[GuidanceMatch],
    pivot: Pivot | None,
) -> tuple[list[ArticleCheck], list[GuidanceMatch]]:
    """Apply the rules about the whole article.

    Args:
        book: The rulebook.
        article: The article.
        views: Its sentences, in order.
        matches: Matches of the rules about sentences.
        pivot: Where it turns from teaching to selling, None where it does not.

    Returns:
        The checklist (always all topics of active rules), and the matches.
    """
    facts = ArticleFacts(sells=any(view.audit.sells for view in views))
    benefits = tuple(v.index for v in views if holds("benefit", v, facts))
    seen = _Seen(book, article, views, matches, pivot, benefits)
    rows: list[ArticleCheck] = []
    found: list[GuidanceMatch] = []
    for rule in book.applied():
        kind, _, value = rule.check.partition(":")
        if kind == "omission":
            own = [
                check_topic(rule.rule_id, book.tables.topics[name], article, views)
                for name in value.split("+")
            ]
            rows.extend(own)
            if len(benefits) >= LEAST_BENEFITS:
                found.extend(_match(rule, item, book) for item in _omitted(own, rule))
        elif kind:
            found.extend(_match(rule, item, book) for item in _CHECKS[kind](rule, seen))
    return rows, found


def _match(rule: AuditRule, found: _Found, book: AuditBook) -> GuidanceMatch:
    return GuidanceMatch(
        rule_id=rule.rule_id,
        severity=found.severity or rule.check_severity or rule.severity,
        sentence_index=found.at,
        places=(),
        evidence=found.evidence,
        message=rule.message.replace("{cues}", found.what),
        profiles=book.profiles_of(rule),
    )


def _omitted(rows: Sequence[ArticleCheck], rule: AuditRule) -> Iterator[_Found]:
    """Yield one finding for all topics of a rule that are missing, milder for half-said ones."""
    missing = [row for row in rows if row.status is CheckStatus.NOT_FOUND]
    partly = [row for row in rows if row.status is CheckStatus.PARTLY]
    if not missing and not partly:
        return
    words = [f"{row.title} (not found)" for row in missing]
    words += [f"{row.title} (partly)" for row in partly]
    evidence = tuple(row.sentence_index for row in partly if row.sentence_index is not None)
    said = len(missing) < len(rows)
    severity = _MILDER[rule.severity] if said else rule.severity
    yield _Found(", ".join(words), evidence, severity)


def _balance(rule: AuditRule, seen: _Seen) -> Iterator[_Found]:
    where = seen.topic("harms")
    risks = sorted((*where.found, *where.partly))
    n_benefits, n_risks = len(seen.benefits), len(risks)
    if n_benefits < LEAST_BENEFITS or not risks:
        return  # no harm at all is another rule's finding
    what = []
    if n_benefits > MOST_BENEFITS_A_RISK * n_risks:
        what.append(f"{n_benefits} sentences on benefits against {n_risks} on harms")
    if risks[0] >= LATE * len(seen.views) and seen.benefits[0] < risks[0]:
        what.append(f"the first harm comes at sentence {risks[0]} of {len(seen.views)}")
    generic = find_any(rule.patterns, seen.views[risks[0]].text)
    if not where.found or (len(risks) == 1 and generic is not None):
        what.append("harms are named in general words only")
    if what:
        yield _Found("; ".join(what), tuple(risks[:3]))


def _undisclosed(rule: AuditRule, seen: _Seen) -> Iterator[_Found]:
    praised = {m.sentence_index for m in seen.matches if m.rule_id in ("E01", "E02")}
    told = praised | {m.sentence_index for m in seen.matches if m.rule_id == "C01"}
    sold = {v.index for v in seen.views if v.audit.sells and v.audit.device is not Device.OFFER}
    selling = sorted((told | sold) - {None}, key=lambda index: index or 0)
    disclosed = seen.topic("disclosure")
    owes = bool(told) or len(sold) >= LEAST_SOLD
    if owes and selling and not disclosed.found:
        n = len(selling)
        what = f"{n} sentence{'s' if n > 1 else ''} that recommend{'' if n > 1 else 's'} or sell"
        evidence = tuple(i for i in selling if i is not None)[:5]
        # a press office that gives its telephone number is no hidden recommendation
        milder = None if praised else _MILDER[rule.severity]
        yield _Found(what + ("" if n > 1 else "s"), evidence, milder)


def _pivot(_: AuditRule, seen: _Seen) -> Iterator[_Found]:
    pivot = seen.pivot
    if pivot is not None:
        what = (
            f"{pivot.n_selling_before} of {pivot.n_before} sentences before sell, "
            f"{pivot.n_selling_after} of {pivot.n_after} from here on"
        )
        yield _Found(what, at=pivot.sentence_index)


def _headline(rule: AuditRule, seen: _Seen) -> Iterator[_Found]:
    for head, hedged in find_headlines(rule.patterns, seen.views):
        text = " ".join(seen.views[head].audit.sentence.text.split())
        yield _Found(f"“{text}”", hedged[:3], at=head)


def _many_diseases(_: AuditRule, seen: _Seen) -> Iterator[_Found]:
    for therapy, diseases, evidence in many_diseases(seen.views):
        yield _Found(f"“{therapy}” and {len(diseases)} diseases: {', '.join(diseases)}", evidence)


def _merged(rule: AuditRule, seen: _Seen) -> Iterator[_Found]:
    for kinds, evidence in merged_therapies(rule.patterns, seen.book.tables.signs, seen.views):
        yield _Found(", ".join(kinds), evidence)


def _notice(rule: AuditRule, seen: _Seen) -> Iterator[_Found]:
    offers = [
        view.index
        for view in seen.views
        if view.audit.sells and find_any(rule.patterns, view.text) is not None
    ]
    if offers and not seen.topic("notice").found:
        yield _Found("no such notice", tuple(offers[:3]))


_CHECKS: Mapping[str, Callable[[AuditRule, _Seen], Iterator[_Found]]] = {
    "balance": _balance,
    "undisclosed": _undisclosed,
    "pivot": _pivot,
    "headline": _headline,
    "many_diseases": _many_diseases,
    "merged_therapies": _merged,
    "notice": _notice,
}
