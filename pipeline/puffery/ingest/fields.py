"""The fields of an article: values cleaned for reports, and a table row or JSON record read.

In: values as a format gives them. Out: one-line text, ISO dates, safe web addresses, and an
`Article` or `SkippedArticle` for a record.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from email.utils import parsedate_to_datetime

from puffery.ingest.interface import SourceFile
from puffery.records import Article, SkippedArticle, SkipReason
from puffery.settings import Settings

MAX_FIELD_CHARS = 500
MAX_ID_CHARS = 200
_SURROGATE = re.compile("[\ud800-\udfff]")
_PDF_DATE = re.compile(r"D:(\d{4})(\d{2})(\d{2})")
_MAIL_DATE = re.compile(
    r"(?:[A-Z][a-z]{2}, )?\d{1,2} [A-Z][a-z]{2} \d{4} \d\d:\d\d(?::\d\d)?.{0,12}"
)
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
_PORT = re.compile(r"[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+:\d+(?:/|$)")
_WRITTEN_DATES = ("%d %B %Y", "%B %d, %Y", "%d %b %Y", "%b %d, %Y")


def without_surrogates(text: str) -> str:
    r"""Replace each lone surrogate by U+FFFD, which keeps the length and can be written as UTF-8.

    Args:
        text: Any text, for example from a JSON string with the escape `\ud800`.

    Returns:
        Text of the same length.
    """
    return _SURROGATE.sub("\ufffd", text)


def one_line(value: object, max_chars: int = MAX_FIELD_CHARS) -> str:
    """Return a metadata value as one line of printable text.

    Args:
        value: Text or a number; anything else counts as not given.
        max_chars: Longer values are cut to this many code points.

    Returns:
        White space collapsed, control characters and surrogates replaced; empty if not given.
    """
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    if value != value:  # noqa: PLR0124  # NaN, the only value that differs from itself
        return ""
    text = without_surrogates(str(value)[: 4 * max_chars])
    text = "".join(char if char.isprintable() else " " for char in text)
    return " ".join(text.split())[:max_chars].rstrip()


def iso_date(value: object) -> str:
    """Return a date as `YYYY-MM-DD` where it can only mean one day, else as given.

    Args:
        value: A date; or text in ISO 8601, RFC 2822, as in a PDF (`D:20250131...`) or with the
            month's English name. A date such as 3/4/2025 means two days and stays as it is.

    Returns:
        The date in its own time zone, or the value on one line.
    """
    text = value.isoformat() if isinstance(value, date) else one_line(value, 100)
    match = _PDF_DATE.match(text)
    iso = "-".join(match.groups()) if match is not None else text
    try:
        return datetime.fromisoformat(iso).date().isoformat()
    except ValueError:
        pass
    for pattern in _WRITTEN_DATES:
        try:
            return datetime.strptime(text, pattern).date().isoformat()
        except ValueError:
            continue
    # The parser of mail dates makes a date out of almost anything, so only its own form goes in.
    if _MAIL_DATE.fullmatch(text) is None:
        return text
    try:
        return parsedate_to_datetime(text).date().isoformat()
    except ValueError:
        return text


def web_address(value: object) -> str:
    """Return a web address, or nothing for schemes that a report must never link to.

    Args:
        value: An address as given, with or without `http://` or `https://`.

    Returns:
        The address on one line; empty for `javascript:`, `data:`, `file:` and the like.
    """
    text = one_line(value, 2000)
    match = _SCHEME.match(text)
    if match is None or match.group(1).lower() in {"http", "https"} or _PORT.match(text):
        return text
    return ""


def record_id(value: object, number: int) -> str:
    """Return what comes after `#` in the article id of a record.

    Args:
        value: The record's own id: text or an integer; anything else counts as not given.
        number: Line or row number, taken when there is no id.

    Returns:
        The id on one line, at most `MAX_ID_CHARS` code points.
    """
    given = "" if isinstance(value, float) else one_line(value, MAX_ID_CHARS)
    return given or str(number)


def read_record(
    file: SourceFile,
    record: Mapping[str, object],
    settings: Settings,
    *,
    place: str,
    number: int,
    source_format: str,
    encoding: str = "",
) -> Article | SkippedArticle:
    """Turn one record of a JSONL, CSV or Parquet file into an article.

    Args:
        file: The file that the record is in.
        record: Field -> value; fields that no setting names are ignored.
        settings: Names of the fields.
        place: What `number` counts: `line` or `row`.
        number: Number of the record's line or row.
        source_format: `jsonl`, `csv` or `parquet`.
        encoding: As in `Article`.

    Returns:
        The article, or `BAD_RECORD` when the text is missing or not text.
    """
    own_id, text = record_id(record.get(settings.id_field), number), record.get(settings.text_field)
    if not isinstance(text, str):
        problem = f"{place} {number}: {_text_problem(record, settings)}"
        return file.skip(SkipReason.BAD_RECORD, problem, own_id)
    return Article(
        article_id=file.article_id(own_id),
        text=without_surrogates(text),
        title=one_line(record.get(settings.title_field)),
        source=file.source,
        source_format=source_format,
        encoding=encoding,
        url=web_address(record.get(settings.url_field)),
        date=iso_date(record.get(settings.date_field)),
        author=one_line(record.get(settings.author_field)),
        publisher=one_line(record.get(settings.publisher_field)),
    )


def _text_problem(record: Mapping[str, object], settings: Settings) -> str:
    name = settings.text_field
    if name not in record:
        found = ", ".join(one_line(key, 40) for key in list(record)[:12]) or "none"
        return f"no field {name!r} (setting text_field); fields found: {found}"
    value = record[name]
    if value is None:
        return f"field {name!r} is empty (null)"
    return f"field {name!r} holds {type(value).__name__}, not text"
