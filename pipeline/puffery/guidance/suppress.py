"""Matches that a reviewer set aside, with reason, author and end.

In: a TOML file with [[suppress]] tables, and comments in the article's own text. Out: the matches,
each with the reason it is set aside for, and the suppressions that matched nothing.

A comment stands in the text as
`<!-- puffery: allow U02, P01 because "reason" by "name" until 2027-01-31 -->` and holds for the
sentences up to the next heading or blank line.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from fnmatch import fnmatchcase
from pathlib import Path

from puffery.errors import DataFileError
from puffery.records import Article, GuidanceMatch, SentenceAudit

_COMMENT = re.compile(
    r"<!--\s*puffery:\s*allow\s+(?P<rules>[A-Za-z0-9, -]+?)"
    r"\s+because\s+[\"“](?P<reason>[^\"”]+)[\"”]\s+by\s+[\"“](?P<author>[^\"”]+)[\"”](?:\s+until\s+(?P<until>\d{4}-\d{2}-\d{2}))?\s*-->"
)
_MENTION = re.compile(r"<!--\s*puffery:[^>]*-->")
_KEYS = frozenset(("fingerprint", "rule", "article", "reason", "author", "expires"))


@dataclass(frozen=True, slots=True)
class Suppression:
    """One decision to set matches aside.

    Attributes:
        reason: Why; never empty.
        author: Who decided; never empty.
        expires: Last day that it holds, None for ever.
        fingerprint: The match; empty where `rule` and `article` say which.
        rule: Id of the rule; empty for any.
        article: Article id, with `*` and `?` for any characters; empty for any.
        where: File and number, or the article, for the list of stale ones.
        span: Code points of the article that it holds for, None for all.
    """

    reason: str
    author: str
    expires: date | None
    fingerprint: str = ""
    rule: str = ""
    article: str = ""
    where: str = ""
    span: tuple[int, int] | None = None

    def names(self, match: GuidanceMatch, article_id: str, place: int | None) -> bool:
        """Return whether it is about a match, expired or not."""
        if self.fingerprint:
            return match.fingerprint == self.fingerprint
        if self.span and (place is None or not self.span[0] <= place < self.span[1]):
            return False
        right_rule = not self.rule or self.rule == match.rule_id
        return right_rule and (not self.article or fnmatchcase(article_id, self.article))


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
        own = _comments(article)
        used: set[Suppression] = set()
        notes: list[str] = []
        marked = []
        for match in matches:
            at = match.sentence_index
            place = None if at is None else audits[at].sentence.start
            for item in (*self._items, *own):
                if not item.names(match, article.article_id, place):
                    continue
                used.add(item)
                if item.expires and as_of > item.expires:
                    notes.append(f"{item.where}: expired on {item.expires}, {match.rule_id} counts")
                    continue
                until = f", until {item.expires}" if item.expires else ""
                match = replace(match, suppressed=f"{item.reason} ({item.author}{until})")  # noqa: PLW2901
                break
            marked.append(match)
        stale = [item for item in own if item not in used]
        stale += [
            item for item in self._items if item not in used and item.article == article.article_id
        ]
        notes += [f"{item.where}: matches nothing any more" for item in stale]
        notes += _unreadable(article)
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


def _comments(article: Article) -> list[Suppression]:
    items: list[Suppression] = []
    for found in _COMMENT.finditer(article.text):
        until = found.group("until")
        try:
            expires = date.fromisoformat(until) if until else None
        except ValueError:
            continue
        end = _block_end(article.text, found.end())
        line = article.text.count("\n", 0, found.start()) + 1
        items.extend(
            Suppression(
                reason=found.group("reason"),
                author=found.group("author"),
                expires=expires,
                rule=rule.strip().upper(),
                where=f"{article.article_id}, line {line}",
                span=(found.start(), end),
            )
            for rule in found.group("rules").split(",")
        )
    return items


def _block_end(text: str, start: int) -> int:
    """Return where the paragraph after a comment ends."""
    begin = start + len(text[start:]) - len(text[start:].lstrip())
    blank = re.compile(r"\n\s*\n|\n#").search(text, begin)
    return blank.start() if blank else len(text)


def _unreadable(article: Article) -> list[str]:
    read = {found.start() for found in _COMMENT.finditer(article.text)}
    return [
        f"{article.article_id}, line {article.text.count(chr(10), 0, found.start()) + 1}: cannot "
        'read this comment; write <!-- puffery: allow U02 because "reason" by "name" -->'
        for found in _MENTION.finditer(article.text)
        if found.start() not in read
    ]
