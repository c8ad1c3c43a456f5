"""The store: whole lines, torn lines set aside, full disks and missing rights told."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from puffery.errors import ReviewError
from puffery.review import store as store_module
from puffery.review.decision_lines import dump_decision, read_decisions
from puffery.review.store import DecisionStore, StoreError

from .conftest import decide

WRITER = """
import sys
from pathlib import Path
from puffery.review.store import DecisionStore
from tests.review.conftest import decide

folder, name, n = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
store = DecisionStore(folder, "anna")
print("ready", flush=True)
sys.stdin.readline()
for number in range(n):
    store.append(decide(note=f"{name} {number} " + "x" * 3000))
"""
LIMITED = """
import resource, sys
from pathlib import Path
from puffery.review.store import DecisionStore, StoreError
from tests.review.conftest import decide

store = DecisionStore(Path(sys.argv[1]), "anna")
store.append(decide())
resource.setrlimit(resource.RLIMIT_FSIZE, (store.path.stat().st_size + 100,) * 2)
try:
    store.append(decide(note="does not fit"))
except StoreError as error:
    print(error.is_full, error.code)
"""
ROOT = Path(__file__).parents[2]


def run_child(script: str, *arguments: str) -> subprocess.Popen[str]:
    path = os.pathsep.join([str(ROOT), *sys.path])
    return subprocess.Popen(
        [sys.executable, "-c", script, *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": path},
    )


def refuse(number: int) -> Callable[..., int]:
    def write(handle: int, data: bytes) -> int:
        raise OSError(number, os.strerror(number))

    return write


def test_every_append_is_a_line(tmp_path: Path) -> None:
    store = DecisionStore(tmp_path / "new" / "review", "anna")

    store.append(decide())
    store.append(decide("undo"))

    assert (decide(), decide("undo")) == store.read().decisions
    assert tmp_path / "new" / "review" / "anna.jsonl" == store.path


def test_it_is_synced_before_append_returns(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = DecisionStore(tmp_path, "anna")
    synced: list[bytes] = []
    real = os.fsync
    monkeypatch.setattr(
        os, "fsync", lambda handle: (synced.append(store.path.read_bytes()), real(handle))
    )

    store.append(decide())

    assert dump_decision(decide()) == synced[-1]


@pytest.mark.parametrize(
    "name", ["", ".", "..", "../x", "a/b", "a\\b", ".hidden", "a b", "x" * 65, "a\n", "a."]
)
def test_a_reviewer_must_have_the_name_of_a_file(tmp_path: Path, name: str) -> None:
    with pytest.raises(ReviewError, match="cannot be the name") as caught:
        DecisionStore(tmp_path, name)

    assert "PUF512" == caught.value.code
    assert [] == list(tmp_path.iterdir())


def test_a_torn_last_line_is_set_aside_and_costs_nothing(tmp_path: Path) -> None:
    torn = dump_decision(decide("reject"))[:-30]
    path = tmp_path / "anna.jsonl"
    path.write_bytes(dump_decision(decide()) + torn)

    store = DecisionStore(tmp_path, "anna")
    store.append(decide("undo"))

    assert (decide(), decide("undo")) == store.read().decisions
    assert 1 == store.n_torn
    assert torn + b"\n" == (tmp_path / "anna.torn").read_bytes()


def test_a_file_of_nothing_but_a_long_torn_line_is_mended(tmp_path: Path) -> None:
    torn = b'{"note":"' + b"x" * 200_000
    (tmp_path / "anna.jsonl").write_bytes(torn)

    store = DecisionStore(tmp_path, "anna")

    assert () == store.read().decisions
    assert torn + b"\n" == (tmp_path / "anna.torn").read_bytes()


def test_a_whole_last_line_without_its_end_is_kept(tmp_path: Path) -> None:
    (tmp_path / "anna.jsonl").write_bytes(dump_decision(decide())[:-1])

    store = DecisionStore(tmp_path, "anna")
    store.append(decide("undo"))

    assert (decide(), decide("undo")) == store.read().decisions
    assert not (tmp_path / "anna.torn").exists()


@pytest.mark.parametrize(
    ("number", "is_full", "is_denied"),
    [
        (errno.ENOSPC, True, False),
        (errno.EDQUOT, True, False),
        (errno.EROFS, False, True),
        (errno.EACCES, False, True),
        (errno.EIO, False, False),
    ],
)
def test_a_failed_write_says_so_and_leaves_the_file_as_it_was(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    number: int,
    is_full: bool,
    is_denied: bool,
) -> None:
    store = DecisionStore(tmp_path, "anna")
    store.append(decide())
    monkeypatch.setattr(store_module.os, "write", refuse(number))

    with pytest.raises(StoreError, match="not stored") as caught:
        store.append(decide("undo"))

    monkeypatch.undo()
    assert (is_full, is_denied) == (caught.value.is_full, caught.value.is_denied)
    assert (decide(),) == store.read().decisions


def test_half_a_line_is_taken_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = DecisionStore(tmp_path, "anna")
    store.append(decide())
    before = store.path.read_bytes()
    real, calls = os.write, []

    def half(handle: int, data: bytes) -> int:
        calls.append(len(data))
        if len(calls) > 1:
            raise OSError(errno.ENOSPC, "No space left on device")
        return real(handle, data[: len(data) // 2])

    monkeypatch.setattr(store_module.os, "write", half)

    with pytest.raises(StoreError):
        store.append(decide("undo"))

    monkeypatch.undo()
    assert 2 == len(calls)
    assert before == store.path.read_bytes()


def test_a_failed_sync_is_no_success(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = DecisionStore(tmp_path, "anna")
    store.append(decide())
    monkeypatch.setattr(store_module.os, "fsync", refuse_sync)

    with pytest.raises(StoreError, match="Input/output"):
        store.append(decide("undo"))

    monkeypatch.undo()
    assert (decide(),) == store.read().decisions


def refuse_sync(handle: int) -> None:
    raise OSError(errno.EIO, "Input/output error")


@pytest.mark.skipif(sys.platform == "win32", reason="there are no resource limits")
def test_the_limit_of_a_real_file_system_is_told(tmp_path: Path) -> None:
    with run_child(LIMITED, str(tmp_path)) as child:
        printed, _ = child.communicate()

    assert "True PUF512" == printed.strip()
    assert (decide(),) == read_decisions(tmp_path / "anna.jsonl").decisions


def test_a_folder_that_cannot_be_made_is_told_at_once(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")

    with pytest.raises(StoreError, match="cannot write"):
        DecisionStore(tmp_path / "file" / "review", "anna")


@pytest.mark.skipif(sys.platform == "win32", reason="locks between processes are POSIX")
def test_two_processes_at_once_lose_no_line(tmp_path: Path) -> None:
    children = [run_child(WRITER, str(tmp_path), name, "60") for name in ("one", "two")]
    for child in children:
        assert child.stdout is not None
        assert "ready\n" == child.stdout.readline()
    for child in children:
        assert child.stdin is not None
        child.stdin.write("\n")
        child.stdin.flush()
    for child in children:
        child.communicate()

    notes = [item.note.split()[:2] for item in read_decisions(tmp_path / "anna.jsonl").decisions]
    assert [0, 0] == [child.returncode for child in children]
    assert [["one", str(n)] for n in range(60)] == [note for note in notes if note[0] == "one"]
    assert [["two", str(n)] for n in range(60)] == [note for note in notes if note[0] == "two"]
    assert not (tmp_path / "anna.torn").exists()


def test_two_threads_and_two_reviewers_lose_no_line(tmp_path: Path) -> None:
    stores = [DecisionStore(tmp_path, name) for name in ("anna", "anna", "berta")]
    work = [(store, number) for number in range(30) for store in stores]

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda item: item[0].append(decide(start=item[1])), work))

    for store, times in ((stores[0], 2), (stores[2], 1)):
        starts = sorted(item.start for item in store.read().decisions)
        assert sorted(list(range(30)) * times) == starts
