"""The command line, as a user sees it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from typer.main import get_command
from typer.testing import CliRunner

from puffery.cli.main import app

RUNNER = CliRunner()
HOSTILE = "\x1b[31mRed\x1b[0m [bold]loud[/bold] \u202eevil"


def puffery(*arguments: str, folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "puffery", *arguments],
        cwd=folder,
        env={**os.environ, "COLUMNS": "80", **environment},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.txt").write_text(
        "On PRP\n\nPRP eases knee pain. Call us today!\n", encoding="utf-8"
    )
    return folder


def test_every_command_and_option_has_help() -> None:
    commands = [get_command(app)]
    while commands:
        command = commands.pop()
        assert command.help, command.name
        for parameter in command.params:
            assert getattr(parameter, "help", None), f"{command.name} {parameter.name}"
        commands += list(getattr(command, "commands", {}).values())


def test_version_is_shown() -> None:
    assert "puffery 0." in RUNNER.invoke(app, ["--version"]).stdout


@pytest.mark.slow
def test_audit_prints_counts_and_report(articles: Path, tmp_path: Path) -> None:
    done = puffery("audit", "in", "-o", "out", "--run-id", "r", folder=tmp_path, NO_COLOR="1")

    assert 0 == done.returncode, done.stderr
    assert "1 articles, 3 sentences: 1 promotional, 1 unqualified, 0 hedged, 1 none" in done.stdout
    assert "out/r/index.html" in done.stdout
    assert "\x1b" not in done.stdout
    files = {p.name for p in (tmp_path / "out" / "r").iterdir()}
    assert {"index.html", "sentences.jsonl", "findings.jsonl", "run.json"} <= files
    assert {"articles.csv", "articles.parquet"} <= files


def test_audit_quiet_prints_the_path_alone(articles: Path, tmp_path: Path) -> None:
    done = RUNNER.invoke(app, ["audit", str(articles), "-o", str(tmp_path / "o"), "-q"])

    assert 0 == done.exit_code
    assert [done.stdout.strip()] == done.stdout.splitlines()
    assert Path(done.stdout.strip()).is_file()


def test_audit_json_is_one_object(articles: Path, tmp_path: Path) -> None:
    out = str(tmp_path / "o")
    done = RUNNER.invoke(app, ["audit", str(articles), "-o", out, "--format", "json"])

    counts = json.loads(done.stdout)["counts"]

    assert (1, 0, 3) == (counts["articles"], counts["skipped"], counts["sentences"])


def test_audit_with_a_skipped_input_exits_3_and_names_it(articles: Path, tmp_path: Path) -> None:
    (articles / "empty.txt").write_text("", encoding="utf-8")

    done = RUNNER.invoke(app, ["audit", str(articles), "-o", str(tmp_path / "o")])

    assert 3 == done.exit_code
    assert "empty.txt" in done.stdout
    run = json.loads(next((tmp_path / "o").glob("*/run.json")).read_text(encoding="utf-8"))
    assert ["empty.txt"] == [item["source"] for item in run["skipped"]]


def test_audit_of_a_missing_folder_says_so_without_a_traceback(tmp_path: Path) -> None:
    done = puffery("audit", "nowhere", folder=tmp_path)

    assert 2 == done.returncode
    assert "PUF101" in done.stderr
    assert "hint" in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "reports").exists() or not list((tmp_path / "reports").iterdir())


def test_audit_names_the_nearest_setting(articles: Path, tmp_path: Path) -> None:
    (tmp_path / "puffery.toml").write_text("max_char = 5\n", encoding="utf-8")

    done = puffery("audit", "in", folder=tmp_path)

    assert 2 == done.returncode
    assert "did you mean max_chars" in done.stderr


@pytest.mark.slow
def test_audit_of_hostile_text_drives_no_terminal(articles: Path, tmp_path: Path) -> None:
    line = json.dumps({"id": HOSTILE, "title": HOSTILE, "text": f"{HOSTILE} cures lupus."})
    (articles / "b.jsonl").write_text(
        line + "\n" + json.dumps({"id": HOSTILE}) + "\n", encoding="utf-8"
    )

    done = puffery("audit", "in", "-o", "out", folder=tmp_path, NO_COLOR="1")

    assert "\x1b" not in done.stdout + done.stderr
    assert "\u202e" not in done.stdout
    assert "[bold]" in done.stdout


@pytest.mark.slow
@pytest.mark.parametrize("width", ["60", "200"])
def test_audit_table_keeps_its_numbers_at_any_width(
    articles: Path, tmp_path: Path, width: str
) -> None:
    done = puffery("audit", "in", "-o", "out", folder=tmp_path, NO_COLOR="1", COLUMNS=width)

    assert all(head in done.stdout for head in ("risk", "promo", "unqual", "hedged", "none"))


@pytest.mark.slow
def test_audit_takes_the_time_from_source_date_epoch(articles: Path, tmp_path: Path) -> None:
    for out in ("one", "two"):
        puffery("audit", "in", "-o", out, "-q", folder=tmp_path, SOURCE_DATE_EPOCH="0")

    one, two = (next((tmp_path / out).glob("*/index.html")) for out in ("one", "two"))

    assert one.parent.name == two.parent.name
    assert one.read_bytes() == two.read_bytes()


def test_label_keeps_fields_order_and_clashes(tmp_path: Path) -> None:
    source, out = tmp_path / "in.jsonl", tmp_path / "deep" / "out.jsonl"
    rows = [
        {"id": 1, "text": "Turmeric cures arthritis. Truly.", "label": "gold", "extra": {"ä": [1]}},
        {"id": 2, "text": "Lupus is a disease."},
        {"id": 3, "text": ""},
    ]
    source.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")

    done = RUNNER.invoke(app, ["label", str(source), "-o", str(out)])

    assert 0 == done.exit_code, done.output
    got = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    assert [1, 2, 3] == [row["id"] for row in got]
    assert ["unqualified", "none", "none"] == [row["label"] for row in got]
    assert ("gold", {"ä": [1]}) == (got[0]["input_label"], got[0]["extra"])
    assert {"start", "end", "label", "concept_id"} <= set(got[0]["mentions"][0])
    assert 1.0 == pytest.approx(sum(got[0]["scores"].values()))
    assert [out.name] == [p.name for p in out.parent.iterdir()]


def test_label_keeps_bad_records_and_exits_3(tmp_path: Path) -> None:
    source, out = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    source.write_text(
        '{"id": 1}\n[1]\n{broken\n{"text": "PRP eases pain.", "error": "x"}\n', encoding="utf-8"
    )

    done = RUNNER.invoke(app, ["label", str(source), "-o", str(out)])

    rows = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    assert 3 == done.exit_code
    assert "3 records" in done.stderr
    assert [True, True, True, False] == [row["label"] is None for row in rows]
    assert (1, 2, 3) == (rows[0]["id"], rows[1]["line"], rows[2]["line"])
    assert "x" == rows[3]["error"]


@pytest.mark.slow
def test_label_of_a_missing_file_says_so(tmp_path: Path) -> None:
    done = puffery("label", "none.jsonl", "-o", "out.jsonl", folder=tmp_path)

    assert 2 == done.returncode
    assert "PUF101" in done.stderr
    assert not list(tmp_path.iterdir())


def test_tag_adds_mentions_over_the_whole_document(tmp_path: Path) -> None:
    source, out = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    text = "Rheumatoid arthritis (RA) is common. 🙂 Acupuncture is used in RA."
    source.write_text(json.dumps({"text": text, "k": 1}) + "\n", encoding="utf-8")

    RUNNER.invoke(app, ["tag", str(source), "-o", str(out)])

    row = json.loads(out.read_text(encoding="utf-8"))
    found = [(text[m["start"] : m["end"]], m["label"]) for m in row["mentions"]]
    assert 1 == row["k"]
    assert [("Rheumatoid arthritis", "DISEASE"), ("RA", "DISEASE")] == found[:2]
    assert [("Acupuncture", "THERAPY"), ("RA", "DISEASE")] == found[2:]
    assert row["mentions"][0]["concept_id"] == row["mentions"][3]["concept_id"] != ""


def test_explain_says_label_rule_and_source() -> None:
    done = RUNNER.invoke(
        app, ["explain", "While the therapy is still experimental, patients are cured of lupus."]
    )

    assert 0 == done.exit_code
    for words in ("unqualified", "UNQ-001", "UNQ-007", "“cured”", "source:", "https://"):
        assert words in done.stdout


def test_explain_reads_standard_input_and_refuses_nothing() -> None:
    assert "promotional" in RUNNER.invoke(app, ["explain", "-"], input="Call us today!").stdout
    assert 2 == RUNNER.invoke(app, ["explain", "  "]).exit_code


def test_evaluate_prints_scores_and_errors(tmp_path: Path) -> None:
    gold = tmp_path / "gold.jsonl"
    rows = [("PRP eases knee pain.", "unqualified"), ("Lupus is a disease.", "hedged")]
    gold.write_text(
        "".join(json.dumps({"text": t, "label": x}) + "\n" for t, x in rows), encoding="utf-8"
    )

    done = RUNNER.invoke(app, ["evaluate", str(gold), "--errors", "-1"])
    as_json = json.loads(RUNNER.invoke(app, ["evaluate", str(gold), "--json"]).stdout)

    assert "accuracy 0.500" in done.stdout
    assert "2: gold hedged, given none by NON-001: Lupus is a disease." in done.stdout
    assert 0.5 == as_json["accuracy"]
    assert as_json["macro_f1"] == pytest.approx(1 / 3)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ('{"text": "x"}\n', "gold.jsonl:1"),
        ('{"text": "x", "label": "odd"}', "labels: none"),
        ("", "no record"),
        ("{", "gold.jsonl"),
    ],
)
def test_evaluate_says_what_is_wrong_with_gold(tmp_path: Path, content: str, says: str) -> None:
    (tmp_path / "gold.jsonl").write_text(content, encoding="utf-8")

    done = puffery("evaluate", "gold.jsonl", folder=tmp_path)

    assert 2 == done.returncode
    assert "PUF501" in done.stderr
    assert says in done.stderr


def test_rules_list_show_and_unknown_id(tmp_path: Path) -> None:
    listed = RUNNER.invoke(app, ["rules", "list"]).stdout
    shown = RUNNER.invoke(app, ["rules", "show", "HED-001"]).stdout
    unknown = puffery("rules", "show", "HED-01", folder=tmp_path)

    assert all(name in listed for name in ("NON-001", "HED-007", "UNQ-007", "PRO-009"))
    assert "hedge.modal" in shown
    assert 2 == unknown.returncode
    assert "did you mean HED-001?" in unknown.stderr


def test_evaluate_finds_the_articles_of_standoff_gold(tmp_path: Path) -> None:
    text = "Turmeric cures arthritis."
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text(text, encoding="utf-8")
    row = {"article_id": "a.txt", "start": 0, "end": len(text), "label": "unqualified"}
    gold = tmp_path / "gold.jsonl"
    gold.write_text(json.dumps(row) + "\n", encoding="utf-8")

    done = RUNNER.invoke(app, ["evaluate", str(gold), "--articles", str(tmp_path / "in")])

    assert "accuracy 1.000" in done.stdout


def test_a_folder_without_articles_is_told(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()

    result = RUNNER.invoke(app, ["audit", str(tmp_path / "in"), "-o", str(tmp_path / "out")])

    assert 2 == result.exit_code
    assert "no article under" in result.stderr
