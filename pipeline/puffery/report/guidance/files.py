"""The files of a run that the audit rules fill.

In: `ArticleAudit`s one after another. Out: `matches.jsonl`, `checks.jsonl`, `grades.jsonl`.
"""

from __future__ import annotations

from collections.abc import Callable

import jsonlines

from puffery.catalogue.book import AuditBook
from puffery.records import ArticleAudit
from puffery.report.guidance.guidance_v1 import check_records, grade_record, match_records

MATCHES_NAME, CHECKS_NAME, GRADES_NAME = "matches.jsonl", "checks.jsonl", "grades.jsonl"


class GuidanceFiles:
    """Writes what the audit rules say of each article.

    Args:
        open_lines: Opens a file of the run folder for lines of JSON.
        book: The rulebook of the run.
    """

    def __init__(self, open_lines: Callable[[str], jsonlines.Writer], book: AuditBook) -> None:
        self._book = book
        self._matches = open_lines(MATCHES_NAME)
        self._checks = open_lines(CHECKS_NAME)
        self._grades = open_lines(GRADES_NAME)

    def add(self, audit: ArticleAudit) -> None:
        """Append an article; nothing where the audit rules were not asked.

        Raises:
            OSError: When the disk is full or the like.
        """
        if audit.guidance is None:
            return
        self._matches.write_all(match_records(audit, self._book))
        self._checks.write_all(check_records(audit))
        self._grades.write(grade_record(audit.article.article_id, audit.guidance.grade))
