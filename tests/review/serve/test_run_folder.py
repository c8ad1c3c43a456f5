"""What a review reads of a run folder."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from puffery.errors import ReviewError
from puffery.review.serve.run_folder import open_run, sentence_texts


def test_places_are_known_by_fingerprint(run_folder: Path) -> None:
    run = open_run(run_folder)

    assert "run-a" == run.run_id
    assert ["00000000000000aa", "00000000000000bb"] == list(run.places)
    place = run.places["00000000000000bb"]
    assert ("=knee.html", "PRO-001", "promotional") == (
        place.article_id,
        place.rule_id,
        place.label,
    )
    assert ("1" * 64, 10, 21) == (place.text_sha256, place.start, place.end)


@pytest.mark.parametrize("name", ["run.json", "findings.jsonl", "articles.parquet"])
def test_a_folder_that_lacks_a_file_is_no_run(run_folder: Path, name: str) -> None:
    (run_folder / name).unlink()

    with pytest.raises(ReviewError, match="not the folder of a finished run") as caught:
        open_run(run_folder)

    assert "PUF513" == caught.value.code
    assert caught.value.hint


@pytest.mark.parametrize("content", ["", "[]", '{"schema": "other", "run_id": "x"}', "null"])
def test_another_run_json_is_no_run(run_folder: Path, content: str) -> None:
    (run_folder / "run.json").write_text(content, encoding="utf-8")

    with pytest.raises(ReviewError, match="not the folder"):
        open_run(run_folder)


def test_a_damaged_finding_is_told(run_folder: Path) -> None:
    (run_folder / "findings.jsonl").write_text(json.dumps({"fingerprint": "x"}) + "\n")

    with pytest.raises(ReviewError, match="reasons"):
        open_run(run_folder)


def test_texts_are_those_of_the_findings(run_folder: Path, tmp_path: Path) -> None:
    assert "PRP cures arthritis." == sentence_texts(run_folder)["00000000000000aa"]
    with pytest.raises(ReviewError, match="not the folder"):
        sentence_texts(tmp_path / "nowhere")
