"""The first page counts what the articles say."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest

from puffery.records import Framing, MentionLabel
from puffery.report.data import view_article
from puffery.report.page.overview import (
    HEAT_LEVELS,
    HEAT_ROWS,
    CheckRow,
    Overview,
    OverviewCounter,
    heat_map,
)

from ..conftest import Line, build_audit, build_guided, build_run


def overview_of(*audits: object) -> Overview:
    counter = OverviewCounter()
    for audit in audits:
        counter.add(view_article(audit))
    return counter.finish(build_run(audits))


def test_publishers_are_summed_and_the_nameless_are_named() -> None:
    overview = overview_of(
        build_audit("a", publisher="Moss Daily"),
        build_audit("b", publisher="Moss Daily"),
        build_audit("c"),
    )

    assert [("Moss Daily", 2, 10), ("not named", 1, 5)] == [
        (row.name, row.n_articles, sum(row.counts.values())) for row in overview.publishers
    ]
    assert {"promotional": 2, "unqualified": 2, "hedged": 2, "undecided": 0, "none": 4} == dict(
        overview.publishers[0].counts
    )


def test_the_heat_map_counts_claim_sentences_that_name_both() -> None:
    both = (("Tea", MentionLabel.THERAPY), ("gout", MentionLabel.DISEASE))
    lines = [
        Line(Framing.UNQUALIFIED, "Tea ends gout.", mentions=both),
        Line(Framing.HEDGED, "Tea may ease gout.", mentions=both),
        Line(Framing.NONE, "Tea and gout are words.", mentions=both),
        Line(Framing.PROMOTIONAL, "Buy Tea!", mentions=both[:1]),
    ]

    heat = overview_of(build_audit(lines=lines)).heat

    assert (("tea",), ("gout",)) == (heat.therapies, heat.diseases)
    cell = heat.cells[0][0]
    assert (0, 1, 1, 2, HEAT_LEVELS) == (
        cell.promotional,
        cell.unqualified,
        cell.hedged,
        cell.total,
        cell.level,
    )


def test_the_heat_map_keeps_the_most_claimed_and_counts_the_rest() -> None:
    pairs = {(f"t{n:02}", f"d{n:02}"): Counter(hedged=n + 1) for n in range(HEAT_ROWS + 3)}

    heat = heat_map(pairs)

    assert HEAT_ROWS == len(heat.therapies) == len(heat.diseases) == len(heat.cells)
    assert ("t14", "t13") == heat.therapies[:2]
    assert 3 == heat.n_left_out
    assert [4, 4, 4, 4, 3] == [heat.cells[n][n].level for n in range(5)]
    assert 0 == heat.cells[0][1].level


def test_no_pairs_give_an_empty_map() -> None:
    heat = heat_map({})

    assert ((), (), ()) == (heat.therapies, heat.diseases, heat.cells)


def test_the_checklist_is_summed_over_articles() -> None:
    guided = build_guided()
    other = replace(guided, article=replace(guided.article, article_id="other"))

    overview = overview_of(guided, other)

    assert (CheckRow("Harms", 0, 0, 2), CheckRow("Costs", 0, 2, 0)) == overview.checks
    assert (("D", 2),) == overview.grades


def test_without_audit_rules_there_is_no_checklist_and_no_grade() -> None:
    overview = overview_of(build_audit())

    assert ((), ()) == (overview.checks, overview.grades)


def test_disagreement_is_counted() -> None:
    audit = build_audit()
    changed = replace(audit.sentences[1], rule_label=Framing.PROMOTIONAL)
    agreed = replace(audit.sentences[2], rule_label=audit.sentences[2].label)

    overview = overview_of(
        replace(audit, sentences=(audit.sentences[0], changed, agreed, *audit.sentences[3:]))
    )

    assert 1 == overview.n_disagreed


@pytest.mark.parametrize("n", [1, 24, 30])
def test_the_worst_articles_have_a_strip(n: int) -> None:
    overview = overview_of(*(build_audit(f"{number}.txt") for number in range(n)))

    assert min(24, n) == len(overview.articles)
    assert all(5 == len(row.strip) for row in overview.articles)
