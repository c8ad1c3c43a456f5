"""Tagged sentences as tensors.

In: `TaggedSentence`s. Out: `Example`s, read once, and padded batches of like length.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from tokenizers import Tokenizer
from torch import Tensor

from puffery.encode.tag_scheme import COLUMNS, LABELS, OUTSIDE, OWN, SCHEME, TAGS, encode_spans
from puffery.encode.word_pieces import ALL_CAPITALS, CharSpan, Pieces, read_pieces, word_span
from puffery.learn.training.data.corpora import TaggedSentence
from puffery.records import MentionLabel

IGNORED = -100
"""Class index of a sentence that a head does not learn from."""

PIECES_A_BATCH = 1600
"""Word pieces in a batch, padding included."""

STOPLESS, CAPITALS = 0.1, 0.05
"""Shares of sentences that are read without their full stop, and in capitals, while training."""


@dataclass(frozen=True, slots=True)
class Example:
    """A sentence ready for the network.

    Attributes:
        pieces: Word pieces and features.
        allowed: Which tags the loss accepts at each word, shape (n_words, n_tags).
        classes: Class index a sentence head, `IGNORED` where it is unknown.
        weight: Weight of the sentence in the loss.
        spans: Lexicon mentions as (first, one past the last) piece, for feature dropout.
        scheme: Index of the annotation scheme that the tags follow.
    """

    pieces: Pieces
    allowed: NDArray[np.bool_]
    classes: tuple[int, ...]
    weight: float
    spans: tuple[tuple[int, int], ...]
    scheme: int = 0


@dataclass(frozen=True, slots=True)
class Batch:
    """Padded tensors of n sentences.

    Attributes:
        ids: Word pieces, shape (n, length).
        mask: 1 for pieces, shape (n, length).
        lexicon: Lexicon features, shape (n, length).
        cases: Case features, shape (n, length).
        first: First piece of each word, 0 for padding, shape (n, n_words).
        allowed: Accepted tags, all true for padding, shape (n, n_words, n_tags).
        classes: Class index a head, shape (n, n_heads).
        weights: Weights of the sentences, shape (n,).
        schemes: Annotation schemes of the sentences, shape (n,).
    """

    ids: Tensor
    mask: Tensor
    lexicon: Tensor
    cases: Tensor
    first: Tensor
    allowed: Tensor
    classes: Tensor
    weights: Tensor
    schemes: Tensor


def make_examples(
    sentences: Sequence[TaggedSentence],
    tokenizer: Tokenizer,
    *,
    heads: Sequence[str] = (),
    weights: Mapping[str, float] | None = None,
    masked: bool = True,
    schemes: Sequence[str] = (OWN,),
) -> list[Example]:
    """Turn sentences into examples.

    Args:
        sentences: Sentences with gold.
        tokenizer: The encoder's tokenizer.
        heads: Sentence heads in the order of `Example.classes`.
        weights: Corpus -> weight in the loss, 1 where it is not given.
        masked: Treat labels that a corpus does not annotate as unknown; False treats their
            absence as negative (the naive way, for comparison).
        schemes: Annotation schemes; a corpus that has none of its own follows the first.
    """
    place = {name: index for index, name in enumerate(schemes)}
    read = read_pieces(tokenizer, [s.text for s in sentences], [s.lexicon for s in sentences])
    return [
        Example(
            pieces=pieces,
            allowed=_allowed(item, pieces, masked=masked),
            classes=tuple(known.get(head, IGNORED) for head in heads),
            weight=(weights or {}).get(item.corpus, 1.0),
            spans=_piece_spans(item.lexicon, pieces),
            scheme=known[SCHEME],
        )
        for item, pieces in zip(sentences, read, strict=True)
        for known in ({SCHEME: place.get(item.corpus, 0), **item.classes},)
    ]


def _word_spans(spans: Sequence[CharSpan], pieces: Pieces) -> list[tuple[int, int, MentionLabel]]:
    found = []
    last = 0
    for start, end, label in sorted(spans):
        words = word_span(pieces.words, start, end)
        if words and words[0] >= last:
            found.append((*words, label))
            last = words[1]
    return found


def _piece_spans(spans: Sequence[CharSpan], pieces: Pieces) -> tuple[tuple[int, int], ...]:
    ends = [*pieces.first[1:], len(pieces.ids) - 1]
    return tuple((pieces.first[a], ends[b - 1]) for a, b, _ in _word_spans(spans, pieces))


def _allowed(item: TaggedSentence, pieces: Pieces, *, masked: bool) -> NDArray[np.bool_]:
    n_words = len(pieces.words)
    gold = encode_spans(n_words, _word_spans(item.gold, pieces))
    allowed = np.zeros((n_words, len(TAGS)), dtype=bool)
    allowed[np.arange(n_words), gold] = True
    if not masked:
        return allowed
    outside = gold == OUTSIDE
    for label in LABELS:
        tags = COLUMNS[label]
        if label not in item.annotated:
            allowed[np.ix_(outside, tags)] = True
        for start, end, _ in _word_spans([u for u in item.unknown if u[2] is label], pieces):
            rows = np.arange(start, end)[outside[start:end]]
            allowed[np.ix_(rows, tags)] = True
    return allowed


def shuffled_batches(examples: Sequence[Example], rng: np.random.Generator) -> Iterator[list[int]]:
    """Yield lists of example indices: like lengths together, batches in random order."""
    lengths = np.array([len(example.pieces.ids) for example in examples])
    order = np.argsort(lengths + rng.uniform(0, 4, len(lengths)), kind="stable")
    batches: list[list[int]] = [[]]
    longest = 0
    for index in order.tolist():
        longest = max(longest, int(lengths[index]))
        if batches[-1] and longest * (len(batches[-1]) + 1) > PIECES_A_BATCH:
            batches.append([])
            longest = int(lengths[index])
        batches[-1].append(index)
    for place in rng.permutation(len(batches)).tolist():
        yield batches[place]


def _vary(
    example: Example,
    lexicon: NDArray[np.int64],
    cases: NDArray[np.int64],
    rng: np.random.Generator,
    drop: float,
) -> None:
    """Drop lexicon features of a sentence and write some sentences in capitals, in place."""
    if rng.random() < drop:
        lexicon[:] = 0
    else:
        for start, end in example.spans:
            if rng.random() < drop:
                lexicon[start:end] = 0
    if rng.random() < CAPITALS:
        cases[cases > 0] = ALL_CAPITALS


def collate(
    examples: Sequence[Example], *, rng: np.random.Generator | None = None, drop: float = 0.0
) -> Batch:
    """Pad examples to one batch.

    Args:
        examples: At least one.
        rng: Source of the dropout of features and full stops; None keeps all.
        drop: Share of sentences whose lexicon feature is dropped whole, and of lexicon mentions
            dropped elsewhere, so that the encoder also learns to do without.
    """
    n, length = len(examples), max(len(e.pieces.ids) for e in examples)
    n_words = max(1, *(len(e.pieces.words) for e in examples))
    ids, mask, lexicon, cases = (np.zeros((n, length), dtype=np.int64) for _ in range(4))
    first = np.zeros((n, n_words), dtype=np.int64)
    allowed = np.ones((n, n_words, len(TAGS)), dtype=bool)
    for row, example in enumerate(examples):
        size, words = len(example.pieces.ids), len(example.pieces.words)
        ids[row, :size], mask[row, :size] = example.pieces.ids, 1
        lexicon[row, :size], cases[row, :size] = example.pieces.lexicon, example.pieces.cases
        first[row, :words], allowed[row, :words] = example.pieces.first, example.allowed
        if rng is not None:
            _vary(example, lexicon[row], cases[row], rng, drop)
            if example.pieces.ends_in_stop and rng.random() < STOPLESS:
                ids[row, size - 2], ids[row, size - 1] = ids[row, size - 1], 0
                mask[row, size - 1], allowed[row, words - 1], first[row, words - 1] = 0, True, 0
    return Batch(
        ids=torch.from_numpy(ids),
        mask=torch.from_numpy(mask),
        lexicon=torch.from_numpy(lexicon),
        cases=torch.from_numpy(cases),
        first=torch.from_numpy(first),
        allowed=torch.from_numpy(allowed),
        classes=torch.tensor([e.classes for e in examples], dtype=torch.int64).reshape(n, -1),
        weights=torch.tensor([e.weight for e in examples]),
        schemes=torch.tensor([e.scheme for e in examples], dtype=torch.int64),
    )
