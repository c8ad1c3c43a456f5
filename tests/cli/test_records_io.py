"""The batch loop of `label` and `tag`; a stand-in adds the fields, so no pipeline is loaded."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import typer

from puffery.cli.records_io import enrich
from puffery.errors import IngestError, ReportError

EMPTY: dict[str, object] = {"label": None, "cues": []}


def shout(text: str) -> dict[str, object]:
    return {"label": text.upper(), "cues": [len(text)]}


def enriched(folder: Path, content: str | bytes) -> tuple[list[dict[str, object]], int]:
    """Return the records written and the exit code; nothing else may lie beside them."""
    source, target = folder / "in.jsonl", folder / "out" / "o.jsonl"
    source.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)
    code = 0
    try:
        enrich(source, target, shout, EMPTY)
    except typer.Exit as stop:
        code = stop.exit_code
    assert ["o.jsonl"] == [path.name for path in target.parent.iterdir()]
    return [json.loads(line) for line in target.read_text("utf-8").split("\n")[:-1]], code


def test_enrich_keeps_order_of_records_and_fields(tmp_path: Path) -> None:
    rows, code = enriched(
        tmp_path, '{"z": 1, "text": "b", "a": {"y": null, "x": [1.5]}}\n{"text": "a"}\n'
    )

    assert 0 == code
    assert ["z", "text", "a", "label", "cues"] == list(rows[0])
    assert ({"y": None, "x": [1.5]}, ["B", "A"]) == (rows[0]["a"], [r["label"] for r in rows])


def test_enrich_keeps_a_clash_as_input_name(tmp_path: Path) -> None:
    rows, _ = enriched(tmp_path, '{"text": "b", "label": "gold", "cues": 7}\n')

    assert {"text": "b", "input_label": "gold", "input_cues": 7, "label": "B", "cues": [1]} == (
        rows[0]
    )


def test_enrich_keeps_a_clash_when_its_new_name_is_taken(tmp_path: Path) -> None:
    rows, _ = enriched(tmp_path, '{"text": "b", "label": "one", "input_label": "two"}\n')

    assert {"one", "two"} <= {str(value) for value in rows[0].values()}


def test_enrich_keeps_an_error_field_of_the_input(tmp_path: Path) -> None:
    rows, code = enriched(tmp_path, '{"text": "b", "error": "mine"}\n{"error": "yours"}\n')

    assert 3 == code
    assert "mine" == rows[0]["error"]
    assert "yours" == rows[1]["input_error"]
    assert "PUF102: line 2" in str(rows[1]["error"])


@pytest.mark.parametrize("line", ["[1]", "7", "null", '"text"', "{", "{'text': 1}", "\ufffd"])
def test_enrich_keeps_the_place_of_a_line_that_is_no_record(tmp_path: Path, line: str) -> None:
    rows, code = enriched(tmp_path, f'{{"text": "a"}}\n\n{line}\n{{"text": "b"}}\n')

    assert 3 == code
    assert ["A", None, "B"] == [row["label"] for row in rows]
    assert 3 == rows[1]["line"]
    assert "line 3" in str(rows[1]["error"])


@pytest.mark.parametrize("text", ["null", "5", "true", '["a"]', "{}"])
def test_enrich_keeps_a_record_whose_text_is_no_text(tmp_path: Path, text: str) -> None:
    rows, code = enriched(tmp_path, f'{{"id": 9, "text": {text}}}\n')

    assert (3, 9, None, []) == (code, rows[0]["id"], rows[0]["label"], rows[0]["cues"])


@pytest.mark.parametrize(
    "content",
    [
        '\ufeff{"text": "\u00e9\u2028\U0001f48a"}\r\n',
        '{"text": "\\u00e9\\u2028\\ud83d\\udc8a"}',
        '\n \n{"text": "\u00e9\u2028\U0001f48a"}\n\n',
    ],
    ids=["mark and crlf", "escapes, open end", "blank lines"],
)
def test_enrich_reads_unicode_however_it_is_written(tmp_path: Path, content: str) -> None:
    rows, code = enriched(tmp_path, content)

    assert (0, ["\u00e9\u2028\U0001f48a"]) == (code, [row["text"] for row in rows])


@pytest.mark.parametrize("content", ['{"id": "\\ud800", "text": "a"}', '{"text": "\\udc8a a"}'])
def test_enrich_survives_a_lone_surrogate(tmp_path: Path, content: str) -> None:
    rows, code = enriched(tmp_path, content)

    assert (0, 1) == (code, len(rows))


def test_enrich_survives_bytes_that_are_not_utf8_and_deep_lines(tmp_path: Path) -> None:
    deep = b'{"text": ' + b"[" * 100_000
    rows, code = enriched(tmp_path, b'{"text": "caf\xe9"}\n' + deep + b'\n{"text": "z"}\n')

    assert 3 == code
    assert ["CAF\ufffd", None, "Z"] == [row["label"] for row in rows]


def test_enrich_of_an_empty_file_writes_an_empty_file(tmp_path: Path) -> None:
    assert ([], 0) == enriched(tmp_path, "")


def test_enrich_may_replace_its_own_input(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text('{"text": "a"}\n{"text": "b"}\n', encoding="utf-8")

    enrich(path, path, shout, EMPTY)

    assert 2 == path.read_text(encoding="utf-8").count('"label"')


@pytest.mark.parametrize("error", [OSError("full"), RuntimeError("crash"), KeyboardInterrupt()])
def test_enrich_that_fails_leaves_the_earlier_output_alone(
    tmp_path: Path, error: BaseException
) -> None:
    source, target = tmp_path / "in.jsonl", tmp_path / "o.jsonl"
    source.write_text('{"text": "a"}\n', encoding="utf-8")
    target.write_text("earlier\n", encoding="utf-8")

    def fail(text: str) -> dict[str, object]:
        raise error

    with pytest.raises(ReportError if isinstance(error, OSError) else type(error)):
        enrich(source, target, fail, EMPTY)
    assert "earlier\n" == target.read_text(encoding="utf-8")
    assert {"in.jsonl", "o.jsonl"} == {path.name for path in tmp_path.iterdir()}


def test_enrich_refuses_a_missing_input(tmp_path: Path) -> None:
    with pytest.raises(IngestError, match="PUF101"):
        enrich(tmp_path / "no.jsonl", tmp_path / "o.jsonl", shout, EMPTY)

    assert [] == list(tmp_path.iterdir())


@pytest.mark.parametrize(
    "target",
    [
        "folder",
        pytest.param(
            "in.jsonl/o.jsonl",
        ),
    ],
)
def test_enrich_refuses_a_target_that_cannot_be_written(tmp_path: Path, target: str) -> None:
    source = tmp_path / "in.jsonl"
    source.write_text('{"text": "a"}\n', encoding="utf-8")
    (tmp_path / "folder").mkdir()

    with pytest.raises(ReportError, match="PUF801"):
        enrich(source, tmp_path / target, shout, EMPTY)
    assert {"in.jsonl", "folder"} == {path.name for path in tmp_path.iterdir()}
