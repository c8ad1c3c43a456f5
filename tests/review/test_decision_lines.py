"""Lines of decisions: round trip, and what is wrong told with file and line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from puffery.errors import ReviewError
from puffery.review.decision_lines import (
    MAX_TEXT_CHARS,
    dump_decision,
    read_decisions,
    read_folder,
)

from .conftest import decide, write_decisions

NASTY = 'a"b\n\u2028\x1b[31m ='


def row(**changed: object) -> dict[str, object]:
    return {**json.loads(dump_decision(decide())), **changed}


def test_decisions_come_back_as_they_were_written(tmp_path: Path) -> None:
    decisions = (
        decide(),
        decide("relabel", new_label="hedged", reason=NASTY, note="Überprüft", start=3),
        decide("reject", expires="2027-01-31", reason="quoted from a patient"),
        decide("undo", label="undecided"),
    )

    path = write_decisions(tmp_path / "anna.jsonl", *decisions)

    assert decisions == read_decisions(path).decisions
    assert path.read_bytes().isascii()
    assert 4 == len(path.read_bytes().splitlines())


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"schema": "puffery-decision-2"}, "schema"),
        ({"fingerprint": "XYZ"}, "fingerprint must be 16 hex digits"),
        ({"fingerprint": "0123456789ABCDEF"}, "fingerprint"),
        ({"label": "false"}, "label must be one of none, hedged"),
        ({"decision": "maybe"}, "decision must be one of accept"),
        ({"decision": "relabel"}, "new_label must be given"),
        ({"new_label": "hedged"}, "new_label must be given"),
        ({"decision": "relabel", "new_label": "undecided"}, "new_label must be null or"),
        ({"expires": "tomorrow"}, "expires must be null or a day"),
        ({"expires": "20270131"}, "expires"),
        ({"at": "2026-03-01T10:00:00"}, "at must be a time"),
        ({"start": -1}, "start must be a whole number"),
        ({"start": True}, "start"),
        ({"text_hash": "abc"}, "text_hash must be 64 hex"),
        ({"reason": None}, "reason must be text"),
        ({"note": "x" * (MAX_TEXT_CHARS + 1)}, "note must be text of at most"),
        ({"text": "PRP cures arthritis."}, "has unknown text"),
    ],
)
def test_a_wrong_value_is_told_with_file_and_line(
    tmp_path: Path, changed: dict[str, object], says: str
) -> None:
    path = tmp_path / "anna.jsonl"
    path.write_text(f"{json.dumps(row())}\n{json.dumps(row(**changed))}\n", encoding="utf-8")

    with pytest.raises(ReviewError, match=says) as caught:
        read_decisions(path)

    assert "PUF511" == caught.value.code
    assert f"{path}:2: " in caught.value.message


def test_a_missing_field_is_named(tmp_path: Path) -> None:
    short = row()
    del short["expires"]
    path = tmp_path / "anna.jsonl"
    path.write_text(json.dumps(short) + "\n", encoding="utf-8")

    with pytest.raises(ReviewError, match="lacks expires"):
        read_decisions(path)


@pytest.mark.parametrize("line", [b"{", b"[1]", b"null", b"\xff\xfe", b"[" * 100_000])
def test_a_line_that_is_no_object_is_told(tmp_path: Path, line: bytes) -> None:
    path = tmp_path / "anna.jsonl"
    path.write_bytes(line + b"\n" + dump_decision(decide()))

    with pytest.raises(ReviewError, match=r"anna\.jsonl:1: .*not a JSON object"):
        read_decisions(path)


def test_a_torn_last_line_is_kept_apart(tmp_path: Path) -> None:
    path = tmp_path / "anna.jsonl"
    path.write_bytes(dump_decision(decide()) + b'{"schema":"puff')

    file = read_decisions(path)

    assert ((decide(),), b'{"schema":"puff') == (file.decisions, file.torn)


def test_a_last_line_without_its_end_counts(tmp_path: Path) -> None:
    path = tmp_path / "anna.jsonl"
    path.write_bytes(dump_decision(decide()).rstrip())

    assert ((decide(),), b"") == (read_decisions(path).decisions, read_decisions(path).torn)


def test_a_page_that_knows_no_name_leaves_it_to_the_file(tmp_path: Path) -> None:
    path = write_decisions(tmp_path / "berta.jsonl", decide(reviewer="", text_hash=""))

    assert ["berta"] == [item.reviewer for item in read_decisions(path).decisions]


def test_a_folder_is_read_by_name_and_must_be_there(tmp_path: Path) -> None:
    write_decisions(tmp_path / "b.jsonl", decide(reviewer="b"))
    write_decisions(tmp_path / "a.jsonl", decide(reviewer="a"))
    (tmp_path / "README.md").write_text("not a decision", encoding="utf-8")

    assert ["a", "b"] == [file.decisions[0].reviewer for file in read_folder(tmp_path)]
    with pytest.raises(ReviewError, match="no folder of decisions"):
        read_folder(tmp_path / "nowhere")
