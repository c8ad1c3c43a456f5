"""`puffery label IN.jsonl -o OUT.jsonl`: label ready-made sentences."""

from __future__ import annotations

from pathlib import Path

import typer

EMPTY: dict[str, object] = {
    "label": None,
    "likeliest": None,
    "scores": None,
    "device": None,
    "cues": [],
    "mentions": [],
    "frames": [],
    "decided_by": None,
    "rule_label": None,
    "doubt": None,
    "strength": None,
}
FIELDS = (*EMPTY, "reasons")


def main(
    source: Path = typer.Argument(
        metavar="IN.jsonl", help="JSON Lines; each record has a text, taken as one sentence."
    ),
    out: Path = typer.Option(..., "-o", "--out", help="JSON Lines to write; all fields are kept."),
    entities: str = typer.Option(
        "model", help="model, lexicon, encoder, or an installed spaCy pipeline (en_ner_bc5cdr_md)."
    ),
    labels: str = typer.Option("model", help="model (rules and encoder), or rules alone."),
    min_confidence: float = typer.Option(
        0.0, help="Show labels less probable than this (0 to 1) as undecided."
    ),
) -> None:
    """Add label, scores, device, cues, mentions, reasons, frames and doubt to every record."""
    import puffery
    from puffery.cli.records_io import enrich
    from puffery.report.json_v1 import sentence_fields

    nlp = puffery.load(entities=entities, labels=labels, whole=True, min_confidence=min_confidence)

    def add(text: str) -> dict[str, object]:
        audits = puffery.explain_doc(nlp(text))
        if not audits:
            return {**EMPTY, "label": "none", "reasons": []}
        fields = sentence_fields(audits[0])
        return {name: fields[name] for name in FIELDS}

    enrich(source, out, add, EMPTY)
