"""Writes small folders of invented articles and reads run folders back."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest

from puffery import run as conductor

WriteFolder = Callable[..., Path]

ARTICLES: dict[str, str | bytes] = {
    "knee.txt": (
        "Platelet-rich plasma (PRP) may help some people with knee osteoarthritis. "
        "PRP cures arthritis. Book your consultation with our clinic today!\n"
    ),
    "sub/lupus.md": (
        "# Stem cells and lupus\n\nStem cell therapy heals lupus.\n\n"
        "- Small trials suggest that it could reduce fatigue.\n- It is a miracle treatment.\n"
    ),
    "page.html": (
        "<html><head><title>Turmeric &amp; pain</title></head><body><h1>Turmeric</h1>"
        "<p>Turmeric reverses rheumatoid arthritis.</p><p>Ask your doctor first.</p></body></html>"
    ),
    "many.jsonl": (
        '{"id": "a", "text": "Metformin may lower the risk of diabetes."}\n'
        '{"id": "b", "text": \n'
        '{"id": "c", "title": "Ozone", "text": "Ozone therapy eliminates chronic pain."}\n'
        '{"id": "d"}\n'
        "[1, 2]\n"
    ),
    "empty.txt": "",
    "blank.md": " \n\t\n",
    "binary.txt": bytes(range(256)) * 8,
    "broken.pdf": b"%PDF-1.4 this is not one",
    "broken.docx": b"PK\x03\x04 neither is this",
    "photo.jpg": b"\xff\xd8\xff\xe0",
}
"""Six sound articles; four broken files, three bad records and one file that is not read."""

READ = ("knee.txt", "many.jsonl#a", "many.jsonl#c", "page.html", "sub/lupus.md")


@pytest.fixture
def write_folder(tmp_path: Path) -> WriteFolder:
    """Return a function (files, name) -> folder with those files."""

    def write(files: dict[str, str | bytes], name: str = "articles") -> Path:
        root = tmp_path / name
        for source, content in files.items():
            path = root / source
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
        return root

    return write


@pytest.fixture
def mixed_folder(write_folder: WriteFolder) -> Path:
    """Return a folder of sound and broken articles."""
    return write_folder(ARTICLES)


@pytest.fixture(scope="session")
def load_once() -> Callable[..., object]:
    """Return a `load` that builds each pipeline once a session."""
    return cache(conductor.load)


@pytest.fixture
def shared_pipeline(load_once: Callable[..., object], monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the runs of a test share a pipeline; a run builds its own otherwise (0.2 s)."""
    monkeypatch.setattr(conductor, "load", load_once)


def folder_bytes(folder: Path) -> dict[str, bytes]:
    """Return every file of a folder, by its relative path."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def read_lines(path: Path) -> Iterator[dict[str, object]]:
    """Yield the records of a JSON Lines file."""
    with path.open(encoding="utf-8", newline="\n") as lines:
        for line in lines:
            yield json.loads(line)
