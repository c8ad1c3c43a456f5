"""Comments in an article's own text that set matches of audit rules aside.

In: an article. Out: `Suppression`s, and comments that cannot be read.

A comment stands in the text as
`<!-- puffery: allow U02, P01 because "reason" by "name" until 2027-01-31 -->` and holds for the
sentences up to the next heading or blank line.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from fnmatch import fnmatchcase

from puffery.records import Article, GuidanceMatch

_COMMENT = re.compile(
    r"<!--\s*puffery:\s*allow\s+(?P<rules>[A-Za-z0-9, -]+?)"
    r"\s+because\s+[\"“](?P<reason>[^\"”]+)[\"”]\s+by\s+[\"“](?P<author>[^\"”]+)[\"”](?:\s+until\s+(?P<until>\d{4}-\d{2}-\d{2}))?\s*-->"
)
_MENTION = re.compile(r"<!--\s*puffery:[^>]*-->")


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

    @property
    def words(self) -> str:
        """Reason, author and end in one line."""
        until = f", until {self.expires}" if self.expires else ""
        return f"{self.reason} ({self.author}{until})"

    def names(self, match: GuidanceMatch, article_id: str, place: int | None) -> bool:
        """Return whether it is about a match, expired or not."""
        if self.fingerprint:
            return match.fingerprint == self.fingerprint
        if self.span and (place is None or not self.span[0] <= place < self.span[1]):
            return False
        right_rule = not self.rule or self.rule == match.rule_id
        return right_rule and (not self.article or fnmatchcase(article_id, self.article))


def read_comments(article: Article) -> list[Suppression]:
    """Return the suppressions that comments in an article's own text make.

    Args:
        article: The article; only formats whose text keeps comments (txt, md, jsonl) have them.
    """
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


def unreadable_comments(article: Article) -> list[str]:
    """Return a sentence for each comment of puffery that cannot be read."""
    read = {found.start() for found in _COMMENT.finditer(article.text)}
    return [
        f"{article.article_id}, line {article.text.count(chr(10), 0, found.start()) + 1}: cannot "
        'read this comment; write <!-- puffery: allow U02 because "reason" by "name" -->'
        for found in _MENTION.finditer(article.text)
        if found.start() not in read
    ]


def comment_spans(article: Article) -> list[tuple[int, int]]:
    """Return where comments of puffery stand, in code points of the article."""
    return [found.span() for found in _MENTION.finditer(article.text)]
