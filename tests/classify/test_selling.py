"""Question 1 on hand-marked sentences: what sells, by which device."""

from __future__ import annotations

import pytest

from puffery.classify.selling import find_sale
from puffery.records import BlockKind

from .conftest import MakeView


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        # call to action: an imperative must open the sentence
        ("Call{action.imperative} us today .", ("call_to_action", "action.imperative")),
        ("- Order{action.imperative} it here .", ("call_to_action", "action.imperative")),
        ("Try{action.imperative} it today .", ("call_to_action", "action.imperative")),
        ("Try{action.imperative} to sleep .", None),
        ("They call{action.imperative} us today .", None),
        ("Visit{action.imperative} , then rest .", None),
        ("Order{action.imperative} of service .", None),
        ("Call{action.imperative} us today ?", None),
        ("To learn_more{action.phrase} , wait .", ("call_to_action", "action.phrase")),
        # a doctor's advice takes it back
        ("Call{action.imperative,action.advice} your doctor today .", None),
        ("Learn_more{action.phrase} and see_a_doctor{action.advice} .", None),
        # offers and plain costs
        ("Now half_price{price.offer} .", ("offer", "price.offer")),
        ("Session : £{price.amount} 40", ("offer", "price.amount")),
        ("It costs{price.cost} the state £{price.amount} 40 .", None),
        ("Fees of £{price.amount} 40 are a risk{risk.harm} .", None),
        # endorsements, testimonials, authority
        (
            "We highly_recommend{endorsement.recommend} it .",
            ("endorsement", "endorsement.recommend"),
        ),
        (
            "An expert_team{endorsement.provider_praise} .",
            ("endorsement", "endorsement.provider_praise"),
        ),
        ("I_can_walk{testimonial.first_person} .", ("testimonial", "testimonial.first_person")),
        ("“ I_felt_better{testimonial.first_person} , ” said Dr. Vale .", None),
        (
            "“ It saved my_life{testimonial.first_person} , ” said Dr. Vale .",
            ("testimonial", "testimonial.first_person"),
        ),
        ("He is back_on_his_feet{testimonial.story} .", ("testimonial", "testimonial.story")),
        ("Hollywood{authority.celebrity} swims .", ("authority", "authority.celebrity")),
        # an offer goes before the call that carries it
        ("Call{action.imperative} us for half_price{price.offer} .", ("offer", "price.offer")),
        ("Rain fell .", None),
    ],
)
def test_find_sale_names_device_and_rule(
    make_view: MakeView, marked: str, expected: tuple[str, str] | None
) -> None:
    sale = find_sale(make_view(marked))

    assert expected == (sale and (sale.device, sale.pattern))


@pytest.mark.parametrize(
    ("block", "sells"),
    [
        (BlockKind.LIST_ITEM, True),
        (BlockKind.TABLE_CELL, True),
        (BlockKind.HEADING, True),
        (BlockKind.PARAGRAPH, False),
    ],
)
def test_find_sale_takes_a_sum_in_a_long_line_for_a_price_only_in_a_list(
    make_view: MakeView, block: BlockKind, sells: bool
) -> None:
    view = make_view(f"Knees £{{price.amount}} 40 {'and so on ' * 10}", block=block)

    assert sells is (find_sale(view) is not None)


def test_find_sale_takes_no_story_in_a_heading(make_view: MakeView) -> None:
    assert None is find_sale(
        make_view("Success_stories{testimonial.story}", block=BlockKind.HEADING)
    )
