"""Runs the review of a run on loopback until it is stopped.

In: a run folder, a reviewer, a folder for decisions. Out: a server on 127.0.0.1 alone.
"""

from __future__ import annotations

import contextlib
import secrets
import socket
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import uvicorn

from puffery.errors import ReviewError
from puffery.review.serve.app import Tell, make_app
from puffery.review.serve.guard import Guard
from puffery.review.serve.run_folder import START_PAGE, open_run
from puffery.review.store import DecisionStore

HOST = "127.0.0.1"
TOKEN_BYTES = 32


@dataclass(frozen=True, slots=True)
class ReviewAddress:
    """Where a review can be opened, and where its decisions go.

    Attributes:
        url: Address with the secret; whoever knows it can decide in the reviewer's name.
        run_id: The run.
        n_findings: Number of its findings.
        reviewer: Name of the reviewer.
        path: File of the decisions.
    """

    url: str
    run_id: str
    n_findings: int
    reviewer: str
    path: Path


def serve(
    folder: Path,
    *,
    decisions: Path,
    reviewer: str,
    port: int,
    ready: Callable[[ReviewAddress], None],
    tell: Tell,
) -> None:
    """Serve the review of a run until the process is interrupted.

    Args:
        folder: Run folder.
        decisions: Folder of the decisions of all reviewers.
        reviewer: Name of the reviewer.
        port: Port, 0 for any free one.
        ready: Called once with the address, when the port is open.
        tell: Called with a plain sentence when something goes wrong later.

    Raises:
        ReviewError: `PUF511` when earlier decisions are not valid, `PUF512` when decisions cannot
            be stored, `PUF513` when the folder is no run or the port is taken.
    """
    run = open_run(folder)
    store = DecisionStore(decisions, reviewer)
    store.read()  # a line that is no decision is told now, not after an hour of work
    if store.n_torn:
        aside = store.path.with_suffix(".torn")
        tell(f"A last line of {store.path} that was cut off in writing was moved to {aside}.")
    with _listen(port) as listener:
        port = int(listener.getsockname()[1])
        token = secrets.token_urlsafe(TOKEN_BYTES)
        app = make_app(run, store, token=token, port=port, tell=tell)
        url = f"http://{HOST}:{port}/{token}/{START_PAGE}"
        ready(ReviewAddress(url, run.run_id, len(run.places), reviewer, store.path))
        with contextlib.suppress(KeyboardInterrupt):  # the way to stop it
            uvicorn.Server(_config(app)).run(sockets=[listener])


def _config(app: Guard) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        http="h11",
        ws="none",
        lifespan="off",
        log_level="warning",
        access_log=False,  # its lines would hold the token
        server_header=False,
        timeout_graceful_shutdown=2,
    )


def _listen(port: int) -> socket.socket:
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((HOST, port))
        listener.listen()
    except OSError as error:
        listener.close()
        raise ReviewError(
            "PUF513",
            f"port {port} of {HOST} cannot be used: {error.strerror or error}",
            hint="choose another one, or --port 0 for any free one",
        ) from error
    return listener
