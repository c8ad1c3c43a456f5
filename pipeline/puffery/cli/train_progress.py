"""What the training commands show and check before they start."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from puffery.errors import SettingsError, TrainingError

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


def parse_weights(items: list[str]) -> dict[str, float]:
    """Return set name -> weight of `NAME=WEIGHT` options.

    Raises:
        SettingsError: `PUF202` for anything else.
    """
    weights = {}
    for item in items:
        name, _, value = item.partition("=")
        try:
            weights[name] = float(value)
        except ValueError as error:
            raise SettingsError(
                "PUF202", f"--weight {item!r} is not NAME=WEIGHT", hint="--weight psytar=0.5"
            ) from error
    return weights


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
