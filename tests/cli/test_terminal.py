"""What is printed: every number at every width, and no text that drives the terminal."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from puffery.cli.main import app
from puffery.cli.terminal import clean

RUNNER = CliRunner()
LONG = "A very long title about platelet-rich plasma, knees, elbows and everything else"


@pytest.fixture
def long_article(tmp_path: Path) -> Path:
    """A title longer than the terminal and a risk score of five characters."""
    folder = tmp_path / "in"
    folder.mkdir()
    row = {"id": "a", "title": LONG, "text": "Call us today!\n\nBook your visit today!"}
    (folder / "a.jsonl").write_text(json.dumps(row) + "\n", encoding="utf-8")
    return folder


def shown(*arguments: str, width: int = 80, text: str | None = None) -> str:
    return RUNNER.invoke(
        app, [*arguments], input=text, env={"COLUMNS": str(width), "NO_COLOR": "1"}
    ).output


@pytest.mark.parametrize("width", [60, 80, 120])
def test_article_table_keeps_its_numbers_beside_a_long_title(
    long_article: Path, tmp_path: Path, width: int
) -> None:
    out = shown("audit", str(long_article), "-o", str(tmp_path / "o"), width=width)

    assert all(head in out for head in ("risk", "promo", "unqual", "hedged", "none", "100.0"))
    table = [line for line in out.splitlines() if line.startswith(("┃", "│", "┏", "└"))]
    assert max(len(line) for line in table) <= width


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("a\x1b[31mb", "a [31mb"),
        ("a\r\nb\tc", "a b c"),
        ("a\u202eb\u2066c", "a b c"),
        ("a\x9bb\x00c\x7fd", "a b c d"),
        ("a\u2028b\ud800c", "a b c"),
        ("  naïve 🙂 [bold] ", "naïve 🙂 [bold]"),
    ],
)
def test_clean_leaves_one_printable_line(text: str, wanted: str) -> None:
    assert wanted == clean(text)


@pytest.mark.parametrize(
    "text",
    [
        "Turmeric cures [bold]lupus[/bold].",
        "[/] Turmeric cures [red]lupus.",
        "[link=https://a.example]Turmeric[/link] cures lupus.",
        "Turmeric :pill: cures lupus.",
        "Turmeric cures lupus \\",
    ],
)
def test_explain_shows_the_text_as_it_stands(text: str) -> None:
    first = shown("explain", text, width=200).splitlines()[0]

    assert text == first.partition("  ")[2]


def test_audit_shows_emoji_codes_of_a_title_as_they_stand(tmp_path: Path) -> None:
    row = {"id": "a", "title": ":pill: news", "text": "Lupus is a disease."}
    (tmp_path / "a.jsonl").write_text(json.dumps(row) + "\n", encoding="utf-8")

    assert ":pill: news" in shown("audit", str(tmp_path / "a.jsonl"), "-o", str(tmp_path / "o"))


def test_evaluate_lists_errors_without_driving_the_terminal(tmp_path: Path) -> None:
    row = {"id": "a\u202eb\rx\x07", "text": "Lupus\u202e is a disease.", "label": "hedged"}
    (tmp_path / "g.jsonl").write_text(json.dumps(row) + "\n", encoding="utf-8")

    out = shown("evaluate", str(tmp_path / "g.jsonl"), "--errors", "1")

    assert "gold hedged, given none" in out
    assert not set("\u202e\r\x07") & set(out)


def test_color_is_off_for_a_pipe_even_without_no_color() -> None:
    assert "\x1b" not in RUNNER.invoke(app, ["explain", "Turmeric cures lupus."]).output
