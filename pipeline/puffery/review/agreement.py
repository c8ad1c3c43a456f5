"""How far two reviewers agree on the findings that both decided on.

In: two files of decisions. Out: an `Agreement` with Cohen's kappa, its interval, and what to
adjudicate.
"""

from __future__ import annotations

import math
import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from puffery.errors import ReviewError
from puffery.records import Decision, DecisionKind
from puffery.review.decision_lines import LABELS, DecisionFile
from puffery.review.standing import latest

CHOICES = (str(DecisionKind.ACCEPT), str(DecisionKind.REJECT), str(DecisionKind.UNSURE), *LABELS)
"""What a reviewer can say of a finding: accept, reject, unsure, or the label it should have."""

N_RESAMPLES = 1000
SEED = 20261124
MIN_ARTICLES = 5
"""With fewer articles than that the bootstrap draws findings, since so few articles say nothing
about others."""


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A finding on which the reviewers differ.

    Attributes:
        first: Decision of the first reviewer.
        second: Decision of the second reviewer.
    """

    first: Decision
    second: Decision


@dataclass(frozen=True, slots=True)
class Agreement:
    """Two reviewers beside each other.

    Attributes:
        names: Names of the two files.
        n: Findings that both decided on.
        n_only: Findings that only the first, only the second decided on.
        kappa: Cohen's kappa, -1 to 1; None where both said one and the same of everything.
        interval: 95 % bootstrap interval of kappa, None where kappa is.
        drawn: What the bootstrap draws: `articles` or `findings`.
        share: Share of `n` on which they agree, 0 to 1.
        choices: What was said by either, in the order of `CHOICES`.
        confusion: Shape (n_choices, n_choices): findings by what the first (row) and the second
            (column) said.
        disagreements: In the order of article and place.
    """

    names: tuple[str, str]
    n: int
    n_only: tuple[int, int]
    kappa: float | None
    interval: tuple[float, float] | None
    drawn: str
    share: float
    choices: tuple[str, ...]
    confusion: tuple[tuple[int, ...], ...]
    disagreements: tuple[Disagreement, ...]


def compare_reviewers(first: DecisionFile, second: DecisionFile) -> Agreement:
    """Compare the last words of two reviewers.

    Args:
        first: Decisions of one reviewer.
        second: Decisions of another.

    Returns:
        Their agreement over all findings that both decided on; undone decisions are none.

    Raises:
        ReviewError: `PUF514` when there is no such finding.

    Source: Cohen 1960, doi:10.1177/001316446002000104; percentile interval, Efron and Tibshirani
    1993, by `sklearn.metrics.cohen_kappa_score`.
    """
    ours, theirs = (_last_words(file) for file in (first, second))
    both = _pairs(ours, theirs)
    if not both:
        raise ReviewError(
            "PUF514",
            f"{first.path} and {second.path} have no finding in common",
            hint="both reviewers have to decide on findings of the same articles",
        )
    said = [(choice_of(one), choice_of(two)) for one, two in both]
    choices = tuple(choice for choice in CHOICES if any(choice in pair for pair in said))
    kappa = _kappa(said, choices, None)
    drawn, groups = _groups([one for one, _ in both])
    return Agreement(
        names=(first.path.name, second.path.name),
        n=len(both),
        n_only=(len(ours) - len(both), len(theirs) - len(both)),
        kappa=kappa,
        interval=None if kappa is None else _interval(said, choices, groups),
        drawn=drawn,
        share=sum(one == two for one, two in said) / len(said),
        choices=choices,
        confusion=tuple(tuple(said.count((a, b)) for b in choices) for a in choices),
        disagreements=tuple(Disagreement(*pair) for pair in both if _differ(*pair)),
    )


def _differ(first: Decision, second: Decision) -> bool:
    return choice_of(first) != choice_of(second)


def choice_of(decision: Decision) -> str:
    """Return which of `CHOICES` a decision is; a relabel to the label shown accepts it."""
    if decision.decision is not DecisionKind.RELABEL:
        return decision.decision.value
    label = str(decision.new_label)
    return DecisionKind.ACCEPT.value if label == decision.label else label


def _last_words(file: DecisionFile) -> dict[str, Decision]:
    words = latest(file.decisions)
    return {name: one for name, one in words.items() if one.decision is not DecisionKind.UNDO}


def _pairs(
    ours: Mapping[str, Decision], theirs: Mapping[str, Decision]
) -> list[tuple[Decision, Decision]]:
    both = ((one, theirs[name]) for name, one in ours.items() if name in theirs)
    return sorted(both, key=lambda pair: (pair[0].article_id, pair[0].start, pair[0].fingerprint))


def _groups(decisions: Sequence[Decision]) -> tuple[str, list[str]]:
    """Return what the bootstrap draws, and which draw each finding goes with."""
    articles = [decision.article_id for decision in decisions]
    if len(set(articles)) >= MIN_ARTICLES:
        return "articles", articles
    return "findings", [decision.fingerprint for decision in decisions]


def _kappa(
    said: Sequence[tuple[str, str]], choices: Sequence[str], weights: Sequence[int] | None
) -> float | None:
    from sklearn.metrics import cohen_kappa_score  # here, not above: it is slow to import

    first, second = zip(*said, strict=True)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # one choice alone: told as None
        with np.errstate(invalid="ignore", divide="ignore"):
            kappa = float(
                cohen_kappa_score(first, second, labels=list(choices), sample_weight=weights)
            )
    return None if math.isnan(kappa) else kappa


def _interval(
    said: Sequence[tuple[str, str]], choices: Sequence[str], groups: Sequence[str]
) -> tuple[float, float]:
    """Return the 95 % percentile interval; draws that leave kappa open do not count."""
    names = sorted(set(groups))
    numbers = [names.index(group) for group in groups]
    draws = np.random.default_rng(SEED).integers(0, len(names), size=(N_RESAMPLES, len(names)))
    values = []
    for draw in draws:
        times = np.bincount(draw, minlength=len(names))
        value = _kappa(said, choices, [int(times[number]) for number in numbers])
        if value is not None:
            values.append(value)
    low, high = np.percentile(values, [2.5, 97.5])
    return float(low), float(high)
