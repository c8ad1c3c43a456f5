"""`puffery evaluate GOLD.jsonl`: score the labels and mentions against gold sentences."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from puffery.errors import SettingsError

if TYPE_CHECKING:
    from puffery.learn.evaluate import Evaluation
    from puffery.learn.score_mentions import MentionEvaluation


def main(
    gold: Path = typer.Argument(
        metavar="GOLD.jsonl",
        help="Sentences (text, label; therapy, disease, device, doc if present), or documents with "
        "spans.",
    ),
    articles: list[Path] = typer.Option(
        [], help="Folder or file of the articles that standoff gold points into; repeatable."
    ),
    part: str = typer.Option("", help="Score only records of this part, for example test."),
    errors: int = typer.Option(0, help="How many wrong sentences to list; -1 lists all."),
    as_json: bool = typer.Option(False, "--json", help="Print everything as one JSON object."),
    entities: str = typer.Option(
        "model", help="model, lexicon, encoder, or an installed spaCy pipeline (en_ner_bc5cdr_md)."
    ),
    labels: str = typer.Option("model", help="model (rules and encoder), or rules alone."),
) -> None:
    """Per-class precision, recall and F1, macro-F1 with its interval, confusion, mention F1."""
    from puffery.cli.gold_audits import evaluate_mentions, evaluate_sentences
    from puffery.cli.score_table import print_evaluation, print_mentions
    from puffery.learn.score_mentions import has_spans

    if has_spans(gold):
        if part or articles:
            raise SettingsError("PUF202", "--part and --articles do not apply to documents")
        mentions = evaluate_mentions(gold, entities=entities)
        _show(mentions) if as_json else print_mentions(mentions)
        return
    result = evaluate_sentences(gold, articles, part=part, entities=entities, labels=labels)
    _show(result) if as_json else print_evaluation(result, n_errors=errors)


def _show(result: Evaluation | MentionEvaluation) -> None:
    typer.echo(json.dumps(dataclasses.asdict(result), ensure_ascii=False))
