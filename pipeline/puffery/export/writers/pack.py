"""The evidence pack: everything that a finding rests on, in one zip with its checksums.

In: an `ExportJob`. Out: `evidence-pack.zip`; the same run gives the same bytes.
"""

from __future__ import annotations

import csv
import dataclasses
import hashlib
import io
import json
import zipfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path
from typing import Any

from puffery.data_files import read_bytes
from puffery.escaping import defuse
from puffery.export.finished.rows import RunArticle, RunLine
from puffery.export.finished.run_folder import (
    FINDINGS_NAME,
    RUN_NAME,
    SCHEMA,
    SENTENCES_NAME,
    RunFacts,
)
from puffery.export.interface import ExportJob
from puffery.records import ArticleSummary
from puffery.rules import FILE_NAME, FOLDER, load_rulebook

PACK_SCHEMA = "puffery-pack-v1"
PACK_NAME = "evidence-pack.zip"
PAGES_NAME = "articles"
MANIFEST_NAME, SUMS_NAME, README_NAME = "manifest.json", "SHA256SUMS", "README.txt"
CHUNK_BYTES = 1 << 20
_EPOCH = (1980, 1, 1, 0, 0, 0)
"""The earliest time that a zip can hold."""


def write_pack(job: ExportJob, folder: Path) -> list[Path]:
    """Write `evidence-pack.zip`.

    It holds the files of the run (redacted: the two JSONL files, the table and `run.json` without
    names, and no page), the text of every article, the rulebook and the schemas of this version,
    the reviewers' decisions on findings of the run, a README, `manifest.json` and `SHA256SUMS`.

    Args:
        job: The run.
        folder: Where to.

    Returns:
        The file.

    Raises:
        ExportError: `PUF810` for a damaged run.
        OSError: When the disk is full or the like.
    """
    path = folder / PACK_NAME
    with zipfile.ZipFile(path, "w", compression=zipfile.ZIP_DEFLATED, compresslevel=6) as book:
        pack = _Pack(book)
        if job.redact:
            _add_redacted(pack, job)
        else:
            _add_run(pack, job)
        for number, article in enumerate(job.articles(), start=1):
            pack.add(f"texts/{number:05}.txt", _text_file(article))
        pack.add(f"rulebook/{FILE_NAME}", read_bytes(FOLDER, FILE_NAME))
        for schema in sorted(_schemas()):
            pack.add(f"schemas/{schema}", read_bytes("report/schemas", schema))
        if job.verdicts:
            pack.add_lines("decisions.jsonl", _decisions(job))
        pack.add(README_NAME, _readme(job).encode("utf-8"))
        pack.add(MANIFEST_NAME, _json(_manifest(job.facts(), pack, redacted=job.redact)))
        sums = "".join(f"{digest}  {name}\n" for name, digest, _ in sorted(pack.files))
        pack.add(SUMS_NAME, sums.encode("utf-8"))
    return [path]


class _Pack:
    """A zip whose members have no time, no owner and a known checksum."""

    def __init__(self, book: zipfile.ZipFile) -> None:
        self._book = book
        self.files: list[tuple[str, str, int]] = []
        """Name, SHA-256 (hex) and size in bytes of each member so far."""

    def add(self, name: str, content: bytes) -> None:
        """Add a member."""
        self._stream(name, [content])

    def add_file(self, name: str, path: Path) -> None:
        """Add a file as a member, a part at a time."""
        with path.open("rb") as handle:
            self._stream(name, iter(lambda: handle.read(CHUNK_BYTES), b""))

    def add_lines(self, name: str, rows: Iterable[RunLine]) -> None:
        """Add records as JSON lines."""
        self._stream(name, (_json(row) for row in rows))

    def _stream(self, name: str, chunks: Iterable[bytes]) -> None:
        with self._member(name) as write:
            for chunk in chunks:
                write(chunk)

    @contextmanager
    def _member(self, name: str) -> Iterator[Callable[[bytes], None]]:
        info = zipfile.ZipInfo(name, date_time=_EPOCH)
        info.compress_type = zipfile.ZIP_DEFLATED
        info.create_system = 3  # the same on every system
        info.external_attr = 0o644 << 16
        digest, size = hashlib.sha256(), 0
        with self._book.open(info, "w", force_zip64=True) as handle:

            def write(chunk: bytes) -> None:
                nonlocal size
                digest.update(chunk)
                size += handle.write(chunk)

            yield write
        self.files.append((name, digest.hexdigest(), size))


def _add_run(pack: _Pack, job: ExportJob) -> None:
    folder = job.run.path
    pages = (folder / PAGES_NAME).iterdir() if (folder / PAGES_NAME).is_dir() else ()
    for path in sorted((*folder.iterdir(), *pages)):
        if path.is_file() and not path.is_symlink() and not path.name.startswith("."):
            pack.add_file(f"run/{path.relative_to(folder).as_posix()}", path)


def _add_redacted(pack: _Pack, job: ExportJob) -> None:
    facts = dataclasses.asdict(job.facts())
    pack.add(f"run/{RUN_NAME}", _json({**facts, "schema": SCHEMA}))
    lines = (line for article in job.articles() for line in article.lines)
    pack.add_lines(f"run/{SENTENCES_NAME}", lines)
    findings = (line for article in job.articles() for line in article.finding_lines)
    pack.add_lines(f"run/{FINDINGS_NAME}", findings)
    pack.add("run/articles.csv", _summary_table(job.summaries()))


def _summary_table(rows: Iterable[ArticleSummary]) -> bytes:
    names = [field.name for field in dataclasses.fields(ArticleSummary)]
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(names)
    for row in rows:
        cells = (getattr(row, name) for name in names)
        writer.writerow([defuse(cell) if isinstance(cell, str) else cell for cell in cells])
    return buffer.getvalue().encode("utf-8")


def _text_file(article: RunArticle) -> bytes:
    return article.text.encode("utf-8", "replace")


def _schemas() -> Iterator[str]:
    for entry in files("puffery").joinpath("report", "schemas").iterdir():
        if entry.name.endswith(".json"):
            yield entry.name


def _decisions(job: ExportJob) -> Iterator[dict[str, Any]]:
    names = sorted({verdict.reviewer for verdict in job.verdicts.values()})
    known = job.run.fingerprints()
    for fingerprint in sorted(known & set(job.verdicts)):
        row = dataclasses.asdict(job.verdicts[fingerprint])
        if job.redact:
            number = names.index(row["reviewer"]) + 1
            row |= {"reviewer": f"reviewer-{number}", "reason": ""}
        yield row


def _json(value: object) -> bytes:
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return text.encode("utf-8", "replace") + b"\n"


def _manifest(facts: RunFacts, pack: _Pack, *, redacted: bool) -> dict[str, Any]:
    return {
        "schema": PACK_SCHEMA,
        "run_id": facts.run_id,
        "created": facts.created,
        "redacted": redacted,
        "versions": dict(facts.versions),
        "fingerprints": dict(facts.fingerprints),
        "rulebook_is_that_of_the_run": _same_rulebook(facts),
        "files": [{"path": n, "sha256": digest, "bytes": size} for n, digest, size in pack.files],
    }


def _same_rulebook(facts: RunFacts) -> bool:
    return facts.fingerprints.get("rulebook") == load_rulebook().sha256


def _readme(job: ExportJob) -> str:
    facts = job.facts()
    rules = (
        "the rulebook that the run was made with"
        if _same_rulebook(facts)
        else "the rulebook of the version that packed this; the run was made with ANOTHER one, see "
        "fingerprints in manifest.json"
    )
    hidden = (
        "\nPersons and providers that patterns find are blacked out letter by letter, articles "
        "are numbered.\nThis is no anonymisation: names without a title or a verb of speech beside "
        "them can stay.\n"
        if job.redact
        else ""
    )
    return _README.format(run_id=facts.run_id, created=facts.created, rules=rules, hidden=hidden)


_README = """Evidence pack of the puffery run {run_id}, {created}

puffery audits language: it says which words of an article match which public guidance. It does not
say that a claim is untrue, or that anyone means to deceive.
{hidden}
run/            the files of the run; sentences.jsonl has every sentence with its label, its reasons
                and its place (code points), findings.jsonl those that are not "none"
texts/          the text of each article, in the order of sentences.jsonl, put together from its
                sentences: what stands between two sentences is shown as white space. text_sha256 in
                articles.csv is the checksum of the text as it was audited.
rulebook/       {rules}
schemas/        what the lines of the JSON files mean
decisions.jsonl what reviewers decided on findings of this run (only where there is something)
manifest.json   versions, fingerprints, and size and SHA-256 of every file above it
SHA256SUMS      the same for `sha256sum -c SHA256SUMS`
"""
