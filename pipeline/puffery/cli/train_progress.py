"""What the training commands show and check before they start."""

from __future__ import annotations

import importlib.util
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from puffery.errors import SettingsError, TrainingError

if TYPE_CHECKING:
    from puffery.learn.training.plan import Plan

NEEDED = ("torch", "safetensors", "onnx")


def require_train_extra() -> None:
    """Refuse early and plainly where the `train` extra is not installed.

    Raises:
        TrainingError: `PUF502` with the packages that are missing.
    """
    missing = [name for name in NEEDED if importlib.util.find_spec(name) is None]
    if missing:
        raise TrainingError(
            "PUF502",
            f"training needs {', '.join(missing)}",
            hint="pip install 'puffery[train]'",
        )


def parse_weights(items: list[str], known: list[str]) -> dict[str, float]:
    """Return set name -> weight of `NAME=WEIGHT` options; weights are 0 or more.

    Raises:
        SettingsError: `PUF202` for anything else, and for a set that is not trained on.
    """
    weights = {}
    for item in items:
        name, _, value = item.partition("=")
        if not re.fullmatch(r"\d+(\.\d+)?", value) or not name:
            raise SettingsError(
                "PUF202", f"--weight {item!r} is not NAME=WEIGHT", hint="--weight psytar=0.5"
            )
        weights[name] = float(value)
    unknown = sorted(set(weights) - set(known))
    if unknown:
        raise SettingsError(
            "PUF202", f"--weight for unknown sets: {', '.join(unknown)}", hint=f"sets: {known}"
        )
    return weights


def run_training(plan: Plan, out: Path, *, resume: bool) -> None:
    """Train by a plan under a progress bar, and print where the model is."""
    from puffery.learn.training.plan import run_plan

    with show_progress() as progress:
        model = run_plan(plan, out, resume=resume, progress=progress)
    typer.echo(f"Model: {model}")


@contextmanager
def show_progress() -> Iterator[Callable[[int, int, float], None]]:
    """Show a progress bar with the running loss on stderr."""
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True)) as bar:
        task = bar.add_task("training", total=None)

        def update(step: int, total: int, loss: float) -> None:
            bar.update(task, completed=step, total=total, description=f"loss {loss:.4f}")

        yield update
