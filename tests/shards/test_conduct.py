"""However a run is spread and whatever dies in it, its folder has the same bytes."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest

from puffery.errors import IngestError, SettingsError
from puffery.records import SkipReason
from puffery.run import audit_folder
from puffery.shards import conduct, merge
from puffery.shards.conduct import Batch, audit_in_shards
from puffery.shards.pools.local_pool import LocalPool

from .conftest import CREATED, SETTINGS, ScriptedPool, folder_bytes

N_ARTICLES = 110
"""Five shards of at most 25."""


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    """Return a folder of many short articles, with some that cannot be read among them."""
    root = tmp_path / "articles"
    root.mkdir()
    rows = [
        {
            "id": n,
            "title": f"News {n}",
            "text": f"Treatment {n} cures lupus. It may help {n} knees.",
        }
        for n in range(N_ARTICLES)
    ]
    rows[30] = {"id": 30}
    rows[31] = {"id": 31, "text": "A lone surrogate \ud800 may ease pain."}
    lines = "".join(json.dumps(row) + "\n" for row in rows)
    (root / "many.jsonl").write_text(lines, encoding="utf-8")
    (root / "empty.txt").write_bytes(b"")
    (root / "photo.jpg").write_bytes(b"\xff\xd8")
    return root


@pytest.fixture
def calm(articles: Path, tmp_path: Path) -> dict[str, bytes]:
    """Return the run folder of one process that nothing happens to."""
    _, folder = audit_folder(
        articles, tmp_path / "calm", created=CREATED, settings=SETTINGS, run_id="x"
    )
    return folder_bytes(folder)


def spread(
    articles: Path, out: Path, batch: Batch, progress: Callable[[str], None] | None = None
) -> dict[str, bytes]:
    _, folder = audit_in_shards(
        articles,
        out,
        created=CREATED,
        settings=SETTINGS,
        batch=batch,
        run_id="x",
        progress=progress,
    )
    return folder_bytes(folder)


def workers() -> list[psutil.Process]:
    """Return the worker processes of this one, without Python's own resource tracker."""
    return [c for c in psutil.Process().children() if "spawn_main" in " ".join(c.cmdline())]


def kill_first_worker() -> Callable[[str], None]:
    """Return a progress function that kills a worker when the first article has come."""
    seen: list[str] = []

    def step(article_id: str) -> None:
        if not seen:
            workers()[0].kill()
        seen.append(article_id)

    return step


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"jobs": 0}, "jobs is 0"),
        ({"jobs": -2}, "jobs is -2"),
        ({"engine": "spark"}, "engine is 'spark'"),
        ({"scheduler": "tcp://x:1"}, "needs the engine dask"),
    ],
)
def test_batch_refuses_what_it_cannot_do(given: dict[str, object], words: str) -> None:
    with pytest.raises(SettingsError, match=words) as caught:
        Batch(**given)  # type: ignore[arg-type]

    assert "PUF202" == caught.value.code
    assert caught.value.hint


def test_few_articles_are_audited_in_this_process(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = tmp_path / "in"
    root.mkdir()
    (root / "a.txt").write_text("PRP cures arthritis.", encoding="utf-8")
    monkeypatch.setattr(conduct, "LocalPool", None)

    found = spread(root, tmp_path / "out", Batch(jobs=8))

    assert b"PRP cures arthritis." in found["sentences.jsonl"]
    assert ["x"] == [p.name for p in (tmp_path / "out").iterdir()]


def test_nothing_to_read_is_a_report_too(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()

    found = spread(tmp_path / "in", tmp_path / "out", Batch())

    assert b"" == found["sentences.jsonl"]


def test_missing_input_is_told_first(tmp_path: Path) -> None:
    with pytest.raises(IngestError, match="PUF101"):
        spread(tmp_path / "no", tmp_path / "out", Batch(jobs=2))

    assert not list((tmp_path / "out").glob("*"))


def test_article_that_kills_is_in_the_report(
    articles: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pool = ScriptedPool({"many.jsonl#40": -1})
    monkeypatch.setattr(conduct, "LocalPool", lambda jobs, settings: pool)

    run, folder = audit_in_shards(
        articles, tmp_path / "out", created=CREATED, settings=SETTINGS, batch=Batch(jobs=2)
    )

    (lost,) = (item for item in run.skipped if item.reason is SkipReason.FAILED)
    assert "many.jsonl#40" == lost.article_id
    assert N_ARTICLES + 2 == len(run.articles) + len(run.skipped)
    assert "many.jsonl#40" in (folder / "index.html").read_text(encoding="utf-8")
    assert pool.closed


@pytest.mark.slow
def test_vanished_input_is_told_and_the_next_run_is_whole(
    articles: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(60):
        (articles / f"z{number:02}.txt").write_text("PRP may help.", encoding="utf-8")
    monkeypatch.setattr(conduct, "LocalPool", lambda jobs, settings: LocalPool(1, settings))
    monkeypatch.setattr(merge, "WINDOW", 1)
    whole = spread(articles, tmp_path / "calm", Batch(jobs=1))
    out, away = tmp_path / "out", tmp_path / "away"

    def lose(article_id: str) -> None:
        if articles.exists():
            articles.rename(away)

    with pytest.raises(IngestError, match="vanished while it was read") as caught:
        spread(articles, out, Batch(jobs=2), lose)
    left = [path.name.partition("-")[0] for path in out.iterdir()]
    away.rename(articles)
    again = spread(articles, out, Batch(jobs=2))

    assert "PUF104" == caught.value.code
    assert [".shards"] == left
    assert whole == again


def test_scheduler_that_does_not_answer_is_told(
    articles: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("distributed", reason="needs the extra dask")
    from puffery.errors import PipelineError
    from puffery.shards.pools import dask_pool

    monkeypatch.setattr(dask_pool, "CONNECT_S", 0.2)
    batch = Batch(engine="dask", scheduler="tcp://127.0.0.1:9")

    with pytest.raises(PipelineError, match=r"PUF403: cannot use the Dask scheduler tcp://127"):
        spread(articles, tmp_path / "out", batch)


@pytest.mark.slow
@pytest.mark.parametrize("kill", [False, True])
def test_two_jobs_give_the_same_bytes(
    articles: Path, calm: dict[str, bytes], tmp_path: Path, kill: bool
) -> None:
    found = spread(articles, tmp_path / "out", Batch(jobs=2), kill_first_worker() if kill else None)

    assert calm == found
    assert ["x"] == [p.name for p in (tmp_path / "out").iterdir()]
    assert [] == workers()


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")
def test_dask_gives_the_same_bytes_with_a_worker_killed(
    articles: Path, calm: dict[str, bytes], tmp_path: Path
) -> None:
    pytest.importorskip("distributed", reason="needs the extra dask")

    found = spread(articles, tmp_path / "out", Batch(jobs=2, engine="dask"), kill_first_worker())

    assert calm == found


CHILD = """
import signal, sys
from pathlib import Path
from puffery.settings import Settings
from puffery.shards.conduct import Batch, audit_in_shards
from puffery.shards.pools.local_pool import LocalPool

def step(article_id):
    print("reached", flush=True)
    signal.pause()

audit_in_shards(
    Path(sys.argv[1]), Path(sys.argv[2]), created="2026-01-01T00:00:00+00:00", run_id="x",
    settings=Settings(entities="lexicon", labels="rules", abbreviations="builtin"),
    batch=Batch(jobs=2), progress=step,
)
"""


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")
def test_killed_run_leaves_no_process_and_the_next_one_goes_on(
    articles: Path, calm: dict[str, bytes], tmp_path: Path
) -> None:
    out = tmp_path / "out"
    with subprocess.Popen(
        [sys.executable, "-c", CHILD, str(articles), str(out)], stdout=subprocess.PIPE, text=True
    ) as child:
        assert child.stdout is not None
        line = child.stdout.readline()
        orphans = psutil.Process(child.pid).children(recursive=True)
        os.kill(child.pid, signal.SIGKILL)
        child.wait()
    _, alive = psutil.wait_procs(orphans, timeout=30)
    kept = {path: path.stat().st_mtime_ns for path in out.glob(".shards-*/*.jsonl.gz")}

    found = {}

    def watch(article_id: str) -> None:
        found.update({p: p.stat().st_mtime_ns for p in kept if p.exists()})

    again = spread(articles, out, Batch(jobs=2), watch)

    assert "reached\n" == line
    assert [] == alive
    assert kept
    assert kept == found
    assert calm == again
    assert ["x"] == [p.name for p in out.iterdir()]


@pytest.mark.slow
def test_no_resume_starts_anew_and_keep_shards_keeps(
    articles: Path, calm: dict[str, bytes], tmp_path: Path
) -> None:
    out = tmp_path / "out"
    spread(articles, out, Batch(jobs=2, keep=True))
    (stored,) = out.glob(".shards-*")
    before = {p.name: p.stat().st_ino for p in stored.glob("*.gz")}

    spread(articles, out, Batch(jobs=2, keep=True))
    resumed = {p.name: p.stat().st_ino for p in stored.glob("*.gz")}
    found = spread(articles, out, Batch(jobs=2, keep=True, resume=False))

    assert 5 == len(before)
    assert before == resumed
    assert set(before) == {p.name for p in stored.glob("*.gz")}
    assert before != {p.name: p.stat().st_ino for p in stored.glob("*.gz")}
    assert calm == found
