"""The training loop: seeded, logged, resumable.

In: an `EncoderNetwork` and examples. Out: the trained network, a checkpoint after each epoch and a
log line a hundred steps (`log.jsonl`).
"""

from __future__ import annotations

import json
import time
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from puffery.data_files import fingerprint
from puffery.errors import TrainingError
from puffery.learn.training.batches import IGNORED, Batch, Example, collate, shuffled_batches
from puffery.learn.training.network import EncoderNetwork

LOG_EVERY = 100
CHECKPOINT = "checkpoint.pt"


@dataclass(frozen=True, slots=True)
class Recipe:
    """How to train.

    Attributes:
        epochs: Passes over the examples.
        rate: Highest learning rate of the encoder.
        head_rate: Highest learning rate of heads and features, which start from nothing.
        warmup: Share of the steps in which the rate rises, 0 to 1.
        drop: Lexicon-feature dropout, 0 to 1.
        sentence_weight: Weight of the sentence heads beside the token head.
        seed: Seed of order, dropout and new weights.
        threads: CPU threads.
    """

    epochs: int = 6
    rate: float = 2e-4
    head_rate: float = 1e-3
    warmup: float = 0.06
    drop: float = 0.2
    sentence_weight: float = 0.5
    seed: int = 20261124
    threads: int = 2


def train(
    network: EncoderNetwork,
    examples: Sequence[Example],
    recipe: Recipe,
    folder: Path,
    *,
    resume: bool = False,
    progress: Callable[[int, int, float], None] | None = None,
) -> None:
    """Train a network in place; `folder` takes checkpoint and log.

    Args:
        network: Starts from the MiniLM weights.
        examples: Training sentences.
        recipe: Rates, epochs, seed.
        folder: Run folder.
        resume: Go on from the checkpoint in `folder`, if there is one.
        progress: Called with (step, all steps, recent mean loss) each step.

    Raises:
        TrainingError: `PUF503` when the checkpoint is from another recipe.
    """
    plan = _plan(examples, recipe, folder)
    total = sum(map(len, plan))
    state = _State.fresh(network, recipe, total, data=fingerprint_of(examples))
    done = state.restore(folder, recipe) if resume else 0
    step, recent = sum(map(len, plan[:done])), deque[float](maxlen=LOG_EVERY)
    for epoch in range(done, recipe.epochs):
        torch.manual_seed(recipe.seed + epoch)
        for batch in _batches(examples, plan[epoch], recipe, epoch):
            recent.append(_step(state, batch, recipe))
            step += 1
            _tell(folder, epoch, step, total, float(np.mean(recent)), progress)
        state.save(folder, recipe, epoch + 1)


def fingerprint_of(examples: Sequence[Example]) -> str:
    """Return the SHA-256 (hex) over what the examples teach."""
    return fingerprint(
        *(
            repr((e.pieces.ids, e.pieces.lexicon, e.classes, e.weight, e.scheme)).encode()
            + e.allowed.tobytes()
            for e in examples
        )
    )


@dataclass(frozen=True, slots=True)
class _State:
    """Everything that changes while training."""

    network: EncoderNetwork
    optimizer: torch.optim.Optimizer
    schedule: torch.optim.lr_scheduler.LRScheduler
    data: str

    @classmethod
    def fresh(cls, network: EncoderNetwork, recipe: Recipe, total: int, *, data: str) -> _State:
        optimizer = _optimizer(network, recipe)
        return cls(
            network=network,
            optimizer=optimizer,
            schedule=torch.optim.lr_scheduler.LambdaLR(optimizer, _triangle(total, recipe.warmup)),
            data=data,
        )

    def save(self, folder: Path, recipe: Recipe, epochs_done: int) -> None:
        """Write the checkpoint, whole or not at all."""
        partial = folder / f"{CHECKPOINT}.partial"
        values = {
            "recipe": asdict(recipe),
            "data": self.data,
            "epochs_done": epochs_done,
            "network": self.network.state_dict(),
            "optimizer": self.optimizer.state_dict(),
            "schedule": {"last_epoch": self.schedule.last_epoch},
        }
        torch.save(values, partial)
        partial.replace(folder / CHECKPOINT)

    def restore(self, folder: Path, recipe: Recipe) -> int:
        """Read the checkpoint if there is one; return how many epochs are done."""
        path = folder / CHECKPOINT
        if not path.is_file():
            return 0
        values = torch.load(path, weights_only=True)
        if (values["recipe"], values.get("data")) != (asdict(recipe), self.data):
            raise TrainingError(
                "PUF503",
                f"{path} was made with another recipe or other data",
                hint="train into a new folder, or repeat the options of the first run",
            )
        self.network.load_state_dict(values["network"])
        self.optimizer.load_state_dict(values["optimizer"])
        self.schedule.last_epoch = values["schedule"]["last_epoch"]
        return int(values["epochs_done"])


def _plan(examples: Sequence[Example], recipe: Recipe, folder: Path) -> list[list[list[int]]]:
    """Make the folder, set seed and threads, and return the batches of each epoch.

    The batches depend on seed and epoch alone, so that a resumed run sees the same ones.
    """
    torch.set_num_threads(recipe.threads)
    torch.manual_seed(recipe.seed)
    folder.mkdir(parents=True, exist_ok=True)
    return [
        list(shuffled_batches(examples, np.random.default_rng([recipe.seed, epoch])))
        for epoch in range(recipe.epochs)
    ]


def _batches(
    examples: Sequence[Example], plan: Iterable[list[int]], recipe: Recipe, epoch: int
) -> Iterable[Batch]:
    rng = np.random.default_rng([recipe.seed, epoch, 1])
    for rows in plan:
        yield collate([examples[row] for row in rows], rng=rng, drop=recipe.drop)


def _optimizer(network: EncoderNetwork, recipe: Recipe) -> torch.optim.Optimizer:
    fresh = ("token_head", "sentence_heads", "lexicon", "cases")
    groups: dict[tuple[bool, bool], list[torch.nn.Parameter]] = {}
    for name, parameter in network.named_parameters():
        key = (name.startswith(fresh), parameter.dim() > 1)
        groups.setdefault(key, []).append(parameter)
    return torch.optim.AdamW(
        [
            {
                "params": parameters,
                "lr": recipe.head_rate if new else recipe.rate,
                "weight_decay": 0.01 if decays else 0.0,
            }
            for (new, decays), parameters in groups.items()
        ],
        fused=True,
    )


def _triangle(total: int, warmup: float) -> Callable[[int], float]:
    rise = max(1, round(total * warmup))
    return lambda step: min((step + 1) / rise, max(0.02, (total - step) / max(1, total - rise)))


def _step(state: _State, batch: Batch, recipe: Recipe) -> float:
    network = state.network
    network.train()
    with torch.autocast("cpu", dtype=torch.bfloat16):
        tokens, sentences = network(batch.ids, batch.mask, batch.lexicon, batch.cases)
    loss = token_loss(tokens, batch)
    for place, scores in enumerate(sentences.values()):
        loss = loss + recipe.sentence_weight * sentence_loss(scores, batch, place)
    state.optimizer.zero_grad()
    loss.backward()  # type: ignore[no-untyped-call]
    torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
    state.optimizer.step()
    state.schedule.step()
    return float(loss.detach())


def token_loss(scores: Tensor, batch: Batch) -> Tensor:
    """Return the mean negative log probability of the allowed tags.

    Where several tags are allowed (a label that the corpus does not annotate) their probabilities
    are summed, so that the network is free to choose among them.

    Args:
        scores: Shape (n, length, n_schemes, n_tags); those of the sentence's own scheme count.
        batch: The batch that they belong to.
    """
    own = scores[torch.arange(len(scores)), :, batch.schemes]
    rows = batch.first[:, :, None].expand(-1, -1, own.shape[-1])
    log_probs = own.float().gather(1, rows).log_softmax(dim=-1)
    loss = -log_probs.masked_fill(~batch.allowed, -torch.inf).logsumexp(dim=-1)
    counted = ~batch.allowed.all(dim=-1)
    weight = counted * batch.weights[:, None]
    return (loss * weight).sum() / weight.sum().clamp(min=1.0)


def sentence_loss(scores: Tensor, batch: Batch, place: int) -> Tensor:
    """Return the weighted mean cross entropy of the sentences that a head knows; 0 without any."""
    gold = batch.classes[:, place]
    known = gold != IGNORED
    if not bool(known.any()):
        return scores.sum() * 0.0
    loss = functional.cross_entropy(scores[known].float(), gold[known], reduction="none")
    weights = batch.weights[known]
    return (loss * weights).sum() / weights.sum().clamp(min=1e-6)


def _tell(
    folder: Path,
    epoch: int,
    step: int,
    total: int,
    loss: float,
    progress: Callable[[int, int, float], None] | None,
) -> None:
    if step % LOG_EVERY == 0 or step == total:
        _log(folder, epoch=epoch, step=step, loss=round(loss, 5))
    if progress:
        progress(step, total, loss)


def _log(folder: Path, **values: float) -> None:
    with (folder / "log.jsonl").open("a", encoding="utf-8") as file:
        file.write(json.dumps({**values, "time": round(time.time())}) + "\n")
