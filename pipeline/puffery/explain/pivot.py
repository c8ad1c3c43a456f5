"""Where an article that teaches turns into one that sells.

In: the labelled sentences of an article. Out: the `Pivot`, or None.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import accumulate

from puffery.records import Pivot, SentenceAudit

MIN_BEFORE, MAX_SHARE_BEFORE = 8, 0.1
"""An article teaches while at least so many sentences go by of which at most such a share sells."""

MIN_SELLING, MIN_SHARE_AFTER = 3, 0.4
"""It sells from where at least so many sentences and such a share of the rest sell."""


def find_pivot(audits: Sequence[SentenceAudit]) -> Pivot | None:
    """Find the sentence from which an educational article sells.

    Every selling sentence is tried as the border; of those that leave a teaching part before and a
    selling part after, the one under which two different shares of selling sentences explain the
    article best (highest likelihood) is taken.

    Args:
        audits: Sentences of one article, in order; undecided ones count as not selling.

    Returns:
        The pivot; None where the article sells throughout or not at all.

    Source: rule E04 of the catalogue (education earns trust, the ending spends it); the likelihood
    is that of one change point between two Bernoulli rates (Hinkley 1970).
    """
    sells = [audit.sells for audit in audits]
    until = [0, *accumulate(sells)]
    total, n = until[-1], len(sells)
    best: tuple[float, int] | None = None
    for border in (i for i, selling in enumerate(sells) if selling):
        before, after = until[border], total - until[border]
        n_after = n - border
        teaches = border >= MIN_BEFORE and before <= MAX_SHARE_BEFORE * border
        if teaches and after >= MIN_SELLING and after >= MIN_SHARE_AFTER * n_after:
            fit = _likelihood(before, border) + _likelihood(after, n_after)
            if best is None or fit > best[0]:
                best = (fit, border)
    if best is None:
        return None
    border = best[1]
    return Pivot(
        sentence_index=audits[border].sentence.index,
        n_before=border,
        n_selling_before=until[border],
        n_after=n - border,
        n_selling_after=total - until[border],
    )


def _likelihood(hits: int, n: int) -> float:
    """Return the highest log likelihood of `hits` of `n` under one rate."""
    if hits in (0, n):
        return 0.0
    return hits * math.log(hits / n) + (n - hits) * math.log(1 - hits / n)
