"""The shipped encoder file."""

from __future__ import annotations

import hashlib
import json
import pickle
from pathlib import Path

import numpy as np
import pytest

from puffery.encode.encoder_model import EncoderModel, load_encoder, shipped_folder
from puffery.encode.tag_scheme import TAGS
from puffery.errors import PipelineError
from puffery.records import Device, Framing

SENTENCES = [
    "Exosome infusions may ease knee pain.",
    "Call us today!",
    "Lupus affects about five million people around the world, most of them women of child-bearing age.",
]
MAX_BYTES = 25_000_000


@pytest.fixture(scope="module")
def model() -> EncoderModel:
    return load_encoder()


def test_a_sentence_reads_the_same_alone_and_in_company(model: EncoderModel) -> None:
    together = model.read(SENTENCES, [()] * 3)
    alone = [model.read([text], [()])[0] for text in SENTENCES]

    for first, second in zip(together, alone, strict=True):
        assert np.array_equal(first.tags, second.tags)
        assert np.array_equal(first.classes["claim"], second.classes["claim"])


def test_tags_are_log_probabilities_of_each_word(model: EncoderModel) -> None:
    for text, reading in zip(SENTENCES, model.read(SENTENCES, [()] * 3), strict=True):
        n_schemes = len(model.classes["scheme"])
        assert (n_schemes, len(reading.words), len(TAGS)) == reading.tags.shape
        assert np.allclose(np.exp(reading.tags).sum(axis=2), 1.0, atol=1e-4)
        assert all(text[start:end].strip() == text[start:end] for start, end in reading.words)
        assert (len(reading.words), 4) == reading.shares["claim"].shape


def test_classes_stand_in_the_order_of_the_records(model: EncoderModel) -> None:
    assert tuple(map(str, Framing)) == model.classes["claim"]
    assert tuple(map(str, Device)) == model.classes["device"]


def test_files_are_the_described_ones_and_small() -> None:
    folder = shipped_folder()
    digests = json.loads((folder / "encoder.json").read_text(encoding="utf-8"))["sha256"]

    for name, digest in digests.items():
        assert digest == hashlib.sha256((folder / name).read_bytes()).hexdigest()
    assert sum(path.stat().st_size for path in folder.iterdir()) < MAX_BYTES


def test_the_model_travels_to_another_process(model: EncoderModel) -> None:
    again = pickle.loads(pickle.dumps(model))  # noqa: S301  # our own bytes

    assert np.array_equal(
        model.read(SENTENCES[:1], [()])[0].tags, again.read(SENTENCES[:1], [()])[0].tags
    )


@pytest.mark.parametrize("content", [None, "{", "[]", '{"format": 99, "tags": [], "classes": {}}'])
def test_a_folder_that_is_no_model_is_told(tmp_path: Path, content: str | None) -> None:
    if content is not None:
        (tmp_path / "encoder.json").write_text(content, encoding="utf-8")

    with pytest.raises(PipelineError) as caught:
        EncoderModel(tmp_path)

    assert "PUF402" == caught.value.code
    assert caught.value.hint
