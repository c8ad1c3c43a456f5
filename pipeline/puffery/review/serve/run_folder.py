"""A run folder as a review sees it: its findings by fingerprint, and its files.

In: the folder of a finished run. Out: what a decision is about, and paths that lie inside.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import jsonlines

from puffery.errors import ReviewError
from puffery.rules import load_rulebook
from puffery.terms.finding_words import sentence_hash

RUN_NAME, FINDINGS_NAME, TABLE_NAME = "run.json", "findings.jsonl", "articles.parquet"
START_PAGE = "index.html"


@dataclass(frozen=True, slots=True)
class Place:
    """What a decision on a finding is about.

    Attributes:
        article_id: The article.
        rule_id: The rule that decided, a reviewer's label of an earlier review left aside.
        label: The label shown.
        text_sha256: SHA-256 (hex) of the article's text.
        start: First code point of the sentence.
        end: One past its last code point.
        text_hash: SHA-256 (hex) of the normalised sentence.
    """

    article_id: str
    rule_id: str
    label: str
    text_sha256: str
    start: int
    end: int
    text_hash: str


@dataclass(frozen=True, slots=True)
class RunFolder:
    """A finished run.

    Attributes:
        root: The folder, without links.
        run_id: Name of the run.
        places: Fingerprint -> what it is about.
    """

    root: Path
    run_id: str
    places: dict[str, Place]

    def find(self, relative: str) -> Path | None:
        """Return the file of a relative path, None where the folder has none of that name.

        Args:
            relative: Path with `/` as a browser asks for it; hidden files, and links that lead out
                of the folder, are none of its files.
        """
        parts = relative.split("/")
        if any(part in ("", "..") or part.startswith(".") or "\\" in part for part in parts):
            return None
        try:
            path = self.root.joinpath(*parts).resolve()
            inside = path.is_relative_to(self.root) and path.is_file()
        except (OSError, ValueError):  # a name that the system cannot have, for example with a NUL
            return None
        return path if inside else None


def open_run(folder: Path) -> RunFolder:
    """Read what a review needs of a run.

    Args:
        folder: Run folder that `puffery audit` wrote.

    Returns:
        The run; about 500 bytes of memory a finding.

    Raises:
        ReviewError: `PUF513` when it is no finished run, or a file of it cannot be read.
    """
    try:
        run_id = _run_id(folder / RUN_NAME)
        texts = _text_hashes(folder / TABLE_NAME)
        places = dict(_places(folder / FINDINGS_NAME, texts))
        return RunFolder(folder.resolve(strict=True), run_id, places)
    except (OSError, ValueError, KeyError, TypeError, jsonlines.Error) as error:
        raise ReviewError(
            "PUF513",
            f"{folder} is not the folder of a finished run: {error}",
            hint="give the folder that `puffery audit` printed, for example reports/my-run",
        ) from error


def _run_id(path: Path) -> str:
    run = json.loads(path.read_text(encoding="utf-8"))
    if not str(run["schema"]).startswith("puffery-run-"):
        raise ValueError(f"schema is {run['schema']!r}")
    return str(run["run_id"])


def _text_hashes(path: Path) -> dict[str, str]:
    """Return article id -> SHA-256 of its text."""
    from pyarrow import parquet  # here, not above: it is slow to import

    table = parquet.read_table(path, columns=["article_id", "text_sha256"])
    names, hashes = (table[name].to_pylist() for name in ("article_id", "text_sha256"))
    return dict(zip(names, hashes, strict=True))


def _places(path: Path, texts: dict[str, str]) -> Iterator[tuple[str, Place]]:
    given = {rule.rule_id for rule in load_rulebook().rules if rule.is_reviewed}
    with jsonlines.open(path) as lines:
        for row in lines.iter(type=dict):
            rules = [str(reason["rule_id"]) for reason in row["reasons"]]
            yield (
                str(row["fingerprint"]),
                Place(
                    article_id=str(row["article_id"]),
                    rule_id=next((rule for rule in rules if rule not in given), rules[0]),
                    label=str(row["label"]),
                    text_sha256=texts.get(str(row["article_id"]), ""),
                    start=int(row["start"]),
                    end=int(row["end"]),
                    text_hash=sentence_hash(str(row["text"])),
                ),
            )


def sentence_texts(folder: Path) -> dict[str, str]:
    """Return fingerprint -> sentence of the findings of a run.

    Raises:
        ReviewError: `PUF513` when the findings cannot be read.
    """
    try:
        with jsonlines.open(folder / FINDINGS_NAME) as lines:
            return {str(row["fingerprint"]): str(row["text"]) for row in lines.iter(type=dict)}
    except (OSError, KeyError, ValueError, jsonlines.Error) as error:
        raise ReviewError(
            "PUF513", f"{folder} is not the folder of a finished run: {error}"
        ) from error
