"""The words that speak most for each class of the sentence head.

In: a sentence and its `Reading`. Out: places in code points of the article.
"""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray

from puffery.data_files import read_toml, word_set
from puffery.encode.encoder_model import Reading
from puffery.records import Sentence

FILE = "telling_words.toml"
HEAD = "claim"
MOST = 3
"""Words shown for a class."""

MIN_SHARE = 0.3
"""A word is shown from this share of the strongest word on."""


def telling_words(sentence: Sentence, reading: Reading) -> tuple[tuple[tuple[int, int], ...], ...]:
    """Return, for each class, the words that add most to its score over the other classes.

    The score is a sum over the words (`EncoderNetwork.explain`), so this is what the model adds up,
    not an estimate; the share of the whole-sentence state is left out.

    Args:
        sentence: The sentence, for its place.
        reading: What the encoder read.

    Returns:
        One row a class: places in order, neighbours joined; empty without a model that explains.
    """
    shares = reading.shares.get(HEAD)
    if shares is None or not len(shares):
        return ()
    n_classes = shares.shape[1]
    others = (shares.sum(axis=1, keepdims=True) - shares) / (n_classes - 1)
    margin = np.where(_is_word(sentence, reading)[:, None], shares - others, -np.inf)
    return tuple(_places(sentence, reading, margin[:, column]) for column in range(n_classes))


def _is_word(sentence: Sentence, reading: Reading) -> NDArray[np.bool_]:
    words = (sentence.text[start:end].casefold() for start, end in reading.words)
    return np.array([word.isalnum() and word not in _silent() for word in words], dtype=bool)


@cache
def _silent() -> frozenset[str]:
    return word_set(read_toml("lexicons", FILE), "silent", where=FILE)


def _places(
    sentence: Sentence, reading: Reading, margin: NDArray[np.float32]
) -> tuple[tuple[int, int], ...]:
    top = float(margin.max())
    if top <= 0:
        return ()
    ranked = [int(i) for i in np.argsort(-margin, kind="stable")[:MOST]]
    chosen = sorted(i for i in ranked if margin[i] >= MIN_SHARE * top)
    places: list[tuple[int, int]] = []
    for last, index in zip([-2, *chosen], chosen, strict=False):
        start, end = (sentence.start + at for at in reading.words[index])
        if last == index - 1 and places:
            places[-1] = (places[-1][0], end)
        else:
            places.append((start, end))
    return tuple(places)
