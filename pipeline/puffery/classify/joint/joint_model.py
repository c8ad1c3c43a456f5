"""The joint classifier: multinomial logistic regression over `FEATURES`, as a small JSON file.

In: `models/encoder/joint.json`. Out: label probabilities.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np

from puffery.classify.joint.features import FEATURES, LABELS, Floats
from puffery.errors import PipelineError
from puffery.records import Framing

FILE = "joint.json"
"""Name of the file, beside the encoder's."""

FORMAT = 1


@dataclass(frozen=True, slots=True)
class JointModel:
    """A fitted joint classifier.

    Attributes:
        weights: Shape (n_features, 4); columns in the order of the framings.
        bias: Shape (4,).
        encoder_sha256: Fingerprint of the encoder whose scores it was fitted on.
        min_promotional: Probability from which a sentence may be called promotional against the
            rules; below it the next best label is given. Precision comes first.
    """

    weights: Floats
    bias: Floats
    min_promotional: float
    encoder_sha256: str = ""

    def probabilities(self, features: Floats) -> Floats:
        """Return calibrated label probabilities, shape (n_sentences, 4), rows sum to 1."""
        scores = features @ self.weights + self.bias
        odds = np.exp(scores - scores.max(axis=1, keepdims=True))
        return np.asarray(odds / odds.sum(axis=1, keepdims=True))

    def choose(self, features: Floats) -> list[int]:
        """Return the index of the label of each row.

        Promotional needs `min_promotional`, unless the rules say promotional as well.
        """
        return choose_labels(self.probabilities(features), features, self.min_promotional)

    def save(self, path: Path) -> None:
        """Write the model as JSON."""
        content = {
            "format": FORMAT,
            "encoder_sha256": self.encoder_sha256,
            "features": list(FEATURES),
            "weights": np.round(self.weights, 5).tolist(),
            "bias": np.round(self.bias, 5).tolist(),
            "min_promotional": self.min_promotional,
        }
        path.write_text(json.dumps(content) + "\n", encoding="utf-8")


def choose_labels(probabilities: Floats, features: Floats, min_promotional: float) -> list[int]:
    """Return the index of the label of each row, see `JointModel.choose`."""
    promotional = LABELS.index(Framing.PROMOTIONAL)
    ruled = features[:, FEATURES.index(f"rule.{Framing.PROMOTIONAL}")] > 0
    allowed = probabilities.copy()
    allowed[(allowed[:, promotional] < min_promotional) & ~ruled, promotional] = -1.0
    return [int(index) for index in allowed.argmax(axis=1)]


@lru_cache(maxsize=2)
def load_joint(path: Path, *, encoder_sha256: str = "") -> JointModel:
    """Load a joint classifier once.

    Args:
        path: `joint.json`.
        encoder_sha256: Fingerprint of the encoder that will be read with it; empty checks none.

    Raises:
        PipelineError: `PUF402` when the file is missing, damaged, of another version, or fitted on
            another encoder.
    """
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        known = (content["format"], content["features"]) == (FORMAT, list(FEATURES))
        model = JointModel(
            weights=np.array(content["weights"], dtype=float),
            bias=np.array(content["bias"], dtype=float),
            min_promotional=float(content["min_promotional"]),
            encoder_sha256=str(content["encoder_sha256"]),
        )
        whole = (model.weights.shape, model.bias.shape) == ((len(FEATURES), 4), (4,))
        whole = whole and bool(np.isfinite(model.weights).all() and np.isfinite(model.bias).all())
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise PipelineError(
            "PUF402",
            f"cannot use model {path}: {error!r}",
            hint="fit it with `puffery train claims`, or ask for labels = rules",
        ) from error
    if not known or not whole or encoder_sha256 not in ("", model.encoder_sha256):
        raise PipelineError(
            "PUF402",
            f"{path} is damaged, of another version, or fitted on another encoder",
            hint="fit it again with `puffery train claims`",
        )
    return model
