"""Fitting the joint classifier of rules and encoder on gold that neither has learned from.

In: `Doc`s with encoder scores and rule judgements, and gold labels. Out: a `JointModel`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold, cross_val_predict
from spacy.tokens import Doc

from puffery.classify.joint.features import AROUND, FEATURES, LABELS, Floats, joint_features
from puffery.classify.joint.joint_model import JointModel, choose_labels
from puffery.errors import TrainingError

N_AROUND = len(AROUND)
STRENGTHS = (0.003, 0.01, 0.03, 0.1, 0.3, 1.0)
"""Inverse strengths of the L2 penalty that are tried."""

FOLDS = 5


@dataclass(frozen=True, slots=True)
class JointRows:
    """Training rows.

    Attributes:
        features: Shape (n, n_features).
        labels: Gold label index, shape (n,).
        groups: Article of each row, shape (n,).
    """

    features: Floats
    labels: NDArray[np.int64]
    groups: Sequence[str]


def collect_rows(
    docs: Iterable[tuple[str, Doc, dict[tuple[int, int], str]]],
) -> JointRows:
    """Collect the rows of annotated sentences.

    Args:
        docs: (article id, annotated `Doc`, place -> gold label) of each article.

    Returns:
        Rows in order; sentences without gold only count as context.
    """
    features: list[Floats] = []
    labels: list[int] = []
    groups: list[str] = []
    for article_id, doc, gold in docs:
        sentences = doc._.puffery_sentences
        matrix = joint_features(sentences, doc._.puffery_sentence_scores, doc._.puffery_judgements)
        for sentence, row in zip(sentences, matrix, strict=True):
            label = gold.get((sentence.start, sentence.end))
            if label is not None:
                features.append(row)
                labels.append([str(name) for name in LABELS].index(label))
                groups.append(article_id)
    if not features:
        raise TrainingError("PUF502", "no gold sentence matches a sentence of its article")
    return JointRows(np.array(features), np.array(labels), groups)


def fit_joint(
    rows: JointRows,
    *,
    encoder_sha256: str,
    seed: int = 20261124,
    min_precision: float = 0.85,
) -> JointModel:
    """Fit by cross-validation over articles.

    Each row is used twice, once with the sentences around it blanked, so that the model also knows
    sentences that stand alone.

    Args:
        rows: Rows that neither encoder nor rules have learned from.
        encoder_sha256: Fingerprint of the encoder that gave the scores.
        seed: Seed of the folds.
        min_precision: Precision on promotional, in cross-validation, that sets its threshold.

    Returns:
        The model; the penalty with the lowest cross-validated log loss wins.

    Raises:
        TrainingError: `PUF502` when a label or articles are missing.
    """
    _check(rows)
    alone = rows.features.copy()
    alone[:, len(FEATURES) - N_AROUND :] = 0.0
    features = np.vstack([rows.features, alone])
    labels = np.concatenate([rows.labels, rows.labels])
    strength, guess = _search(features, labels, [*rows.groups, *rows.groups], seed)
    final = _regression(strength).fit(features, labels)
    return JointModel(
        weights=final.coef_.T,
        bias=final.intercept_,
        encoder_sha256=encoder_sha256,
        min_promotional=_threshold(guess, features, labels, min_precision),
    )


def _check(rows: JointRows) -> None:
    articles, labels = len(set(rows.groups)), sorted(set(rows.labels.tolist()))
    if labels != list(range(len(LABELS))) or articles < FOLDS:
        raise TrainingError(
            "PUF502",
            f"the gold has {articles} articles and the labels {labels}",
            hint=f"at least {FOLDS} articles and all {len(LABELS)} labels are needed",
        )


def _regression(strength: float) -> LogisticRegression:
    return LogisticRegression(C=strength, max_iter=5000)


def _search(
    features: Floats, labels: NDArray[np.int64], groups: Sequence[str], seed: int
) -> tuple[float, Floats]:
    """Return the penalty with the lowest cross-validated log loss, and its probabilities."""
    folds = GroupKFold(n_splits=FOLDS, shuffle=True, random_state=seed)
    tried = []
    for strength in STRENGTHS:
        guess = cross_val_predict(
            _regression(strength),
            features,
            labels,
            groups=groups,
            cv=folds,
            method="predict_proba",
        )
        loss = -float(np.log(guess[np.arange(len(labels)), labels]).mean())
        tried.append((loss, strength, guess))
    _, strength, guess = min(tried, key=lambda item: item[0])
    return strength, guess


def _threshold(
    guess: Floats, features: Floats, labels: NDArray[np.int64], min_precision: float
) -> float:
    """Return the lowest threshold from which promotional labels are precise enough."""
    promotional = len(LABELS) - 1
    for threshold in np.arange(0.25, 0.9, 0.01):
        given = np.array(choose_labels(guess, features, float(threshold))) == promotional
        if given.any() and (labels[given] == promotional).mean() >= min_precision:
            return round(float(threshold), 2)
    return 0.9
