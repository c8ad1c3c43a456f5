"""Tables of a run as pandas frames and files.

In: summaries or audits. Out: `DataFrame`s, `articles.csv`, `articles.parquet`.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from puffery.aggregate.corpus import CorpusCounts, Row
from puffery.errors import ReportError
from puffery.escaping import defuse
from puffery.records import ArticleAudit, ArticleSummary

if TYPE_CHECKING:
    import pandas as pd

SENTENCE_COLUMNS = """article_id index start end block section text label likeliest device strength
rule_id reason cues therapies diseases"""
"""Columns of `sentence_frame`, in order."""


def article_frame(articles: Iterable[ArticleSummary]) -> pd.DataFrame:
    """Return one row an article, columns as the fields of `ArticleSummary`."""
    import pandas as pd  # here, not above: it takes longer to import than to audit a page

    names = [field.name for field in dataclasses.fields(ArticleSummary)]
    frame = pd.DataFrame([dataclasses.asdict(a) for a in articles], columns=names)
    return frame.astype({"pivot_sentence": "Int64"})


def sentence_frame(audits: Iterable[ArticleAudit]) -> pd.DataFrame:
    """Return one row a sentence: article, place, text, label, device, rule, reason, mentions."""
    import pandas as pd

    rows = [
        {
            "article_id": audit.article.article_id,
            "index": item.sentence.index,
            "start": item.sentence.start,
            "end": item.sentence.end,
            "block": str(item.sentence.block),
            "section": item.sentence.section,
            "text": item.sentence.text,
            "label": item.shown,
            "likeliest": str(item.label),
            "device": str(item.device) if item.device else "",
            "strength": item.strength,
            "rule_id": item.reasons[0].rule_id,
            "reason": item.reasons[0].message,
            "cues": [cue.text for cue in item.cues if cue.decided],
            "therapies": [m.text for m in item.mentions if m.label == "THERAPY"],
            "diseases": [m.text for m in item.mentions if m.label == "DISEASE"],
        }
        for audit in audits
        for item in audit.sentences
    ]
    return pd.DataFrame(rows, columns=SENTENCE_COLUMNS.split())


def write_tables(articles: Iterable[ArticleSummary], counts: CorpusCounts, folder: Path) -> None:
    """Write all tables of a run into `folder`.

    Raises:
        ReportError: `PUF801` when a file cannot be written.
    """
    write_article_tables(articles, folder)
    write_corpus_tables(counts, folder)


def write_article_tables(articles: Iterable[ArticleSummary], folder: Path) -> None:
    """Write `articles.csv` (formula-safe) and `articles.parquet` into `folder`.

    Raises:
        ReportError: `PUF801` when a file cannot be written.
    """
    import pandas as pd

    frame = article_frame(articles)
    safe = frame.copy()
    for name in safe.columns:
        if not pd.api.types.is_numeric_dtype(safe[name]):
            safe[name] = safe[name].map(defuse)
    try:
        safe.to_csv(folder / "articles.csv", index=False, lineterminator="\n", encoding="utf-8")
        frame.to_parquet(folder / "articles.parquet", index=False)
    except OSError as error:
        raise ReportError(
            "PUF801",
            f"cannot write the article table in {folder}: {error}",
            hint="check space and rights",
        ) from error


def write_corpus_tables(counts: CorpusCounts, folder: Path) -> None:
    """Write `pairs.csv`, `publishers.csv`, `months.csv` and `repeated_claims.csv` into `folder`.

    Raises:
        ReportError: `PUF801` when a file cannot be written.
    """
    claims = "hedged unqualified promotional"
    grouped = f"articles sentences {claims} undecided share_claims " + " ".join(
        f"grade_{letter}" for letter in "ABCDE"
    )
    for name, rows, columns in (
        ("pairs.csv", counts.pairs(), f"therapy disease articles {claims}"),
        ("publishers.csv", counts.groups("publisher"), f"publisher {grouped}"),
        ("months.csv", counts.groups("month"), f"month {grouped}"),
        ("repeated_claims.csv", counts.repeated(), "articles times label text in"),
    ):
        _write_csv(list(rows), columns.split(), folder / name)


def _write_csv(rows: list[Row], columns: list[str], path: Path) -> None:
    import pandas as pd

    frame = pd.DataFrame(rows, columns=columns)
    for name in frame.columns:
        if not pd.api.types.is_numeric_dtype(frame[name]):
            frame[name] = frame[name].map(defuse)
    try:
        frame.to_csv(path, index=False, lineterminator="\n", encoding="utf-8")
    except OSError as error:
        raise ReportError(
            "PUF801", f"cannot write {path}: {error}", hint="check space and rights"
        ) from error
