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
        [], help="Folder or file of the articles that standoff gold points into; repeatable."
    ),
    part: str = typer.Option("", help="Score only records of this part, for example test."),
    errors: int = typer.Option(0, help="How many wrong sentences to list; -1 lists all."),
    as_json: bool = typer.Option(False, "--json", help="Print everything as one JSON object."),
) -> None:
    """Per-class precision, recall and F1, macro-F1 with its interval, confusion, mention F1."""
    import puffery
    from puffery.cli.gold_texts import read_texts
    from puffery.cli.score_table import print_evaluation
    from puffery.learn.evaluate import evaluate
    from puffery.learn.gold import read_gold

    rows = read_gold(gold, texts=read_texts(articles), part=part)
    nlp = puffery.load(whole=True)
    result = evaluate(rows, [puffery.explain_doc(nlp(row.text))[0] for row in rows])
    if as_json:
        typer.echo(json.dumps(dataclasses.asdict(result), ensure_ascii=False))
        return
    print_evaluation(result, n_errors=errors)
