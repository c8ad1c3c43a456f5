"""A rulebook of one rule over the rules pipeline, for tests of the engine."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from puffery.catalogue.book import AuditBook, load_book
from puffery.guidance.apply import GuidanceAuditor
from puffery.guidance.suppress import Suppressions
from puffery.records import Article, Guidance
from puffery.run import audit_text
from tests.catalogue.rule_toml import write_rule
from tests.classify.pipeline import pipeline

DAY = date(2026, 11, 24)


def book_with(folder: Path, *changes: tuple[str, str], day: date = DAY) -> AuditBook:
    """Return a rulebook in which the rule of the tests alone is applied."""
    own = (write_rule(folder / "rules", *changes),)
    others = [r.rule_id for r in load_book(as_of=day).rules]
    return load_book(as_of=day, folders=own, disabled=others)


def guidance_of(
    text: str, book: AuditBook, suppressions: Suppressions | None = None, name: str = "a.txt"
) -> Guidance:
    """Return what a rulebook says of a text."""
    auditor = GuidanceAuditor(book, suppressions)
    audit = audit_text(pipeline(), Article(article_id=name, text=text), auditor)
    assert audit.guidance is not None
    return audit.guidance


__all__ = ["DAY", "book_with", "guidance_of"]
