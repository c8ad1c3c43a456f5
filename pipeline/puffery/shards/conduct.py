"""Conducts a run over shards.

In: a folder or file of articles, settings, and how to run. Out: the same run folder, to the byte,
as `run.audit_folder` writes in one process.
"""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass
from functools import partial
from itertools import chain, islice
from pathlib import Path

from puffery import __version__
from puffery.data_files import fingerprint
from puffery.errors import SettingsError
from puffery.guidance.apply import GuidanceAuditor
from puffery.ingest.folder import read_articles
from puffery.records import AuditRun
from puffery.run import (
    AuditStream,
    Progress,
    audit_folder,
    audit_items,
    input_name,
    iter_audits,
    load_pipeline,
    slug,
)
from puffery.settings import Settings
from puffery.shards.merge import Merge, Pool
from puffery.shards.pools.local_pool import LocalPool, default_jobs
from puffery.shards.shard_folder import ShardFolder
from puffery.shards.unit import form_shards, settled

LOCAL, DASK = "local", "dask"
"""What runs the shards: processes of this machine, or a Dask cluster."""

MIN_SHARDS = 4
"""Below, no local worker is started: a worker takes about as long to start as a shard to audit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """How a run is spread; nothing of it changes the report.

    Attributes:
        jobs: Worker processes; None takes one a core as far as memory allows. With 1 and the local
            engine there are no shards: this process audits one article after another.
        engine: What runs the shards, `local` or `dask`.
        scheduler: Address of a running Dask scheduler, None to start a cluster here.
        resume: Whether shards that an earlier, unfinished run left are taken.
        keep: Whether shards stay when the run is finished.
    """

    jobs: int | None = None
    engine: str = LOCAL
    scheduler: str | None = None
    resume: bool = True
    keep: bool = False

    def __post_init__(self) -> None:
        if self.jobs is not None and self.jobs < 1:
            raise SettingsError("PUF202", f"jobs is {self.jobs}", hint="give 1 or more")
        if self.engine not in (LOCAL, DASK):
            raise SettingsError(
                "PUF202", f"engine is {self.engine!r}", hint=f"use {LOCAL} or {DASK}"
            )
        if self.scheduler and self.engine != DASK:
            raise SettingsError("PUF202", "a scheduler needs the engine dask", hint="--engine dask")


def audit_in_shards(
    root: Path,
    out: Path,
    *,
    created: str,
    settings: Settings,
    batch: Batch,
    run_id: str | None = None,
    progress: Progress | None = None,
) -> tuple[AuditRun, Path]:
    """Audit every article under `root` in several processes and write the run folder.

    Args:
        root: Folder or file of articles.
        out: Folder that run folders stand in; shards wait in a hidden folder in it.
        created: Time stamp, ISO 8601.
        settings: Settings.
        batch: How the run is spread.
        run_id: Name of the run folder; None makes one from the input name and `created`.
        progress: Called after each article.

    Returns:
        The run and the path of its folder, the same for every `batch`.

    Raises:
        PufferyError: As `run.audit_folder`; `PUF104` when the input vanishes, `PUF403` when workers
            cannot run, `PUF802` when shards cannot be kept.
    """
    path = _folder_of(root, out, settings)
    with ShardFolder(path, fresh=not batch.resume, keep=batch.keep) as folder:
        return audit_folder(
            root,
            out,
            created=created,
            settings=settings,
            run_id=run_id,
            progress=progress,
            audits=partial(iter_shards, folder=folder, batch=batch),
        )


def iter_shards(
    root: Path,
    settings: Settings,
    auditor: GuidanceAuditor,
    *,
    folder: ShardFolder,
    batch: Batch,
) -> AuditStream:
    """Audit every article under `root` in shards; same items and order as `run.iter_audits`.

    Fewer than `MIN_SHARDS` are audited in this process: starting others would take as long.

    Args:
        root: Folder or file.
        settings: Settings.
        auditor: Applies the audit rules in this process; workers make their own from settings.
        folder: Where shards are kept.
        batch: How the run is spread.

    Yields:
        An audit, or the reason why an input was not audited; every input once.

    Raises:
        PufferyError: As `audit_in_shards`.
    """
    if batch.engine == LOCAL and batch.jobs == 1:
        yield from iter_audits(root, settings, auditor)
        return
    shards = form_shards(read_articles(root, settings))
    first = list(islice(shards, MIN_SHARDS))
    jobs = batch.jobs or (default_jobs() if len(first) == MIN_SHARDS else 1)
    if batch.engine == LOCAL and (jobs == 1 or len(first) < MIN_SHARDS):
        items = chain.from_iterable(chain(first, shards))
        yield from audit_items(load_pipeline(settings), items, auditor) if first else ()
        return
    fixed = settled(settings, auditor.book.as_of.isoformat())
    with closing(_pool(batch, jobs, fixed)) as pool:
        yield from Merge(pool, fixed, folder).run(chain(first, shards))


def _pool(batch: Batch, jobs: int, settings: Settings) -> Pool:
    if batch.engine == LOCAL:
        return LocalPool(jobs, settings)
    from puffery.shards.pools.dask_pool import DaskPool

    return DaskPool(jobs, settings, scheduler=batch.scheduler)


def _folder_of(root: Path, out: Path, settings: Settings) -> Path:
    """Return the folder of the shards of a run, the same for its repetition at another time."""
    facts = (__version__, str(root.resolve()), repr(settings.as_text_pairs()))
    digest = fingerprint(*(fact.encode("utf-8", "surrogatepass") for fact in facts))
    return out / f".shards-{slug(input_name(root))}-{digest[:8]}"
