from __future__ import annotations

import pickle

import pytest

from puffery import errors
from puffery.errors import PufferyError

KINDS = [
    kind
    for kind in vars(errors).values()
    if isinstance(kind, type) and issubclass(kind, PufferyError)
]


@pytest.mark.parametrize("kind", KINDS)
def test_errors_travel_whole_between_processes(kind: type[PufferyError]) -> None:
    error = kind("PUF101", "cannot read x", hint="give a folder")

    # made here a line above
    back = pickle.loads(pickle.dumps(error))  # noqa: S301

    assert kind is type(back)
    assert (error.code, error.message, error.hint) == (back.code, back.message, back.hint)
    assert str(error) == str(back)
