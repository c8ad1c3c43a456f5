"""The run folder appears whole or not at all."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from puffery.errors import ReportError
from puffery.records import ArticleAudit, Framing
from puffery.report.data import article_slug
from puffery.report.html import HtmlReport
from puffery.report.write import ReportWriter
from puffery.settings import Settings

from .conftest import Line, build_audit, build_run

SETTINGS = Settings()
FILES = ["findings.jsonl", "index.html", "review_queue.jsonl", "run.json", "sentences.jsonl"]


def write_run(
    parent: Path,
    audits: Sequence[ArticleAudit],
    *,
    run_id: str = "run-1",
    settings: Settings = SETTINGS,
) -> Path:
    with ReportWriter(parent, run_id, settings=settings) as writer:
        for audit in audits:
            writer.add(audit)
        return writer.finish(build_run(audits, run_id=run_id))


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_finish_returns_the_complete_folder(tmp_path: Path) -> None:
    folder = write_run(tmp_path / "new" / "reports", [build_audit("a"), build_audit("b")])

    assert tmp_path / "new" / "reports" / "run-1" == folder
    assert names(folder) == FILES
    assert names(folder.parent) == ["run-1"]


def test_lines_are_those_of_the_articles(
    tmp_path: Path, read_lines: Callable[[Path], list[str]]
) -> None:
    folder = write_run(tmp_path, [build_audit("a"), build_audit("b")])

    assert len(read_lines(folder / "sentences.jsonl")) == 10
    assert len(read_lines(folder / "findings.jsonl")) == 6
    assert b"\r" not in (folder / "sentences.jsonl").read_bytes()


@pytest.mark.parametrize("single_page_chars", [1_000_000, 150, 1])
def test_same_input_gives_the_same_bytes(tmp_path: Path, single_page_chars: int) -> None:
    settings = Settings(single_page_chars=single_page_chars)
    audits = [build_audit(f"{n}.txt") for n in range(3)]

    first = write_run(tmp_path / "one", audits, settings=settings)
    second = write_run(tmp_path / "two", audits, settings=settings)

    files = [path.relative_to(first) for path in sorted(first.rglob("*")) if path.is_file()]
    assert files == [p.relative_to(second) for p in sorted(second.rglob("*")) if p.is_file()]
    for name in files:
        assert (first / name).read_bytes() == (second / name).read_bytes()


def test_same_input_gives_the_same_bytes_under_other_hash_seeds(tmp_path: Path) -> None:
    script = f"""
import sys
from pathlib import Path
from {__name__} import build_audit, write_run
write_run(Path(sys.argv[1]), [build_audit("a"), build_audit("b")])
"""
    for seed in ("1", "2"):
        env = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": os.pathsep.join(sys.path)}
        subprocess.run([sys.executable, "-c", script, str(tmp_path / seed)], check=True, env=env)

    for name in FILES:
        left, right = (tmp_path / seed / "run-1" / name for seed in ("1", "2"))
        assert left.read_bytes() == right.read_bytes()


def test_pages_begin_where_the_text_is_too_long(tmp_path: Path) -> None:
    audits = [build_audit(f"{n}.txt") for n in range(4)]
    settings = Settings(single_page_chars=2 * len(audits[0].article.text))

    folder = write_run(tmp_path, audits, settings=settings)

    pages = sorted(f"{article_slug(f'{n}.txt')}.html" for n in range(4))
    assert pages == names(folder / "articles")
    index = (folder / "index.html").read_text(encoding="utf-8")
    assert all(f'href="articles/{page}"' in index for page in pages)
    assert "<article" not in index
    assert all("<article" in (folder / "articles" / page).read_text("utf-8") for page in pages)


def test_text_at_the_limit_stays_one_page(tmp_path: Path) -> None:
    audit = build_audit()
    settings = Settings(single_page_chars=len(audit.article.text))

    assert names(write_run(tmp_path, [audit], settings=settings)) == FILES


def test_articles_follow_the_order_of_the_run(tmp_path: Path) -> None:
    audits = [build_audit(f"{n}.txt") for n in range(3)]
    with ReportWriter(tmp_path, "run-1", settings=SETTINGS) as writer:
        for audit in audits:
            writer.add(audit)
        folder = writer.finish(build_run(audits[::-1]))

    text = (folder / "index.html").read_text(encoding="utf-8")
    places = [
        text.index(f'<article class="article" id="{article_slug(f"{n}.txt")}"') for n in (2, 1, 0)
    ]
    assert sorted(places) == places


def test_a_run_without_articles_is_a_report(tmp_path: Path) -> None:
    folder = write_run(tmp_path, [])

    assert names(folder) == FILES
    assert "No article was audited." in (folder / "index.html").read_text(encoding="utf-8")


def test_folder_takes_files_of_other_rooms(tmp_path: Path) -> None:
    with ReportWriter(tmp_path, "run-1", settings=SETTINGS) as writer:
        (writer.folder / "articles.csv").write_text("id\n", encoding="utf-8")
        folder = writer.finish(build_run([]))

    assert (folder / "articles.csv").read_text(encoding="utf-8") == "id\n"


def test_leaving_without_finish_removes_everything(tmp_path: Path) -> None:
    with (
        pytest.raises(ZeroDivisionError),
        ReportWriter(tmp_path, "run-1", settings=SETTINGS) as writer,
    ):
        writer.add(build_audit())
        raise ZeroDivisionError

    assert names(tmp_path) == []


CRASH = f"""
import os, signal, sys
from pathlib import Path
from {__name__} import SETTINGS, ReportWriter, build_audit, build_run
writer = ReportWriter(Path(sys.argv[1]), "run-1", settings=SETTINGS)
writer.add(build_audit("old.txt"))
if sys.argv[2] == "late":
    Path.rename = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
    writer.finish(build_run([build_audit("old.txt")]))
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")
@pytest.mark.parametrize("moment", ["early", "late"])
def test_a_killed_run_leaves_nothing_finished_and_can_be_run_again(
    tmp_path: Path, moment: str
) -> None:
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run(
        [sys.executable, "-c", CRASH, str(tmp_path), moment], check=False, env=env
    )

    assert done.returncode == -signal.SIGKILL
    assert names(tmp_path) == [".partial-run-1"]
    folder = write_run(tmp_path, [build_audit("new.txt")])
    assert names(tmp_path) == ["run-1"]
    assert "old.txt" not in (folder / "sentences.jsonl").read_text(encoding="utf-8")


def test_a_run_killed_between_the_renames_gets_its_predecessor_back(tmp_path: Path) -> None:
    write_run(tmp_path, [build_audit("old.txt")]).rename(tmp_path / ".replaced-run-1")

    ReportWriter(tmp_path, "run-1", settings=SETTINGS).abort()

    assert names(tmp_path) == ["run-1"]
    assert "old.txt" in (tmp_path / "run-1" / "sentences.jsonl").read_text(encoding="utf-8")


@pytest.mark.skipif(sys.platform == "win32", reason="there is no lock")
def test_a_live_writer_of_the_same_run_is_an_error(tmp_path: Path) -> None:
    with ReportWriter(tmp_path, "run-1", settings=SETTINGS) as writer:
        with pytest.raises(ReportError, match=str(os.getpid())) as caught:
            ReportWriter(tmp_path, "run-1", settings=SETTINGS)
        writer.add(build_audit())
        writer.finish(build_run([build_audit()]))

    assert caught.value.code == "PUF801"
    assert caught.value.hint


def test_an_earlier_run_is_replaced(tmp_path: Path) -> None:
    write_run(
        tmp_path, [build_audit("old.txt"), build_audit("b")], settings=Settings(single_page_chars=1)
    )

    folder = write_run(tmp_path, [build_audit("new.txt")])

    assert names(tmp_path) == ["run-1"]
    assert names(folder) == FILES


@pytest.mark.parametrize("content", [None, "{}", "not json", '{"schema": "other"}'])
def test_a_folder_that_is_no_run_is_never_replaced(tmp_path: Path, content: str | None) -> None:
    (tmp_path / "run-1").mkdir()
    (tmp_path / "run-1" / "thesis.txt").write_text("mine", encoding="utf-8")
    if content is not None:
        (tmp_path / "run-1" / "run.json").write_text(content, encoding="utf-8")

    with pytest.raises(ReportError, match="not a puffery run"):
        ReportWriter(tmp_path, "run-1", settings=SETTINGS)

    assert names(tmp_path) == ["run-1"]
    assert (tmp_path / "run-1" / "thesis.txt").read_text(encoding="utf-8") == "mine"


def test_a_folder_that_came_meanwhile_is_not_replaced(tmp_path: Path) -> None:
    with ReportWriter(tmp_path, "run-1", settings=SETTINGS) as writer:
        (tmp_path / "run-1").mkdir()
        (tmp_path / "run-1" / "thesis.txt").touch()
        with pytest.raises(ReportError, match="not a puffery run"):
            writer.finish(build_run([]))

    assert names(tmp_path / "run-1") == ["thesis.txt"]
    assert names(tmp_path) == ["run-1"]


@pytest.mark.parametrize("run_id", ["", ".", "..", ".hidden", "a/b", "../up"])
def test_a_run_name_that_is_no_folder_name_is_an_error(tmp_path: Path, run_id: str) -> None:
    with pytest.raises(ReportError, match="PUF801"):
        ReportWriter(tmp_path, run_id, settings=SETTINGS)


def test_an_unwritable_place_is_an_error_with_path_and_hint(tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    with pytest.raises(ReportError, match="file") as caught:
        ReportWriter(tmp_path / "file", "run-1", settings=SETTINGS)

    assert caught.value.code == "PUF801"
    assert caught.value.hint


def test_a_full_disk_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with ReportWriter(tmp_path, "run-1", settings=SETTINGS) as writer:
        monkeypatch.setattr(HtmlReport, "add", fail)
        with pytest.raises(ReportError, match="partial-run-1: No space left") as caught:
            writer.add(build_audit())

    assert caught.value.code == "PUF801"
    assert names(tmp_path) == []


def test_an_article_added_twice_is_an_error(tmp_path: Path) -> None:
    with ReportWriter(tmp_path, "run-1", settings=SETTINGS) as writer:
        writer.add(build_audit())
        with pytest.raises(ReportError, match="twice"):
            writer.add(build_audit())


@pytest.mark.parametrize("single_page_chars", [1_000_000, 1])
@pytest.mark.parametrize("listed", [(), ("a",), ("a", "b", "c"), ("a", "c")])
def test_a_run_over_other_articles_is_an_error(
    tmp_path: Path, listed: tuple[str, ...], single_page_chars: int
) -> None:
    settings = Settings(single_page_chars=single_page_chars)
    with ReportWriter(tmp_path, "run-1", settings=settings) as writer:
        writer.add(build_audit("a"))
        writer.add(build_audit("b"))
        with pytest.raises(ReportError, match="added"):
            writer.finish(build_run([build_audit(name) for name in listed]))

    assert names(tmp_path) == []


def test_nothing_can_be_added_after_the_end(tmp_path: Path) -> None:
    writer = ReportWriter(tmp_path, "run-1", settings=SETTINGS)
    writer.finish(build_run([]))

    with pytest.raises(ReportError, match="finished"):
        writer.add(build_audit())
    writer.abort()
    assert names(tmp_path) == ["run-1"]


def test_a_lone_surrogate_does_not_stop_a_run(tmp_path: Path) -> None:
    lines = [Line(Framing.HEDGED, "Tea \ud800 may help.", before="")]
    audit = build_audit("\udc80.txt", lines=lines, title="\udfff")
    audit = replace(audit, text_sha256="")

    folder = write_run(tmp_path, [audit])

    assert "Tea \ufffd may help." in (folder / "sentences.jsonl").read_text(encoding="utf-8")
    assert "Tea \ufffd" in (folder / "index.html").read_text(encoding="utf-8")
