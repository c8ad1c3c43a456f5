"""Points by severity, halved for every repetition of a rule."""

from __future__ import annotations

import pytest

from puffery.guidance.grade import grade_of
from puffery.records import GradeMove, GuidanceMatch, Severity


def match(rule_id: str, severity: Severity, suppressed: str = "") -> GuidanceMatch:
    return GuidanceMatch(rule_id, severity, 0, (), suppressed=suppressed)


def test_grade_of_nothing_is_the_best() -> None:
    grade = grade_of([])

    assert ("A", 0.0, ()) == (grade.letter, grade.points, grade.moves)


def test_grade_halves_each_repetition_and_lists_the_largest_first() -> None:
    grade = grade_of([match("P01", Severity.MEDIUM)] * 3 + [match("E03", Severity.CRITICAL)])

    assert (GradeMove("E03", 1, 8.0), GradeMove("P01", 3, 3.5)) == grade.moves
    assert 11.5 == grade.points
    assert "B" == grade.letter


def test_grade_does_not_count_what_was_set_aside() -> None:
    assert 0.0 == grade_of([match("U01", Severity.CRITICAL, "sourced (A. Reader)")]).points


@pytest.mark.parametrize(
    ("n", "letter"), [(0, "A"), (1, "B"), (2, "C"), (3, "D"), (4, "D"), (5, "E"), (9, "E")]
)
def test_letters_fall_with_the_points(n: int, letter: str) -> None:
    found = [match(f"U{number:02}", Severity.CRITICAL) for number in range(n)]

    assert letter == grade_of(found).letter
