"""Offsets in `sentences.jsonl` are code points into the original files."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import puffery
from puffery.records import Article
from puffery.run import audit_folder, audit_text
from puffery.settings import Settings

from .conftest import WriteFolder, read_lines

pytestmark = pytest.mark.model

TRICKY = (
    "🧬 Gene therapy cures β\u2011thalassaemia!\u00a0👩‍⚕️ Dr. Vale says so.\r\n\r\n"
    "\u201cPRP\u201d — platelet-rich plasma (PRP) — may help knee osteoarthritis… "
    "It costs €1,200.50 (approx.).\r\n"
    "• Book now!!! 💉💉\r\n• Naïve cafe\u0301 patients\thealed lupus\u3002\r\n\r\n"
    "\U0001d400stral letters, then: Turmeric reverses arthritis\u2028in weeks."
)
MARKDOWN = (
    "---\ntitle: x\n---\n\n# Stem cells *heal* lupus 💊\n\n| therapy | claim |\n|---|---|\n"
    "| PRP | cures **arthritis** |\n\n1. [Book now](https://example.org/?a=1) for 20 % off.\n"
    "2. Ozone therapy may\n   ease chronic pain.\n\n> It saved my life, says Ana.\n"
)


def check(text: str, row: dict[str, Any]) -> None:
    assert row["text"] == text[row["start"] : row["end"]]
    for part in (*row["cues"], *row["mentions"]):
        assert part["text"] == text[part["start"] : part["end"]]
        assert part["text"].strip()
        assert row["start"] <= part["start"] < part["end"] <= row["end"]
    for cue in row["cues"]:
        assert 0 <= cue["scope_start"] <= cue["scope_end"] <= len(text)


def test_offsets_lead_back_to_the_original_files(write_folder: WriteFolder, tmp_path: Path) -> None:
    records = [{"id": "a", "text": TRICKY}, {"id": "b", "text": f"\n\n {MARKDOWN}"}]
    root = write_folder(
        {
            "bom.txt": "\ufeff" + TRICKY,
            "wide.txt": TRICKY.encode("utf-16"),
            "old.txt": "The caf\xe9 clinic\u2019s PRP cures arthritis.\r\nBook now!".encode(
                "cp1252"
            ),
            "mac.txt": TRICKY.replace("\r\n", "\r"),
            "page.md": MARKDOWN,
            "many.jsonl": "".join(json.dumps(record) + "\n" for record in records),
        }
    )
    originals = {
        "bom.txt": TRICKY,
        "wide.txt": TRICKY,
        "old.txt": "The caf\xe9 clinic\u2019s PRP cures arthritis.\r\nBook now!",
        "mac.txt": TRICKY.replace("\r\n", "\r"),
        "page.md": MARKDOWN,
        "many.jsonl#a": TRICKY,
        "many.jsonl#b": f"\n\n {MARKDOWN}",
    }

    _, folder = audit_folder(
        root, tmp_path / "out", created="2026-01-01", settings=Settings(english_only=False)
    )

    rows = list(read_lines(folder / "sentences.jsonl"))
    assert set(originals) == {str(row["article_id"]) for row in rows}
    for row in rows:
        check(originals[str(row["article_id"])], row)
    assert sum(len(row["mentions"]) for row in rows) > 20  # type: ignore[arg-type]
    assert sum(len(row["cues"]) for row in rows) > 20  # type: ignore[arg-type]


PIECES = (
    "PRP cures arthritis", "may help", "Dr. Vale", "platelet-rich plasma (PRP)", "lupus", "book now",
    "$1,200.50", "e.g.", "\n", "\r\n", "\n\n", "\t", " ", "  ", "\u00a0", "\u200b", "\u2028", "\u2029",
    "🧬", "👩‍⚕️", "e\u0301", "ﬁ", "İ", "ß", "(", ")", "“", "”", "—", "…", ".", "!", "?!", "•", "#", "- ",
    "|", "**", "0.5 mg", "GLP-1", "¿", "\ufeff", "ARTHRITIS", "pain/swelling", "\x00",
)  # fmt: skip


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(pieces=st.lists(st.sampled_from(PIECES) | st.text(max_size=4), max_size=30))
def test_offsets_hold_on_any_text(nlp: Any, pieces: list[str]) -> None:
    text = "".join(pieces).encode("utf-8", "replace").decode("utf-8")

    audit = audit_text(nlp, Article("x.txt", text))

    last = 0
    for number, item in enumerate(audit.sentences):
        sentence = item.sentence
        assert number == sentence.index
        assert last <= sentence.start < sentence.end <= len(text)
        assert sentence.text == text[sentence.start : sentence.end]
        assert abs(sum(item.scores) - 1) < 1e-6
        assert item.reasons
        for part in (*item.cues, *item.mentions):
            assert part.text == text[part.start : part.end]
        last = sentence.end
    lost = sum(c.isalnum() for c in text) - sum(
        c.isalnum() for item in audit.sentences for c in item.sentence.text
    )
    assert 0 == lost, "every letter and digit is in a sentence"


@pytest.fixture(scope="module")
def nlp() -> Any:
    return puffery.load()
