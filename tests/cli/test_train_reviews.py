"""`puffery train claims --with-reviews` on a copy of the shipped encoder."""

from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from puffery.classify.joint.joint_model import FILE
from puffery.cli.main import app
from puffery.encode.encoder_model import shipped_folder
from tests.review.conftest import decide, write_decisions

pytestmark = [pytest.mark.model, pytest.mark.slow]

SENTENCES = {
    "none": "Lupus affects the joints and the skin.",
    "hedged": "Ginger may ease nausea in some people.",
    "unqualified": "Ginger cures nausea.",
    "promotional": "Book your free consultation today!",
}
TEXT = "Ginger may ease nausea. Ginger heals gout. Call our friendly clinic now!"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with model, gold, one article and decisions on its sentences."""
    shutil.copytree(shipped_folder(), tmp_path / "model")
    (tmp_path / "model" / FILE).unlink()
    rows = [
        {"text": text, "label": label, "doc": f"d{doc}", "part": "dev"}
        for doc in range(6)
        for label, text in SENTENCES.items()
    ]
    lines = "".join(json.dumps(row) + "\n" for row in rows)
    (tmp_path / "gold.jsonl").write_text(lines, encoding="utf-8")
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles" / "ginger.txt").write_text(TEXT, encoding="utf-8")
    sha256 = hashlib.sha256(TEXT.encode()).hexdigest()
    own = {"article_id": "ginger.txt", "text_sha256": sha256}
    write_decisions(
        tmp_path / "review" / "anna.jsonl",
        decide("accept", fingerprint="1" * 16, label="hedged", start=0, end=23, **own),
        decide("relabel", fingerprint="2" * 16, new_label="promotional", start=24, end=42, **own),
        decide("reject", fingerprint="3" * 16, start=43, end=72, **own),
        decide("accept", fingerprint="4" * 16, start=1, end=9, **own),  # no sentence
    )
    return tmp_path


def test_decisions_become_training_rows_and_are_counted(folder: Path) -> None:
    command = ["train", "claims", str(folder / "model"), "--gold", str(folder / "gold.jsonl")]
    reviews = ["--articles", str(folder / "articles"), "--with-reviews", str(folder / "review")]

    plain = CliRunner().invoke(app, command)
    weights = (folder / "model" / FILE).read_bytes()
    done = CliRunner().invoke(app, [*command, *reviews])

    assert plain.stdout.startswith("24 sentences, 6 articles")
    assert "of reviewers" not in plain.stdout
    lines = done.stdout.splitlines()
    assert lines[0].startswith("26 sentences, 7 articles")
    assert [
        "2 of 4 decisions of reviewers were used",
        "  1 left out, rejected or unsure: they name no label",
        "  1 left out, the sentence is segmented otherwise today",
    ] == lines[1:]
    assert weights != (folder / "model" / FILE).read_bytes()
