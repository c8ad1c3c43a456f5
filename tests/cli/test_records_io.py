"""Batch commands keep every record, whatever it holds; `add` is a stand-in, no pipeline runs."""

from __future__ import annotations

import json
from pathlib import Path

import jsonlines
import pytest
import typer

from puffery.cli.records_io import Fields, enrich
from puffery.errors import IngestError, ReportError

EMPTY: Fields = {"label": None}


def add(text: str) -> Fields:
    text.encode("utf-8")  # as spaCy does; a lone surrogate must not come this far
    return {"label": "none"}


def run(folder: Path, content: str | bytes) -> tuple[list[dict[str, object]], int]:
    """Return the records written and the exit code."""
    source, out = folder / "in.jsonl", folder / "out" / "out.jsonl"
    source.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
    code = 0
    try:
        enrich(source, out, add, EMPTY)
    except typer.Exit as stop:
        code = stop.exit_code
    assert ["out.jsonl"] == [path.name for path in out.parent.iterdir()]
    return [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()], code


def test_enrich_keeps_order_fields_and_unicode(tmp_path: Path) -> None:
    content = '{"z": {"ä": [1, null]}, "text": "a", "id": 2}\n{"text": "b", "id": 1}\n'

    rows, code = run(tmp_path, content)

    assert 0 == code
    assert [["z", "text", "id", "label"], ["text", "id", "label"]] == [list(row) for row in rows]
    assert ({"ä": [1, None]}, 2, 1) == (rows[0]["z"], rows[0]["id"], rows[1]["id"])


def test_enrich_writes_characters_as_they_are(tmp_path: Path) -> None:
    run(tmp_path, '{"text": "naïve 🙂"}\n')

    assert "naïve 🙂" in (tmp_path / "out" / "out.jsonl").read_text(encoding="utf-8")


def test_enrich_keeps_a_clashing_field_under_another_name(tmp_path: Path) -> None:
    rows, _ = run(tmp_path, '{"text": "a", "label": "gold"}\n')

    assert [{"text": "a", "input_label": "gold", "label": "none"}] == rows


def test_enrich_keeps_both_a_clash_and_a_field_that_has_its_new_name(tmp_path: Path) -> None:
    rows, _ = run(tmp_path, '{"text": "a", "label": "first", "input_label": "second"}\n')

    assert {"first", "second"} <= set(rows[0].values())


@pytest.mark.parametrize("content", [b"\xef\xbb\xbf" + b'{"text": "a"}\r\n', b'\n\n{"text": "a"}'])
def test_enrich_reads_marks_blank_lines_and_open_ends(tmp_path: Path, content: bytes) -> None:
    assert ([{"text": "a", "label": "none"}], 0) == run(tmp_path, content)


@pytest.mark.parametrize(
    "line", ["[1]", "{broken", '"text"', "null", "{'text': 1}"], ids=lambda line: line
)
def test_enrich_keeps_a_line_that_is_no_object_with_its_number(tmp_path: Path, line: str) -> None:
    rows, code = run(tmp_path, f'{{"text": "a"}}\n\n{line}\n{{"text": "b"}}\n')

    assert 3 == code
    assert ["none", None, "none"] == [row["label"] for row in rows]
    assert 3 == rows[1]["line"]
    assert "PUF102: line 3" in str(rows[1]["error"])


@pytest.mark.parametrize("value", ["null", "1", "[]", '{"a": 1}'])
def test_enrich_keeps_a_record_whose_text_is_none(tmp_path: Path, value: str) -> None:
    rows, code = run(tmp_path, f'{{"id": 7, "text": {value}}}\n')

    assert 3 == code
    assert (7, None) == (rows[0]["id"], rows[0]["label"])
    assert "PUF102: line 1" in str(rows[0]["error"])


def test_enrich_mends_a_lone_surrogate_in_the_text(tmp_path: Path) -> None:
    rows, code = run(tmp_path, '{"text": "a \\ud800 b"}\n')

    assert 0 == code
    assert "none" == rows[0]["label"]


def test_enrich_survives_a_lone_surrogate_in_another_field(tmp_path: Path) -> None:
    rows, _ = run(tmp_path, '{"id": "\\ud800", "text": "a"}\n{"text": "b"}\n')

    assert 2 == len(rows)


def test_enrich_survives_a_very_deep_line(tmp_path: Path) -> None:
    rows, code = run(tmp_path, '{"text": ' + "[" * 100_000 + '\n{"text": "b"}\n')

    assert 3 == code
    assert [None, "none"] == [row["label"] for row in rows]


def test_enrich_may_write_over_its_input(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text('{"text": "a"}\n', encoding="utf-8")

    enrich(path, path, add, EMPTY)

    with jsonlines.open(path) as reader:
        assert [{"text": "a", "label": "none"}] == list(reader)


def test_enrich_leaves_the_old_output_when_it_cannot_go_on(tmp_path: Path) -> None:
    source, out = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    source.write_text('{"text": "a"}\n', encoding="utf-8")
    out.write_text("old\n", encoding="utf-8")

    def stop(text: str) -> Fields:
        raise OSError("disk full")

    with pytest.raises(ReportError, match="disk full"):
        enrich(source, out, stop, EMPTY)
    assert "old\n" == out.read_text(encoding="utf-8")
    assert {"in.jsonl", "out.jsonl"} == {path.name for path in tmp_path.iterdir()}


def test_enrich_leaves_no_partial_file_after_an_unforeseen_error(tmp_path: Path) -> None:
    source = tmp_path / "in.jsonl"
    source.write_text('{"text": "a"}\n', encoding="utf-8")

    def stop(text: str) -> Fields:
        raise RuntimeError("unforeseen")

    with pytest.raises(RuntimeError):
        enrich(source, tmp_path / "out.jsonl", stop, EMPTY)
    assert ["in.jsonl"] == [path.name for path in tmp_path.iterdir()]


def test_enrich_refuses_a_missing_source_and_a_folder_as_target(tmp_path: Path) -> None:
    source = tmp_path / "in.jsonl"
    with pytest.raises(IngestError) as missing:
        enrich(source, tmp_path / "o.jsonl", add, EMPTY)
    source.write_text("", encoding="utf-8")
    (tmp_path / "folder").mkdir()
    with pytest.raises(ReportError):
        enrich(source, tmp_path / "folder", add, EMPTY)

    assert "PUF101" == missing.value.code
    assert {"in.jsonl", "folder"} == {path.name for path in tmp_path.iterdir()}
