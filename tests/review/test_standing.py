"""Which decision counts, of one reviewer and of several."""

from __future__ import annotations

from puffery.records import Decision
from puffery.review.decision_lines import DecisionFile
from puffery.review.standing import latest, standing

from .conftest import decide, file_of

F = "0123456789abcdef"


def stands(*files: DecisionFile) -> Decision:
    return standing(files)[F].decision


def test_the_last_line_of_a_file_counts_whatever_the_clock_said() -> None:
    later = decide("reject", at="2020-01-01T00:00:00+00:00")

    assert later == stands(file_of(decide(), later))
    assert {F: later} == latest([decide(), later])


def test_an_undone_decision_is_none() -> None:
    assert {} == standing([file_of(decide(), decide("undo"))])
    assert "undo" == latest([decide(), decide("undo")])[F].decision


def test_of_two_reviewers_the_later_one_holds_and_it_is_contested() -> None:
    first = decide(at="2026-03-01T10:00:00+02:00")  # 08:00 in UTC
    second = decide("reject", reviewer="berta", at="2026-03-01T09:00:00+00:00")

    found = standing([file_of(second, name="berta"), file_of(first)])[F]

    assert (second, True) == (found.decision, found.contested)


def test_two_reviewers_who_say_the_same_are_not_contested() -> None:
    relabel = decide("relabel", new_label="unqualified", reviewer="berta")

    assert not standing([file_of(decide()), file_of(relabel)])[F].contested


def test_who_is_unsure_overrules_nobody() -> None:
    unsure = decide("unsure", reviewer="berta", at="2026-04-01T00:00:00+00:00")

    found = standing([file_of(decide()), file_of(unsure)])[F]

    assert (decide(), False) == (found.decision, found.contested)
    assert unsure == stands(file_of(unsure))


def test_two_files_of_a_reviewer_are_one_voice() -> None:
    exported = decide("reject", at="2026-02-01T00:00:00+00:00")

    found = standing([file_of(decide(), name="anna"), file_of(exported, name="anna-export")])[F]

    assert (decide(), False) == (found.decision, found.contested)
