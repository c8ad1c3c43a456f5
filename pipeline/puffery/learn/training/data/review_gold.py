"""Decisions of reviewers as gold labels.

In: what stands for each finding, and the texts of the articles. Out: labels of places in articles,
and why other decisions are left out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256

from puffery.records import Decision
from puffery.review.standing import Standing

NO_LABEL = "rejected or unsure: they name no label"
CONTESTED = "contested: reviewers differ"
NO_ARTICLE = "no such article: give it with --articles"
CHANGED = "the article has changed, or its text was not recorded"
TAKEN = "the gold holds the article in another part"
DOUBLE = "the gold has a label for the sentence"
REASONS = (NO_LABEL, CONTESTED, NO_ARTICLE, CHANGED, TAKEN, DOUBLE)
"""Why a decision does not become gold; the first that holds is counted."""

GOLD_HEX = 16
"""Hex digits of a text's SHA-256 that our gold files keep."""

Places = dict[str, dict[tuple[int, int], str]]
"""Article id -> place (start, end) in code points -> label."""


@dataclass(frozen=True, slots=True)
class ReviewGold:
    """Labels that reviewers gave.

    Attributes:
        places: The labels.
        left_out: Reason -> number of decisions, in the order of `REASONS`.
    """

    places: Places
    left_out: dict[str, int]

    @property
    def n_used(self) -> int:
        """Number of labels."""
        return sum(len(places) for places in self.places.values())


def review_gold(
    standings: Mapping[str, Standing],
    *,
    texts: Mapping[str, str],
    gold: Iterable[Mapping[str, object]],
    part: str,
) -> ReviewGold:
    """Turn decisions into gold.

    Args:
        standings: What counts, by fingerprint. Accepted labels and relabelled ones are gold.
        texts: Article id -> text.
        gold: Rows of standoff gold; what they hold is not taken twice, and articles of another part
            are not taken at all, whatever they are called.
        part: Part of the gold that is fitted on.

    Returns:
        The labels. Whether a decision has expired does not matter: it was true of the words.
    """
    held = _Held(gold, part)
    places: Places = {}
    left_out: Counter[str] = Counter()
    for item in standings.values():
        decision = item.decision
        reason = _left_out(item, texts, held)
        if reason:
            left_out[reason] += 1
        else:
            place = decision.start, decision.end
            places.setdefault(decision.article_id, {})[place] = str(decision.confirmed)
    return ReviewGold(places, {name: left_out[name] for name in REASONS if left_out[name]})


class _Held:
    """What the gold holds, by the first hex digits of the text's SHA-256, as it writes them."""

    def __init__(self, gold: Iterable[Mapping[str, object]], part: str) -> None:
        self.others: set[str] = set()
        self.places: set[tuple[str, object, object]] = set()
        for row in gold:
            text = str(row.get("text_sha256", ""))[:GOLD_HEX]
            if row.get("part") != part:
                self.others.add(text)
            self.places.add((text, row.get("start"), row.get("end")))


def _left_out(item: Standing, texts: Mapping[str, str], held: _Held) -> str:
    decision = item.decision
    text = texts.get(decision.article_id)
    if decision.confirmed is None:
        return NO_LABEL
    if item.contested:
        return CONTESTED
    if text is None:
        return NO_ARTICLE
    if not _is_same(decision, text):
        return CHANGED
    key = decision.text_sha256[:GOLD_HEX]
    if key in held.others:
        return TAKEN
    if (key, decision.start, decision.end) in held.places:
        return DOUBLE
    return ""


def _is_same(decision: Decision, text: str) -> bool:
    return decision.text_sha256 == sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
