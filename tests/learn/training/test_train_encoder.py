from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="training needs the train extra")

from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors  # noqa: E402

from puffery.encode.encoder_model import EncoderModel  # noqa: E402
from puffery.encode.tag_scheme import TAGS, decode  # noqa: E402
from puffery.errors import PipelineError, TrainingError  # noqa: E402
from puffery.learn.training.batches import Example, collate, make_examples  # noqa: E402
from puffery.learn.training.data.corpora import TaggedSentence  # noqa: E402
from puffery.learn.training.export import export  # noqa: E402
from puffery.learn.training.network import EncoderNetwork, Shape, load_start  # noqa: E402
from puffery.learn.training.train_encoder import (  # noqa: E402
    CHECKPOINT,
    Recipe,
    token_loss,
    train,
)
from puffery.records import MentionLabel  # noqa: E402

THERAPY, DISEASE = MentionLabel.THERAPY, MentionLabel.DISEASE
BOTH = frozenset(MentionLabel)
WORDS = ["zorb", "eases", "blip", "the", "a", "of", "pain", "plan"]
RECIPE = Recipe(epochs=2, rate=1e-3, head_rate=3e-3, threads=1, drop=0.3)


@pytest.fixture(scope="module")
def tokenizer() -> Tokenizer:
    vocabulary = {w: i for i, w in enumerate(["[PAD]", "[UNK]", "[CLS]", "[SEP]", *WORDS])}
    made = Tokenizer(models.WordPiece(vocabulary, unk_token="[UNK]"))
    made.normalizer = normalizers.BertNormalizer()
    made.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    made.post_processor = processors.TemplateProcessing(
        single="[CLS] $A [SEP]", special_tokens=[("[CLS]", 2), ("[SEP]", 3)]
    )
    return made


def _sentence(text: str, annotated: frozenset[MentionLabel] = BOTH) -> TaggedSentence:
    gold = []
    for word, label in (("zorb", THERAPY), ("blip", DISEASE)):
        at = text.find(word)
        if at >= 0 and label in annotated:
            gold.append((at, at + len(word), label))
    claims = int("eases" in text)
    return TaggedSentence("c", "d", text, tuple(gold), annotated, classes={"claim": claims})


@pytest.fixture(scope="module")
def examples(tokenizer: Tokenizer) -> list[Example]:
    texts = ["zorb eases blip", "the plan of a zorb", "blip of the plan", "a pain eases the plan"]
    return make_examples([_sentence(text) for text in texts * 20], tokenizer, heads=("claim",))


def _network(tokenizer: Tokenizer) -> EncoderNetwork:
    torch.manual_seed(1)
    return EncoderNetwork(Shape((0,), tokenizer.get_vocab_size(), {"claim": 2}))


def _log(folder: Path) -> list[dict[str, float]]:
    return [json.loads(line) for line in (folder / "log.jsonl").read_text().splitlines()]


@pytest.mark.slow
def test_training_learns_exports_and_reads_back_the_same(
    tokenizer: Tokenizer, examples: Sequence[Example], tmp_path: Path
) -> None:
    recipe = Recipe(epochs=12, rate=1e-3, head_rate=3e-3, threads=1, drop=0.0)
    trained = _network(tokenizer)
    train(trained, examples, recipe, tmp_path)
    export(
        trained,
        tmp_path / "model",
        tokenizer=tokenizer.to_str(),
        classes={"claim": ("none", "claim")},
        quantize=False,
    )
    model = EncoderModel(tmp_path / "model")

    (reading,) = model.read(["The zorb eases blip"], [()])

    spans = [(reading.words[s.start][0], str(s.label)) for s in decode(reading.tags[0])]
    assert [(4, "THERAPY"), (15, "DISEASE")] == spans
    assert 1 == int(reading.classes["claim"].argmax())
    batch = collate(make_examples([_sentence("The zorb eases blip")], tokenizer, heads=("claim",)))
    with torch.no_grad():
        tags, _ = trained.eval()(batch.ids, batch.mask, batch.lexicon, batch.cases)
    ours = tags.log_softmax(-1)[0, batch.first[0], 0].numpy()
    assert np.allclose(ours, reading.tags[0], atol=1e-4)
    assert (frozenset({THERAPY, DISEASE}),) == model.known


@pytest.mark.slow
def test_a_resumed_run_ends_like_one_without_a_break(
    tokenizer: Tokenizer, examples: Sequence[Example], tmp_path: Path
) -> None:
    whole, resumed = _network(tokenizer), _network(tokenizer)
    train(whole, examples, RECIPE, tmp_path / "whole")

    class BreakError(Exception):
        pass

    def stop(step: int, total: int, loss: float) -> None:
        if step == total:
            raise BreakError

    with pytest.raises(BreakError):
        train(_network(tokenizer), examples, RECIPE, tmp_path / "two", progress=stop)
    train(resumed, examples, RECIPE, tmp_path / "two", resume=True)

    pairs = zip(whole.state_dict().values(), resumed.state_dict().values(), strict=True)
    assert all(torch.allclose(a, b, atol=1e-6) for a, b in pairs)


def test_another_recipe_cannot_go_on_with_a_checkpoint(
    tokenizer: Tokenizer, examples: Sequence[Example], tmp_path: Path
) -> None:
    short = Recipe(epochs=1, threads=1)
    train(_network(tokenizer), examples[:4], short, tmp_path)

    with pytest.raises(TrainingError) as caught:
        other = Recipe(epochs=3, threads=1)
        train(_network(tokenizer), examples[:4], other, tmp_path, resume=True)

    with pytest.raises(TrainingError, match="other data"):
        train(_network(tokenizer), examples[:5], short, tmp_path, resume=True)

    assert "PUF503" == caught.value.code
    assert (tmp_path / CHECKPOINT).is_file()
    assert [1] == [row["step"] for row in _log(tmp_path)][-1:]


def test_an_unknown_label_costs_nothing_and_a_known_absence_does(tokenizer: Tokenizer) -> None:
    scores = torch.full((1, 5, 1, len(TAGS)), -20.0)
    scores[..., TAGS.index("S-THERAPY")] = 20.0  # says THERAPY everywhere
    partial = _sentence("the plan of", frozenset({DISEASE}))
    losses = {
        masked: float(
            token_loss(scores, collate(make_examples([partial], tokenizer, masked=masked)))
        )
        for masked in (True, False)
    }

    assert losses[True] == pytest.approx(0.0, abs=1e-3)
    assert losses[False] > 10


def test_a_sentence_is_judged_by_the_tags_of_its_own_scheme(tokenizer: Tokenizer) -> None:
    scores = torch.full((1, 5, 2, len(TAGS)), -20.0)
    scores[..., 0, TAGS.index("O")] = 20.0  # right in the first scheme
    scores[..., 1, TAGS.index("S-THERAPY")] = 20.0  # wrong in the second
    losses = [
        float(
            token_loss(
                scores, collate(make_examples([_sentence("the plan of")], tokenizer, schemes=names))
            )
        )
        for names in (("own", "other"), ("other", _sentence("the plan of").corpus))
    ]

    assert losses[0] == pytest.approx(0.0, abs=1e-3)
    assert losses[1] > 10


def test_the_full_stop_is_left_out_now_and_then(tokenizer: Tokenizer) -> None:
    (example,) = make_examples([_sentence("The plan .")], tokenizer)
    assert example.pieces.ends_in_stop
    size = len(example.pieces.ids)
    sizes = set()
    for seed in range(60):
        batch = collate([example], rng=np.random.default_rng(seed))
        n = int(batch.mask.sum())
        sizes.add(n)
        assert example.pieces.ids[-1] == int(batch.ids[0, n - 1])  # the closing mark stays last
        if n < size:
            assert bool(batch.allowed[0, len(example.pieces.words) - 1].all())

    assert {size - 1, size} == sizes


def test_start_weights_are_only_taken_with_the_known_hash(tmp_path: Path) -> None:
    path = tmp_path / "model.safetensors"
    path.write_bytes(b"something else")

    with pytest.raises(TrainingError, match="SHA-256"):
        load_start(path, Shape((0,), 10, {}), list(range(10)))


def test_a_damaged_model_is_refused(tokenizer: Tokenizer, tmp_path: Path) -> None:
    export(_network(tokenizer), tmp_path, tokenizer=tokenizer.to_str(), classes={"claim": "ab"})
    with (tmp_path / "encoder.onnx").open("ab") as file:
        file.write(b"x")

    with pytest.raises(PipelineError, match="damaged") as caught:
        EncoderModel(tmp_path)

    assert "PUF402" == caught.value.code
