"""`puffery agreement A.jsonl B.jsonl`: how far two reviewers agree, and on what they do not."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from puffery.review.agreement import Agreement


def main(
    first: Path = typer.Argument(metavar="A.jsonl", help="Decisions of one reviewer."),
    second: Path = typer.Argument(metavar="B.jsonl", help="Decisions of another."),
    run: Path | None = typer.Option(None, help="Run folder, to print the sentences as well."),
    as_json: bool = typer.Option(False, "--json", help="Print everything as one JSON object."),
) -> None:
    """Cohen's kappa of two reviewers with interval, confusion and the list to adjudicate."""
    from puffery.review.agreement import compare_reviewers
    from puffery.review.decision_lines import read_decisions
    from puffery.review.serve.run_folder import sentence_texts

    result = compare_reviewers(read_decisions(first), read_decisions(second))
    if as_json:
        typer.echo(json.dumps(asdict(result), ensure_ascii=False))
    else:
        _print(result, sentence_texts(run) if run else {})


def _print(result: Agreement, texts: dict[str, str]) -> None:
    from rich.console import Console

    from puffery.cli.terminal import clean, count_table
    from puffery.review.agreement import choice_of

    console = Console(highlight=False, emoji=False, markup=False, soft_wrap=True)
    low, high = result.interval or (0.0, 0.0)
    kappa = "undefined: both said one and the same of everything"
    if result.kappa is not None:
        kappa = f"{result.kappa:.3f} (95 % interval {low:.3f} to {high:.3f}, {result.drawn} drawn)"
    names = [clean(name) for name in result.names]
    console.print(f"Cohen's kappa {kappa}")
    console.print(f"{result.n} findings decided by both, the same said of {result.share:.0%}")
    for name, n_only in zip(names, result.n_only, strict=True):
        console.print(f"{n_only} decided by {name} alone")
    console.print(count_table(names[0], names[1], result.choices, result.confusion))
    console.print(f"{len(result.disagreements)} to adjudicate")
    for item in result.disagreements:
        place = f"{clean(item.first.article_id)}:{item.first.start}-{item.first.end}"
        console.print(f"{item.first.fingerprint} {place}")
        for name, decision in zip(names, (item.first, item.second), strict=True):
            console.print(f"  {name}: {choice_of(decision)}  {clean(decision.reason)}".rstrip())
        if item.first.fingerprint in texts:
            console.print(f"  {clean(texts[item.first.fingerprint])}")
