"""`puffery explain "sentence"`: label a text and say why."""

from __future__ import annotations

import typer

EXIT_USAGE = 2


def main(
    text: str = typer.Argument(help="A sentence, or a text of several; - reads standard input."),
    entities: str = typer.Option(
        "model", help="model, lexicon, encoder, or an installed spaCy pipeline (en_ner_bc5cdr_md)."
    ),
    labels: str = typer.Option("model", help="model (rules and encoder), or rules alone."),
) -> None:
    """Label TEXT sentence by sentence and print the words, the rule and the guidance behind it."""
    import puffery
    from puffery.cli.terminal import print_audit

    if text == "-":
        text = typer.get_binary_stream("stdin").read().decode("utf-8", "replace")
    if not text.strip():
        typer.echo("puffery: the text is empty; give a sentence in quotation marks", err=True)
        raise typer.Exit(EXIT_USAGE)
    for audit in puffery.explain_doc(puffery.load(entities=entities, labels=labels)(text)):
        print_audit(audit)
