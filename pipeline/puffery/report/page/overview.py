"""What the first page says of a whole run: who claims how, of what, and what articles leave out.

In: `ArticleView`s one after another, then the `AuditRun`. Out: an `Overview`. Per article only a
strip of at most 60 numbers is kept, so that memory stays flat for any number of articles.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from puffery.records import (
    UNDECIDED,
    ArticleSummary,
    AuditRun,
    CheckStatus,
    Framing,
    Mention,
    MentionLabel,
)
from puffery.report.data import ArticleView, StripBin, mention_name

HEAT_ROWS = 12
"""Therapies, and diseases, in the heat map: the most claimed ones."""

TOP_ARTICLES = 24
"""Articles with a bar and a strip in the overview, worst first; the list has all."""

TOP_PUBLISHERS = 12
"""Publishers with a bar, those with most sentences first."""

HEAT_LEVELS = 4
"""Shades of the heat map beside the empty one; the number stands in the cell as well."""

UNNAMED = "not named"

_ORDER = (Framing.PROMOTIONAL, Framing.UNQUALIFIED, Framing.HEDGED)


@dataclass(frozen=True, slots=True)
class PublisherRow:
    """Class mix of one publisher.

    Attributes:
        name: As the articles give it, `not named` where they give none.
        n_articles: Its articles.
        counts: Sentences by label, keys as in `json_v1.run_counts`.
    """

    name: str
    n_articles: int
    counts: dict[str, int]


@dataclass(frozen=True, slots=True)
class HeatCell:
    """Claim sentences that name a therapy and a disease.

    Attributes:
        promotional: Sentences with this label.
        unqualified: Sentences with this label.
        hedged: Sentences with this label.
        level: Shade, 0 (none) to `HEAT_LEVELS` (the most in the map).
    """

    promotional: int
    unqualified: int
    hedged: int
    level: int

    @property
    def total(self) -> int:
        """All three together."""
        return self.promotional + self.unqualified + self.hedged


@dataclass(frozen=True, slots=True)
class HeatMap:
    """Therapies by diseases.

    Attributes:
        therapies: Names of the rows, most claimed first.
        diseases: Names of the columns, most claimed first.
        cells: One row a therapy, shape (n_therapies, n_diseases).
        n_left_out: Pairs of the run that are outside the map.
    """

    therapies: tuple[str, ...]
    diseases: tuple[str, ...]
    cells: tuple[tuple[HeatCell, ...], ...]
    n_left_out: int


@dataclass(frozen=True, slots=True)
class CheckRow:
    """One row of the checklist over the run.

    Attributes:
        title: What is looked for, in words.
        found: Articles that say it.
        partly: Articles that say a part of it.
        not_found: Articles that do not.
    """

    title: str
    found: int
    partly: int
    not_found: int


@dataclass(frozen=True, slots=True)
class ArticleRow:
    """One article of the overview.

    Attributes:
        summary: Its summary.
        strip: Hype and hedge over its course.
    """

    summary: ArticleSummary
    strip: tuple[StripBin, ...]


@dataclass(frozen=True, slots=True)
class Overview:
    """All plots of the first page.

    Attributes:
        articles: The worst articles, worst first.
        publishers: The publishers with most sentences.
        n_publishers: Publishers in the run.
        heat: Therapies by diseases.
        checks: The checklist, in the order of the rulebook; empty without audit rules.
        grades: Letter -> articles, in order; empty without audit rules.
        n_disagreed: Sentences on which rules and classifier disagree.
    """

    articles: tuple[ArticleRow, ...]
    publishers: tuple[PublisherRow, ...]
    n_publishers: int
    heat: HeatMap
    checks: tuple[CheckRow, ...]
    grades: tuple[tuple[str, int], ...]
    n_disagreed: int


class OverviewCounter:
    """Counts what the overview shows while articles stream by."""

    def __init__(self) -> None:
        self._strips: dict[str, tuple[StripBin, ...]] = {}
        self._pairs: dict[tuple[str, str], Counter[str]] = {}
        self._checks: dict[tuple[str, str], Counter[CheckStatus]] = {}
        self._titles: dict[tuple[str, str], str] = {}
        self._grades: Counter[str] = Counter()
        self._n_disagreed = 0

    def add(self, view: ArticleView) -> None:
        """Take one article."""
        self._strips[view.article.article_id] = view.strip
        for card in view.cards:
            audit = card.audit
            self._n_disagreed += audit.rule_label not in (None, audit.label)
            if audit.shown not in (UNDECIDED, Framing.NONE):
                self._add_pairs(audit.mentions, audit.shown)
        if view.guidance:
            self._grades[view.guidance.grade.letter] += 1
            for check in view.guidance.checks:
                key = (check.rule_id, check.topic)
                self._titles.setdefault(key, check.title)
                self._checks.setdefault(key, Counter())[check.status] += 1

    def finish(self, run: AuditRun) -> Overview:
        """Return the overview of the run."""
        rows = run.articles[:TOP_ARTICLES]
        publishers = _publishers(run)
        return Overview(
            articles=tuple(ArticleRow(row, self._strips[row.article_id]) for row in rows),
            publishers=publishers[:TOP_PUBLISHERS],
            n_publishers=len(publishers),
            heat=heat_map(self._pairs),
            checks=tuple(
                CheckRow(self._titles[key], *(counts[status] for status in CheckStatus))
                for key, counts in self._checks.items()
            ),
            grades=tuple(sorted(self._grades.items())),
            n_disagreed=self._n_disagreed,
        )

    def _add_pairs(self, mentions: tuple[Mention, ...], label: str) -> None:
        names = {
            kind: sorted({mention_name(m) for m in mentions if m.label is kind})
            for kind in MentionLabel
        }
        for therapy in names[MentionLabel.THERAPY]:
            for disease in names[MentionLabel.DISEASE]:
                self._pairs.setdefault((therapy, disease), Counter())[label] += 1


def heat_map(pairs: dict[tuple[str, str], Counter[str]]) -> HeatMap:
    """Lay out the most claimed therapies and diseases.

    Args:
        pairs: Therapy and disease -> claim sentences by label.

    Returns:
        At most `HEAT_ROWS` x `HEAT_ROWS` cells; ties in the order of names.
    """
    by_therapy: Counter[str] = Counter()
    by_disease: Counter[str] = Counter()
    for (therapy, disease), counts in pairs.items():
        by_therapy[therapy] += counts.total()
        by_disease[disease] += counts.total()
    therapies, diseases = _top(by_therapy), _top(by_disease)
    chosen = [(t, d) for t in therapies for d in diseases if (t, d) in pairs]
    most = max((pairs[pair].total() for pair in chosen), default=1)
    cells = tuple(
        tuple(_cell(pairs.get((therapy, disease), Counter()), most) for disease in diseases)
        for therapy in therapies
    )
    return HeatMap(therapies, diseases, cells, len(pairs) - len(chosen))


def _cell(counts: Counter[str], most: int) -> HeatCell:
    numbers = [counts[label.value] for label in _ORDER]
    return HeatCell(numbers[0], numbers[1], numbers[2], -(-HEAT_LEVELS * sum(numbers) // most))


def _top(counts: Counter[str]) -> tuple[str, ...]:
    return tuple(sorted(counts, key=lambda name: (-counts[name], name))[:HEAT_ROWS])


def _publishers(run: AuditRun) -> tuple[PublisherRow, ...]:
    counts: dict[str, Counter[str]] = {}
    n_articles: Counter[str] = Counter()
    for row in run.articles:
        name = row.publisher or UNNAMED
        n_articles[name] += 1
        counts.setdefault(name, Counter()).update(label_counts(row))
    order = sorted(counts, key=lambda name: (-counts[name].total(), name))
    return tuple(PublisherRow(name, n_articles[name], dict(counts[name])) for name in order)


def label_counts(row: ArticleSummary) -> dict[str, int]:
    """Return the sentences of an article by label, in the order that bars are drawn in."""
    return {
        Framing.PROMOTIONAL.value: row.n_promotional,
        Framing.UNQUALIFIED.value: row.n_unqualified,
        Framing.HEDGED.value: row.n_hedged,
        UNDECIDED: row.n_undecided,
        Framing.NONE.value: row.n_none,
    }
