"""The scores of `puffery evaluate` as text.

In: an `Evaluation`. Out: lines on standard output.
"""

from __future__ import annotations

import typer

from puffery.cli.terminal import clean
from puffery.learn.evaluate import Evaluation
from puffery.learn.gold import LABELS
from puffery.learn.score_mentions import MentionEvaluation


def print_evaluation(result: Evaluation, *, n_errors: int) -> None:
    """Print scores, interval, confusion matrix and wrong sentences.

    Args:
        result: The evaluation.
        n_errors: How many wrong sentences to list; negative lists all.
    """
    typer.echo(f"{result.n} sentences, {result.n_docs} documents")
    typer.echo(f"{'label':14}{'P':>7}{'R':>7}{'F1':>7}{'n':>6}")
    for score in (*result.classes, *result.mentions_exact):
        typer.echo(
            f"{score.name:14}{score.precision:7.3f}{score.recall:7.3f}{score.f1:7.3f}{score.n_gold:6}"
        )
    for score in result.mentions_overlap:
        typer.echo(f"{score.name + ' overlap':17}{'':11}{score.f1:7.3f}")
    low, high = result.interval
    typer.echo(
        f"macro-F1 {result.macro_f1:.3f} (95 % interval {low:.3f} to {high:.3f}, by document)"
    )
    typer.echo(
        f"accuracy {result.accuracy:.3f}; majority baseline macro-F1 {result.majority_f1:.3f}"
    )
    typer.echo(f"device right on {result.device_accuracy:.3f} of promotional sentences found")
    typer.echo("confusion (rows gold, columns given): " + ", ".join(LABELS))
    for name, row in zip(LABELS, result.confusion, strict=True):
        typer.echo(f"{name:14}" + "".join(f"{cell:6}" for cell in row))
    for item in result.errors[: None if n_errors < 0 else n_errors]:
        typer.echo(
            f"{clean(item[0])}: gold {item[1]}, given {item[2]} by {item[3]}: {clean(item[4])}"
        )


def print_mentions(result: MentionEvaluation) -> None:
    """Print mention scores with their intervals, and the share of right links."""
    typer.echo(f"{result.n_docs} documents")
    typer.echo(f"{'label':10}{'P':>7}{'R':>7}{'F1':>7}  {'95 % interval':16}{'overlap':>8}{'n':>7}")
    for score in result.scores:
        low, high = score.interval
        typer.echo(
            f"{score.label:10}{score.precision:7.3f}{score.recall:7.3f}{score.f1:7.3f}"
            f"  {low:.3f} to {high:.3f}  {score.overlap_f1:8.3f}{score.n_gold:7}"
        )
    if result.linked_right is not None:
        typer.echo(
            f"right concept id for {result.linked_right:.3f} of {result.n_linkable} gold mentions"
        )
