"""The trained encoder at run time: an int8 ONNX file under onnxruntime.

In: sentences with the lexicon mentions in them. Out: tag and class probabilities.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache, partial
from importlib.resources import files
from pathlib import Path
from typing import cast

import numpy as np
from numpy.typing import NDArray
from onnxruntime import InferenceSession, SessionOptions
from tokenizers import Tokenizer

from puffery.encode.tag_scheme import TAGS
from puffery.encode.word_pieces import CharSpan, Pieces, read_pieces
from puffery.errors import PipelineError
from puffery.records import MentionLabel

FORMAT = 2
"""File layout that this version reads."""

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Reading:
    """What the encoder says of one sentence.

    Attributes:
        words: (start, end) of each word in code points of the sentence.
        tags: Log probabilities of the tags in each annotation scheme, shape (n_schemes, n_words,
            n_tags); `tag_scheme.settled_tags` makes one of them.
        classes: Sentence-head name -> scores before the softmax, shape (n_classes,).
        shares: Head name -> what each word adds to these scores, shape (n_words, n_classes), for
            the heads that the model explains.
    """

    words: list[tuple[int, int]]
    tags: Floats
    classes: dict[str, Floats]
    shares: dict[str, Floats] = field(default_factory=dict)


class EncoderModel:
    """The encoder, its tokenizer and the names of its classes.

    Args:
        folder: Holds `encoder.onnx`, `tokenizer.json` and `encoder.json`.
        threads: Threads of a forward pass.

    Raises:
        PipelineError: `PUF402` when a file is missing, damaged or of another version.
    """

    def __init__(self, folder: Path, *, threads: int = 1) -> None:
        self._made_from = (folder, threads)
        description = _describe(folder)
        self.classes: dict[str, tuple[str, ...]] = {
            name: tuple(names)
            for name, names in cast("dict[str, list[str]]", description["classes"]).items()
        }
        schemes = cast("dict[str, list[str]]", description.get("schemes", {}))
        self.known = tuple(frozenset(map(MentionLabel, labels)) for labels in schemes.values())
        self.fingerprint = _checked(folder, description)
        self.tokenizer: Tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        options = SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        self._session = InferenceSession(
            str(folder / "encoder.onnx"), options, providers=["CPUExecutionProvider"]
        )
        self._outputs = [output.name for output in self._session.get_outputs()]

    def __reduce__(self) -> tuple[object, ...]:
        """Pickle as the folder: another process loads the files again."""
        folder, threads = self._made_from
        return partial(EncoderModel, threads=threads), (folder,)

    def read(self, texts: Sequence[str], mentions: Sequence[Sequence[CharSpan]]) -> list[Reading]:
        """Read sentences, one a forward pass.

        The weights are int8 and activations are scaled over the whole input, so that sentences in
        one batch would change each other's scores a little. Alone, it always gives the same.

        Args:
            texts: Sentences.
            mentions: Lexicon mentions of each sentence, in its own code points.

        Returns:
            One reading a sentence, in the order of the input.
        """
        return [self._run(item) for item in read_pieces(self.tokenizer, texts, mentions)]

    def _run(self, item: Pieces) -> Reading:
        rows = {
            "ids": item.ids,
            "mask": [1] * len(item.ids),
            "lexicon": item.lexicon,
            "cases": item.cases,
        }
        arrays = {name: np.array([row], dtype=np.int64) for name, row in rows.items()}
        found = dict(zip(self._outputs, self._session.run(None, arrays), strict=True))
        return Reading(
            words=item.words,
            tags=_log_softmax(found["tags"][0, np.array(item.first, dtype=np.int64)]).swapaxes(
                0, 1
            ),
            classes={head: found[f"class_{head}"][0] for head in self.classes},
            shares={
                head: _by_word(found[f"words_{head}"][0], item)
                for head in self.classes
                if f"words_{head}" in found
            },
        )


def _by_word(shares: Floats, item: Pieces) -> Floats:
    """Sum the shares of the pieces of each word, shape (n_words, n_classes)."""
    if not item.first:
        return shares[:0]
    inside = shares[: len(item.ids) - 1]  # without the closing mark
    return cast("Floats", np.add.reduceat(inside, item.first, axis=0) / len(item.ids))


def _log_softmax(scores: Floats) -> Floats:
    shifted = scores - scores.max(axis=-1, keepdims=True)
    return cast("Floats", shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True)))


def _describe(folder: Path) -> Mapping[str, object]:
    path = folder / "encoder.json"
    try:
        description = cast("Mapping[str, object]", json.loads(path.read_text(encoding="utf-8")))
        known = (description["format"], description["tags"]) == (FORMAT, list(TAGS))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise PipelineError(
            "PUF402",
            f"cannot use model {path}: {error!r}",
            hint="name a folder that `puffery train` wrote, or reinstall puffery",
        ) from error
    if not known:
        raise PipelineError(
            "PUF402",
            f"{path} is of another version; this one reads format {FORMAT}",
            hint="train the model again with this version",
        )
    return description


def _checked(folder: Path, description: Mapping[str, object]) -> str:
    """Return the SHA-256 of the weights after comparing both files with the description."""
    digests = cast("dict[str, str]", description.get("sha256", {}))
    for name in ("encoder.onnx", "tokenizer.json"):
        try:
            digest = hashlib.sha256((folder / name).read_bytes()).hexdigest()
        except OSError as error:
            raise PipelineError(
                "PUF402", f"cannot read {folder / name}: {error}", hint="reinstall puffery"
            ) from error
        if digest != digests.get(name):
            raise PipelineError(
                "PUF402",
                f"{folder / name} is damaged: its SHA-256 is not the one in encoder.json",
                hint="reinstall puffery, or train the model again",
            )
    return digests["encoder.onnx"]


def shipped_folder() -> Path:
    """Return the folder of the model that travels in the package."""
    return Path(str(files("puffery").joinpath("models", "encoder")))


@lru_cache(maxsize=2)
def load_encoder(folder: Path | None = None, *, threads: int = 1) -> EncoderModel:
    """Load an encoder once.

    Args:
        folder: Model folder; None takes the shipped one.
        threads: Threads of a forward pass.

    Raises:
        PipelineError: `PUF402` when a file is missing, damaged or of another version.
    """
    return EncoderModel(folder or shipped_folder(), threads=threads)
