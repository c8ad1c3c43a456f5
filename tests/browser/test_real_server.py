"""The page and the server of `puffery review` speak one language: a decision changes the next run."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from puffery.cli.main import app

from ..review.serve.test_server import serving
from .conftest import open_report, wait_saved

pytestmark = [pytest.mark.browser, pytest.mark.slow]
TEXT = "Moss tea cures knee pain.\n\nMoss grows on stones in every country that we know of.\n"


def audit(folder: Path, run_id: str, *options: str) -> Path:
    """Audit a folder by rules and lexicon alone and return the run folder."""
    out = folder.parent / "reports"
    command = ["audit", str(folder), "-o", str(out), "--run-id", run_id, "-q", "--any-language"]
    done = CliRunner().invoke(
        app, [*command, "--labels", "rules", "--entities", "lexicon", "-j", "1", *options]
    )
    assert 0 == done.exit_code, done.output
    return out / run_id


def label_of_first(run: Path) -> tuple[str, str]:
    line = (run / "sentences.jsonl").read_text(encoding="utf-8").split("\n")[0]
    record = json.loads(line)
    return record["label"], record["decided_by"]


def test_a_relabel_in_the_served_page_is_stored_and_changes_the_next_run(
    page: Any, tmp_path: Path, press: Callable[[str], None]
) -> None:
    folder, decisions = tmp_path / "articles", tmp_path / "decisions"
    folder.mkdir()
    (folder / "moss.txt").write_text(TEXT, encoding="utf-8")
    first = audit(folder, "first")
    assert ("unqualified", "rules") == label_of_first(first)

    with serving(first, decisions) as (_, port, token):
        open_report(page, f"http://127.0.0.1:{port}/{token}/index.html")
        press("j 2")
        wait_saved(page, "Saved.")
        stored = (decisions / "anna.jsonl").read_text(encoding="utf-8").splitlines()
        page.reload()
        wait_saved(page, "Loaded 1 decisions of anna.")
    second = audit(folder, "second", "--decisions", str(decisions))

    (record,) = map(json.loads, stored)
    assert ("relabel", "hedged", "moss.txt") == (
        record["decision"],
        record["new_label"],
        record["article_id"],
    )
    assert ("hedged", "review") == label_of_first(second)
    open_report(page, second / "index.html", "#v=rev")
    press("j")
    status = page.locator("#card .status").inner_text()
    assert "↺ relabelled before this run, was unqualified by anna." == status


def test_decisions_exported_from_the_page_are_read_by_the_next_run(
    page: Any, tmp_path: Path, press: Callable[[str], None]
) -> None:
    folder, decisions = tmp_path / "articles", tmp_path / "decisions"
    folder.mkdir()
    decisions.mkdir()
    (folder / "moss.txt").write_text(TEXT, encoding="utf-8")
    open_report(page, audit(folder, "first") / "index.html", "#v=rev")
    page.fill("#reviewer", "bea")
    page.keyboard.press("Escape")
    press("j 2")

    with page.expect_download() as waiting:
        page.click("#export")
    waiting.value.save_as(decisions / "bea.jsonl")
    second = audit(folder, "second", "--decisions", str(decisions))

    assert ("hedged", "review") == label_of_first(second)
