"""Reads a folder of articles, one at a time, and accounts for every file in it.

In: a folder or a single file. Out: `Article` and `SkippedArticle`, in the order of the relative
path. A damaged file never stops the others.

To add a format: write a reader (`interface.Reader`), register its suffix in `FORMATS`, test it.
"""

from __future__ import annotations

import logging
import os
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from puffery.errors import IngestError
from puffery.ingest.interface import Format, SourceFile
from puffery.ingest.language_check import foreign_language
from puffery.ingest.readers.docx import read_docx
from puffery.ingest.readers.html_page import read_html
from puffery.ingest.readers.json_lines import read_json_lines
from puffery.ingest.readers.pdf import read_pdf
from puffery.ingest.readers.plain_text import read_markdown, read_text
from puffery.ingest.readers.table import read_csv, read_parquet, read_tsv
from puffery.records import Article, OffsetBasis, SkippedArticle, SkipReason
from puffery.settings import Settings

logger = logging.getLogger(__name__)

FORMATS: dict[str, Format] = {
    ".txt": Format(read_text),
    ".md": Format(read_markdown),
    ".markdown": Format(read_markdown),
    ".html": Format(read_html),
    ".htm": Format(read_html),
    ".xhtml": Format(read_html),
    ".jsonl": Format(read_json_lines, streamed=True),
    ".ndjson": Format(read_json_lines, streamed=True),
    ".csv": Format(read_csv, streamed=True),
    ".tsv": Format(read_tsv, streamed=True),
    ".parquet": Format(read_parquet, streamed=True),
    ".pdf": Format(read_pdf),
    ".docx": Format(read_docx),
}
"""Lower-case suffix -> format."""

_ADVICE = {
    **dict.fromkeys((".doc", ".rtf", ".odt", ".pages"), "save it as .docx"),
    **dict.fromkeys((".xls", ".xlsx", ".ods"), "save it as .csv"),
    **dict.fromkeys((".zip", ".gz", ".tar", ".7z", ".bz2", ".xz"), "unpack it first"),
    **dict.fromkeys((".mht", ".mhtml", ".webarchive", ".epub"), "save it as .html"),
    ".json": "write one article a line and name it .jsonl",
}


_RUN_FILES = {"run.json", "sentences.jsonl", "findings.jsonl", "index.html"}
"""A folder that holds these is a report, not articles: auditing it would audit the audit."""


def read_articles(root: Path, settings: Settings) -> Iterator[Article | SkippedArticle]:
    """Read all articles below a folder, or those of one file.

    Hidden files and folders, run folders of puffery, and links that leave the folder are left
    out. Links to folders are not followed; what they point to is read at its own place.

    Args:
        root: Folder or file.
        settings: Limits, field names, language.

    Returns:
        Each file and each record exactly once, sorted by relative path (code point order), in
        file order within a file. Article ids are unique in the run.

    Raises:
        IngestError: `PUF101` when `root` does not exist or is not readable. Raised at once, not
            on the first item. `PUF104` when it vanishes while it is read.
    """
    if not root.exists() or not os.access(root, os.R_OK):
        raise IngestError(
            "PUF101",
            f"cannot read {root}",
            hint="give an existing folder or file that you may read",
        )
    return _read_all(root, settings)


def _read_all(root: Path, settings: Settings) -> Iterator[Article | SkippedArticle]:
    unique_ids = _UniqueIds()
    for file in _find_files(root):
        logger.debug("reading %s", file.source)
        for item in _read_file(file, settings, is_named=root == file.path):
            _require_root(root, item)
            yield unique_ids.apply(item)


def _require_root(root: Path, item: Article | SkippedArticle) -> None:
    """Stop where a file cannot be read because the whole input has gone, as on a lost drive."""
    lost = isinstance(item, SkippedArticle) and item.reason is SkipReason.UNREADABLE
    if lost and not root.exists():
        raise IngestError(
            "PUF104",
            f"{root} vanished while it was read, at {item.source}",
            hint="make the input reachable again and repeat the command",
        )


def _find_files(root: Path) -> list[SourceFile]:
    """Return the files to read, sorted; paths only, so that any number fits in memory."""
    if not root.is_dir():
        return [SourceFile(root, _printable(root.name))]
    files: list[SourceFile] = []
    inside = root.resolve()

    def add(path: Path) -> None:
        # realpath, as Path.resolve raises on a link that leads to itself.
        if path.is_symlink() and not Path(os.path.realpath(path)).is_relative_to(inside):
            logger.info("left out a link that leaves the folder: %s", path.name)
            return
        files.append(SourceFile(path, _printable(path.relative_to(root).as_posix())))

    def add_unreadable(error: OSError) -> None:
        add(Path(str(error.filename)))

    for folder, subfolders, names in os.walk(root, onerror=add_unreadable):
        if set(names) >= _RUN_FILES:
            logger.info("left out a folder that puffery wrote: %s", folder)
            subfolders.clear()
            continue
        subfolders[:] = [name for name in subfolders if not name.startswith(".")]
        for name in names:
            if not name.startswith("."):
                add(Path(folder, name))
    return sorted(files, key=lambda file: file.source)


def _printable(source: str) -> str:
    """Escape control characters and bytes that are not UTF-8, so that reports can hold a name."""
    return "".join(
        char if char.isprintable() else char.encode("unicode_escape").decode("ascii")
        for char in source
    )


def _read_file(
    file: SourceFile, settings: Settings, *, is_named: bool
) -> Iterator[Article | SkippedArticle]:
    n_items = 0
    try:
        refusal = _refusal(file, settings, is_named=is_named)
        if refusal is not None:
            yield refusal
            return
        for item in FORMATS[file.path.suffix.lower()].read(file, settings):
            yield _checked(item, settings)
            n_items += 1
    # Readers call large parsers that raise anything on damaged input, from OSError to
    # RecursionError; whatever it is, the file is reported and the batch goes on.
    except Exception as error:
        logger.debug("cannot read %s", file.source, exc_info=True)
        after = f" after {n_items} records" if n_items else ""
        yield file.skip(SkipReason.UNREADABLE, f"cannot be read{after}: {_what(file, error)}")
        return
    if not n_items:
        yield file.skip(SkipReason.EMPTY, "the file holds no records")


def _what(file: SourceFile, error: Exception) -> str:
    """Say what happened without the place of the file on this machine."""
    if isinstance(error, OSError) and error.strerror:
        return error.strerror
    message = " ".join(str(error).split()).replace(str(file.path), file.source)
    return _printable(f"{type(error).__name__}: {message}"[:300])


def _refusal(file: SourceFile, settings: Settings, *, is_named: bool) -> SkippedArticle | None:
    """Return why a file is not opened, or None; `is_named` when it was given by itself."""
    path, suffix = file.path, file.path.suffix.lower()
    if path.is_dir():
        return file.skip(SkipReason.UNREADABLE, "the folder may not be listed")
    if path.exists() and not path.is_file():
        return file.skip(SkipReason.UNSUPPORTED, "not a regular file")
    about = _about(path.stem)
    if about and suffix in {"", ".md", ".txt"} and not is_named:
        return file.skip(SkipReason.UNSUPPORTED, f"a {about}, not an article")
    if suffix not in FORMATS:
        advice = _ADVICE.get(suffix, f"puffery reads {', '.join(FORMATS)}")
        kind = f"files of type {suffix}" if suffix else "files without a suffix"
        return file.skip(SkipReason.UNSUPPORTED, _printable(f"{kind} are not read; {advice}"))
    n_bytes = path.stat().st_size
    if n_bytes > settings.max_bytes and not FORMATS[suffix].streamed:
        detail = f"{n_bytes:,} bytes, more than {settings.max_bytes:,} (setting max_bytes)"
        return file.skip(SkipReason.TOO_LARGE, detail)
    return None


def _about(stem: str) -> str:
    """Name a file that is about the folder; "license-to-heal" is none, LICENSE-MIT is."""
    if stem.lower() == "readme":
        return "README"
    is_licence = stem.startswith(("LICENSE", "LICENCE")) or stem.lower() in {"license", "licence"}
    return "licence" if is_licence else ""


def _checked(item: Article | SkippedArticle, settings: Settings) -> Article | SkippedArticle:
    """Return the item, or why its text is not to be audited."""
    problem = _text_problem(item, settings) if isinstance(item, Article) else None
    return SkippedArticle(item.article_id, item.source, *problem) if problem else item


def _text_problem(article: Article, settings: Settings) -> tuple[SkipReason, str] | None:
    text = article.text
    if not text or text.isspace():
        return SkipReason.EMPTY, "no text, or white space only"
    if len(text) > settings.max_chars:
        # Readers that extract text end once it is too long.
        at_least = "at least " if article.offset_basis is OffsetBasis.EXTRACTED else ""
        limit = f"more than {settings.max_chars:,} (setting max_chars)"
        return SkipReason.TOO_LARGE, f"{at_least}{len(text):,} characters, {limit}"
    language = foreign_language(text, settings)
    if language:
        detail = f"language code {language}; with setting english_only = false it is audited"
        return SkipReason.NOT_ENGLISH, detail
    return None


class _UniqueIds:
    """Gives the second item of an article id the suffix `~2`, the third `~3`."""

    def __init__(self) -> None:
        self._used: set[str] = set()
        self._n_repeats: Counter[str] = Counter()

    def apply(self, item: Article | SkippedArticle) -> Article | SkippedArticle:
        article_id = item.article_id
        while article_id in self._used:
            self._n_repeats[item.article_id] += 1
            article_id = f"{item.article_id}~{self._n_repeats[item.article_id] + 1}"
        self._used.add(article_id)
        return item if article_id == item.article_id else replace(item, article_id=article_id)
