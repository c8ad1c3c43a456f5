"""The options of `puffery audit`, said once.

In: nothing. Out: option declarations.
"""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path

import typer


class Format(StrEnum):
    """What is printed to standard output."""

    TEXT = "text"
    JSON = "json"


FOLDER = typer.Argument(help="Folder (searched recursively) or a single file.")
OUT = typer.Option(Path("reports"), "-o", "--out", help="Where run folders are written.")
SETTINGS = typer.Option(None, help="Settings file; puffery.toml is taken if present.")
RUN_ID = typer.Option(None, help="Name of the run folder; default: input name and time.")
CREATED = typer.Option(
    None,
    help="Time stamp for the report (ISO 8601); same input and time stamp give the same bytes.",
)
ENTITIES = typer.Option(
    None, help="model, lexicon, encoder, or an installed spaCy pipeline (en_ner_bc5cdr_md)."
)
LABELS = typer.Option(None, help="model (rules and encoder), or rules alone.")
MIN_CONFIDENCE = typer.Option(
    None, help="Show labels less probable than this (0 to 1) as undecided."
)
PROFILE = typer.Option(
    None, help="Audit rules of these bodies of guidance only: us-ftc,uk-cap ... (default: all)."
)
AS_OF = typer.Option(
    None, help="Apply the guidance in force on this day (2026-01-31; default: today)."
)
RULES = typer.Option(None, help="Folder with audit rules of your own (*.toml).")
DISABLE = typer.Option(None, help="Audit rules not to apply: U07,P01 ...")
ENABLE = typer.Option(None, help="Audit rules to apply that are off by default.")
SUPPRESSIONS = typer.Option(
    None, help="TOML file of matches that reviewers set aside, with reason and author."
)
DECISIONS = typer.Option(None, help="Folder of reviewers' decisions to apply.")
QUIET = typer.Option(False, "-q", "--quiet", help="Print only the path of the report.")
FMT = typer.Option(Format.TEXT, "--format", help="Summary as text or JSON.")
ANY_LANGUAGE = typer.Option(False, help="Audit texts that do not look English as well.")
JOBS = typer.Option(
    None, "-j", "--jobs", help="Worker processes; default: one a core, as far as memory allows."
)
RESUME = typer.Option(
    True, help="Go on from what a run of the same input finished before it was ended."
)
KEEP_SHARDS = typer.Option(
    False, "--keep-shards", help="Keep the stored parts of the run (.shards-*) in --out."
)
ENGINE = typer.Option(
    "local", help="What runs the workers: local, or dask (needs the extra of that name)."
)
SCHEDULER = typer.Option(
    None,
    help="A running Dask scheduler (tcp://HOST:8786); its workers must share the --out folder.",
)
