"""From label probabilities to a judgement that says why, by whom and how surely.

In: the rules' judgement, the joint probabilities, the encoder's telling words. Out: a `Judgement`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from puffery.classify.joint.features import LABELS, joint_features
from puffery.classify.joint.joint_model import JointModel
from puffery.records import (
    DecidedBy,
    Device,
    Framing,
    Judgement,
    Question,
    Sentence,
    SentenceScores,
)
from puffery.rules import load_rulebook

_QUESTIONS = {
    Framing.NONE: Question.NO_CLAIM,
    Framing.HEDGED: Question.HEDGED,
    Framing.UNQUALIFIED: Question.UNQUALIFIED,
}


def combine(
    model: JointModel,
    sentences: Sequence[Sentence],
    scores: Sequence[SentenceScores],
    judgements: Sequence[Judgement],
    *,
    max_doubt: float = 1.0,
) -> list[Judgement]:
    """Judge the sentences of an article by rules and encoder together.

    Args:
        model: The joint classifier.
        sentences: Sentences in order.
        scores: Encoder scores of each.
        judgements: What the rules say of each.
        max_doubt: Doubt above which a label is undecided, 0 to 1.

    Returns:
        One judgement a sentence. Where the label is that of the rules, their reasons stay; else the
        reason is the learned rule of the label with the words that weighed most.
    """
    if not sentences:
        return []
    features = joint_features(sentences, scores, judgements)
    probabilities, chosen = model.probabilities(features), model.choose(features)
    return [
        _judge(ruled, LABELS[index], tuple(float(p) for p in row), read, max_doubt)
        for ruled, index, row, read in zip(judgements, chosen, probabilities, scores, strict=True)
    ]


def _judge(
    ruled: Judgement,
    label: Framing,
    row: tuple[float, ...],
    read: SentenceScores,
    max_doubt: float,
) -> Judgement:
    scores = (row[0], row[1], row[2], row[3])
    doubt = 1.0 - scores[LABELS.index(label)]
    strength = _strength(read, label)
    if ruled.label is label:
        return replace(
            ruled,
            scores=scores,
            decided_by=DecidedBy.BOTH,
            rule_label=label,
            doubt=doubt,
            undecided=doubt > max_doubt,
            strength=strength,
        )
    device = _device(read) if label is Framing.PROMOTIONAL else None
    question = Question.HYPE if device is Device.HYPE else _QUESTIONS.get(label, Question.SELLING)
    return Judgement(
        sentence_index=ruled.sentence_index,
        label=label,
        scores=scores,
        device=device,
        question=question,
        rule_ids=(load_rulebook().id_for(f"learned.{label}"),),
        deciding=read.telling[LABELS.index(label)] if read.telling else (),
        scopes=ruled.scopes,
        decided_by=DecidedBy.MODEL,
        rule_label=ruled.label,
        doubt=doubt,
        undecided=doubt > max_doubt,
        strength=strength,
    )


def _device(read: SentenceScores) -> Device:
    """Return the device with the highest score; endorsement when no head tells devices apart."""
    if "device" not in read.heads:
        return Device.ENDORSEMENT
    scores = read.scores[read.heads.index("device")]
    return tuple(Device)[max(range(len(scores)), key=scores.__getitem__)]


def _strength(read: SentenceScores, label: Framing) -> int | None:
    """Return the likeliest claim strength that goes with the label, None without such a head.

    A sentence without a claim has 0, one with a claim at least 1; a promotional sentence may sell
    without claiming an effect.
    """
    if "strength" not in read.heads:
        return None
    if label is Framing.NONE:
        return 0
    scores = read.scores[read.heads.index("strength")]
    low = 0 if label is Framing.PROMOTIONAL else 1
    return max(range(low, len(scores)), key=scores.__getitem__)
