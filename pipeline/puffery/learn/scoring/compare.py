"""Two ways of labelling on the same gold: how far apart they are, and whether by chance.

In: gold sentences with two audits each. Out: a `Comparison`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from puffery.learn.gold import GoldSentence
from puffery.learn.scoring.confusion import (
    confusion_of,
    interval_of,
    label_indices,
    macro_f1_of,
    resampled_macro_f1,
)
from puffery.records import SentenceAudit


@dataclass(frozen=True, slots=True)
class Comparison:
    """The first way against the second.

    Attributes:
        macro_f1: Macro-F1 of both, 0 to 1.
        gain: First minus second.
        interval: 95 % interval of `gain`, by paired bootstrap over documents.
        fixed: Sentences that only the first labels right.
        broken: Sentences that only the second labels right.
        examples: (sentence id, gold, first, second, text) where they differ, in order.
    """

    macro_f1: tuple[float, float]
    gain: float
    interval: tuple[float, float]
    fixed: int
    broken: int
    examples: tuple[tuple[str, str, str, str, str], ...]


def compare(
    gold: Sequence[GoldSentence],
    first: Sequence[SentenceAudit],
    second: Sequence[SentenceAudit],
) -> Comparison:
    """Compare two ways of labelling.

    Args:
        gold: Gold sentences, at least one.
        first: One audit a gold sentence, in the same order.
        second: The same of the other way.

    Returns:
        The comparison; an interval of the gain that leaves out 0 means more than chance.

    Source: Efron and Tibshirani 1993, paired percentile interval; documents are drawn.
    """
    right = label_indices([item.label for item in gold])
    given = [label_indices([audit.label for audit in audits]) for audits in (first, second)]
    scores = [macro_f1_of(confusion_of(right, labels)) for labels in given]
    spread = [resampled_macro_f1(gold, right, labels) for labels in given]
    hits = [labels == right for labels in given]
    return Comparison(
        macro_f1=(scores[0], scores[1]),
        gain=scores[0] - scores[1],
        interval=interval_of(spread[0] - spread[1]),
        fixed=int((hits[0] & ~hits[1]).sum()),
        broken=int((~hits[0] & hits[1]).sum()),
        examples=tuple(
            (item.sentence_id, item.label, str(a.label), str(b.label), item.text)
            for item, a, b in zip(gold, first, second, strict=True)
            if a.label is not b.label
        ),
    )
