"""Records and errors: frozen, closed sets, stable names."""

from __future__ import annotations

import dataclasses
import inspect

import pytest

from puffery import errors, records
from puffery.errors import CODES, PufferyError, SettingsError
from puffery.records import Block, BlockKind, Framing, Sentence

NOUNS = [
    noun
    for _, noun in inspect.getmembers(records, inspect.isclass)
    if dataclasses.is_dataclass(noun)
]


@pytest.mark.parametrize("noun", NOUNS, ids=lambda noun: noun.__name__)
def test_records_are_frozen_with_slots_and_documented_fields(noun: type) -> None:
    assert noun.__dataclass_params__.frozen  # type: ignore[attr-defined]
    assert "__slots__" in vars(noun)
    described = (noun.__doc__ or "").split("Attributes:")[-1]
    assert [] == [f.name for f in dataclasses.fields(noun) if f"{f.name}: " not in described]


def test_records_cannot_be_changed() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        Block(0, 1, BlockKind.TITLE).end = 2  # type: ignore[misc]


def test_records_are_equal_by_value_and_hashable() -> None:
    assert 1 == len({Sentence(0, 0, 2, "Hi"), Sentence(0, 0, 2, "Hi")})


def test_framing_has_the_four_labels_of_the_guidelines() -> None:
    assert ["none", "hedged", "unqualified", "promotional"] == list(Framing)


def test_device_has_the_devices_of_the_guidelines() -> None:
    expected = {"endorsement", "call_to_action", "offer", "testimonial", "authority", "hype"}

    assert expected == set(records.Device)


@pytest.mark.parametrize("value", ["Hedged", "maybe", ""])
def test_framing_is_a_closed_set(value: str) -> None:
    with pytest.raises(ValueError, match="is not a valid Framing"):
        Framing(value)


@pytest.mark.parametrize(
    ("hint", "expected"),
    [("use 1", "PUF202: too small\n  hint: use 1"), ("", "PUF202: too small")],
)
def test_error_text_has_code_message_and_hint(hint: str, expected: str) -> None:
    assert expected == str(SettingsError("PUF202", "too small", hint=hint))


def test_errors_all_derive_from_one_base() -> None:
    found = inspect.getmembers(errors, inspect.isclass)
    kinds = [kind for _, kind in found if kind.__module__ == errors.__name__]

    assert [] == [kind for kind in kinds if not issubclass(kind, PufferyError)]


def test_error_codes_have_the_documented_form() -> None:
    assert [] == [code for code in CODES if not (code.startswith("PUF") and code[3:].isdigit())]
