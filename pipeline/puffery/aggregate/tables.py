"""Tables of a run as pandas frames and files.

In: summaries or audits. Out: `DataFrame`s, `articles.csv`, `articles.parquet`.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

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
