"""`puffery review RUN`: work through the findings of a run in the browser."""

from __future__ import annotations

import getpass
import importlib.util
import re
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from puffery.errors import ReviewError

if TYPE_CHECKING:
    from puffery.review.serve.server import ReviewAddress

NEEDED = ("starlette", "uvicorn")


def main(
    run: Path = typer.Argument(metavar="RUN", help="Run folder, for example reports/my-run."),
    reviewer: str = typer.Option("", help="Your name in the decisions; default: the login name."),
    port: int = typer.Option(0, min=0, max=65535, help="Port on 127.0.0.1; 0 takes a free one."),
    decisions: Path = typer.Option(
        Path("annotations/review"), help="Folder of decisions, one file a reviewer."
    ),
    browser: bool = typer.Option(True, help="Open the report in the browser."),
) -> None:
    """Serve the report of RUN on this machine alone and store each decision at once."""
    require_review_extra()
    from puffery.cli.terminal import clean
    from puffery.review.serve.server import serve

    def ready(address: ReviewAddress) -> None:
        who = f"{address.n_findings} findings of {clean(address.run_id)}, as {address.reviewer}"
        typer.echo(f"Review of {who}: {address.url}")
        typer.echo(f"Decisions: {address.path}. Stop with Ctrl-C.")
        if browser:
            typer.launch(address.url)

    def tell(sentence: str) -> None:
        typer.echo(f"puffery: {clean(sentence)}", err=True)

    serve(
        run,
        decisions=decisions,
        reviewer=reviewer or _login(),
        port=port,
        ready=ready,
        tell=tell,
    )


def require_review_extra() -> None:
    """Raise `ReviewError` (`PUF513`) where the packages of the `review` extra are missing."""
    missing = [name for name in NEEDED if importlib.util.find_spec(name) is None]
    if missing:
        raise ReviewError(
            "PUF513",
            f"a review needs {' and '.join(missing)}",
            hint="pip install 'puffery[review]'",
        )


def _login() -> str:
    try:
        name = getpass.getuser()
    except (OSError, KeyError, ImportError):  # an account without a name, as in some containers
        name = ""
    return re.sub(r"[^A-Za-z0-9._-]+", "-", name).strip("-.") or "reviewer"
