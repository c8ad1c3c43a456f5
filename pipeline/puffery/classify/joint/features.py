"""What the joint classifier looks at: encoder scores, the rules' label, and the sentences around.

In: sentence scores and rule judgements of a `Doc`. Out: a matrix with one row a sentence.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from puffery.records import BlockKind, Device, Framing, Judgement, Sentence, SentenceScores

Floats = NDArray[np.float64]

LABELS = tuple(Framing)
_BLOCKS = (BlockKind.TITLE, BlockKind.HEADING, BlockKind.LIST_ITEM, BlockKind.TABLE_CELL)
_DEVICES = tuple(Device)

OWN = (
    *(f"claim.{label}" for label in LABELS),
    *(f"strength.{i}" for i in range(4)),
    *(f"rule.{label}" for label in LABELS),
    *(f"rule_device.{device}" for device in _DEVICES),
    *(f"block.{block}" for block in _BLOCKS),
    "question",
    "short",
)
"""Features of the sentence itself."""

AROUND = (
    *(f"before.{label}" for label in LABELS),
    *(f"after.{label}" for label in LABELS),
    *(f"article.{label}" for label in LABELS),
    "article.sells",
)
"""Features of the sentences around it; all zero for a sentence that stands alone."""

FEATURES = (*OWN, *AROUND)

SHORT = 40
"""Up to this many code points a sentence counts as short (a button, a price, a slogan)."""


def joint_features(
    sentences: Sequence[Sentence],
    scores: Sequence[SentenceScores],
    judgements: Sequence[Judgement],
) -> Floats:
    """Return the features of all sentences of an article.

    Args:
        sentences: Sentences in order.
        scores: Encoder scores of each.
        judgements: What the rules say of each.

    Returns:
        Shape (n_sentences, n_features), columns as in `FEATURES`.
    """
    claim = np.array([_head(item, "claim", len(LABELS)) for item in scores])
    strength = np.array([_head(item, "strength", 4) for item in scores])
    own = np.array([_own(s, j) for s, j in zip(sentences, judgements, strict=True)])
    claim, strength = _centred(claim), _centred(strength)
    return np.hstack([claim, strength, own, _around(claim, judgements)])


def _head(item: SentenceScores, name: str, size: int) -> Sequence[float]:
    return item.scores[item.heads.index(name)] if name in item.heads else (0.0,) * size


def _centred(scores: Floats) -> Floats:
    """Return log probabilities, shifted to mean 0, so that they do not depend on a constant."""
    return np.asarray(scores - scores.mean(axis=1, keepdims=True))


def _own(sentence: Sentence, judgement: Judgement) -> list[float]:
    return [
        *(float(judgement.label is label) for label in LABELS),
        *(float(judgement.device is device) for device in _DEVICES),
        *(float(sentence.block is block) for block in _BLOCKS),
        float(sentence.text.rstrip("\"'”’)* ").endswith("?")),
        float(len(sentence.text) <= SHORT),
    ]


def _around(claim: Floats, judgements: Sequence[Judgement]) -> Floats:
    n = len(claim)
    if n < 2:
        return np.zeros((n, len(AROUND)))
    odds = np.exp(claim)
    share = odds / odds.sum(axis=1, keepdims=True)
    before = np.vstack([np.zeros((1, 4)), share[:-1]])
    after = np.vstack([share[1:], np.zeros((1, 4))])
    article = (share.sum(axis=0) - share) / (n - 1)
    selling = np.array([j.device not in (None, Device.HYPE) for j in judgements], dtype=float)
    sells = (selling.sum() - selling) / (n - 1)
    return np.hstack([before, after, article, sells[:, None]])
