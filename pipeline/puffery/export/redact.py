"""Blacks out persons and providers, letter by letter, so that every offset stays right.

In: a `RunArticle`. Out: the same article without names that the patterns of `redaction.toml` find,
and without author, publisher, address and file name.

Patterns miss names without a title, a degree or a verb of speech beside them, names in small
letters, and descriptions that give a person away. It is a help for sharing, no anonymisation.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from puffery.data_files import read_toml
from puffery.errors import DataFileError
from puffery.export.finished.rows import RunArticle, RunLine, read_article
from puffery.records import SkippedArticle

FOLDER, FILE_NAME = "export", "redaction.toml"
BLACK = "█"
MIN_PART_CHARS = 3
"""Shorter parts of a name (initials, `de`) are not hidden elsewhere: they are common words."""

KINDS = ("person", "provider", "contact")
_WORD = re.compile(r"\w")
_PART = re.compile(r"[\w'’-]+")
_QUOTED = re.compile(r"“[^”]*”")
_SMALL_WORDS = re.compile(r"\s+(?:&|and|of|the|for|at)\s+(?:the\s+)?")
_PARENTHESIS = re.compile(r"\s*\([^)]*\)\s*$")


@dataclass(frozen=True, slots=True)
class Pattern:
    """One entry of `redaction.toml`.

    Attributes:
        pattern_id: Its name.
        kind: `person`, `provider` or `contact`.
        regex: Compiled; the group `hide`, where there is one, else the match is hidden.
        hits: Invented sentences in which it must hide something.
        misses: Invented sentences in which it must not.
    """

    pattern_id: str
    kind: str
    regex: re.Pattern[str]
    hits: tuple[str, ...]
    misses: tuple[str, ...]

    def places(self, text: str) -> list[tuple[int, int]]:
        """Return what it hides in a text, as (start, end) in code points, in order."""
        group = "hide" if "hide" in self.regex.groupindex else 0
        return [match.span(group) for match in self.regex.finditer(text)]


@cache
def load_patterns() -> tuple[Pattern, ...]:
    """Return the shipped patterns.

    Raises:
        DataFileError: `PUF301` when an entry lacks a field or is no regular expression.
    """
    table = read_toml(FOLDER, FILE_NAME)
    words, rows = table.get("words"), table.get("pattern")
    if not isinstance(words, dict) or not isinstance(rows, list):
        raise DataFileError("PUF301", f"{FILE_NAME}: needs [words] and [[pattern]]")
    return tuple(_read_pattern(row, words) for row in rows)


def _read_pattern(row: Mapping[str, Any], words: Mapping[str, Any]) -> Pattern:
    where = f"{FILE_NAME}: pattern {row.get('id', '?')}"
    try:
        source = str(row["regex"])
        for name, value in words.items():
            source = source.replace(f"{{{name}}}", str(value))
        found = Pattern(
            str(row["id"]),
            str(row["kind"]),
            re.compile(source),
            tuple(row["hits"]),
            tuple(row["misses"]),
        )
    except KeyError as error:
        raise DataFileError("PUF301", f"{where}: lacks {error}") from error
    except re.error as error:
        raise DataFileError("PUF301", f"{where}: no regular expression: {error}") from error
    if found.kind not in KINDS:
        raise DataFileError("PUF301", f"{where}: kind must be one of {', '.join(KINDS)}")
    return found


class Redactor:
    """Redacts the articles of one run; names of articles become numbers in their order."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}

    def article_name(self, article_id: str) -> str:
        """Return what an article is called from now on: `article-0001` and so on."""
        number = self._numbers.setdefault(article_id, len(self._numbers) + 1)
        return f"article-{number:04}"

    def article(self, article: RunArticle) -> RunArticle:
        """Return an article without persons and providers; offsets and lengths stay.

        Args:
            article: The article as the run holds it.

        Returns:
            Sentences, cues, mentions, reasons and headings blacked out where a pattern matched or
            a name found elsewhere in the article stands; author, publisher and address empty.
        """
        summary = article.summary
        texts = [summary.title, *(item.text for item in article.sentences)]
        names = _Names(texts, known=(summary.author, summary.publisher))
        name = self.article_name(summary.article_id)
        redacted = dataclasses.replace(
            summary,
            article_id=name,
            title=names.hide(summary.title),
            source=name,
            url="",
            author="",
            publisher="",
        )
        lines = [_line(line, name, names) for line in article.lines]
        findings = [_line(line, name, names) for line in article.finding_lines]
        return read_article(redacted, lines, findings)

    @staticmethod
    def skipped(items: Iterable[SkippedArticle]) -> tuple[SkippedArticle, ...]:
        """Return skipped inputs by number, with their reason and nothing else."""
        return tuple(
            SkippedArticle(f"skipped-{number:04}", "", item.reason, "")
            for number, item in enumerate(items, start=1)
        )


class _Names:
    """What is to be hidden in one article."""

    def __init__(self, texts: Iterable[str], *, known: Iterable[str]) -> None:
        words = {_PARENTHESIS.sub("", name).strip() for name in known}
        for text in texts:
            for pattern in load_patterns():
                for start, end in pattern.places(text) if pattern.kind != "contact" else ():
                    words |= _learned(text[start:end], pattern.kind)
        kept = sorted(
            (word for word in words if len(word) >= MIN_PART_CHARS), key=lambda w: (-len(w), w)
        )
        self._literal = (
            re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, kept))})(?!\w)") if kept else None
        )

    def hide(self, text: str) -> str:
        """Return a text of the same length with all names black."""
        places = [place for pattern in load_patterns() for place in pattern.places(text)]
        if self._literal is not None:
            places += [match.span() for match in self._literal.finditer(text)]
        chars = list(text)
        for start, end in places:
            chars[start:end] = _WORD.sub(BLACK, text[start:end])
        return "".join(chars)


def _learned(name: str, kind: str) -> set[str]:
    """Return what a name that was found hides elsewhere.

    A provider: all of it, and what stands between its small words; a person: each part.
    """
    if kind == "provider":
        pieces = {piece for piece in _SMALL_WORDS.split(name) if len(piece) > MIN_PART_CHARS}
        return {name, *pieces}
    return {part for part in _PART.findall(name) if part[0].isupper()}


def _line(line: RunLine, name: str, names: _Names) -> RunLine:
    text, start = str(line["text"]), int(line["start"])
    hidden = names.hide(text)
    words = (at.span() for at in _PART.finditer(text))
    lost = frozenset(text[low:high] for low, high in words if text[low:high] != hidden[low:high])

    def span(row: Mapping[str, Any]) -> dict[str, Any]:
        low, high = int(row["start"]) - start, int(row["end"]) - start
        inside = 0 <= low <= high <= len(hidden)
        return {**row, "text": hidden[low:high] if inside else names.hide(str(row["text"]))}

    return {
        **line,
        "article_id": name,
        "text": hidden,
        "section": names.hide(str(line["section"])),
        "cues": [span(row) for row in line["cues"]],
        "mentions": [span(row) for row in line["mentions"]],
        "reasons": [
            {**row, "message": _without(names.hide(str(row["message"])), lost)}
            for row in line["reasons"]
        ],
    }


def _without(message: str, lost: frozenset[str]) -> str:
    """Return a message in whose quotations no word stands that its sentence lost."""

    def hide(word: re.Match[str]) -> str:
        return _WORD.sub(BLACK, word[0]) if word[0] in lost else word[0]

    return _QUOTED.sub(lambda quoted: _PART.sub(hide, quoted[0]), message)
