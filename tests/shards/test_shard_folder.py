from __future__ import annotations

import sys
from pathlib import Path

import pytest

from puffery.errors import ReportError
from puffery.shards.shard_folder import ShardFolder


def test_shard_folder_is_made_on_open_and_goes_when_all_went_well(tmp_path: Path) -> None:
    path = tmp_path / "out" / ".shards"

    with ShardFolder(path) as folder:
        before = path.exists()
        folder.open()
        folder.file("k").write_bytes(b"x")
        inside = sorted(p.name for p in path.iterdir())

    assert not before
    assert [".lock", "k.jsonl.gz"] == inside
    assert not path.exists()


def test_shard_folder_stays_after_an_error(tmp_path: Path) -> None:
    path = tmp_path / ".shards"

    with pytest.raises(KeyError), ShardFolder(path) as folder:
        folder.open()
        folder.file("k").write_bytes(b"x")
        raise KeyError

    assert (path / "k.jsonl.gz").is_file()


@pytest.mark.parametrize(("fresh", "keep", "left"), [(False, True, True), (True, True, False)])
def test_shard_folder_keeps_or_drops_earlier_shards(
    tmp_path: Path, fresh: bool, keep: bool, left: bool
) -> None:
    path = tmp_path / ".shards"
    path.mkdir()
    (path / "k.jsonl.gz").write_bytes(b"x")

    with ShardFolder(path, fresh=fresh, keep=keep):
        pass

    assert left == (path / "k.jsonl.gz").exists()


def test_shard_folder_clears_what_a_killed_worker_was_writing(tmp_path: Path) -> None:
    path = tmp_path / ".shards"
    path.mkdir()
    (path / ".new-abc").write_bytes(b"half")

    with ShardFolder(path, keep=True) as folder:
        folder.open()

    assert not (path / ".new-abc").exists()


@pytest.mark.skipif(sys.platform == "win32", reason="there is no flock")
def test_shard_folder_serves_one_process_at_a_time(tmp_path: Path) -> None:
    path = tmp_path / ".shards"
    with ShardFolder(path) as first:
        first.open()

        with pytest.raises(ReportError, match="another process audits the same input") as caught:
            ShardFolder(path).open()

        assert path.is_dir()
    assert "PUF802" == caught.value.code


def test_shard_folder_tells_where_it_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")

    with pytest.raises(ReportError, match="cannot keep shards in"):
        ShardFolder(tmp_path / "file" / ".shards").open()
