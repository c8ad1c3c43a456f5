"""A headless Chromium, small reports for it, and a stub of the server behind `puffery review`.

Tests skip where Playwright or Chromium is missing. Nothing outside the machine can be reached.
"""

from __future__ import annotations

import json
import os
import shutil
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from puffery.records import ArticleAudit, CueKind, Framing, MentionLabel
from puffery.report.write import ReportWriter
from puffery.settings import Settings

from ..report.conftest import (
    Line,
    build_audit,
    build_guided,
    build_run,
    guidance_text,
)

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
TOKEN = "token-for-tests"


def chromium() -> str:
    """Return the path of Chromium, empty where there is none."""
    names = ("chromium", "chromium-browser", "google-chrome")
    return os.environ.get("CHROMIUM", "") or next(filter(None, map(shutil.which, names)), "")


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    if not chromium():
        pytest.skip("no Chromium: install Debian's chromium, or set CHROMIUM to its path")
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def context(browser: Any) -> Iterator[Any]:
    context = browser.new_context(viewport={"width": 1440, "height": 900}, accept_downloads=True)
    context.set_default_timeout(10_000)
    yield context
    context.close()


@pytest.fixture
def page(context: Any) -> Iterator[Any]:
    """Return a page; the test fails when a script of it did, or when the policy stopped one."""
    page = context.new_page()
    problems: list[str] = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on("console", lambda m: problems.append(m.text) if "Content Security" in m.text else None)
    page.on("dialog", lambda dialog: problems.append(f"dialog {dialog.message}"))
    yield page
    assert [] == problems


def open_report(page: Any, path: Path | str, fragment: str = "") -> None:
    """Open a page of a report and wait until it can be worked on."""
    page.goto((path.as_uri() if isinstance(path, Path) else path) + fragment)
    page.wait_for_selector("html.ready", state="attached")


def wait_saved(page: Any, words: str) -> None:
    """Wait until the page says `words` of its decisions."""
    page.locator("#saved", has_text=words).wait_for()


def write_report(
    parent: Path, audits: Sequence[ArticleAudit], *, settings: Settings | None = None, **run: Any
) -> Path:
    """Write a report and return its index."""
    with ReportWriter(
        parent, "run-1", settings=settings or Settings(), guidance=guidance_text
    ) as writer:
        for audit in audits:
            writer.add(audit)
        return writer.finish(build_run(audits, **run)) / "index.html"


def more_lines() -> list[Line]:
    """Return an article of its own for the filters."""
    return [
        Line(
            Framing.UNQUALIFIED,
            "Fern oil cures gout.",
            cues=(("cures", CueKind.EFFECT, True),),
            mentions=(("Fern oil", MentionLabel.THERAPY), ("gout", MentionLabel.DISEASE)),
            before="",
        ),
        Line(Framing.NONE, "Ferns grow in shade."),
        Line(Framing.PROMOTIONAL, "Our clinic is the one to call!"),
    ]


@pytest.fixture
def index(tmp_path: Path) -> Path:
    """Return the index of a report of two articles with seven things to review.

    In order: knees.txt 1 hedged, 2 unqualified, 3 promotional, 4 rule match, whole article;
    ferns.txt 0 unqualified, 2 promotional.
    """
    audits = [
        build_guided(),
        build_audit("ferns.txt", more_lines(), title="Ferns", publisher="Fern Post"),
    ]
    return write_report(tmp_path, with_own_fingerprints(audits))


def with_own_fingerprints(audits: Sequence[ArticleAudit]) -> list[ArticleAudit]:
    """Return audits whose findings do not share fingerprints."""
    return [
        replace(
            audit,
            findings=tuple(
                replace(finding, fingerprint=f"{number:08x}{finding.fingerprint[8:]}")
                for finding in audit.findings
            ),
        )
        for number, audit in enumerate(audits)
    ]


class ReviewStub:
    """What the page needs of `puffery review`: the page with two tags more, and its API."""

    def __init__(self, index: Path) -> None:
        self.html = (
            index.read_text(encoding="utf-8")
            .replace(
                "<head>",
                f'<head><meta name="puffery-review" content="api"><meta name="puffery-token" content="{TOKEN}">',
                1,
            )
            .replace("form-action 'none'\"", "form-action 'none'; connect-src 'self'\"", 1)
        )
        self.decisions: list[dict[str, Any]] = []
        self.posted: list[dict[str, Any]] = []
        self.status = 201
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.url = f"http://127.0.0.1:{self._server.server_port}/index.html"
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        stub = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                if self.path == "/index.html":
                    self.answer(200, stub.html.encode(), "text/html; charset=utf-8")
                elif self.path == f"/api/decisions?token={TOKEN}":
                    body = {"reviewer": "ada", "decisions": stub.decisions}
                    self.answer(200, json.dumps(body).encode())
                else:
                    self.answer(404, b"{}")

            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                assert self.headers["X-Puffery-Token"] == TOKEN
                if stub.status == 201:
                    stub.posted.append(body)
                    self.answer(201, json.dumps(body).encode())
                else:
                    self.answer(stub.status, b'{"error": "the disk is full"}')

            def answer(self, status: int, body: bytes, kind: str = "application/json") -> None:
                self.send_response(status)
                self.send_header("Content-Type", kind)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None: ...

        return Handler


@pytest.fixture
def review_stub(index: Path) -> Iterator[ReviewStub]:
    stub = ReviewStub(index)
    yield stub
    stub.stop()


@pytest.fixture
def press(page: Any) -> Callable[[str], None]:
    """Return a function that presses keys one after another: `press("j j a")`."""

    def press_all(keys: str) -> None:
        for key in keys.split():
            page.keyboard.press(key)

    return press_all
