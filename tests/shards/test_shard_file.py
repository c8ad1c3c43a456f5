"""A shard is there whole or not at all."""

from __future__ import annotations

import errno
import gzip
from collections.abc import Iterator
from pathlib import Path

import pytest

from puffery.errors import ReportError
from puffery.records import ArticleAudit, SkippedArticle, SkipReason
from puffery.shards import shard_file
from puffery.shards.shard_file import ShardLedger, find_shard, read_shard, write_shard

from .conftest import audit_of, make_articles

KEY = "k" * 64
ITEMS: list[ArticleAudit | SkippedArticle] = [
    *map(audit_of, make_articles(2)),
    SkippedArticle("bad.txt", "bad.txt", SkipReason.EMPTY, "no text"),
]


def test_read_shard_gives_what_was_written(tmp_path: Path) -> None:
    path = tmp_path / "s.jsonl.gz"

    ledger = write_shard(path, KEY, iter(ITEMS))

    assert ShardLedger(KEY, n_articles=2, n_skipped=1, n_sentences=0) == ledger
    assert ledger == find_shard(path, KEY)
    assert ITEMS == list(read_shard(path, ledger))
    assert [path] == list(tmp_path.iterdir())


def test_write_shard_gives_the_same_bytes_under_any_name(tmp_path: Path) -> None:
    write_shard(tmp_path / "one", KEY, ITEMS)
    write_shard(tmp_path / "two", KEY, ITEMS)

    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()


def test_write_shard_that_is_stopped_leaves_nothing(tmp_path: Path) -> None:
    def stop() -> Iterator[ArticleAudit | SkippedArticle]:
        yield ITEMS[0]
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_shard(tmp_path / "s", KEY, stop())

    assert [] == list(tmp_path.iterdir())


@pytest.mark.parametrize("n_bytes", [0, 1, 40, -1])
def test_find_shard_does_not_take_a_cut_file(tmp_path: Path, n_bytes: int) -> None:
    path = tmp_path / "s"
    write_shard(path, KEY, ITEMS)
    path.write_bytes(path.read_bytes()[:n_bytes])

    assert find_shard(path, KEY) is None


def test_find_shard_does_not_take_a_changed_byte(tmp_path: Path) -> None:
    path = tmp_path / "s"
    write_shard(path, KEY, ITEMS)
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(bytes(data))

    assert find_shard(path, KEY) is None


@pytest.mark.parametrize("last", [b"", b"[]\n", b"3\n", b'{"format": "puffery-shard-v1"}\n'])
def test_find_shard_does_not_take_a_file_without_ledger(tmp_path: Path, last: bytes) -> None:
    path = tmp_path / "s"
    path.write_bytes(gzip.compress(last))

    assert find_shard(path, KEY) is None


def test_find_shard_does_not_take_another_key(tmp_path: Path) -> None:
    write_shard(tmp_path / "s", KEY, ITEMS)

    assert find_shard(tmp_path / "s", "other") is None
    assert find_shard(tmp_path / "missing", KEY) is None


def test_read_shard_tells_of_a_file_that_has_gone(tmp_path: Path) -> None:
    path = tmp_path / "s"
    ledger = write_shard(path, KEY, ITEMS)
    path.unlink()

    with pytest.raises(ReportError, match="PUF802") as caught:
        list(read_shard(path, ledger))

    assert "repeat the command" in caught.value.hint


def test_read_shard_tells_of_missing_records(tmp_path: Path) -> None:
    path = tmp_path / "s"
    ledger = write_shard(path, KEY, ITEMS)

    with pytest.raises(ReportError, match=r"cannot read shard .*"):
        list(read_shard(path, ShardLedger(KEY, ledger.n_articles + 5, 1, 0)))


def test_write_shard_tells_of_a_full_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(shard_file.os, "fsync", full)

    with pytest.raises(ReportError, match="No space left on device") as caught:
        write_shard(tmp_path / "s", KEY, ITEMS)

    assert "PUF802" == caught.value.code
    assert "free space" in caught.value.hint
    assert [] == list(tmp_path.iterdir())


def test_write_shard_tells_of_a_folder_that_has_gone(tmp_path: Path) -> None:
    with pytest.raises(ReportError, match="its folder has gone"):
        write_shard(tmp_path / "no" / "s", KEY, ITEMS)
