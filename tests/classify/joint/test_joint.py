from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from puffery.classify.joint.combine import combine
from puffery.classify.joint.features import AROUND, FEATURES, OWN, joint_features
from puffery.classify.joint.joint_model import JointModel, load_joint
from puffery.errors import PipelineError
from puffery.records import (
    BlockKind,
    DecidedBy,
    Device,
    Framing,
    Judgement,
    Question,
    Sentence,
    SentenceScores,
)

HEADS = ("claim", "device", "strength")


def _sentence(index: int, text: str = "Some words here.") -> Sentence:
    return Sentence(index, 100 * index, 100 * index + len(text), text, BlockKind.PARAGRAPH)


def _scores(index: int, claim: int, device: int = 0) -> SentenceScores:
    def peak(size: int, at: int) -> tuple[float, ...]:
        return tuple(4.0 if i == at else 0.0 for i in range(size))

    place = (100 * index, 100 * index + 4)
    return SentenceScores(
        index, HEADS, (peak(4, claim), peak(6, device), peak(4, 0)), ((place,),) * 4
    )


def _ruled(index: int, label: Framing, device: Device | None = None) -> Judgement:
    return Judgement(
        sentence_index=index,
        label=label,
        scores=(0.25, 0.25, 0.25, 0.25),
        device=device,
        question=Question.NO_CLAIM,
        rule_ids=("NON-001",),
    )


def _model(*, min_promotional: float = 0.5) -> JointModel:
    """A joint model that follows the claim head alone."""
    weights = np.zeros((len(FEATURES), 4))
    weights[:4] = np.eye(4)
    return JointModel(weights, np.zeros(4), min_promotional)


def test_features_have_one_named_column_each() -> None:
    sentences = [_sentence(0), _sentence(1, "Really?")]
    matrix = joint_features(
        sentences,
        [_scores(0, 0), _scores(1, 3)],
        [_ruled(0, Framing.NONE), _ruled(1, Framing.PROMOTIONAL, Device.OFFER)],
    )

    assert (2, len(FEATURES)) == matrix.shape
    assert len(set(FEATURES)) == len(FEATURES)
    column = {name: matrix[:, i].tolist() for i, name in enumerate(FEATURES)}
    assert [0.0, 1.0] == column["question"]
    assert [0.0, 1.0] == column["rule_device.offer"]
    assert [1.0, 0.0] == column["article.sells"]
    assert column["after.promotional"][0] > 0.8
    assert 0.0 == column["after.promotional"][1]


def test_a_sentence_alone_has_nothing_around_it() -> None:
    matrix = joint_features([_sentence(0)], [_scores(0, 1)], [_ruled(0, Framing.NONE)])

    assert not matrix[0, len(OWN) :].any()
    assert len(AROUND) == matrix.shape[1] - len(OWN)


def test_agreement_keeps_the_reasons_of_the_rules() -> None:
    (judged,) = combine(_model(), [_sentence(0)], [_scores(0, 0)], [_ruled(0, Framing.NONE)])

    assert (Framing.NONE, DecidedBy.BOTH, ("NON-001",)) == (
        judged.label,
        judged.decided_by,
        judged.rule_ids,
    )
    assert judged.doubt == pytest.approx(1 - judged.scores[0])


def test_the_model_overrules_with_its_own_rule_words_and_doubt() -> None:
    (judged,) = combine(
        _model(), [_sentence(0)], [_scores(0, 3, device=2)], [_ruled(0, Framing.NONE)]
    )

    assert (Framing.PROMOTIONAL, tuple(Device)[2], DecidedBy.MODEL, Framing.NONE) == (
        judged.label,
        judged.device,
        judged.decided_by,
        judged.rule_label,
    )
    assert ((0, 4),) == judged.deciding
    assert ("PRO-010",) == judged.rule_ids
    assert Question.SELLING is judged.question


@pytest.mark.parametrize(
    ("claim", "strengths", "expected"),
    [
        (0, (0.0, 0.0, 0.0, 9.0), 0),  # no claim, no strength
        (2, (9.0, 1.0, 2.0, 0.5), 2),  # a claim has some
        (3, (9.0, 1.0, 2.0, 0.5), 0),  # an advert may claim nothing
    ],
)
def test_strength_goes_with_the_label(
    claim: int, strengths: tuple[float, ...], expected: int
) -> None:
    peak = tuple(4.0 if i == claim else 0.0 for i in range(4))
    scores = SentenceScores(0, ("claim", "strength"), (peak, strengths))

    (judged,) = combine(_model(), [_sentence(0)], [scores], [_ruled(0, Framing.NONE)])

    assert expected == judged.strength


def test_a_model_without_that_head_gives_no_strength() -> None:
    scores = SentenceScores(0, ("claim",), ((4.0, 0.0, 0.0, 0.0),))

    (judged,) = combine(_model(), [_sentence(0)], [scores], [_ruled(0, Framing.NONE)])

    assert judged.strength is None


def test_hype_settles_question_three() -> None:
    hype = tuple(Device).index(Device.HYPE)
    (judged,) = combine(
        _model(), [_sentence(0)], [_scores(0, 3, device=hype)], [_ruled(0, Framing.NONE)]
    )

    assert Question.HYPE is judged.question


def test_an_unsure_promotional_falls_to_the_next_label() -> None:
    model = _model(min_promotional=0.9)
    scores = SentenceScores(0, ("claim",), ((0.0, 0.0, 1.0, 1.2),))

    (judged,) = combine(model, [_sentence(0)], [scores], [_ruled(0, Framing.NONE)])

    assert Framing.UNQUALIFIED is judged.label


def test_promotional_stands_where_the_rules_agree() -> None:
    model = _model(min_promotional=0.9)
    scores = SentenceScores(0, ("claim",), ((0.0, 0.0, 1.0, 1.2),))
    ruled = _ruled(0, Framing.PROMOTIONAL, Device.OFFER)

    (judged,) = combine(model, [_sentence(0)], [scores], [ruled])

    assert (Framing.PROMOTIONAL, Device.OFFER) == (judged.label, judged.device)


def test_a_model_survives_saving_and_knows_its_encoder(tmp_path: Path) -> None:
    path = tmp_path / "joint.json"
    _model().save(path)

    loaded = load_joint(path)

    assert np.allclose(loaded.weights, _model().weights)
    with pytest.raises(PipelineError, match="absent"):
        load_joint(tmp_path / "absent.json")
    with pytest.raises(PipelineError, match="another encoder"):
        load_joint(path, encoder_sha256="0" * 64)


@pytest.mark.parametrize("content", ["{", '{"format": 1}', "[]"])
def test_a_damaged_model_is_refused(tmp_path: Path, content: str) -> None:
    path = tmp_path / f"{len(content)}.json"
    path.write_text(content, encoding="utf-8")

    with pytest.raises(PipelineError) as caught:
        load_joint(path)

    assert "PUF402" == caught.value.code


@pytest.mark.parametrize(
    "model",
    [
        JointModel(np.zeros((1, 1)), np.zeros(4), 0.5),
        JointModel(np.full((len(FEATURES), 4), np.nan), np.zeros(4), 0.5),
    ],
)
def test_weights_of_another_shape_or_no_numbers_are_refused(
    tmp_path: Path, model: JointModel
) -> None:
    path = tmp_path / f"{model.weights.size}.json"
    model.save(path)

    with pytest.raises(PipelineError):
        load_joint(path)


@given(st.integers(0, 2**32 - 1), st.integers(1, 6))
@settings(max_examples=40, deadline=None)
def test_probabilities_are_probabilities(seed: int, n: int) -> None:
    rng = np.random.default_rng(seed)
    model = JointModel(rng.normal(size=(len(FEATURES), 4)), rng.normal(size=4), 0.5)

    features = rng.normal(size=(n, len(FEATURES))) * 5
    rows = model.probabilities(features)

    assert np.allclose(rows.sum(axis=1), 1.0)
    assert (rows >= 0).all()
    assert all(0 <= index < 4 for index in model.choose(features))
