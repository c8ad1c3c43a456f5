"""Where sentences end: every `¦` in a line stands where a new sentence must start."""

from __future__ import annotations

import pytest

from puffery.segment.boundaries import sentence_starts

BUG_INLINE_NUMBERS = pytest.mark.xfail(
    strict=True,
    reason="inline list: '1. Wash. 2. Rinse.' leaves the number '2.' with the sentence before",
)


def pieces(text: str) -> list[str]:
    starts = sentence_starts(text)
    return [text[a:b].strip() for a, b in zip(starts, [*starts[1:], len(text)], strict=True)]


@pytest.mark.parametrize(
    "marked",
    [
        # titles and initials
        "Dr. Rosa Lindt met Prof. J. K. Alder.¦ They spoke.",
        "The paper is by Mr. Moor and Mrs. Oake.¦ Both teach.",
        "It was led by T. A. Merrow of Larkmoor.¦ He retired.",
        # abbreviations in the middle
        "Mild pain, e.g. in the knee, is common.¦ So is fever.",
        "Rest helps, i.e. a week off.¦ Then walk.",
        "Vale et al. reported less pain.¦ Others agreed.",
        "Heat vs. cold was tried.¦ Cold won.",
        "See Fig. 3 for the doses.¦ They vary.",
        "The U.S. Navy tested it.¦ It held.",
        "He holds M.D. and Ph.D. degrees.¦ He teaches.",
        "Open Mon. to Fri. each week.¦ Closed at noon.",
        "The firm Brightwell Inc. sells it.¦ Buyers like it.",
        "It grew in St. Brannoc's Hospital.¦ All went well.",
        "By Petra Lindqvist, Jan. 3, 2019, in the news.¦ It was cold.",
        "The nurse gave approx. 40 doses.¦ None failed.",
        # abbreviations at the end
        "She lives in the U.S.¦ The clinic is abroad.",
        "They trained at Brightwell Inc.¦ The firm grew.",
        "Bring shoes, a towel, etc.¦ Doors open early.",
        "The ward opens at 8 p.m.¦ The kitchen closes.",
        # times of day
        "Come at 9 a.m. on Monday.¦ Eat first.",
        "It runs at 8 p.m. Friday in the hall.¦ Entry is free.",
        "It starts at 6 p.m. EST every week.¦ Log in early.",
        # numbers
        "Take 2.5 mg of the drug.¦ Then rest.",
        "It costs $4.50.¦ That is cheap.",
        "The difference was small (p = 0.04).¦ It held.",
        "Type 2 diabetes is common.¦ No. 4 on the list is gout.",
        "He is 45.¦ She is 50.",
        "It rose 3 %.¦ 40 patients left.",
        "A range of 4.5–6.5 is normal.¦ Higher is rare.",
        "The v2.0.1 app is out.¦ It is free.",
        # marks
        "Is it safe?¦ Yes.¦ No!¦ Maybe.",
        "Really?!¦ Yes.",
        "Wait... what?¦ Nothing.",
        "Nothing happened…¦ Then it did.",
        "Two capsules, 250 mg each... and nothing happened.",
        "It helps; it also hurts: be warned.",
        # quotations
        '"Does it work?" she asked.¦ "Yes," he said.',
        '"It works."¦ Then she left.',
        "“It held.” – Jo Vale",
        '"Because," she said, "it works."¦ Nobody spoke.',
        "“Is it true?” Dr. Vale asked.¦ Nobody knew.",
        '"Stop!" he cried.¦ She stopped.',
        # brackets, references and notes
        "Pain fell.[3]¦ Later it rose.",
        "Pain fell.3¦ Later it rose.",
        "Pain fell.[2,4–6]¦ Later it rose.",
        "He left (see p. 4).¦ She stayed.",
        "She stayed.¦ (He left.)¦ It rained.",
        # lost spaces and lower-case starts
        "Sleep is better.¦The drug works.",
        "They use their own cells.¦ iPSCs may help.",
        "The gene was cut.¦ mRNA levels fell.",
        # addresses
        "Visit www.example.org.¦ It is free.",
        "Read www.example.org/a.b.html for more.¦ Thanks.",
        "Write to a.b@example.org for more.¦ Thanks.",
        # labels that are a single capital
        "We use vitamin C.¦ The dose is low.",
        "She had hepatitis B.¦ Most people recover.",
        "E. coli grew in the dish.¦ Nobody fell ill.",
        # ordinary words that look like abbreviations
        "Many said no.¦ Others agreed.",
        "She could not sleep, nor could I.¦ We rose.",
        # lines of hard-wrapped text inside a block
        "The drug was tested by Dr.\nVale in two towns.¦\nBoth were small.",
        # nothing to split
        "No final stop here",
        "1. Wash your hands",
        pytest.param("1. Wash.¦ 2. Rinse.", marks=BUG_INLINE_NUMBERS),
    ],
)
def test_sentence_starts_finds_exactly_the_marked_places(marked: str) -> None:
    expected = [piece.strip() for piece in marked.split("¦")]

    assert expected == pieces(marked.replace("¦", ""))


def test_sentence_starts_of_empty_text_is_zero() -> None:
    assert [0] == sentence_starts("")


def test_sentence_starts_never_point_at_white_space() -> None:
    text = "One.   Two!\n\n  Three?\tFour."

    assert ["O", "T", "T", "F"] == [text[start] for start in sentence_starts(text)]
