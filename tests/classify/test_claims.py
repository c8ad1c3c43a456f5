"""What makes a claim, and what takes it back, on hand-marked sentences."""

from __future__ import annotations

import pytest

from puffery.classify.claims import find_claims, has_intervention

from .conftest import MakeView


@pytest.mark.parametrize(
    ("marked", "n_claims"),
    [
        ("Balm{THERAPY} eases{effect.down} gout{DISEASE} .", 1),
        ("Balm{THERAPY} eases{effect.down} sore feet{context.bad} .", 1),
        ("Balm{THERAPY} eases{effect.down} sleep{context.good} .", 0),
        ("Balm{THERAPY} raises{effect.up} survival{context.good} .", 1),
        ("Balm{THERAPY} raises{effect.up} mortality{context.bad} .", 0),
        ("Balm{THERAPY} helps{effect.up} with gout{DISEASE} .", 1),
        ("Rain eases{effect.down} gout{DISEASE} .", 1),
        ("Rain eased{effect.down} gout{DISEASE} .", 0),
        ("It{context.pronoun} eases{effect.down} gout{DISEASE} .", 1),
        ("Swimming eases{effect.down} gout{DISEASE} .", 1),
        ("Gout{DISEASE} is eased{effect.down} by balm{THERAPY} .", 1),
        ("Balm{THERAPY} brings{effect.give} relief{context.outcome} .", 1),
        ("Balm{THERAPY} brings{effect.give} no relief{context.outcome} .", 0),
        ("Balm{THERAPY} brings{effect.give} spoons .", 0),
        ("Balm{THERAPY} eases{effect.down} a b c d e f g h i j k gout{DISEASE} .", 0),
        ("Balm{THERAPY} was rubbed to treat{effect.down} gout{DISEASE} .", 0),
        ("Balm{THERAPY} is safe{effect.safety} .", 1),
        ("The town is safe{effect.safety} .", 0),
    ],
)
def test_find_claims_needs_an_actor_and_a_target_of_the_right_direction(
    make_view: MakeView, marked: str, n_claims: int
) -> None:
    assert n_claims == len(find_claims(make_view(marked)))


@pytest.mark.parametrize(
    ("marked", "blocked"),
    [
        ("Balm{THERAPY} eases{effect.down} gout{DISEASE} .", ""),
        ("Balm{THERAPY} never{negation.negator} eases{effect.down} gout{DISEASE} .", "negated"),
        (
            "Balm{THERAPY} never{negation.negator} stings , but it eases{effect.down} gout{DISEASE} .",
            "",
        ),
        ("Balm{THERAPY} eases{effect.down} gout{DISEASE} with no{negation.negator} fuss .", ""),
        (
            "No{negation.negator} one two three four five six balm{THERAPY} eases{effect.down} gout{DISEASE} .",
            "",
        ),
        (
            "A myth{negation.debunk} is that balm{THERAPY} eases{effect.down} gout{DISEASE} .",
            "debunked",
        ),
        (
            "Balm{THERAPY} eases{effect.down} gout{DISEASE} , but one story is a myth{negation.debunk} .",
            "",
        ),
        (
            "They ask whether{context.study_aim} balm{THERAPY} eases{effect.down} gout{DISEASE} .",
            "study_aim",
        ),
        (
            "They ask whether{context.study_aim} and found{booster.attribution} balm{THERAPY} eases{effect.down} gout{DISEASE} .",
            "",
        ),
        ("Balm{THERAPY} users want{context.desire} to ease{effect.down} gout{DISEASE} .", "desire"),
        (
            "The dangers{risk.harm} of balm{THERAPY} raise{effect.up} life{context.good} fears .",
            "harm",
        ),
        ("The dangers{risk.harm} are few and balm{THERAPY} eases{effect.down} gout{DISEASE} .", ""),
        ("Balm{THERAPY} has no_side_effects{effect.safety} and no{negation.negator} smell .", ""),
        (
            "Although balm{THERAPY} is no_cure{negation.debunk} , oil{THERAPY} eases{effect.down} gout{DISEASE} .",
            "",
        ),
    ],
)
def test_find_claims_says_what_blocks_a_claim(
    make_view: MakeView, marked: str, blocked: str
) -> None:
    claims = find_claims(make_view(marked))

    assert [blocked] == [claim.blocked for claim in claims]
    assert all((claim.blocker is None) is not bool(claim.blocked) for claim in claims)


@pytest.mark.parametrize(
    ("marked", "role", "expected"),
    [
        ("Balm{THERAPY} is here .", "down", True),
        ("The drug{context.intervention} is here .", "down", True),
        ("Rain fell .", "down", False),
        ("Fewer deaths came .", "noun", True),
        ("Yes , this{context.pronoun} did .", "up", True),
    ],
)
def test_has_intervention_wants_something_that_acts(
    make_view: MakeView, marked: str, role: str, expected: bool
) -> None:
    assert expected is has_intervention(make_view(marked), role)
