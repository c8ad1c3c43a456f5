from __future__ import annotations

from puffery.explain.pivot import find_pivot
from puffery.records import (
    BlockKind,
    Device,
    Framing,
    Question,
    Reason,
    Sentence,
    SentenceAudit,
)

DEVICES = {"E": Device.ENDORSEMENT, "C": Device.CALL_TO_ACTION, "H": Device.HYPE}


def _article(letters: str, *, undecided: bool = False) -> list[SentenceAudit]:
    """One sentence a letter: E, C and H are promotional devices, any other makes no claim."""
    return [
        SentenceAudit(
            sentence=Sentence(i, 10 * i, 10 * i + 5, "Text.", BlockKind.PARAGRAPH),
            label=Framing.PROMOTIONAL if letter in DEVICES else Framing.NONE,
            scores=(0.25, 0.25, 0.25, 0.25),
            device=DEVICES.get(letter),
            cues=(),
            mentions=(),
            reasons=(Reason("NON-001", Question.NO_CLAIM, "m"),),
            undecided=undecided,
        )
        for i, letter in enumerate(letters)
    ]


def test_the_turn_is_where_teaching_ends_and_selling_begins() -> None:
    pivot = find_pivot(_article("." * 20 + "E.CC"))

    assert pivot is not None
    assert (20, 20, 0, 4, 3) == (
        pivot.sentence_index,
        pivot.n_before,
        pivot.n_selling_before,
        pivot.n_after,
        pivot.n_selling_after,
    )


def test_a_stray_call_in_the_body_does_not_move_the_turn() -> None:
    pivot = find_pivot(_article("." * 5 + "C" + "." * 14 + "EECC"))

    assert pivot is not None
    assert (20, 1) == (pivot.sentence_index, pivot.n_selling_before)


def test_an_article_that_sells_throughout_has_no_turn() -> None:
    assert find_pivot(_article("E.C." * 8)) is None


def test_an_article_that_only_teaches_has_no_turn() -> None:
    assert find_pivot(_article("." * 30)) is None
    assert find_pivot([]) is None


def test_hype_is_no_selling_and_one_call_is_no_turn() -> None:
    assert find_pivot(_article("." * 20 + "HHHH")) is None
    assert find_pivot(_article("." * 20 + "CC")) is None


def test_selling_that_stops_again_is_no_turn() -> None:
    assert find_pivot(_article("." * 10 + "CCC" + "." * 20)) is None


def test_undecided_sentences_do_not_sell() -> None:
    assert find_pivot(_article("." * 20 + "EECC", undecided=True)) is None
