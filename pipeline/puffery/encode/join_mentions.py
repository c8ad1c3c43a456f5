"""Joining the mentions of lexicon and model.

In: what both found in a sentence. Out: one list without overlap, and over the article one reading
of each name.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from puffery.records import MentionLabel

MIN_SCORE, KEEP_SCORE = 0.5, 0.2
"""Mean tag probability from which an unknown name is believed, and probability of its label from
which a lexicon name is kept. Chosen on dev parts, among 0.05, 0.2 and 0.4 for the second (exact F1
with 0.05 and 0.2: real articles THERAPY 0.760, 0.765, trial criteria DISEASE 0.643, 0.649)."""


@dataclass(frozen=True, slots=True)
class Found:
    """A mention that lexicon or model found.

    Attributes:
        start: First code point in the article.
        end: One past the last code point.
        label: THERAPY or DISEASE.
        concept_id: Concept, empty when the lexicon does not know the name.
        method: `lexicon`, `abbreviation`, `pattern` or `model`.
        score: Mean probability of its tags, 0 to 1; 1 where no model judged it.
    """

    start: int
    end: int
    label: MentionLabel
    concept_id: str = ""
    method: str = "lexicon"
    score: float = 1.0


def join_sentence(model: Sequence[Found], lexicon: Sequence[Found], *, read_to: int) -> list[Found]:
    """Join the mentions of one sentence.

    The model has seen the lexicon's mentions as a feature, so its boundaries and labels win; a
    mention on the very words of a lexicon name takes its concept. A lexicon name that the model
    passes over stays unless the model is sure that it is none. Abbreviations that the article
    defines always stay, and so does all that the lexicon finds behind the part of a very long
    sentence that the model has read.

    Args:
        model: Mentions of the model, in order, not overlapping.
        lexicon: Mentions of the lexicon, in order, not overlapping; their score is the model's
            probability of their label on their words.
        read_to: One past the last code point that the model has read.

    Returns:
        Joined mentions in order.
    """
    named = {(item.start, item.end): item for item in lexicon}
    unread = [item for item in lexicon if item.end > read_to]
    joined = []
    for item in model:
        known = named.get((item.start, item.end))
        if any(u.start < item.end and item.start < u.end for u in unread):
            continue  # cut off in the middle of a name
        if known is not None and known.label is item.label:
            joined.append(replace(known, score=item.score))
        elif item.score >= MIN_SCORE:
            joined.append(item)
    kept = [
        item
        for item in lexicon
        if (item.method == "abbreviation" or item.end > read_to or item.score >= KEEP_SCORE)
        and not any(m.start < item.end and item.start < m.end for m in joined)
    ]
    return sorted([*joined, *kept], key=lambda item: item.start)


def settle_article(text: str, found: Sequence[Found]) -> list[Found]:
    """Give a name that the model alone found the label that it mostly has in the article.

    Args:
        text: The article.
        found: Its mentions in order.
    """
    votes: dict[str, Counter[MentionLabel]] = {}
    for item in found:
        votes.setdefault(text[item.start : item.end], Counter())[item.label] += 1
    settled = []
    for item in found:
        labels = votes[text[item.start : item.end]]
        (best, count), *_ = labels.most_common(1)
        changed = item.method == "model" and count > labels[item.label]
        settled.append(replace(item, label=best) if changed else item)
    return settled
