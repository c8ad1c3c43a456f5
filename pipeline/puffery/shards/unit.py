"""The unit of work: audit one batch of articles and store it under the name of its content.

In: articles, settings. Out: a shard file and its ledger. The same call anywhere, in this process,
in another or on another machine, gives the same file.
"""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import lru_cache
from importlib import metadata
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import TYPE_CHECKING

from puffery.data_files import fingerprint
from puffery.guidance_setup import auditor_of, book_of
from puffery.records import Article, SkippedArticle
from puffery.run import audit_items, load_pipeline
from puffery.run_info import abbreviation_note, data_fingerprints, versions
from puffery.settings import Settings
from puffery.shards.codec import encode
from puffery.shards.shard_file import FORMAT, SUFFIX, ShardLedger, find_shard, write_shard

if TYPE_CHECKING:
    from spacy.language import Language

    from puffery.guidance.apply import GuidanceAuditor

Inputs = tuple[Article | SkippedArticle, ...]
"""What a shard is made from, in the order of reading."""

MAX_ARTICLES, MAX_CHARS = 25, 150_000
"""A shard is closed by whichever comes first: about five seconds of work, so that little is lost
with a worker, and enough of it that starting and storing do not count (decision 50)."""

_busy = threading.Lock()
"""A pipeline serves one thread at a time; a cluster may run several in one worker process."""


def form_shards(items: Iterable[Article | SkippedArticle]) -> Iterator[Inputs]:
    """Cut a stream of inputs into shards.

    Args:
        items: Articles and skipped inputs.

    Yields:
        At most `MAX_ARTICLES` inputs and, unless it is a single one, `MAX_CHARS` code points.
    """
    batch: list[Article | SkippedArticle] = []
    n_chars = 0
    for item in items:
        more = len(item.text) if isinstance(item, Article) else 0
        if batch and (len(batch) == MAX_ARTICLES or n_chars + more > MAX_CHARS):
            yield tuple(batch)
            batch, n_chars = [], 0
        batch.append(item)
        n_chars += more
    if batch:
        yield tuple(batch)


def shard_key(inputs: Inputs, made_with: str) -> str:
    """Return the name of a shard: SHA-256 (hex) over all that decides what is in it.

    Args:
        inputs: Its articles and skipped inputs.
        made_with: Result of `made_with`.
    """
    return fingerprint(made_with.encode("ascii"), *map(encode, inputs))


def settled(settings: Settings, created: str) -> Settings:
    """Return settings that mean the same in another process and on another day.

    Args:
        settings: Settings of a run.
        created: Time stamp of the run, ISO 8601; its day counts where `as_of` is empty.
    """
    return replace(
        settings,
        as_of=settings.as_of or created[:10],
        rules=_absolute(settings.rules),
        suppressions=_absolute(settings.suppressions),
    )


def made_with(settings: Settings) -> str:
    """Return the SHA-256 (hex) over settings, data, models, code and versions.

    Args:
        settings: Result of `settled`.

    Returns:
        Equal where the same articles give the same audits. Processors are left out of it: int8
        arithmetic may differ in the last digits between kinds of them.
    """
    facts = {
        **data_fingerprints(settings),
        **dict(versions()),
        **{f"setting {name}": value for name, value in settings.as_text_pairs()},
        "audit rules": book_of(settings, settings.as_of).sha256,
        "suppressions by": _file_fingerprint(settings.suppressions),
        "abbreviations by": abbreviation_note(settings),
        "entities by": _pipeline_fingerprint(settings.entities),
        "code": _package_fingerprint(),
    }
    rows = [f"{name}={facts[name]}" for name in sorted(facts)]
    return fingerprint(FORMAT.encode("ascii"), *(row.encode("utf-8") for row in rows))


def audit_shard(inputs: Inputs, output: Path, settings: Settings) -> ShardLedger:
    """Audit a batch of articles into a file; does nothing when the file is there already.

    Args:
        inputs: Articles and skipped inputs, in order.
        output: The file to write, named `<key>.jsonl.gz` with the key of `shard_key`.
        settings: Result of `settled`.

    Returns:
        The ledger of the file.

    Raises:
        PipelineError: `PUF402` when a model cannot be loaded.
        ReportError: `PUF802` when the file cannot be written.
    """
    key = output.name.removesuffix(SUFFIX)
    found = find_shard(output, key)
    if found is None:
        with _busy:
            nlp, auditor = _auditing(settings)
            found = write_shard(output, key, audit_items(nlp, inputs, auditor))
    return found


def warm_up(settings: Settings) -> None:
    """Load in this process all that an audit needs, so that a fault shows before any article.

    Args:
        settings: Result of `settled`.

    Raises:
        PufferyError: When rules, lexicon or models cannot be loaded.
    """
    with _busy:
        nlp, auditor = _auditing(settings)
        list(audit_items(nlp, (), auditor))


@lru_cache(maxsize=1)
def _auditing(settings: Settings) -> tuple[Language, GuidanceAuditor]:
    return load_pipeline(settings), auditor_of(settings, settings.as_of)


@lru_cache(maxsize=1)
def _package_fingerprint() -> str:
    """Return the SHA-256 (hex) over the code and the word lists of this package."""
    found = {}
    for name, file in _walk(files("puffery"), ""):
        if name.endswith((".py", ".toml", ".jsonl", ".json")):
            found[name] = hashlib.sha256(file.read_bytes()).hexdigest()
    return fingerprint(*(f"{name}={found[name]}".encode() for name in sorted(found)))


def _walk(folder: Traversable, prefix: str) -> Iterator[tuple[str, Traversable]]:
    for entry in folder.iterdir():
        name = f"{prefix}/{entry.name}"
        if entry.is_dir():
            yield from _walk(entry, name)
        else:
            yield name, entry


def _absolute(path: str) -> str:
    return str(Path(path).absolute()) if path else ""


def _file_fingerprint(path: str) -> str:
    """Return the SHA-256 (hex) of a file that settings name, empty without one."""
    return fingerprint(Path(path).read_bytes()) if path else ""


def _pipeline_fingerprint(entities: str) -> str:
    """Return what tells one spaCy pipeline from another: files of a folder, or the version."""
    folder = Path(entities)
    if folder.is_dir():
        stats = [(p, p.stat()) for p in sorted(folder.rglob("*")) if p.is_file()]
        return fingerprint(*(f"{p}={s.st_size}/{s.st_mtime_ns}".encode() for p, s in stats))
    try:
        return metadata.version(entities)
    except (metadata.PackageNotFoundError, ValueError):
        return ""
