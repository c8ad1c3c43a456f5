"""The interface of a review, and everything that must not get through to it."""

from __future__ import annotations

import errno
import json
import os
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from puffery.review import store as store_module
from puffery.review.decision_lines import read_decisions
from puffery.review.serve.run_folder import RunFolder
from puffery.review.store import DecisionStore
from puffery.terms.finding_words import sentence_hash

from .conftest import HOST, TOKEN

pytest.importorskip("starlette", reason="needs the review extra")
pytest.importorskip("httpx", reason="asks through httpx")

from starlette.testclient import TestClient

from puffery.review.serve.app import MAX_BODY_BYTES, make_app

FIRST, SECOND = "00000000000000aa", "00000000000000bb"
JSON = {"X-Puffery-Token": TOKEN, "Content-Type": "application/json", "Origin": f"http://{HOST}"}
API = "/api/decisions"


@pytest.fixture
def store(decisions: Path) -> DecisionStore:
    return DecisionStore(decisions, "anna")


@pytest.fixture
def client(run: RunFolder, store: DecisionStore, told: list[str]) -> TestClient:
    app = make_app(run, store, token=TOKEN, port=8765, tell=told.append)
    return TestClient(app, base_url=f"http://{HOST}", follow_redirects=False)


def body(decision: str = "accept", **fields: object) -> dict[str, object]:
    empty = {"new_label": None, "reason": "", "note": "", "expires": None}
    return {"fingerprint": FIRST, "decision": decision, **empty, **fields}


def post(client: TestClient, sent: object, **headers: str) -> Any:
    content = sent if isinstance(sent, bytes) else json.dumps(sent).encode()
    return client.post(API, content=content, headers={**JSON, **headers})


def test_a_decision_is_stored_with_what_the_run_knows(
    client: TestClient, store: DecisionStore
) -> None:
    answer = post(client, body("relabel", new_label="hedged", reason="“may” is there", note="n"))

    row = answer.json()
    assert 201 == answer.status_code
    assert json.loads(store.path.read_text(encoding="utf-8")) == row
    datetime.fromisoformat(row.pop("at"))
    assert {
        "schema": "puffery-decision-1",
        "fingerprint": FIRST,
        "article_id": "knee.txt",
        "run_id": "run-a",
        "rule_id": "UNQ-001",
        "label": "unqualified",
        "decision": "relabel",
        "new_label": "hedged",
        "reason": "“may” is there",
        "note": "n",
        "expires": None,
        "reviewer": "anna",
        "text_sha256": "0" * 64,
        "start": 0,
        "end": 20,
        "text_hash": sentence_hash("prp CURES arthritis"),
    } == row
    assert "arthritis" not in store.path.read_text(encoding="utf-8")


def test_the_server_fills_in_and_the_page_cannot(client: TestClient, store: DecisionStore) -> None:
    answer = post(client, body(fingerprint=SECOND, reviewer="eve", article_id="x", at="never"))

    row = answer.json()
    assert ("anna", "=knee.html") == (row["reviewer"], row["article_id"])
    assert "PRO-001" == row["rule_id"]  # not the rule of the earlier relabel
    assert row["fingerprint"] == read_decisions(store.path).decisions[0].fingerprint


def test_the_latest_decisions_of_the_run_come_back(client: TestClient) -> None:
    assert {"reviewer": "anna", "decisions": []} == client.get(f"{API}?token={TOKEN}").json()
    for sent in (body(), body("reject"), body("undo", fingerprint=SECOND)):
        post(client, sent)

    rows = client.get(f"{API}?token={TOKEN}").json()["decisions"]

    assert [(FIRST, "reject"), (SECOND, "undo")] == [
        (row["fingerprint"], row["decision"]) for row in rows
    ]


def test_two_tabs_write_one_file_and_two_reviewers_two(
    run: RunFolder, decisions: Path, told: list[str]
) -> None:
    clients = [
        TestClient(
            make_app(run, DecisionStore(decisions, name), token=TOKEN, port=8765, tell=told.append),
            base_url=f"http://{HOST}",
        )
        for name in ("anna", "anna", "berta")
    ]

    for client in clients:
        assert 201 == post(client, body()).status_code

    assert [2, 1] == [
        len(read_decisions(decisions / f"{name}.jsonl").decisions) for name in ("anna", "berta")
    ]
    seen = [client.get(f"{API}?token={TOKEN}").json() for client in clients]
    assert ["anna", "anna", "berta"] == [item["reviewer"] for item in seen]


@pytest.mark.parametrize(
    ("sent", "status", "says"),
    [
        (body(fingerprint="00000000000000cc"), 404, "no finding"),
        (body("maybe"), 422, "decision must be one of"),
        (body("relabel"), 422, "new_label must be given"),
        (body("relabel", new_label="wrong"), 422, "new_label must be"),
        (body(expires="soon"), 422, "expires must be"),
        (body(note=["x"]), 422, "note must be text"),
        (body(reason="x" * 5000), 422, "reason must be text"),
        (body(fingerprint=7), 422, "fingerprint must be"),
        (body(sentence="PRP cures arthritis."), 422, "Unknown: "),
        ({"decision": "accept"}, 422, "needs fingerprint"),
        ([], 422, "a JSON object"),
        (b"{", 422, "not JSON"),
        (b"\xff", 422, "not JSON"),
        (b"[" * 50_000, 422, "not JSON"),
        (b" " * (MAX_BODY_BYTES + 1), 413, "at most"),
    ],
    ids=lambda value: None,
)
def test_a_bad_decision_is_refused_with_a_sentence(
    client: TestClient, store: DecisionStore, sent: object, status: int, says: str
) -> None:
    answer = post(client, sent)

    assert status == answer.status_code
    assert says in answer.json()["error"]
    assert b"" == store.path.read_bytes()


def test_only_json_is_taken_for_json(client: TestClient) -> None:
    assert 415 == post(client, body(), **{"Content-Type": "text/plain"}).status_code


@pytest.mark.parametrize(
    ("number", "status"),
    [(errno.ENOSPC, 507), (errno.EFBIG, 507), (errno.EROFS, 403), (errno.EIO, 500)],
)
def test_a_decision_that_cannot_be_kept_is_told_to_the_page_and_the_terminal(
    client: TestClient,
    store: DecisionStore,
    told: list[str],
    monkeypatch: pytest.MonkeyPatch,
    number: int,
    status: int,
) -> None:
    def refuse(handle: int, data: bytes) -> int:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(store_module.os, "write", refuse)

    answer = post(client, body())

    monkeypatch.undo()
    assert (status, "PUF512") == (answer.status_code, answer.json()["code"])
    assert "was not stored" in answer.json()["error"]
    assert answer.json()["hint"]
    assert os.strerror(number) in told[0]
    assert () == store.read().decisions


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "puffery.example:8765"},
        {"Host": "127.0.0.1"},
        {"Host": "127.0.0.1:8766"},
        {"Host": "127.0.0.1:8765.example"},
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1:9999"},
        {"Origin": f"https://{HOST}"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"X-Puffery-Token": "secret-Token_2"},
        {"X-Puffery-Token": ""},
        {"X-Puffery-Token": "é"},
    ],
)
def test_others_cannot_decide(
    client: TestClient, store: DecisionStore, headers: dict[str, str]
) -> None:
    encoded = {name: value.encode() for name, value in {**JSON, **headers}.items()}

    answer = client.post(API, content=json.dumps(body()), headers=encoded)

    assert 403 == answer.status_code
    assert answer.json()["error"]
    assert b"" == store.path.read_bytes()


def test_a_form_of_another_site_cannot_decide_even_with_the_token(client: TestClient) -> None:
    without = {name: value for name, value in JSON.items() if name != "X-Puffery-Token"}

    answer = client.post(f"{API}?token={TOKEN}", content=json.dumps(body()), headers=without)

    assert 403 == answer.status_code


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/index.html",
        "/wrong/index.html",
        f"/{TOKEN}",
        f"/{TOKEN}x/index.html",
        API,
        f"{API}?token=",
        f"{API}?token=wrong&token={TOKEN}",
        "/api/other",
        "//index.html",
    ],
)
def test_nothing_is_shown_without_the_token(client: TestClient, path: str) -> None:
    answer = client.request("GET", f"http://{HOST}{path}")

    assert 403 == answer.status_code
    assert TOKEN not in answer.text


def test_decisions_are_not_read_by_another_site(client: TestClient) -> None:
    headers = {"Origin": "http://evil.example"}

    assert 403 == client.get(f"{API}?token={TOKEN}", headers=headers).status_code


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS"])
def test_other_methods_are_refused(client: TestClient, method: str) -> None:
    assert 405 == client.request(method, API, headers=JSON).status_code


@pytest.mark.parametrize("path", ["index.html", "articles/knee-0a.html"])
def test_a_page_gets_the_interface_and_keeps_its_policy(client: TestClient, path: str) -> None:
    answer = client.get(f"/{TOKEN}/{path}")

    assert 200 == answer.status_code
    assert (
        '<head>\n<meta name="puffery-review" content="api">\n'
        f'<meta name="puffery-token" content="{TOKEN}">\n<meta charset="utf-8">'
    ) in answer.text
    assert "connect-src 'self'; default-src &#39;none&#39;; style-src" in answer.text
    policy = answer.headers["content-security-policy"]
    assert policy.startswith("frame-ancestors 'none'; connect-src 'self'; default-src 'none'; ")
    assert "style-src 'sha256-abc='" in policy
    assert ("no-store", "no-referrer", "DENY", "nosniff") == tuple(
        answer.headers[name]
        for name in (
            "cache-control",
            "referrer-policy",
            "x-frame-options",
            "x-content-type-options",
        )
    )


def test_a_page_that_is_not_ours_gets_neither_token_nor_rights(client: TestClient) -> None:
    answer = client.get(f"/{TOKEN}/other.html")

    assert 200 == answer.status_code
    assert TOKEN not in answer.text
    assert "default-src 'none'; sandbox" == answer.headers["content-security-policy"]
    assert answer.headers["content-type"].startswith("application/octet-stream")


def test_the_root_leads_to_the_report(client: TestClient) -> None:
    answer = client.get(f"/{TOKEN}/")

    assert (303, f"/{TOKEN}/index.html") == (answer.status_code, answer.headers["location"])


def test_data_files_are_served_as_data(client: TestClient) -> None:
    answer = client.get(f"/{TOKEN}/findings.jsonl")

    assert (200, "application/jsonl") == (answer.status_code, answer.headers["content-type"])
    assert 2 == len(answer.text.splitlines())


@pytest.mark.parametrize(
    "path",
    [
        "../secret.txt",
        "..%2fsecret.txt",
        "%2e%2e/secret.txt",
        "%2e%2e%2fsecret.txt",
        "articles/../../secret.txt",
        "articles/%2e%2e/%2e%2e/secret.txt",
        "..%5csecret.txt",
        "%2fetc%2fpasswd",
        "/etc/passwd",
        "link.txt",
        "folder-link/secret.txt",
        ".pid",
        "%00",
        "index.html%00.txt",
        "articles",
        "articles/",
        "x" * 5000,
        "nowhere.html",
    ],
)
def test_no_path_leads_out_of_the_run_folder(
    client: TestClient, run_folder: Path, path: str
) -> None:
    (run_folder.parent / "secret.txt").write_text("secret", encoding="utf-8")
    (run_folder / "link.txt").symlink_to(run_folder.parent / "secret.txt")
    (run_folder / "folder-link").symlink_to(run_folder.parent)

    answer = client.request("GET", f"http://{HOST}/{TOKEN}/{path}")

    assert answer.status_code in (403, 404)
    assert "secret.txt" not in answer.text
    assert "secret" != answer.text
