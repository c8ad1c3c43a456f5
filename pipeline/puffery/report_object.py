"""What `puffery.audit` gives back in Python and notebooks.

In: audits in memory. Out: `Report` with pandas and Arrow views, and HTML for notebooks.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from puffery.aggregate.tables import article_frame, sentence_frame
from puffery.records import UNDECIDED, ArticleAudit, AuditRun, Framing

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa


@dataclass(frozen=True, slots=True)
class Report:
    """A finished audit.

    Attributes:
        run: Summaries, skipped inputs and what the run was made with.
        audits: The audited articles in the order of reading, held in memory.
        folder: Run folder when one was written, else None.
    """

    run: AuditRun
    audits: tuple[ArticleAudit, ...]
    folder: Path | None = None

    @property
    def counts(self) -> dict[str, int]:
        """Sentences by label over the whole run, `undecided` last where there are any."""
        found = Counter(s.shown for audit in self.audits for s in audit.sentences)
        names = [*map(str, Framing), *([UNDECIDED] if found[UNDECIDED] else [])]
        return {name: found[name] for name in names}

    def to_pandas(self, level: str = "sentences") -> pd.DataFrame:
        """Return the audit as a `DataFrame`.

        Args:
            level: `sentences` (one row a sentence), `findings` (labels other than none) or
                `articles` (one row an article, worst first).

        Raises:
            ValueError: For any other level.
        """
        if level == "articles":
            return article_frame(self.run.articles)
        if level not in ("sentences", "findings"):
            raise ValueError(f"level must be sentences, findings or articles, not {level!r}")
        frame = sentence_frame(self.audits)
        if level == "findings":
            frame = frame[frame["label"] != "none"].reset_index(drop=True)
        return frame

    def to_arrow(self, level: str = "sentences") -> pa.Table:
        """Return the audit as an Arrow table.

        Args:
            level: As for `to_pandas`.

        Returns:
            The table with the columns of `to_pandas`.

        Raises:
            ValueError: For any other level.
        """
        import pyarrow as pa

        return pa.Table.from_pandas(self.to_pandas(level), preserve_index=False)

    def _repr_html_(self) -> str:
        """Return what a notebook shows: counts and the worst articles."""
        from puffery.notebook import run_html

        return run_html(self.run.articles, self.counts, len(self.run.skipped))

    def __repr__(self) -> str:
        """Return the counts in one line."""
        counts = ", ".join(f"{number} {label}" for label, number in self.counts.items())
        n_skipped = len(self.run.skipped)
        return f"<puffery Report: {len(self.audits)} articles, {counts}, {n_skipped} skipped>"
