"""`puffery tag IN.jsonl -o OUT.jsonl`: mark therapies and diseases in documents."""

from __future__ import annotations

from pathlib import Path

import typer


def main(
    source: Path = typer.Argument(
        metavar="IN.jsonl", help="JSON Lines; each record has a text, taken as a document."
    ),
    out: Path = typer.Option(..., "-o", "--out", help="JSON Lines to write; all fields are kept."),
    entities: str = typer.Option(
        "model", help="model, lexicon, encoder, or an installed spaCy pipeline (en_ner_bc5cdr_md)."
    ),
) -> None:
    """Add mentions (place, label, concept, how found, scores) to each record."""
    import puffery
    from puffery.cli.records_io import enrich
    from puffery.report.json_v1 import sentence_fields

    nlp = puffery.load(entities=entities)

    def add(text: str) -> dict[str, object]:
        mentions: list[object] = []
        for audit in puffery.explain_doc(nlp(text)):
            found = sentence_fields(audit)["mentions"]
            mentions.extend(found if isinstance(found, list) else [])
        return {"mentions": mentions}

    enrich(source, out, add, {"mentions": []})
