"""The scores of `puffery evaluate` as text.

In: an `Evaluation`. Out: lines on standard output.
"""

from __future__ import annotations

import typer

from puffery.cli.terminal import clean
from puffery.learn.gold import LABELS
from puffery.learn.scoring.compare import Comparison
from puffery.learn.scoring.evaluate import Evaluation
from puffery.learn.scoring.score_mentions import MentionEvaluation

MOST_KINDS = 12
"""Kinds of errors that are shown."""


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
    _print_confidence(result)
    _print_breakdown(result)
    for item in result.errors[: None if n_errors < 0 else n_errors]:
        typer.echo(
            f"{clean(item[0])}: gold {item[1]}, given {item[2]} by {item[3]}: {clean(item[4])}"
        )


def _print_confidence(result: Evaluation) -> None:
    if result.strength is not None:
        accuracy, macro_f1 = result.strength
        typer.echo(f"claim strength: accuracy {accuracy:.3f}, macro-F1 {macro_f1:.3f}")
    typer.echo(f"calibration error (ECE, 10 bins) {result.calibration_error:.3f}")
    row = "  ".join(
        f"{c.min_confidence:.1f}: {c.coverage:.2f}/{c.accuracy:.3f}" for c in result.coverage
    )
    typer.echo(f"at --min-confidence, coverage/accuracy: {row}")


def _print_breakdown(result: Evaluation) -> None:
    if result.genres:
        typer.echo(f"{'genre':24}{'n':>6}{'accuracy':>10}{'macro-F1':>10}")
        for genre in result.genres:
            name = clean(genre.genre)
            typer.echo(f"{name:24}{genre.n:6}{genre.accuracy:10.3f}{genre.macro_f1:10.3f}")
    if result.devices:
        typer.echo(f"{'device':24}{'n':>6}{'found':>10}{'right':>10}")
        for device in result.devices:
            name = clean(device.device)
            typer.echo(f"{name:24}{device.n:6}{device.found:10.3f}{device.right:10.3f}")
    for kind in result.kinds[:MOST_KINDS]:
        typer.echo(f"{kind.n:5} × gold {kind.gold}, given {kind.given} by {kind.rule_id}")


def print_comparison(result: Comparison, other: str, *, n_examples: int) -> None:
    """Print how far the scored way is from another one.

    Args:
        result: The comparison.
        other: Name of the other way.
        n_examples: How many sentences with different labels to list; negative lists all.
    """
    first, second = result.macro_f1
    low, high = result.interval
    typer.echo(
        f"against {clean(other)}: macro-F1 {first:.3f} and {second:.3f}, difference "
        f"{result.gain:+.3f} (95 % interval {low:+.3f} to {high:+.3f}, paired, by document)"
    )
    typer.echo(f"right here alone {result.fixed}, right there alone {result.broken}")
    for item in result.examples[: None if n_examples < 0 else n_examples]:
        name, gold, ours, theirs, text = map(clean, item)
        typer.echo(f"{name}: gold {gold}, here {ours}, there {theirs}: {text}")


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
