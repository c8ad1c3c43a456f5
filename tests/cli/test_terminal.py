"""What is printed: numbers at every width, nothing that drives the terminal."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from puffery.cli.terminal import clean, print_audit, print_summary
from puffery.records import (
    ArticleSummary,
    AuditRun,
    Framing,
    Mention,
    MentionLabel,
    Question,
    Reason,
    RunInfo,
    Sentence,
    SentenceAudit,
    SkippedArticle,
    SkipReason,
)

HOSTILE = "\x1b[2J\x1b]0;owned\x07 [red]x[/red] [/] :pill: \u202eevil\r\nnext\x9b31m \\"


def article(number: int = 0, **fields: object) -> ArticleSummary:
    values: dict[str, object] = {
        "article_id": f"a{number:02}.txt", "title": "A title", "source": "a.txt",
        "source_format": "txt", "url": "", "date": "", "author": "", "publisher": "",
        "text_sha256": "0" * 64, "n_chars": 1, "n_sentences": 0, "n_none": 0, "n_hedged": 0,
        "n_unqualified": 0, "n_promotional": 0, "share_unqualified": 0.0,
        "share_promotional": 0.0, "risk_score": 0.0, "n_therapies": 0, "n_diseases": 0,
    }  # fmt: skip
    return ArticleSummary(**{**values, **fields})  # type: ignore[arg-type]


def summary(
    *articles: ArticleSummary,
    skipped: tuple[SkippedArticle, ...] = (),
    quiet: bool = False,
    as_json: bool = False,
) -> None:
    run = AuditRun(RunInfo("r", "2026", "in", (), (), ()), articles, skipped)
    print_summary(run, Path("out/r"), quiet=quiet, as_json=as_json)


def is_harmless(text: str) -> bool:
    return all(char.isprintable() or char == "\n" for char in text)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\x1b[31mb", "a [31mb"),
        ("a\r\n\tb", "a b"),
        ("a\u202eb\u2066c\u200bd", "a b c d"),
        ("\x9ba\x00b\x7f", "a b"),
        ("a\u2028b\ud800c", "a b c"),
        ("  na\u00efve \U0001f48a [bold] ", "na\u00efve \U0001f48a [bold]"),
        ("", ""),
    ],
)
def test_clean_leaves_one_printable_line(text: str, shown: str) -> None:
    assert shown == clean(text)


@pytest.mark.parametrize(
    "width",
    [
        pytest.param(
            60,
        ),
        80,
        120,
    ],
)
def test_print_summary_shows_whole_numbers_in_every_row(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, width: int
) -> None:
    monkeypatch.setenv("COLUMNS", str(width))

    summary(
        article(
            title="Long title " * 9,
            risk_score=100.0,
            n_none=1234,
            n_hedged=321,
            n_unqualified=222,
            n_promotional=111,
        )
    )

    table = [line for line in capsys.readouterr().out.splitlines() if line.startswith("│")]
    assert ["100.0", "111", "222", "321", "1234"] == re.findall(r"[\d.]+", table[0])
    assert width >= max(len(line) for line in table)


@pytest.mark.parametrize("width", [20, 40, 60])
def test_print_summary_line_of_totals_is_whole_at_any_width(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, width: int
) -> None:
    monkeypatch.setenv("COLUMNS", str(width))

    summary(article(n_sentences=5, n_none=1, n_promotional=4))

    shown = capsys.readouterr().out
    assert "1 articles, 5 sentences: 4 promotional, 0 unqualified, 0 hedged, 1 none\n" in shown
    assert "Report: out/r/index.html\n" in shown


def test_print_summary_prints_hostile_titles_as_text(capsys: pytest.CaptureFixture[str]) -> None:
    skipped = SkippedArticle(HOSTILE, HOSTILE, SkipReason.FAILED, HOSTILE)

    summary(article(title=HOSTILE), article(1, article_id=HOSTILE, title=""), skipped=(skipped,))

    shown = capsys.readouterr().out
    assert is_harmless(shown)
    assert "[red]x[/red] [/] :pill:" in " ".join(shown.split())


def test_print_summary_lists_the_first_and_counts_the_others(
    capsys: pytest.CaptureFixture[str],
) -> None:
    skipped = tuple(SkippedArticle(f"s{n:02}", "s", SkipReason.EMPTY, "no text") for n in range(20))

    summary(*(article(n, title=f"t{n:02}") for n in range(20)), skipped=skipped)

    shown = capsys.readouterr().out
    assert "t14" in shown
    assert "t15" not in shown
    assert "5 more articles" in shown
    assert "20 inputs were skipped" in shown


def test_print_summary_without_articles(capsys: pytest.CaptureFixture[str]) -> None:
    summary()

    assert "0 articles, 0 sentences" in capsys.readouterr().out


def test_print_summary_as_json_and_quiet_print_one_line(
    capsys: pytest.CaptureFixture[str],
) -> None:
    one = article(title=HOSTILE, n_sentences=1, n_hedged=1)
    summary(one, as_json=True)
    summary(one, quiet=True)

    as_json, quiet = capsys.readouterr().out.splitlines()
    assert {
        "run_id": "r",
        "report": "out/r/index.html",
        "counts": {
            "articles": 1, "skipped": 0, "sentences": 1, "none": 0, "hedged": 1,
            "unqualified": 0, "promotional": 0, "undecided": 0,
        },
    } == json.loads(as_json)  # fmt: skip
    assert "out/r/index.html" == quiet


def test_print_audit_prints_hostile_text_as_text(capsys: pytest.CaptureFixture[str]) -> None:
    reason = Reason(
        "HED-001", Question.HEDGED, HOSTILE, "why", "fix", "clause", "https://a.example"
    )
    mention = Mention(0, 1, HOSTILE, MentionLabel.THERAPY, "MESH:D1", "[bold]x")

    print_audit(
        SentenceAudit(
            sentence=Sentence(0, 0, len(HOSTILE), HOSTILE),
            label=Framing.HEDGED,
            scores=(0.0, 1.0, 0.0, 0.0),
            device=None,
            cues=(),
            mentions=(mention,),
            reasons=(reason,),
        )
    )

    shown = capsys.readouterr().out
    assert is_harmless(shown)
    assert 3 == " ".join(shown.split()).count("[red]x[/red] [/] :pill: evil next")
    assert "[bold]x (MESH:D1)" in " ".join(shown.split())
    assert "https://a.example" in shown


@pytest.mark.parametrize(
    "text",
    [
        "Turmeric cures [bold]lupus[/bold].",
        "[/] Turmeric cures [link=https://a.example]lupus[/link].",
        "See [1] and [2, 3]; :pill: cures lupus.",
        "C:\\new cures \\[red] lupus.",
        pytest.param(
            "Turmeric cures lupus \\",
        ),
    ],
)
def test_print_audit_shows_the_sentence_as_it_stands(
    capsys: pytest.CaptureFixture[str], text: str
) -> None:
    print_audit(
        SentenceAudit(
            sentence=Sentence(0, 0, len(text), text),
            label=Framing.NONE,
            scores=(1.0, 0.0, 0.0, 0.0),
            device=None,
            cues=(),
            mentions=(),
            reasons=(),
        )
    )

    assert f"none  {text}\n" == capsys.readouterr().out
