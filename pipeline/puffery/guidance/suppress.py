"""Matches that a reviewer set aside, with reason, author and end.

In: a TOML file with [[suppress]] tables, and comments in the article's own text. Out: the matches,
each with the reason it is set aside for, and the suppressions that matched nothing.
"""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from puffery.errors import DataFileError
from puffery.guidance.comments import Suppression, read_comments, unreadable_comments
from puffery.records import Article, GuidanceMatch, SentenceAudit

_KEYS = frozenset(("fingerprint", "rule", "article", "reason", "author", "expires"))


class Suppressions:
    """All suppressions of a run.

    Args:
        items: Those of the user's file.
    """

    def __init__(self, items: Sequence[Suppression]) -> None:
        self._items = tuple(items)

    def apply(
        self,
        matches: Sequence[GuidanceMatch],
        article: Article,
        audits: Sequence[SentenceAudit],
        as_of: date,
    ) -> tuple[list[GuidanceMatch], tuple[str, ...]]:
        """Mark the matches of an article that are set aside.

        Args:
            matches: All matches.
            article: The article; comments in its text count for it.
            audits: Its sentences.
            as_of: Expired suppressions no longer hold on this day.

        Returns:
            The matches, and what to tell of suppressions: stale ones of this article (they name a
            match that is not there), expired and unreadable ones.
        """
        own = read_comments(article)
        used: set[Suppression] = set()
        notes: list[str] = []
        marked = []
        for match in matches:
            at = match.sentence_index
            place = None if at is None else audits[at].sentence.start
            named = [i for i in (*self._items, *own) if i.names(match, article.article_id, place)]
            used.update(named)
            over = [item for item in named if item.expires and as_of > item.expires]
            notes += [f"{i.where}: expired on {i.expires}, {match.rule_id} counts" for i in over]
            held = next((item for item in named if item not in over), None)
            marked.append(replace(match, suppressed=held.words) if held else match)
        meant = (*own, *(i for i in self._items if i.article == article.article_id))
        notes += [f"{item.where}: matches nothing any more" for item in meant if item not in used]
        notes += unreadable_comments(article)
        return marked, tuple(dict.fromkeys(notes))


def read_suppressions(path: Path) -> Suppressions:
    """Read a file of suppressions.

    Args:
        path: TOML with [[suppress]] tables.

    Raises:
        DataFileError: `PUF301` with file and table number for an unknown key, a missing reason or
            author, or a table that names neither a fingerprint nor a rule.
    """
    try:
        rows = tomllib.loads(path.read_text(encoding="utf-8")).get("suppress", [])
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise DataFileError("PUF301", f"cannot read suppressions {path}: {error}") from error
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise DataFileError("PUF301", f"{path}: needs [[suppress]] tables")
    return Suppressions([_read(row, f"{path.name}: table {n}") for n, row in enumerate(rows, 1)])


def _read(row: dict[str, object], where: str) -> Suppression:
    unknown = sorted(set(row) - _KEYS)
    if unknown:
        known = ", ".join(sorted(_KEYS))
        raise DataFileError(
            "PUF301", f"{where}: unknown key {unknown[0]!r}", hint=f"known: {known}"
        )
    expires = row.get("expires")
    if expires is not None and type(expires) is not date:
        raise DataFileError("PUF301", f"{where}: expires must be a day, as 2027-01-31")
    text = {key: str(row.get(key, "")).strip() for key in _KEYS - {"expires"}}
    if not text["reason"] or not text["author"]:
        raise DataFileError(
            "PUF301", f"{where}: needs a reason and an author", hint="say why and who decided"
        )
    if not text["fingerprint"] and not text["rule"]:
        raise DataFileError(
            "PUF301",
            f"{where}: names no match",
            hint="give the fingerprint of a match, or a rule (and an article)",
        )
    return Suppression(
        reason=text["reason"],
        author=text["author"],
        expires=expires,
        fingerprint=text["fingerprint"],
        rule=text["rule"].upper(),
        article=text["article"],
        where=where,
    )
