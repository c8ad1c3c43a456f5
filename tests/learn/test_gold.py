from __future__ import annotations

import json
from pathlib import Path

import pytest

from puffery.errors import GoldError
from puffery.learn.gold import read_gold
from puffery.records import MentionLabel

GOOD = '{"text": "Lupus is a disease.", "label": "none"}\n'


def write(folder: Path, content: str | bytes) -> Path:
    path = folder / "gold.jsonl"
    path.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)
    return path


def test_read_gold_fills_in_what_is_not_given(tmp_path: Path) -> None:
    (row,) = read_gold(write(tmp_path, GOOD))

    assert ("1", "1", "none", "") == (row.sentence_id, row.doc, row.label, row.device)
    assert {MentionLabel.THERAPY: None, MentionLabel.DISEASE: None} == row.mentions


def test_read_gold_tells_no_mentions_from_not_annotated(tmp_path: Path) -> None:
    row = {
        "id": 7,
        "doc": "d",
        "text": "x",
        "label": "hedged",
        "therapy": [],
        "disease": ["a", "a"],
    }

    (gold,) = read_gold(write(tmp_path, json.dumps(row)))

    assert ("7", "d") == (gold.sentence_id, gold.doc)
    assert {MentionLabel.THERAPY: (), MentionLabel.DISEASE: ("a", "a")} == gold.mentions


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ('{"label": "none"}', "gold.jsonl:2: needs a text and a label"),
        ('{"text": "  ", "label": "none"}', "gold.jsonl:2: needs a text and a label"),
        ('{"text": "x", "label": "nope"}', "gold.jsonl:2: needs a text and a label"),
        ('{"text": "x", "label": ["none"]}', "gold.jsonl:2: needs a text and a label"),
        ('{"text": "x", "label": "none", "therapy": [1]}', "gold.jsonl:2: a mention must be"),
        ('{"text": "x", "label": "none", "therapy": [[0, 1]]}', "gold.jsonl:2: a mention must"),
        ('{"article_id": "a", "label": "none"}', "gold.jsonl:2: no article 'a'"),
        ("{", r"gold.jsonl: .*line 2"),
        ("[]", r"gold.jsonl: .*line 2"),
    ],
)
def test_read_gold_names_file_and_line(tmp_path: Path, line: str, says: str) -> None:
    path = write(tmp_path, f"{GOOD}{line}\n")

    with pytest.raises(GoldError, match=says) as caught:
        read_gold(path)

    assert "PUF501" == caught.value.code


@pytest.mark.parametrize("content", ["", b'{"text": "caf\xe9", "label": "none"}\n'])
def test_read_gold_refuses_empty_and_undecodable_files(
    tmp_path: Path, content: str | bytes
) -> None:
    with pytest.raises(GoldError, match=r"gold\.jsonl"):
        read_gold(write(tmp_path, content))


def test_read_gold_refuses_a_missing_file_and_an_unknown_part(tmp_path: Path) -> None:
    with pytest.raises(GoldError, match="cannot read"):
        read_gold(tmp_path / "no.jsonl")
    with pytest.raises(GoldError, match="no record of part dev"):
        read_gold(write(tmp_path, GOOD), part="dev")


@pytest.mark.parametrize("place", [{"start": "0", "end": 1}, {"start": 0}, {"start": None}])
def test_read_gold_refuses_places_that_are_no_numbers(
    tmp_path: Path, place: dict[str, object]
) -> None:
    path = write(tmp_path, json.dumps({"article_id": "a", "label": "none", **place}))

    with pytest.raises(GoldError, match="must be a whole number"):
        read_gold(path, texts={"a": "Lupus."})


def test_read_gold_takes_null_as_not_given(tmp_path: Path) -> None:
    row = {"id": None, "doc": None, "text": "x", "label": "none"}
    path = write(tmp_path, (json.dumps(row) + "\n") * 2)

    assert ["1", "2"] == [gold.doc for gold in read_gold(path)]


def test_read_gold_passes_over_blank_lines(tmp_path: Path) -> None:
    assert 2 == len(read_gold(write(tmp_path, f"{GOOD}\n{GOOD}\n")))
