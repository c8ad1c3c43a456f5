"""The grade of an article's language, with all that moved it.

In: matches of audit rules. Out: a `Grade`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from puffery.records import Grade, GradeMove, GuidanceMatch, Severity

POINTS = {Severity.CRITICAL: 8.0, Severity.HIGH: 4.0, Severity.MEDIUM: 2.0, Severity.LOW: 1.0}
"""Points of the gravest match of a rule; every further match of it adds half of the one before, so
that one habit repeated does not outweigh many different ones (decision 35)."""

LETTERS = (("A", 4.0), ("B", 12.0), ("C", 24.0), ("D", 40.0))
"""Letter and the points below which it is given; above all of them it is `E` (decision 35)."""

WORST = "E"


def grade_of(matches: Iterable[GuidanceMatch]) -> Grade:
    """Return the grade of an article.

    Args:
        matches: Its matches; suppressed ones do not count.

    Returns:
        Letter, points (0 or more) and what each rule added.
    """
    by_rule: dict[str, list[float]] = defaultdict(list)
    for match in matches:
        if not match.suppressed:
            by_rule[match.rule_id].append(POINTS[match.severity])
    moves = [GradeMove(rule_id, len(points), _sum(points)) for rule_id, points in by_rule.items()]
    moves.sort(key=lambda move: (-move.points, move.rule_id))
    total = round(sum((move.points for move in moves), 0.0), 2)
    letter = next((name for name, below in LETTERS if total < below), WORST)
    return Grade(letter, total, tuple(moves))


def _sum(points: list[float]) -> float:
    gravest_first = sorted(points, reverse=True)
    return round(sum((value * 0.5**at for at, value in enumerate(gravest_first)), 0.0), 2)
