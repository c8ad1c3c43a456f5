from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from puffery.encode.tag_scheme import LABELS, TAGS, decode, encode_spans
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
