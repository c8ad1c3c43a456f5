"""Question 3 on hand-marked sentences."""

from __future__ import annotations

import pytest

from puffery.classify.hype import find_hype, governed_hype

from .conftest import MakeView


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        ("A miracle{hype.strong} balm{THERAPY} .", "hype.strong"),
        ("A miracle{hype.strong} for gout{DISEASE} .", "hype.strong"),
        ("A miracle{hype.strong} goal in the match .", None),
        # negated
        ("Balm{THERAPY} is no{negation.negator} miracle{hype.strong} .", None),
        (
            "No{negation.negator} rain fell , but balm{THERAPY} is a miracle{hype.strong} .",
            "hype.strong",
        ),
        # governed by a modal or by "the promise of"
        ("Balm{THERAPY} may{hedge.modal} transform{hype.strong} lives .", None),
        (
            "Balm{THERAPY} holds the promise{hedge.evaluative} of transformative{hype.strong} care .",
            None,
        ),
        (
            "Balm{THERAPY} may{hedge.modal} sting , but transforms{hype.strong} lives .",
            "hype.strong",
        ),
        ("Transformative{hype.strong} balm{THERAPY} may{hedge.modal} help .", "hype.strong"),
        # a hedge as lever
        (
            "Balm{THERAPY} has the potential_to{hedge.noun_to} transform{hype.strong} care .",
            "step.lever",
        ),
        ("Balm{THERAPY} is set_to{hedge.future} transform{hype.strong} care .", "step.lever"),
        # stacked praise
        ("Novel{hype.soft} , unique{hype.soft} and vital{hype.soft} balm{THERAPY} .", "hype.soft"),
        ("Novel{hype.soft} and unique{hype.soft} balm{THERAPY} .", None),
        ("Novel{hype.soft} , unique{hype.soft} and vital{hype.soft} spoons .", None),
    ],
)
def test_find_hype_names_the_rule(make_view: MakeView, marked: str, expected: str | None) -> None:
    found = find_hype(make_view(marked), has_claim=False)

    assert expected == (found and found[0])


def test_find_hype_stacked_praise_gives_way_to_a_claim(make_view: MakeView) -> None:
    view = make_view("Novel{hype.soft} , unique{hype.soft} , vital{hype.soft} balm{THERAPY} .")

    assert None is find_hype(view, has_claim=True)


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        ("Balm may{hedge.modal} transform{hype.strong} lives .", ["may", "transform"]),
        ("Balm will transform{hype.strong} lives .", []),
        ("Balm is no{negation.negator} miracle{hype.strong} and may{hedge.modal} sting .", []),
    ],
)
def test_governed_hype_gives_hedge_and_word(
    make_view: MakeView, marked: str, expected: list[str]
) -> None:
    view = make_view(marked)

    assert expected == [" ".join(view.tokens[h.start : h.end]) for h in governed_hype(view)]
