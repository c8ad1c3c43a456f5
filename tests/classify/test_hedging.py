"""What a hedge governs."""

from __future__ import annotations

import pytest

from puffery.classify.hedging import hedge_over, scope
from puffery.records import CueKind

from .conftest import MakeView

BUG_RESTRICTIVE = pytest.mark.xfail(
    strict=True, reason="a hedge in a relative clause without commas governs the main verb"
)


@pytest.mark.parametrize(
    ("marked", "governed"),
    [
        ("balm may{hedge.modal} ease pain .", "may ease pain ."),
        ("balm may{hedge.modal} sting , but it helps .", "may sting ,"),
        ("balm , which may{hedge.modal} sting , helps .", "may sting ,"),
        ("although it may{hedge.modal} sting , balm helps .", "may sting ,"),
        ("balm perhaps{hedge.adverb} helps ; it warms .", "perhaps helps ;"),
        (
            "they suggest{hedge.epistemic} that balm , which warms , helps .",
            "suggest that balm , which warms , helps .",
        ),
        (
            "they suggest{hedge.epistemic} that balm warms , but it helps .",
            "suggest that balm warms ,",
        ),
        ("balm helps some_people{hedge.limit} , but it stings .", "balm helps some people ,"),
        ("a promising{hedge.evaluative} balm helps .", "a promising balm helps ."),
        ("balm has potential{hedge.evaluative} to help .", "potential to help ."),
        (
            "balm may{hedge.modal} not only warm but also help .",
            "may not only warm but also help .",
        ),
    ],
)
def test_scope_is_what_the_hedge_governs(make_view: MakeView, marked: str, governed: str) -> None:
    view = make_view(marked)

    low, high = scope(view, view.of(CueKind.HEDGE)[0])

    assert governed == " ".join(view.tokens[low:high])


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        ("balm may{hedge.modal} ease{effect.down} pain .", "may"),
        ("balm eases{effect.down} pain .", None),
        ("balm eases{effect.down} pain and may{hedge.modal} warm .", None),
        ("balm eases{effect.down} pain in_mice{hedge.limit} .", "in mice"),
        ("while balm is experimental{hedge.limit} , it eases{effect.down} pain .", None),
        ("balm , which may{hedge.modal} sting , eases{effect.down} pain .", None),
        ("balm may{hedge.modal} sting ; it eases{effect.down} pain .", None),
        ("balm eases{effect.down} pain because it may{hedge.modal} warm .", None),
        ("data suggest{hedge.epistemic} that balm eases{effect.down} pain .", "suggest"),
        ("data suggest{hedge.epistemic} balm warms , but it eases{effect.down} pain .", None),
        ("balm ( it may{hedge.modal} sting ) eases{effect.down} pain .", None),
        pytest.param(
            "balm that may{hedge.modal} sting eases{effect.down} pain .",
            None,
            marks=BUG_RESTRICTIVE,
        ),
    ],
)
def test_hedge_over_finds_a_hedge_only_where_it_reaches_the_claim(
    make_view: MakeView, marked: str, expected: str | None
) -> None:
    view = make_view(marked)
    claim = view.of(CueKind.EFFECT)[0]

    hedge = hedge_over(view, claim.start, claim.end, verb=True)

    assert expected == (" ".join(view.tokens[hedge.start : hedge.end]) if hedge else None)


def test_hedge_over_a_noun_before_its_modal(make_view: MakeView) -> None:
    view = make_view("the benefits{effect.noun} may{hedge.modal} include sleep .")

    assert hedge_over(view, 1, 2, verb=False) is not None
    assert hedge_over(view, 1, 2, verb=True) is None
