"""The interface of a review: pages of the run, and decisions in and out.

In: requests that passed the `Guard`. Out: files of the run folder; `GET /api/decisions` gives the
latest decisions of this reviewer, `POST /api/decisions` stores one and answers 201 when it is on
the disk.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from puffery.errors import ReviewError
from puffery.records import DECISION_SCHEMA, Decision, DecisionKind, Framing
from puffery.review.decision_lines import FIELDS, wrong_value
from puffery.review.serve.guard import Guard
from puffery.review.serve.pages import LOCKED, is_report_page, serve_page
from puffery.review.serve.run_folder import START_PAGE, Place, RunFolder
from puffery.review.standing import latest
from puffery.review.store import DecisionStore, StoreError

MAX_BODY_BYTES = 65_536
GIVEN = ("fingerprint", "decision", "new_label", "reason", "note", "expires")
"""Fields of a decision that the page gives; the server fills the others."""

_MEDIA_TYPES = {
    ".csv": "text/csv",
    ".json": "application/json",
    ".jsonl": "application/jsonl",
    ".parquet": "application/octet-stream",
}

Tell = Callable[[str], None]
"""Called with a plain sentence for the person at the terminal."""


class ReviewApp:
    """Answers the requests of one review.

    Args:
        run: The run.
        store: Where decisions go.
        token: The secret.
        tell: Told what the terminal should know.
    """

    def __init__(self, run: RunFolder, store: DecisionStore, *, token: str, tell: Tell) -> None:
        self._run = run
        self._store = store
        self._token = token
        self._tell = tell

    async def list_decisions(self, request: Request) -> Response:  # noqa: ARG002  # starlette's form
        """Answer with the latest decision on each finding of the run, `undo` included."""
        file = await run_in_threadpool(self._store.read)
        rows = [
            _row(decision)
            for fingerprint, decision in latest(file.decisions).items()
            if fingerprint in self._run.places
        ]
        return JSONResponse({"reviewer": self._store.reviewer, "decisions": rows})

    async def add_decision(self, request: Request) -> Response:
        """Store a decision and answer 201 with it, once it is on the disk."""
        if request.headers.get("content-type", "").partition(";")[0] != "application/json":
            return _refuse(415, "A decision is sent as application/json.")
        body = b""
        async for chunk in request.stream():
            body += chunk
            if len(body) > MAX_BODY_BYTES:
                return _refuse(413, f"A decision has at most {MAX_BODY_BYTES} bytes.")
        try:
            given = json.loads(body)
        except (ValueError, RecursionError):
            return _refuse(422, "The body is not JSON.")
        wrong = _wrong_body(given)
        if wrong:
            return _refuse(422, wrong)
        place = self._run.places.get(given["fingerprint"])
        if place is None:
            return _refuse(404, "This run has no finding of that fingerprint.")
        decision = self._decision(given, place)
        await run_in_threadpool(self._store.append, decision)
        return JSONResponse(_row(decision), status_code=201)

    async def send_file(self, request: Request) -> Response:
        """Answer with a file of the run folder; pages of the report get the interface."""
        relative = request.path_params["path"]
        if not relative:
            return RedirectResponse(f"/{self._token}/{START_PAGE}", status_code=303)
        path = self._run.find(relative)
        if path is None:
            return _refuse(404, "The run folder has no such file.")
        if is_report_page(path.relative_to(self._run.root).as_posix()):
            html = await run_in_threadpool(_read, path)
            page = serve_page(html, token=self._token)
            return HTMLResponse(page.html, headers={"Content-Security-Policy": page.policy})
        kind = _MEDIA_TYPES.get(path.suffix, "application/octet-stream")
        return FileResponse(path, media_type=kind, headers={"Content-Security-Policy": LOCKED})

    async def on_error(self, request: Request, error: Exception) -> Response:  # noqa: ARG002
        """Answer a decision that could not be kept: 507 full disk, 403 no permission, else 500."""
        if not isinstance(error, ReviewError):
            raise error
        self._tell(str(error))
        status = 500
        if isinstance(error, StoreError):
            status = 507 if error.is_full else 403 if error.is_denied else 500
        told = {"error": error.message, "code": error.code, "hint": error.hint}
        return JSONResponse(told, status_code=status)

    def _decision(self, given: Mapping[str, object], place: Place) -> Decision:
        label = given.get("new_label")
        return Decision(
            fingerprint=str(given["fingerprint"]),
            article_id=place.article_id,
            run_id=self._run.run_id,
            rule_id=place.rule_id,
            label=place.label,
            decision=DecisionKind(str(given["decision"])),
            new_label=None if label is None else Framing(str(label)),
            reason=str(given.get("reason", "")),
            note=str(given.get("note", "")),
            expires=None if given.get("expires") is None else str(given["expires"]),
            reviewer=self._store.reviewer,
            at=datetime.now(tz=UTC).isoformat(timespec="milliseconds"),
            text_sha256=place.text_sha256,
            start=place.start,
            end=place.end,
            text_hash=place.text_hash,
        )


def make_app(run: RunFolder, store: DecisionStore, *, token: str, port: int, tell: Tell) -> Guard:
    """Return the guarded ASGI application of a review.

    Args:
        run: The run.
        store: Where decisions go.
        token: The secret, of `A-Za-z0-9_-` alone.
        port: Port that the server listens on.
        tell: Told what the terminal should know.
    """
    app = ReviewApp(run, store, token=token, tell=tell)
    routes = [
        Route("/api/decisions", app.list_decisions, methods=["GET"]),
        Route("/api/decisions", app.add_decision, methods=["POST"]),
        Route("/{path:path}", app.send_file, methods=["GET"]),
    ]
    inner = Starlette(routes=routes, exception_handlers={ReviewError: app.on_error})
    return Guard(inner, token=token, port=port)


def _wrong_body(given: object) -> str:
    """Return what is wrong with a decision that a page sent, empty if nothing."""
    if not isinstance(given, dict):
        return "A decision is a JSON object."
    missing = [name for name in ("fingerprint", "decision") if name not in given]
    unknown = sorted(set(given) - set(FIELDS) - {"schema"})
    if missing or unknown:
        return f"A decision needs {', '.join(missing)}." if missing else f"Unknown: {unknown}."
    return wrong_value({name: value for name, value in given.items() if name in GIVEN})


def _row(decision: Decision) -> dict[str, object]:
    row = {name: getattr(decision, name) for name in FIELDS}
    return {"schema": DECISION_SCHEMA, **row}


def _refuse(status: int, sentence: str) -> JSONResponse:
    return JSONResponse({"error": sentence}, status_code=status)


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8")
