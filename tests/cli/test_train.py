"""The training commands, as far as they go without the `train` extra."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from puffery.cli import train_progress
from puffery.cli.main import app
from puffery.errors import SettingsError, TrainingError

RUN = CliRunner()


def test_training_without_the_extra_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(train_progress, "NEEDED", ("no_such_package_here",))

    with pytest.raises(TrainingError, match="no_such_package_here") as caught:
        train_progress.require_train_extra()

    assert "PUF502" == caught.value.code
    assert "puffery[train]" in caught.value.hint


def test_weights_are_name_and_number() -> None:
    assert {"a": 1.5, "b-2": 2.0} == train_progress.parse_weights(
        ["a=1.5", "b-2=2"], ["a", "b-2", "c"]
    )


@pytest.mark.parametrize("item", ["a", "a=", "a=x", "=1=2", "a=nan", "a=-1"])
def test_a_weight_that_is_no_number_is_told(item: str) -> None:
    with pytest.raises(SettingsError, match="NAME=WEIGHT"):
        train_progress.parse_weights([item], ["a"])


def test_a_weight_for_a_set_that_is_not_there_is_told() -> None:
    with pytest.raises(SettingsError, match="bc5cd"):
        train_progress.parse_weights(["bc5cd=1"], ["bc5cdr"])


@pytest.mark.parametrize("command", [["train"], ["train", "mentions"], ["train", "claims"]])
def test_training_commands_have_help(command: list[str]) -> None:
    done = RUN.invoke(app, [*command, "--help"])

    assert 0 == done.exit_code
    assert "Train" in done.stdout or "Fit" in done.stdout


def test_evaluate_takes_documents_with_spans(tmp_path: Path) -> None:
    path = tmp_path / "d.jsonl"
    text = "Aspirin eased migraine."
    spans = [
        {"start": 0, "end": 7, "label": "THERAPY"},
        {"start": 14, "end": 22, "label": "DISEASE", "concept_id": "D008881"},
    ]
    record = {"id": "1", "text": text, "spans": spans, "annotated": ["THERAPY", "DISEASE"]}
    path.write_text(json.dumps(record) + "\n", encoding="utf-8")

    done = RUN.invoke(app, ["evaluate", str(path), "--entities", "lexicon", "--json"])

    result = json.loads(done.stdout)
    assert [1.0, 1.0] == [score["f1"] for score in result["scores"]]
    assert 1.0 == result["linked_right"]


def test_label_writes_who_decided_and_the_frames(tmp_path: Path) -> None:
    source, out = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    source.write_text(json.dumps({"text": "PRP eases knee pain."}) + "\n", encoding="utf-8")

    assert 0 == RUN.invoke(app, ["label", str(source), "-o", str(out)]).exit_code

    row = json.loads(out.read_text(encoding="utf-8"))
    assert {"frames", "decided_by", "rule_label", "doubt", "reasons"} <= row.keys()
    assert row["frames"]
