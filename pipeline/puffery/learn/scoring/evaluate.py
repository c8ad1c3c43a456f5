"""Scores of labels and mentions against gold sentences.

In: gold records (`text`, `label`, optional `device`, `therapy`, `disease`, `doc`). Out: an
`Evaluation` with per-class scores, a bootstrap interval, the confusion matrix, mention scores.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from puffery.learn.gold import LABELS, GoldSentence
from puffery.learn.scoring.breakdown import (
    DeviceScore,
    ErrorKind,
    GenreScore,
    by_device,
    by_genre,
    error_kinds,
)
from puffery.learn.scoring.calibration import Coverage, calibration_error, coverage_curve
from puffery.learn.scoring.confusion import (
    Counts,
    confusion_of,
    interval_of,
    label_indices,
    macro_f1_of,
    resampled_macro_f1,
)
from puffery.records import MentionLabel, SentenceAudit


@dataclass(frozen=True, slots=True)
class ClassScore:
    """Precision, recall and F1 (0 to 1) of one class, and how many gold items it has."""

    name: str
    precision: float
    recall: float
    f1: float
    n_gold: int


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Result of an evaluation.

    Attributes:
        n: Sentences.
        n_docs: Documents.
        classes: One score a label, in the order none, hedged, unqualified, promotional.
        macro_f1: Mean F1 of the labels that gold or output have, 0 to 1.
        interval: 95 % bootstrap interval of `macro_f1` over documents.
        accuracy: Share of right labels.
        majority_f1: Macro-F1 of always giving the most frequent label.
        confusion: Shape (4, 4): gold label (row) by given label (column), counts.
        mentions_exact: One score a mention label, exact strings per sentence.
        mentions_overlap: The same where sharing a word is enough.
        device_accuracy: Share of right devices among sentences promotional in gold and output.
        errors: (sentence id, gold, given, rule id, text) of wrong sentences, in order.
        calibration_error: Expected calibration error of the label probabilities, 0 to 1.
        coverage: What abstaining below a confidence buys.
        genres: Labels by genre, where the gold names genres.
        devices: Promotional gold by device.
        kinds: Errors by kind, most frequent first.
        strength: Share of right claim strengths, and their macro-F1 over the strengths that gold or
            output have; None where the gold has none.
    """

    n: int
    n_docs: int
    classes: tuple[ClassScore, ...]
    macro_f1: float
    interval: tuple[float, float]
    accuracy: float
    majority_f1: float
    confusion: tuple[tuple[int, ...], ...]
    mentions_exact: tuple[ClassScore, ...]
    mentions_overlap: tuple[ClassScore, ...]
    device_accuracy: float
    errors: tuple[tuple[str, str, str, str, str], ...]
    calibration_error: float
    coverage: tuple[Coverage, ...]
    genres: tuple[GenreScore, ...]
    devices: tuple[DeviceScore, ...]
    kinds: tuple[ErrorKind, ...]
    strength: tuple[float, float] | None


def evaluate(gold: Sequence[GoldSentence], audits: Sequence[SentenceAudit]) -> Evaluation:
    """Score sentence audits against gold.

    Args:
        gold: Gold sentences, at least one.
        audits: One audit a gold sentence, in the same order.

    Returns:
        The evaluation.
    """
    right = label_indices([item.label for item in gold])
    given = label_indices([audit.label for audit in audits])
    confusion = confusion_of(right, given)
    majority = np.full_like(right, np.bincount(right, minlength=4).argmax())
    both = [(g.device, str(a.device or "")) for g, a in zip(gold, audits, strict=True)]
    devices = [g == a for g, a in both if g and a]
    confidence = np.array([a.scores[LABELS.index(a.label)] for a in audits], dtype=float)
    return Evaluation(
        n=len(gold),
        n_docs=len({item.doc for item in gold}),
        classes=tuple(_class_score(name, confusion, i) for i, name in enumerate(LABELS)),
        macro_f1=macro_f1_of(confusion),
        interval=interval_of(resampled_macro_f1(gold, right, given)),
        accuracy=float((right == given).mean()),
        majority_f1=macro_f1_of(confusion_of(right, majority)),
        confusion=tuple(tuple(int(cell) for cell in row) for row in confusion),
        mentions_exact=_mention_scores(gold, audits, overlap=False),
        mentions_overlap=_mention_scores(gold, audits, overlap=True),
        device_accuracy=sum(devices) / len(devices) if devices else 0.0,
        errors=_errors(gold, audits),
        calibration_error=calibration_error(confidence, right == given),
        coverage=coverage_curve(confidence, right == given),
        genres=by_genre(gold, audits),
        devices=by_device(gold, audits),
        kinds=error_kinds(gold, audits),
        strength=_strength(gold, audits),
    )


def _errors(
    gold: Sequence[GoldSentence], audits: Sequence[SentenceAudit]
) -> tuple[tuple[str, str, str, str, str], ...]:
    return tuple(
        (g.sentence_id, g.label, str(a.label), a.reasons[0].rule_id, g.text)
        for g, a in zip(gold, audits, strict=True)
        if g.label != a.label
    )


def _strength(
    gold: Sequence[GoldSentence], audits: Sequence[SentenceAudit]
) -> tuple[float, float] | None:
    pairs = [
        (item.strength, audit.strength)
        for item, audit in zip(gold, audits, strict=True)
        if item.strength is not None and audit.strength is not None
    ]
    if not pairs:
        return None
    right, given = np.array(pairs).T
    return float((right == given).mean()), macro_f1_of(confusion_of(right, given))


def _class_score(name: str, confusion: Counts, index: int) -> ClassScore:
    hit = float(confusion[index, index])
    found, wanted = float(confusion[:, index].sum()), float(confusion[index].sum())
    return _score(name, hit, found, wanted)


def _score(name: str, hit: float, found: float, wanted: float) -> ClassScore:
    precision = hit / found if found else 0.0
    recall = hit / wanted if wanted else 0.0
    f1 = 2 * hit / (found + wanted) if found + wanted else 0.0
    return ClassScore(name, precision, recall, f1, int(wanted))


def _mention_scores(
    gold: Sequence[GoldSentence], audits: Sequence[SentenceAudit], *, overlap: bool
) -> tuple[ClassScore, ...]:
    scores = []
    for label in MentionLabel:
        hit = found = wanted = 0
        for item, audit in zip(gold, audits, strict=True):
            strings = item.mentions[label]
            if strings is None:
                continue
            ours = [m.text for m in audit.mentions if m.label is label]
            hit += _shared(strings, ours, overlap=overlap)
            found += len(ours)
            wanted += len(strings)
        scores.append(_score(str(label), hit, found, wanted))
    return tuple(scores)


def _shared(wanted: Iterable[str], ours: Iterable[str], *, overlap: bool) -> int:
    """Count pairs, each string used once: equal strings, or strings that share a word."""
    if not overlap:
        return sum((Counter(_plain(w) for w in wanted) & Counter(_plain(o) for o in ours)).values())
    left = [set(_plain(o).casefold().split()) for o in ours]
    right = [set(_plain(w).casefold().split()) for w in wanted]
    partner_of: dict[int, int] = {}

    def find_partner(index: int, tried: set[int]) -> bool:
        """Augment along a free path (Kuhn's algorithm), so that order does not matter."""
        for other, words in enumerate(left):
            if other in tried or not words & right[index]:
                continue
            tried.add(other)
            if other not in partner_of or find_partner(partner_of[other], tried):
                partner_of[other] = index
                return True
        return False

    return sum(find_partner(index, set()) for index in range(len(right)))


def _plain(text: str) -> str:
    return " ".join(text.split())
