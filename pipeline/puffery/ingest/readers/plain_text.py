"""Reads .txt and .md files: the text is the file's own, so that offsets fit the file.

In: a text file. Out: one `Article` whose offsets count in the decoded file (byte order mark left
out, newlines and front matter kept), or a `SkippedArticle`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from puffery.ingest.decoding import Undecodable, decode
from puffery.ingest.fields import iso_date, one_line, web_address
from puffery.ingest.interface import SourceFile
from puffery.records import Article, SkippedArticle, SkipReason
from puffery.settings import Settings

_FRONT_MATTER = re.compile(
    r"---[ \t]*\r?\n(.*?)^(?:---|\.\.\.)[ \t]*\r?$", re.DOTALL | re.MULTILINE
)
_FIELD = re.compile(r"([A-Za-z_]+)[ \t]*:[ \t]*(.*)")
_TITLE = re.compile(r"^#[ \t]+(\S.*)$", re.MULTILINE)


def read_text(file: SourceFile, settings: Settings) -> Iterator[Article | SkippedArticle]:
    """Read a plain text file.

    Args:
        file: The file.
        settings: Not used.

    Returns:
        One article without title, or why there is none.
    """
    del settings
    decoded = decode(file.path.read_bytes())
    if isinstance(decoded, Undecodable):
        yield file.skip(decoded.reason, decoded.detail)
        return
    yield Article(file.article_id(), decoded.text, source=file.source, encoding=decoded.encoding)


def read_markdown(file: SourceFile, settings: Settings) -> Iterator[Article | SkippedArticle]:
    """Read a Markdown file, with or without YAML front matter.

    Args:
        file: The file.
        settings: Not used.

    Returns:
        One article: title, author, date, publisher and url from the front matter, else the title
        from the first `# ` heading; or why there is none.
    """
    del settings
    decoded = decode(file.path.read_bytes())
    if isinstance(decoded, Undecodable):
        yield file.skip(decoded.reason, decoded.detail)
        return
    fields, body_start = front_matter(decoded.text)
    body = decoded.text[body_start:]
    if body_start and not body.strip():
        yield file.skip(SkipReason.EMPTY, "the file holds front matter only")
        return
    heading = _TITLE.search(body)
    first_heading = heading.group(1).rstrip("# \t\r") if heading else ""
    yield Article(
        article_id=file.article_id(),
        text=decoded.text,
        title=one_line(fields.get("title") or first_heading),
        source=file.source,
        source_format="md",
        encoding=decoded.encoding,
        url=web_address(fields.get("url", "")),
        date=iso_date(fields.get("date", "")),
        author=one_line(fields.get("author", "")),
        publisher=one_line(fields.get("publisher", "")),
    )


def front_matter(text: str) -> tuple[dict[str, str], int]:
    """Read the `key: value` lines between a first line `---` and the next such line.

    Not a YAML reader: nested values are left out, lists stay as written, nothing is executed.

    Args:
        text: A Markdown file.

    Returns:
        Lower-case key -> value without quotes, and the code point after the front matter
        (0 when there is none).
    """
    match = _FRONT_MATTER.match(text)
    if match is None:
        return {}, 0
    fields: dict[str, str] = {}
    for line in match.group(1).splitlines():
        found = _FIELD.fullmatch(line.rstrip())
        if found is not None:
            fields.setdefault(found.group(1).lower(), _unquoted(found.group(2)))
    return fields, match.end()


def _unquoted(value: str) -> str:
    if len(value) > 1 and value[0] in "\"'" and value[-1] == value[0]:
        return value[1:-1]
    return value.strip("[]")
