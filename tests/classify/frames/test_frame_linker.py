"""What an anaphor stands for, and that frames are written with the `Doc`."""

from __future__ import annotations

import pytest
from spacy.tokens import Doc

from tests.classify.pipeline import pipeline


def inferred(text: str) -> list[tuple[str | None, str | None]]:
    """Return the words for the therapy of each frame and what they are taken to stand for."""
    doc = pipeline()(text)
    return [
        (
            text[slice(*f.therapy)] if f.therapy else None,
            text[slice(*f.inferred)] if f.inferred else None,
        )
        for f in doc._.puffery_frames
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("Turmeric is a spice. It eases joint pain.", ("It", "Turmeric"), id="pronoun"),
        pytest.param(
            "Turmeric is a spice. This treatment eases joint pain.",
            ("This treatment", "Turmeric"),
            id="noun",
        ),
        pytest.param(
            "Turmeric and ginger are spices. It eases joint pain.", ("It", None), id="ambiguous"
        ),
        pytest.param(
            "Turmeric is a spice. Rivers run. Birds sing. Shops open. It eases joint pain.",
            ("It", None),
            id="too far",
        ),
        pytest.param(
            "Turmeric is a spice. These treatments ease joint pain.",
            ("These treatments", None),
            id="plural",
        ),
        pytest.param("It eases joint pain.", ("It", None), id="nothing before"),
    ],
)
def test_anaphora(text: str, expected: tuple[str, str | None]) -> None:
    assert [expected] == inferred(text)


def test_a_pronoun_gives_way_to_the_therapy_of_its_sentence() -> None:
    assert [("Turmeric", None), ("Turmeric", None)] == inferred(
        "Turmeric eases joint pain, and it improves sleep."
    )


def test_frames_are_written_with_the_doc() -> None:
    doc = pipeline()("Turmeric is a spice. It does not ease joint pain.")

    again = Doc(doc.vocab).from_bytes(doc.to_bytes())

    assert len(doc._.puffery_frames) == 1
    assert doc._.puffery_frames == again._.puffery_frames
