"""The command `puffery`: one file a command, registered here.

In: arguments. Out: an exit code: 0 done, 1 findings at or over a threshold, 2 usage or settings,
3 some inputs could not be audited.
"""

from __future__ import annotations

import sys

import typer

from puffery import __version__
from puffery.cli import (
    agreement,
    audit,
    diff,
    evaluate,
    explain,
    export,
    label,
    review,
    rules,
    tag,
    train,
)
from puffery.errors import PufferyError

EXIT_USAGE = 2

app = typer.Typer(
    name="puffery",
    help="Audit what health articles claim: hedged, unqualified or promotional, and why.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
app.command("audit")(audit.main)
app.command("label")(label.main)
app.command("tag")(tag.main)
app.command("explain")(explain.main)
app.command("export")(export.main)
app.command("diff")(diff.main)
app.command("evaluate")(evaluate.main)
app.command("review")(review.main)
app.command("agreement")(agreement.main)
app.add_typer(rules.app, name="rules")
app.add_typer(train.app, name="train")


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"puffery {__version__}")
        raise typer.Exit


@app.callback()
def options(
    version: bool = typer.Option(
        False, "--version", help="Show the version and exit.", callback=_show_version, is_eager=True
    ),
) -> None:
    """Audit what health articles claim: hedged, unqualified or promotional, and why."""


def main() -> None:
    """Run the command line; a puffery error becomes one plain message and exit code 2."""
    try:
        app()
    except PufferyError as error:
        typer.echo(f"puffery: {error}", err=True)
        sys.exit(EXIT_USAGE)
    except KeyboardInterrupt:
        typer.echo("puffery: stopped; nothing half-written is left that looks whole", err=True)
        sys.exit(130)


if __name__ == "__main__":
    main()
