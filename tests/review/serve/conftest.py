"""A small run folder and a client of its review."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest

from puffery.review.serve.run_folder import RunFolder, open_run

HOST = "127.0.0.1:8765"
TOKEN = "secret-Token_1"
POLICY = "default-src &#39;none&#39;; style-src &#39;sha256-abc=&#39;; form-action &#39;none&#39;"
PAGE = (
    '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
    f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">\n'
    "<title>t</title></head><body>&lt;head&gt; of the text</body></html>\n"
)
FINDINGS = (
    ("00000000000000aa", "knee.txt", "UNQ-001", "unqualified", "PRP cures arthritis."),
    ("00000000000000bb", "=knee.html", "PRO-001", "promotional", "Book today."),
)


def write_run(folder: Path) -> Path:
    """Write a run folder with two findings; the second was relabelled in an earlier review."""
    (folder / "articles").mkdir(parents=True)
    run = {"schema": "puffery-run-v1", "run_id": "run-a"}
    (folder / "run.json").write_text(json.dumps(run), encoding="utf-8")
    (folder / "index.html").write_text(PAGE, encoding="utf-8")
    (folder / "articles" / "knee-0a.html").write_text(PAGE, encoding="utf-8")
    (folder / "other.html").write_text("<html><head></head></html>", encoding="utf-8")
    (folder / ".pid").write_text("1", encoding="utf-8")
    with (folder / "findings.jsonl").open("w", encoding="utf-8") as handle:
        for number, (fingerprint, article, rule, label, text) in enumerate(FINDINGS):
            reasons = [{"rule_id": "PRO-011"}] * number + [{"rule_id": rule}]
            row = {"fingerprint": fingerprint, "article_id": article, "label": label, "text": text}
            place = {"start": 10 * number, "end": 10 * number + len(text)}
            handle.write(json.dumps({**row, **place, "reasons": reasons}) + "\n")
    table = [{"article_id": f[1], "text_sha256": f"{n}" * 64} for n, f in enumerate(FINDINGS)]
    pd.DataFrame(table).to_parquet(folder / "articles.parquet")
    return folder


@pytest.fixture
def run_folder(tmp_path: Path) -> Path:
    """Return the folder of a small run."""
    return write_run(tmp_path / "reports" / "run-a")


@pytest.fixture
def run(run_folder: Path) -> RunFolder:
    """Return that run, opened."""
    return open_run(run_folder)


@pytest.fixture
def told() -> list[str]:
    """Return what the terminal was told."""
    return []


@pytest.fixture
def decisions(tmp_path: Path) -> Path:
    """Return the folder of decisions, not made yet."""
    return tmp_path / "annotations" / "review"
