"""A run that is killed leaves nothing that looks finished, and can be repeated."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from puffery.run import audit_folder
from puffery.settings import Settings

from .conftest import READ, folder_bytes

pytestmark = [
    pytest.mark.slow,
    pytest.mark.model,
    pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL"),
]

CREATED = "2026-01-01T00:00:00+00:00"
CHILD = """
import signal, sys
from pathlib import Path
from puffery import run
from puffery.settings import Settings

step, n_articles = sys.argv[3], []
original = getattr(run, step)

def wait(*arguments, **options):
    n_articles.append(1)
    if step != "audit_text" or len(n_articles) == 4:
        print("reached", flush=True)
        signal.pause()
    return original(*arguments, **options)

setattr(run, step, wait)
run.audit_folder(
    Path(sys.argv[1]), Path(sys.argv[2]), created="2026-01-01T00:00:00+00:00",
    settings=Settings(), run_id="x",
)
"""


def kill_at(step: str, root: Path, out: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", CHILD, str(root), str(out), step], stdout=subprocess.PIPE, text=True
    ) as child:
        assert child.stdout is not None
        line = child.stdout.readline()
        os.kill(child.pid, signal.SIGKILL)
        child.wait()
    assert "reached\n" == line
    assert -signal.SIGKILL == child.returncode


@pytest.mark.parametrize("step", ["audit_text", "write_tables"])
def test_killed_run_shows_nothing_and_the_next_one_is_whole(
    mixed_folder: Path, tmp_path: Path, step: str
) -> None:
    out = tmp_path / "out"

    kill_at(step, mixed_folder, out)

    assert [] == [path for path in out.iterdir() if not path.name.startswith(".")]
    assert [] == list(out.glob("*/run.json")) == list(out.glob(".*/run.json"))

    run, again = audit_folder(mixed_folder, out, created=CREATED, settings=Settings(), run_id="x")
    _, calm = audit_folder(
        mixed_folder, tmp_path / "calm", created=CREATED, settings=Settings(), run_id="x"
    )
    assert set(READ) == {article.article_id for article in run.articles}
    assert folder_bytes(calm) == folder_bytes(again)
    assert ["x"] == [path.name for path in out.iterdir()]


def test_killed_run_keeps_the_finished_one_of_the_same_name(
    mixed_folder: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    _, folder = audit_folder(mixed_folder, out, created=CREATED, settings=Settings(), run_id="x")
    before = folder_bytes(folder)

    kill_at("audit_text", mixed_folder, out)

    assert before == folder_bytes(folder)
