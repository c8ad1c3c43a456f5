from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from puffery.errors import GoldError
from puffery.language.assemble import load_tagger
from puffery.learn.training.data.own_gold import HEADS, read_own_gold
from puffery.records import MentionLabel

TEXT = "Lupus is a disease. PRP eases knee pain."
SHA = hashlib.sha256(TEXT.encode()).hexdigest()[:16]
ROW = {
    "article_id": "a",
    "text_sha256": SHA,
    "start": 20,
    "end": 40,
    "label": "unqualified",
    "device": None,
    "strength": 3,
    "part": "train",
    "therapy": [[20, 23]],
    "disease": [[30, 39]],
}


def _write(path: Path, *rows: dict[str, object]) -> Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def test_standoff_gold_becomes_a_sentence_with_its_own_offsets(tmp_path: Path) -> None:
    path = _write(tmp_path / "g.jsonl", ROW, {**ROW, "part": "test"})

    (item,) = read_own_gold(path, texts={"a": TEXT}, nlp=load_tagger())

    assert "PRP eases knee pain." == item.text
    assert ((0, 3, MentionLabel.THERAPY), (10, 19, MentionLabel.DISEASE)) == item.gold
    assert {"claim": HEADS["claim"].index("unqualified"), "strength": 3} == item.classes
    assert frozenset(MentionLabel) == item.annotated
    assert ("g", "a") == (item.corpus, item.doc)
    assert item.lexicon == item.gold


def test_a_single_sentence_without_mentions_leaves_them_unknown(tmp_path: Path) -> None:
    row = {"text": "PRP heals.", "label": "promotional", "device": "hype", "part": "train"}

    (item,) = read_own_gold(_write(tmp_path / "p.jsonl", row), texts={}, nlp=load_tagger())

    assert frozenset() == item.annotated
    assert {"claim": 3, "device": HEADS["device"].index("hype")} == item.classes


@pytest.mark.parametrize(
    "change",
    [
        {"start": "x"},
        {"start": 100, "end": 130},
        {"label": "fraud"},
        {"text_sha256": "0" * 16},
        {"therapy": [[1]]},
        {"therapy": [[0, 5]]},
        {"strength": 9},
    ],
)
def test_a_bad_record_is_told_with_file_and_line(tmp_path: Path, change: dict[str, object]) -> None:
    path = _write(tmp_path / "g.jsonl", {**ROW, **change})

    with pytest.raises(GoldError, match=r"g\.jsonl:1") as caught:
        list(read_own_gold(path, texts={"a": TEXT}, nlp=load_tagger()))

    assert "PUF501" == caught.value.code
