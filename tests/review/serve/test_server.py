"""The real server as a process: killed, attacked with raw bytes, refused a port."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path

import pytest
from typer.testing import CliRunner

from puffery.cli import review
from puffery.cli.main import app
from puffery.errors import ReviewError
from puffery.review.decision_lines import read_decisions

pytest.importorskip("uvicorn", reason="needs the review extra")

FIRST = "00000000000000aa"
URL = re.compile(r"http://127\.0\.0\.1:(\d+)/([A-Za-z0-9_-]{43})/index\.html")


@contextmanager
def serving(run: Path, decisions: Path) -> Iterator[tuple[subprocess.Popen[str], int, str]]:
    """Run `puffery review`; yield the process, its port and its token."""
    command = [sys.executable, "-m", "puffery", "review", str(run), "--reviewer", "anna"]
    with subprocess.Popen(
        [*command, "--no-browser", "--decisions", str(decisions)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    ) as child:
        assert child.stdout is not None
        found = URL.search(child.stdout.readline())
        assert found
        try:
            yield child, int(found[1]), found[2]
        finally:
            child.kill()


def post(port: int, token: str, decision: str) -> tuple[int, dict[str, object]]:
    """Send a decision and wait for the answer."""
    connection = HTTPConnection("127.0.0.1", port)
    headers = {"X-Puffery-Token": token, "Content-Type": "application/json"}
    body = json.dumps({"fingerprint": FIRST, "decision": decision, "note": "x" * 500})
    connection.request("POST", "/api/decisions", body, headers)
    answer = connection.getresponse()
    row = json.loads(answer.read())
    connection.close()
    return answer.status, row


def raw(port: int, request: str) -> bytes:
    """Send bytes as they are, which no client would send, and return the answer."""
    with socket.create_connection(("127.0.0.1", port)) as connection:
        connection.sendall(request.encode("latin-1"))
        answer = b""
        while block := connection.recv(65_536):
            answer += block
    return answer


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")
def test_a_killed_server_loses_no_acknowledged_decision(run_folder: Path, decisions: Path) -> None:
    acknowledged: list[dict[str, object]] = []
    for _ in range(2):  # the second server finds what the first one left
        with serving(run_folder, decisions) as (child, port, token):
            for decision in ("accept", "reject", "unsure"):
                status, row = post(port, token, decision)
                assert 201 == status
                acknowledged.append(row)
            with socket.create_connection(("127.0.0.1", port)) as half:
                half.sendall(b"POST /api/decisions HTTP/1.1\r\nHost: x\r\nContent-Length: 99\r\n")
                os.kill(child.pid, signal.SIGKILL)  # with a request under way
                child.wait()
        assert -signal.SIGKILL == child.returncode
        with (decisions / "anna.jsonl").open("ab") as torn:
            torn.write(b'{"schema":"puffery-decision-1","fing')

    lines = (decisions / "anna.jsonl").read_bytes().splitlines()[:-1]

    assert acknowledged == [json.loads(line) for line in lines]
    assert 6 == len(read_decisions(decisions / "anna.jsonl").decisions)
    assert 1 == len((decisions / "anna.torn").read_bytes().splitlines())


def test_paths_as_no_client_sends_them_stay_inside(run_folder: Path, decisions: Path) -> None:
    (run_folder.parent / "secret.txt").write_text("the secret", encoding="utf-8")
    with serving(run_folder, decisions) as (_, port, token):
        host = f"Host: 127.0.0.1:{port}\r\nConnection: close\r\n\r\n"
        paths = (
            "../secret.txt",
            "%2e%2e/secret.txt",
            "..%2fsecret.txt",
            "articles/../../secret.txt",
        )

        answers = [raw(port, f"GET /{token}/{path} HTTP/1.1\r\n{host}") for path in paths]
        page = raw(port, f"GET /{token}/index.html HTTP/1.1\r\n{host}")
        two_hosts = raw(port, f"GET /{token}/index.html HTTP/1.1\r\nHost: evil.example\r\n{host}")
        no_host = raw(port, f"GET /{token}/index.html HTTP/1.0\r\n\r\n")
        absolute = raw(port, f"GET http://evil.example/{token}/ HTTP/1.1\r\n{host}")

    assert [] == [answer for answer in answers if b" 404 " not in answer.split(b"\r\n")[0]]
    assert b"200 OK" in page
    assert b"puffery-token" in page
    for answer in (two_hosts, no_host, absolute):
        assert answer.split(b" ")[1] in (b"400", b"403", b"404")
    assert not any(b"the secret" in answer for answer in answers)


def test_it_listens_on_loopback_alone(run_folder: Path, decisions: Path) -> None:
    with serving(run_folder, decisions) as (child, port, _):
        table = Path(f"/proc/{child.pid}/net/tcp")
        if not table.exists():
            pytest.skip("needs /proc to see the sockets")
        listening = [
            line.split()[1]
            for line in table.read_text(encoding="ascii").splitlines()[1:]
            if line.split()[3] == "0A" and line.split()[1].endswith(f":{port:04X}")
        ]

    assert [f"0100007F:{port:04X}"] == listening


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGINT for a child")
def test_ctrl_c_ends_it_in_order(run_folder: Path, decisions: Path) -> None:
    with serving(run_folder, decisions) as (child, port, token):
        assert 201 == post(port, token, "accept")[0]
        child.send_signal(signal.SIGINT)
        _, told = child.communicate()

    assert (0, "") == (child.returncode, told)


def test_a_torn_line_is_told_at_the_terminal(run_folder: Path, decisions: Path) -> None:
    decisions.mkdir(parents=True)
    (decisions / "anna.jsonl").write_bytes(b'{"schema"')

    with serving(run_folder, decisions) as (child, _, _):
        child.kill()
        _, told = child.communicate()

    assert "cut off in writing was moved to" in told
    assert "anna.torn" in told


def test_a_taken_port_is_told(run_folder: Path, decisions: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = str(other.getsockname()[1])
        options = ["--port", port, "--decisions", str(decisions), "--no-browser"]

        done = CliRunner().invoke(app, ["review", str(run_folder), "--reviewer", "a", *options])

    assert isinstance(done.exception, ReviewError)
    assert "PUF513" == done.exception.code
    assert f"port {port}" in done.exception.message


@pytest.mark.parametrize(
    ("path", "code"), [("no-such-run", "PUF513"), (".", "PUF513")], ids=["missing", "no run"]
)
def test_a_folder_that_is_no_run_is_told(tmp_path: Path, path: str, code: str) -> None:
    options = ["--reviewer", "a", "--decisions", str(tmp_path / "d"), "--no-browser"]

    done = CliRunner().invoke(app, ["review", str(tmp_path / path), *options])

    assert isinstance(done.exception, ReviewError)
    assert code == done.exception.code
    assert not (tmp_path / "d").exists()


def test_decisions_that_are_not_valid_are_told_before_the_review_begins(
    run_folder: Path, decisions: Path
) -> None:
    decisions.mkdir(parents=True)
    (decisions / "a.jsonl").write_text('{"schema": "x"}\n', encoding="utf-8")
    options = ["--reviewer", "a", "--decisions", str(decisions), "--no-browser"]

    done = CliRunner().invoke(app, ["review", str(run_folder), *options])

    assert isinstance(done.exception, ReviewError)
    assert "a.jsonl:1: schema" in done.exception.message


def test_without_the_extra_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(review, "NEEDED", ("no_such_package_here",))

    with pytest.raises(ReviewError, match="no_such_package_here") as caught:
        review.require_review_extra()

    assert "pip install 'puffery[review]'" == caught.value.hint
