"""The desk of a run: the decisions that its settings name, or none.

In: settings and the time stamp of a run. Out: audits with the decisions applied, the signed run.
"""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from pathlib import Path

from puffery.errors import SettingsError
from puffery.records import ArticleAudit, AuditRun, SkippedArticle
from puffery.review.apply import AppliedDecisions, PivotOf
from puffery.review.decision_lines import dump_decision, read_folder
from puffery.review.standing import standing
from puffery.rules import load_rulebook
from puffery.settings import Settings

FINGERPRINT = "decisions"
"""Name of the SHA-256 over the decisions that stand, among the fingerprints of a run."""


@dataclasses.dataclass(frozen=True, slots=True)
class ReviewDesk:
    """Passes audits on, with decisions where there are any.

    Attributes:
        applied: The decisions, None where the settings name none.
        sha256: Over the decisions that stand (hex), empty without.
        notes: Plain sentences on files that were damaged.
    """

    applied: AppliedDecisions | None = None
    sha256: str = ""
    notes: tuple[str, ...] = ()

    def over(
        self, items: Iterable[ArticleAudit | SkippedArticle]
    ) -> Iterator[ArticleAudit | SkippedArticle]:
        """Yield every item, audits with the decisions on them applied."""
        for item in items:
            if self.applied is None or isinstance(item, SkippedArticle):
                yield item
            else:
                yield self.applied.apply(item)

    def sign(self, run: AuditRun) -> AuditRun:
        """Return the run with what the decisions did to it; unchanged where there are none."""
        if self.applied is None:
            return run
        fingerprints = tuple(sorted([*run.info.fingerprints, (FINGERPRINT, self.sha256)]))
        notes = (*run.info.notes, *self.notes)
        info = dataclasses.replace(run.info, fingerprints=fingerprints, notes=notes)
        return dataclasses.replace(run, info=info, review=self.applied.counts())


def open_desk(settings: Settings, *, created: str, pivot_of: PivotOf) -> ReviewDesk:
    """Read the decisions that the settings name.

    Args:
        settings: `decisions` names the folder; empty for none.
        created: Time stamp of the run, ISO 8601; its day tells which decisions have expired.
        pivot_of: Finds the turn to selling anew where labels have changed.

    Raises:
        ReviewError: `PUF511` when the folder is missing or a line is no decision.
        SettingsError: `PUF202` when the time stamp is none.
    """
    if not settings.decisions:
        return ReviewDesk()
    files = read_folder(Path(settings.decisions))
    standings = standing(files)
    lines = sorted(dump_decision(item.decision) for item in standings.values())
    return ReviewDesk(
        AppliedDecisions(standings, on=_day(created), rulebook=load_rulebook(), pivot_of=pivot_of),
        hashlib.sha256(b"".join(lines)).hexdigest(),
        tuple(
            f"The last line of {file.path.name} was cut off in writing and does not count."
            for file in files
            if file.torn
        ),
    )


def _day(created: str) -> date:
    try:
        return datetime.fromisoformat(created).date()
    except ValueError as error:
        raise SettingsError(
            "PUF202",
            f"the time stamp {created!r} is not ISO 8601, and decisions may expire",
            hint="give --created as 2026-01-31T00:00:00+00:00",
        ) from error
