from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from puffery.encode.tag_scheme import (
    LABELS,
    TAGS,
    decode,
    encode_spans,
    scheme_weights,
    settled_tags,
)
from puffery.records import MentionLabel

THERAPY, DISEASE = MentionLabel.THERAPY, MentionLabel.DISEASE


def _scores(tags: list[str], strength: float = 5.0) -> np.ndarray:
    scores = np.full((len(tags), len(TAGS)), -strength, dtype=np.float32)
    for row, name in enumerate(tags):
        scores[row, TAGS.index(name)] = 0.0
    return scores


def test_encode_spans_marks_begin_inside_end_and_single() -> None:
    tags = encode_spans(6, [(0, 3, THERAPY), (4, 5, DISEASE)])

    assert ["B-THERAPY", "I-THERAPY", "E-THERAPY", "O", "S-DISEASE", "O"] == [TAGS[t] for t in tags]


def test_decode_returns_spans_with_their_mean_probability() -> None:
    spans = decode(_scores(["O", "B-DISEASE", "E-DISEASE", "S-THERAPY"]))

    assert [(1, 3, DISEASE), (3, 4, THERAPY)] == [(s.start, s.end, s.label) for s in spans]
    assert all(s.score == pytest.approx(1.0) for s in spans)


def test_decode_mends_an_impossible_best_tag() -> None:
    scores = _scores(["B-DISEASE", "E-THERAPY"], strength=5.0)
    scores[1, TAGS.index("E-DISEASE")] = -0.5

    assert [(0, 2, DISEASE)] == [(s.start, s.end, s.label) for s in decode(scores)]


def test_decode_of_nothing_is_nothing() -> None:
    assert [] == decode(np.zeros((0, len(TAGS)), dtype=np.float32))


@st.composite
def _spans(draw: st.DrawFn) -> tuple[int, list[tuple[int, int, MentionLabel]]]:
    cuts = sorted(draw(st.sets(st.integers(0, 12), max_size=6)))
    spans = [
        (a, b, draw(st.sampled_from(LABELS))) for a, b in zip(cuts[::2], cuts[1::2], strict=False)
    ]
    return 12, spans


@given(_spans())
@settings(max_examples=100, deadline=None)
def test_decode_gives_back_what_encode_took(
    case: tuple[int, list[tuple[int, int, MentionLabel]]],
) -> None:
    n_words, spans = case
    scores = np.full((n_words, len(TAGS)), -9.0, dtype=np.float32)
    scores[np.arange(n_words), encode_spans(n_words, spans)] = 0.0

    assert spans == [(s.start, s.end, s.label) for s in decode(scores)]


@given(st.integers(0, 2**32 - 1), st.integers(1, 20))
@settings(max_examples=60, deadline=None)
def test_decode_of_noise_is_well_formed(seed: int, n_words: int) -> None:
    noise = np.random.default_rng(seed).normal(size=(n_words, len(TAGS))).astype(np.float32)
    log_probs = noise - np.log(np.exp(noise).sum(axis=1, keepdims=True))

    spans = decode(log_probs)

    assert all(0 <= s.start < s.end <= n_words and 0 < s.score <= 1 for s in spans)
    assert all(a.end <= b.start for a, b in pairwise(spans))


def test_the_sentences_of_an_article_vote_for_one_scheme() -> None:
    one, other = np.array([2.0, 0.0], np.float32), np.array([0.0, 1.0], np.float32)

    alone, together = scheme_weights([other]), scheme_weights([one, one, other])

    assert alone is not None
    assert together is not None
    assert alone[1] > 0.7
    assert together[0] > 0.9
    assert together.sum() == pytest.approx(1.0)


def test_long_articles_and_extreme_scores_stay_finite() -> None:
    weights = scheme_weights([np.array([500.0, -500.0], np.float32)] * 1000)

    assert weights is not None
    assert np.isfinite(weights).all()
    assert [1.0, 0.0] == weights.tolist()


def test_a_model_without_schemes_has_one() -> None:
    tags = np.log(np.full((1, 2, len(TAGS)), 1 / len(TAGS), dtype=np.float32))

    assert scheme_weights([None, None]) is None
    assert np.array_equal(tags[0], settled_tags(tags, None))


def test_tags_are_mixed_by_weight() -> None:
    first, second = np.exp(_scores(["O"])), np.exp(_scores(["S-THERAPY"]))
    tags = np.log(np.stack([first, second]))

    mixed = np.exp(settled_tags(tags, np.array([0.25, 0.75], np.float32)))

    assert mixed[0] == pytest.approx(0.25 * first[0] + 0.75 * second[0], abs=1e-5)
    assert [(0, 1, THERAPY)] == [
        (s.start, s.end, s.label) for s in decode(np.log(mixed.astype(np.float32)))
    ]


def test_what_a_scheme_does_not_annotate_is_taken_from_a_complete_one() -> None:
    complete = _scores(["S-THERAPY", "O", "S-DISEASE"])
    partial = _scores(["O", "B-THERAPY", "S-DISEASE"])  # it never learned what THERAPY is
    tags = np.stack([complete, partial])
    tags -= np.logaddexp.reduce(tags, axis=2, keepdims=True)
    known = (frozenset(LABELS), frozenset({DISEASE}))

    settled = settled_tags(tags, np.array([0.0, 1.0], np.float32), known)

    assert [(0, 1, THERAPY), (2, 3, DISEASE)] == [
        (s.start, s.end, s.label) for s in decode(settled)
    ]
    assert np.exp(settled).sum(axis=1) == pytest.approx(1.0, abs=1e-4)
