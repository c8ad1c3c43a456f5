"""Gold sentences, with their text or standoff over article files.

In: JSON Lines of gold records, and for standoff records the texts of the articles. Out:
`GoldSentence`s.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeGuard, cast

import jsonlines

from puffery.errors import GoldError
from puffery.records import Framing, MentionLabel

LABELS = tuple(str(framing) for framing in Framing)

DRUG_SUBTYPES = frozenset({"drug", "drug_class", "biologic", "diet_supplement", "supplement"})
"""Lexicon subtypes that a corpus of chemicals would have marked."""


@dataclass(frozen=True, slots=True)
class GoldSentence:
    """One gold record.

    Attributes:
        sentence_id: Id, or the line number as text.
        doc: Document that it comes from, its own id when none is given.
        text: The sentence.
        label: Gold framing.
        device: Gold device, empty when none.
        mentions: Gold surface strings per mention label; None where the record has no such key.
        article_id: Article of standoff gold, empty otherwise.
        start: First code point in that article.
        end: One past the last code point.
        genre: Genre of the document, empty when none is given.
        strength: Gold claim strength, 0 to 3; None when none is given.
    """

    sentence_id: str
    doc: str
    text: str
    label: str
    device: str
    mentions: dict[MentionLabel, tuple[str, ...] | None]
    article_id: str = ""
    start: int = 0
    end: int = 0
    genre: str = ""
    strength: int | None = None


def read_gold(
    path: Path, *, texts: Mapping[str, str] | None = None, part: str = ""
) -> list[GoldSentence]:
    """Read gold sentences from JSON Lines.

    A record holds a `text`, or it is standoff: `article_id`, `start`, `end` (code points) and
    `text_sha256` over one of the `texts`.

    Args:
        path: Gold file.
        texts: Article id -> text that standoff records point into.
        part: Keep records of this `part` only (`dev`, `test`); empty keeps all.

    Raises:
        GoldError: `PUF501` with file and line for a record without text, with an unknown label,
            or whose article is missing or has changed.
    """
    gold = []
    for number, row in enumerate(gold_rows(path), start=1):
        if not part or row.get("part") == part:
            gold.append(_read_row(row, f"{path}:{number}", number, texts or {}))
    if not gold:
        raise GoldError("PUF501", f"{path} holds no record" + (f" of part {part}" if part else ""))
    return gold


def gold_rows(path: Path) -> list[dict[str, Any]]:
    """Return the records of a gold file.

    Raises:
        GoldError: `PUF501` when it cannot be read.
    """
    try:
        with jsonlines.open(path) as reader:
            return list(reader.iter(type=dict, skip_empty=True))
    except (OSError, jsonlines.Error, UnicodeDecodeError) as error:
        raise GoldError("PUF501", f"cannot read {path}: {error}") from error


def _read_row(
    row: dict[str, object], where: str, number: int, texts: Mapping[str, str]
) -> GoldSentence:
    label = row.get("label")
    text, article = row.get("text"), ""
    if not isinstance(text, str) and "article_id" in row:
        article = article_of(row, where, texts)
        start, end = (_place(row, key, where) for key in ("start", "end"))
        if not start < end <= len(article):
            raise GoldError(
                "PUF501",
                f"{where}: [{start}, {end}) is no place in a text of {len(article)} characters",
            )
        text = article[start:end]
    if not isinstance(text, str) or not text.strip() or label not in LABELS:
        raise GoldError(
            "PUF501", f"{where}: needs a text and a label", hint=f"labels: {', '.join(LABELS)}"
        )
    standoff_id = f"{row['article_id']}:{row['start']}" if article else str(number)
    sentence_id = standoff_id if row.get("id") is None else str(row["id"])
    return GoldSentence(
        sentence_id=sentence_id,
        doc=str(row.get("doc") or row.get("article_id") or sentence_id),
        text=text,
        label=str(label),
        device=str(row.get("device") or ""),
        mentions={
            label: _strings(row.get(label.lower()), article, where) for label in MentionLabel
        },
        article_id=str(row["article_id"]) if article else "",
        start=_place(row, "start", where) if article else 0,
        end=_place(row, "end", where) if article else 0,
        genre=str(row.get("genre") or ""),
        strength=_strength(row.get("strength"), where),
    )


def article_of(row: Mapping[str, object], where: str, texts: Mapping[str, str]) -> str:
    """Return the text that a standoff record points into.

    Args:
        row: Record with `article_id` and `text_sha256`.
        where: File and line, for the message.
        texts: Article id -> text.

    Raises:
        GoldError: `PUF501` when the article is missing or has changed.
    """
    article_id = str(row["article_id"])
    text = texts.get(article_id)
    if text is None:
        raise GoldError(
            "PUF501", f"{where}: no article {article_id!r}", hint="give its file with --articles"
        )
    wanted = str(row.get("text_sha256", ""))
    if not hashlib.sha256(text.encode("utf-8")).hexdigest().startswith(wanted):
        raise GoldError("PUF501", f"{where}: article {article_id!r} is not the text annotated")
    return text


def _place(row: dict[str, object], key: str, where: str) -> int:
    value = row.get(key)
    if not isinstance(value, int) or value < 0:
        raise GoldError("PUF501", f"{where}: {key} must be a whole number, 0 or more")
    return value


def _strength(value: object, where: str) -> int | None:
    if value is None or value in range(4):
        return cast("int | None", value)
    raise GoldError("PUF501", f"{where}: strength must be 0, 1, 2 or 3")


def _strings(value: object, article: str, where: str) -> tuple[str, ...] | None:
    """Return surface strings, given as text or as [start, end] in the article."""
    if not isinstance(value, list):
        return None
    strings = []
    for item in value:
        if isinstance(item, str):
            strings.append(item)
        elif _is_place(item, len(article)):
            strings.append(article[item[0] : item[1]])
        else:
            raise GoldError(
                "PUF501", f"{where}: a mention must be text, or [start, end] in its article"
            )
    return tuple(strings)


def _is_place(item: object, length: int) -> TypeGuard[list[int]]:
    """Tell whether an item is [start, end] inside a text of that length."""
    if not (isinstance(item, list) and len(item) == 2 and all(isinstance(n, int) for n in item)):
        return False
    return bool(0 <= item[0] < item[1] <= length)
