"""One stored shard: a gzip file of JSON lines that is there whole or not at all.

In: audits of a batch. Out: a file, its ledger, and the same audits again.
"""

from __future__ import annotations

import gzip
import json
import os
import tempfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO

from puffery.errors import ReportError
from puffery.records import ArticleAudit, SkippedArticle
from puffery.shards.codec import decode, encode

FORMAT = "puffery-shard-v1"
SUFFIX = ".jsonl.gz"
LEVEL = 1
"""Level of gzip: 0.02 s and a fifth of the size for the 33 sample articles."""


@dataclass(frozen=True, slots=True)
class ShardLedger:
    """What a shard holds.

    Attributes:
        key: SHA-256 (hex) over its inputs and all that decides the outcome: its name.
        n_articles: Audited articles.
        n_skipped: Inputs that were not audited.
        n_sentences: Sentences of the audited articles.
    """

    key: str
    n_articles: int
    n_skipped: int
    n_sentences: int


def write_shard(
    path: Path, key: str, items: Iterable[ArticleAudit | SkippedArticle]
) -> ShardLedger:
    """Store a shard: written aside, synced, then renamed.

    Args:
        path: The file; its folder exists.
        key: Key of the shard.
        items: Its audits and skipped inputs, in order.

    Returns:
        Its ledger, which is also the last line of the file.

    Raises:
        ReportError: `PUF802` when it cannot be written.
    """
    n_articles = n_skipped = n_sentences = 0
    with (
        _explained(path),
        _replacing(path) as file,
        gzip.GzipFile("", "wb", compresslevel=LEVEL, fileobj=file, mtime=0) as out,
    ):
        for item in items:
            out.write(encode(item) + b"\n")
            if isinstance(item, ArticleAudit):
                n_articles += 1
                n_sentences += len(item.sentences)
            else:
                n_skipped += 1
        ledger = ShardLedger(key, n_articles, n_skipped, n_sentences)
        out.write(json.dumps({"format": FORMAT, **asdict(ledger)}).encode("ascii") + b"\n")
    return ledger


def find_shard(path: Path, key: str) -> ShardLedger | None:
    """Return the ledger of a stored shard, None where there is none or it is damaged.

    Args:
        path: The file.
        key: The key that it must have.

    Raises:
        ReportError: `PUF802` when it is there and may not be read.
    """
    last = b"{}"
    try:
        with _explained(path), gzip.open(path, "rb") as lines:
            for line in lines:
                last = line
        found = json.loads(last)
        wanted = {"format": FORMAT, "key": key}
        if wanted.items() <= found.items():
            return ShardLedger(**{name: found[name] for name in ShardLedger.__slots__})
    except (FileNotFoundError, gzip.BadGzipFile, EOFError, zlib.error):
        pass
    except (ValueError, KeyError, AttributeError):
        pass  # a last line that is no ledger
    return None


def read_shard(path: Path, ledger: ShardLedger) -> Iterator[ArticleAudit | SkippedArticle]:
    """Read a stored shard, one record at a time.

    Args:
        path: The file.
        ledger: Its ledger.

    Yields:
        Its audits and skipped inputs, in order.

    Raises:
        ReportError: `PUF802` when it has gone or was damaged since it was written.
    """
    n_items = ledger.n_articles + ledger.n_skipped
    try:
        with gzip.open(path, "rb") as lines:
            for _, line in zip(range(n_items), lines, strict=False):
                item = decode(line)
                if isinstance(item, ArticleAudit | SkippedArticle):
                    n_items -= 1
                    yield item
    except (OSError, EOFError, zlib.error, ValueError) as error:
        raise _unreadable(path, error) from error
    if n_items:
        raise _unreadable(path, ValueError(f"{n_items} records are missing"))


def _unreadable(path: Path, error: Exception) -> ReportError:
    return ReportError(
        "PUF802",
        f"cannot read shard {path}: {error}",
        hint="repeat the command: what is missing is audited again; with --scheduler the report"
        " folder must be one that all workers and this machine share",
    )


@contextmanager
def _replacing(path: Path) -> Iterator[IO[bytes]]:
    """Open a new file that takes the place of `path` once it is whole and synced."""
    descriptor, temporary = tempfile.mkstemp(prefix=".new-", dir=path.parent)
    try:
        with os.fdopen(descriptor, "wb") as out:
            yield out
            out.flush()
            os.fsync(out.fileno())
        Path(temporary).replace(path)
    except BaseException:
        with suppress(OSError):
            Path(temporary).unlink()
        raise


@contextmanager
def _explained(path: Path) -> Iterator[None]:
    try:
        yield
    except (FileNotFoundError, gzip.BadGzipFile):
        if path.parent.is_dir():
            raise
        raise _unwritable(path, "its folder has gone") from None
    except OSError as error:
        raise _unwritable(path, error.strerror or str(error)) from error


def _unwritable(path: Path, why: str) -> ReportError:
    return ReportError(
        "PUF802",
        f"cannot keep shard {path}: {why}",
        hint="check free space and permissions and repeat the command: finished shards are kept",
    )
