from __future__ import annotations

import pytest

from puffery.learn.scoring.breakdown import by_device, by_genre, error_kinds
from puffery.learn.scoring.compare import compare
from puffery.records import Device

from .builders import audit, gold


def test_genres_are_scored_apart_over_the_labels_they_have() -> None:
    rows = [gold("none", genre="news"), gold("hedged", genre="news"), gold("none", genre="blog")]

    news, blog = by_genre(rows, [audit("none"), audit("none"), audit("none")])

    assert ("news", 2, 0.5) == (news.genre, news.n, news.accuracy)
    assert news.macro_f1 == pytest.approx((2 / 3 + 0) / 2)
    assert ("blog", 1, 1.0, 1.0) == (blog.genre, blog.n, blog.accuracy, blog.macro_f1)


def test_gold_without_genres_has_no_genre_table() -> None:
    assert () == by_genre([gold("none")], [audit("none")])


def test_devices_tell_found_from_right() -> None:
    rows = [gold("promotional", device="offer")] * 4
    audits = [
        audit("promotional", device=Device.OFFER),
        audit("promotional", device=Device.HYPE),
        audit("none"),
        audit("hedged"),
    ]

    (offer,) = by_device(rows, audits)

    assert ("offer", 4, 0.5, 0.25) == (offer.device, offer.n, offer.found, offer.right)


def test_errors_are_counted_by_kind_most_frequent_first() -> None:
    rows = [gold("hedged"), gold("hedged"), gold("none"), gold("none")]
    audits = [audit("none"), audit("none"), audit("none"), audit("hedged", rule="HED-001")]

    first, second = error_kinds(rows, audits)

    assert ("hedged", "none", "NON-001", 2) == (first.gold, first.given, first.rule_id, first.n)
    assert ("none", "hedged", "HED-001", 1) == (second.gold, second.given, second.rule_id, second.n)


def test_a_comparison_counts_what_each_way_alone_gets_right() -> None:
    labels = ["none", "hedged", "none", "unqualified"] * 5
    rows = [gold(label, doc=str(i)) for i, label in enumerate(labels)]
    right = [audit(label) for label in labels]
    wrong = [audit("none") for _ in labels]

    result = compare(rows, right, wrong)

    assert (10, 0) == (result.fixed, result.broken)
    assert 1.0 == result.macro_f1[0]
    assert result.gain == pytest.approx(result.macro_f1[0] - result.macro_f1[1])
    assert 0 < result.interval[0] <= result.gain <= result.interval[1]
    assert 10 == len(result.examples)


def test_two_equal_ways_do_not_differ() -> None:
    rows = [gold("none", doc=str(i)) for i in range(4)]
    audits = [audit("none")] * 4

    result = compare(rows, audits, audits)

    assert (0.0, (0.0, 0.0), 0, 0, ()) == (
        result.gain,
        result.interval,
        result.fixed,
        result.broken,
        result.examples,
    )
