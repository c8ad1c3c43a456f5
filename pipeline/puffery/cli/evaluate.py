"""`puffery evaluate GOLD.jsonl`: score the labels and mentions against gold sentences."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from puffery.errors import SettingsError

if TYPE_CHECKING:
    from puffery.cli.gold_audits import Way
    from puffery.learn.scoring.compare import Comparison
    from puffery.learn.scoring.evaluate import Evaluation
    from puffery.learn.scoring.score_mentions import MentionEvaluation


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
    model: Path | None = typer.Option(None, help="Model folder; default: the shipped one."),
    against: str = typer.Option(
        "", help="Compare with this as well: rules, shipped, or another model folder."
    ),
) -> None:
    """Scores of labels and mentions with interval, calibration, tables by genre and device."""
    from puffery.cli.gold_audits import Way, evaluate_mentions, evaluate_sentences
    from puffery.cli.score_table import print_comparison, print_evaluation, print_mentions
    from puffery.learn.scoring.score_mentions import has_spans

    if has_spans(gold):
        _refuse(part or articles or against)
        mentions = evaluate_mentions(gold, entities=entities, model=model)
        _show(mentions) if as_json else print_mentions(mentions)
        return
    way = Way(entities, labels, model)
    other = _other(against, way) if against else None
    result, comparison = evaluate_sentences(gold, articles, part=part, way=way, against=other)
    if as_json:
        _show(result, comparison)
        return
    print_evaluation(result, n_errors=errors)
    if comparison is not None:
        print_comparison(comparison, against, n_examples=errors)


def _refuse(given: object) -> None:
    if given:
        raise SettingsError("PUF202", "--part, --articles, --against do not apply to documents")


def _other(name: str, way: Way) -> Way:
    """Return the way of labelling that `--against` names: another model, or `way` by rules."""
    if name == "rules":
        return dataclasses.replace(way, labels="rules")
    return dataclasses.replace(way, model=None if name == "shipped" else Path(name))


def _show(result: Evaluation | MentionEvaluation, comparison: Comparison | None = None) -> None:
    values = dataclasses.asdict(result)
    if comparison is not None:
        values["comparison"] = dataclasses.asdict(comparison)
    typer.echo(json.dumps(values, ensure_ascii=False))
