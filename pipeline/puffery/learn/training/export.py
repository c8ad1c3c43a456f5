"""From a trained network to the files that ship: int8 ONNX, tokenizer, description.

In: an `EncoderNetwork`. Out: `encoder.onnx`, `tokenizer.json`, `encoder.json` in a folder.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import torch
from torch import Tensor, nn

from puffery.encode.encoder_model import FORMAT
from puffery.encode.tag_scheme import LABELS, TAGS
from puffery.learn.training.network import EncoderNetwork
from puffery.records import MentionLabel

INPUTS = ("ids", "mask", "lexicon", "cases")
EXPLAINED = ("claim",)
"""Heads that say what each word adds to their scores."""


class _Positional(nn.Module):
    """The network with a tuple of outputs, as ONNX wants it."""

    def __init__(self, network: EncoderNetwork) -> None:
        super().__init__()
        self.network = network

    def forward(self, ids: Tensor, mask: Tensor, lexicon: Tensor, cases: Tensor) -> list[Tensor]:
        x = self.network.encode(ids, mask, lexicon, cases)
        explained = [self.network.explain(x, head) for head in _explained(self.network)]
        return [self.network.tag(x), *self.network.classify(x, mask).values(), *explained]


def _explained(network: EncoderNetwork) -> list[str]:
    """Return the heads whose scores are shared out among the words."""
    return [head for head in network.sentence_heads if head in EXPLAINED]


def export(
    network: EncoderNetwork,
    folder: Path,
    *,
    tokenizer: str,
    classes: Mapping[str, Sequence[str]],
    annotated: Mapping[str, frozenset[MentionLabel]] | None = None,
    quantize: bool = True,
) -> None:
    """Write the network as ONNX with its tokenizer and description.

    Args:
        network: A trained network.
        folder: Where to write; made when missing.
        tokenizer: JSON text of the tokenizer.
        classes: Sentence-head name -> class names, in the order of the head's scores.
        annotated: Labels that a scheme annotates, where it is not all.
        quantize: Store weights as int8 (dynamic quantisation), a quarter of the size.
    """
    folder.mkdir(parents=True, exist_ok=True)
    _write_onnx(network, folder / "encoder.onnx", quantize=quantize)
    (folder / "tokenizer.json").write_text(tokenizer.rstrip("\n") + "\n", encoding="utf-8")
    description = {
        "format": FORMAT,
        "layers": list(network.shape.layers),
        "vocabulary": network.shape.vocabulary,
        "tags": list(TAGS),
        "schemes": {
            name: sorted((annotated or {}).get(name, frozenset(LABELS)))
            for name in network.shape.schemes
        },
        "classes": {head: list(classes[head]) for head in network.sentence_heads},
        "sha256": {
            name: hashlib.sha256((folder / name).read_bytes()).hexdigest()
            for name in ("encoder.onnx", "tokenizer.json")
        },
    }
    text = json.dumps(description, indent=2, ensure_ascii=False) + "\n"
    (folder / "encoder.json").write_text(text, encoding="utf-8")


def _write_onnx(network: EncoderNetwork, path: Path, *, quantize: bool) -> None:
    from onnxruntime.quantization import QuantType, quantize_dynamic

    full = path.with_suffix(".fp32.onnx")
    network.eval()
    classes = [f"class_{head}" for head in network.sentence_heads]
    words = [f"words_{head}" for head in _explained(network)]
    axes = {name: {0: "n", 1: "length"} for name in (*INPUTS, "tags", *words)}
    axes |= {name: {0: "n"} for name in classes}
    torch.onnx.export(
        _Positional(network),
        tuple(torch.ones((2, 8), dtype=torch.int64) for _ in INPUTS),
        str(full),
        input_names=list(INPUTS),
        output_names=["tags", *classes, *words],
        dynamic_axes=axes,
        opset_version=17,
        dynamo=False,
    )
    if quantize:
        quantize_dynamic(str(full), str(path), weight_type=QuantType.QInt8, per_channel=True)
        full.unlink()
    else:
        full.replace(path)
