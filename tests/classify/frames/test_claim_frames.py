"""Claim frames of single sentences: effect, arguments, polarity."""

from __future__ import annotations

import pytest

from puffery import doc_keys
from puffery.records import ClaimFrame
from tests.classify.pipeline import pipeline

Row = tuple[str, str, str | None, str | None]


def frames(text: str) -> list[Row]:
    """Return effect, polarity, therapy and target of the frames of a text."""
    doc = pipeline()(text)
    found: tuple[ClaimFrame, ...] = getattr(doc._, doc_keys.FRAMES)

    def words(place: tuple[int, int] | None) -> str | None:
        return text[place[0] : place[1]] if place else None

    assert all(words(f.cue) for f in found)
    return [(str(f.effect), f.polarity, words(f.therapy), words(f.target)) for f in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Turmeric eases joint pain.", ("treats", "+", "Turmeric", "joint pain")),
        ("Garlic lowered blood pressure.", ("improves", "+", "Garlic", "blood pressure")),
        ("Vitamin C prevents colds.", ("prevents", "+", "Vitamin C", "colds")),
        ("Metformin lowers the risk of diabetes.", ("prevents", "+", "Metformin", "diabetes")),
        ("Ginger cures migraine.", ("cures", "+", "Ginger", "migraine")),
        ("Acupuncture is safe.", ("safe", "+", "Acupuncture", None)),
        ("Yoga works better than ibuprofen.", ("superior", "+", "Yoga", None)),
        (
            "Curcumin stimulates the release of endorphins.",
            ("mechanism", "+", "Curcumin", "endorphins"),
        ),
    ],
)
def test_each_effect_is_named_by_its_words_and_target(text: str, expected: Row) -> None:
    assert [expected] == frames(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Yoga eases back pain, anxiety and insomnia.",
            [("Yoga", "back pain"), ("Yoga", "anxiety"), ("Yoga", "insomnia")],
        ),
        (
            "Turmeric and ginger relieve arthritis.",
            [("Turmeric", "arthritis"), ("ginger", "arthritis")],
        ),
        (
            "Lavender eases anxiety and improves sleep.",
            [("Lavender", "anxiety"), ("Lavender", "sleep")],
        ),
        ("Aspirin treats, cures or prevents headaches.", [("Aspirin", "headaches")]),
    ],
)
def test_coordination_makes_one_frame_a_pair(text: str, expected: list[tuple[str, str]]) -> None:
    assert expected == [(therapy, target) for _, _, therapy, target in frames(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Migraine is relieved by acupuncture.", ("treats", "+", "acupuncture", "Migraine")),
        ("Psoriasis was treated with methotrexate.", ("treats", "+", "methotrexate", "Psoriasis")),
        ("Benefits of yoga for insomnia", ("treats", "+", "yoga", "insomnia")),
        ("Yoga is a treatment for insomnia.", ("treats", "+", "Yoga", "insomnia")),
        ("Patients had less pain after acupuncture.", ("treats", "+", "acupuncture", "pain")),
        (
            "Migraine days fell by 3 days in the acupuncture group.",
            ("treats", "+", "acupuncture", "Migraine"),
        ),
    ],
)
def test_arguments_are_found_on_either_side(text: str, expected: Row) -> None:
    assert [expected] == frames(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Garlic does not lower blood pressure.", ("improves", "-", "Garlic", "blood pressure")),
        ("There is no evidence that reiki cures cancer.", ("cures", "-", "reiki", "cancer")),
        ("Reiki was no better than placebo.", ("superior", "-", "Reiki", None)),
        ("Reiki has not been shown to ease pain.", ("treats", "-", "Reiki", "pain")),
        (
            "The claim that magnets cure arthritis is a myth.",
            ("cures", "-", "magnets", "arthritis"),
        ),
        ("Yoga made no difference in pain.", ("treats", "-", "Yoga", "pain")),
    ],
)
def test_denials_turn_the_polarity(text: str, expected: Row) -> None:
    assert [expected] == frames(text)


@pytest.mark.parametrize("text", ["Does yoga help back pain?", "Can yoga ease back pain?"])
def test_a_question_makes_a_frame(text: str) -> None:
    assert [("treats", "+", "yoga", "back pain")] == frames(text)


@pytest.mark.parametrize(
    "text",
    [
        "The trial will examine whether yoga eases back pain.",
        "Researchers began a study of yoga for back pain.",
        "I want relief from pain.",
        "Yoga can cause back pain.",
        "Sugar increases inflammation.",
        "The clinic opened a new reception in spring.",
    ],
)
def test_aims_wishes_and_harms_make_none(text: str) -> None:
    assert [] == frames(text)


def test_a_denial_keeps_its_words() -> None:
    text = "Garlic does not lower blood pressure."

    (frame,) = pipeline()(text)._.puffery_frames

    assert frame.denial is not None
    assert "not" in text[slice(*frame.denial)]
