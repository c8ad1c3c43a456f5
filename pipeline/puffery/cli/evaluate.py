"""`puffery evaluate GOLD.jsonl`: score the labels and mentions against gold sentences."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path

import typer


def main(
    gold: Path = typer.Argument(
        metavar="GOLD.jsonl",
        help="Sentences with text and label; therapy, disease, device, doc are used if present.",
    ),
    articles: list[Path] = typer.Option(
        [], help="JSON Lines (id, text) of the articles that standoff gold points into; repeatable."
    ),
    part: str = typer.Option("", help="Score only records of this part, for example test."),
    errors: int = typer.Option(0, help="How many wrong sentences to list; -1 lists all."),
    as_json: bool = typer.Option(False, "--json", help="Print everything as one JSON object."),
) -> None:
    """Per-class precision, recall and F1, macro-F1 with its interval, confusion, mention F1."""
    import puffery
    from puffery.cli.terminal import clean
    from puffery.learn.evaluate import evaluate
    from puffery.learn.gold import LABELS, read_gold

    rows = read_gold(gold, articles=articles, part=part)
    nlp = puffery.load(whole=True)
    result = evaluate(rows, [puffery.explain_doc(nlp(row.text))[0] for row in rows])
    if as_json:
        typer.echo(json.dumps(dataclasses.asdict(result), ensure_ascii=False))
        return
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
    for item in result.errors[: None if errors < 0 else errors]:
        typer.echo(f"{item[0]}: gold {item[1]}, given {item[2]} by {item[3]}: {clean(item[4])}")
