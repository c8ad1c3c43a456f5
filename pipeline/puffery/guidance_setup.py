"""The rulebook and the auditor that settings ask for.

In: `Settings` and the time stamp of a run. Out: an `AuditBook`, a `GuidanceAuditor`.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

from puffery.catalogue.book import AuditBook, load_book
from puffery.errors import SettingsError
from puffery.guidance.apply import GuidanceAuditor
from puffery.guidance.suppress import read_suppressions
from puffery.settings import Settings


def book_of(settings: Settings, created: str) -> AuditBook:
    """Return the rulebook that a run uses.

    Args:
        settings: Settings.
        created: Time stamp of the run, ISO 8601; its day counts where `as_of` is empty.

    Raises:
        DataFileError: `PUF301` for an unknown rule or profile, or a broken rule file.
        SettingsError: `PUF202` where the time stamp does not begin with a day.
    """
    day = settings.as_of or created[:10]
    try:
        as_of = date.fromisoformat(day)
    except ValueError as error:
        raise SettingsError(
            "PUF202",
            f"the time stamp {created!r} does not begin with a day",
            hint="write it as 2026-01-31T12:00:00+00:00, or set as_of",
        ) from error
    return load_book(
        profiles=_names(settings.profiles),
        as_of=as_of,
        folders=(Path(settings.rules),) if settings.rules else (),
        disabled=_names(settings.disable),
        enabled=_names(settings.enable),
    )


def auditor_of(settings: Settings, created: str) -> GuidanceAuditor:
    """Return what applies the rulebook of a run to its articles.

    Args:
        settings: Settings.
        created: Time stamp of the run, ISO 8601.

    Raises:
        DataFileError: `PUF301` for an unknown rule or profile, or a broken file.
    """
    path = settings.suppressions
    suppressions = read_suppressions(Path(path)) if path else None
    return GuidanceAuditor(book_of(settings, created), suppressions)


def _names(text: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in text.split(",") if name.strip())
