"""Records as lines of JSON and back, exactly.

In: `Article`, `ArticleAudit` or `SkippedArticle`. Out: one line of bytes, and the same record
again. No pickle: a stored shard can be read but never run.
"""

from __future__ import annotations

import json

import msgspec

from puffery.records import Article, ArticleAudit, SkippedArticle

Item = Article | ArticleAudit | SkippedArticle
"""What a line can hold."""


class _Line(msgspec.Struct, omit_defaults=True, forbid_unknown_fields=True):
    """One line; exactly one field is set."""

    article: Article | None = None
    audit: ArticleAudit | None = None
    skipped: SkippedArticle | None = None


_encoder = msgspec.json.Encoder()
_decoder = msgspec.json.Decoder(_Line)


def encode(item: Item) -> bytes:
    """Return a record as one line of JSON, without its line end.

    Args:
        item: The record. Texts may hold lone surrogates; numbers are finite.

    Returns:
        ASCII or UTF-8 without line breaks; equal records give equal bytes.
    """
    line = _line(item)
    try:
        return _encoder.encode(line)
    except UnicodeEncodeError:  # a lone surrogate, which UTF-8 cannot hold but JSON can escape
        return json.dumps(msgspec.to_builtins(line), separators=(",", ":")).encode("ascii")


def decode(line: bytes) -> Item:
    """Return the record that `encode` made a line of.

    Args:
        line: One line.

    Raises:
        ValueError: When it is no such line.
    """
    try:
        found = _decoder.decode(line)
    except msgspec.ValidationError:
        raise
    except msgspec.DecodeError:
        found = msgspec.convert(json.loads(line), _Line)
    item = found.article or found.audit or found.skipped
    if item is None:
        raise ValueError("the line holds no record")
    return item


def _line(item: Item) -> _Line:
    if isinstance(item, Article):
        return _Line(article=item)
    if isinstance(item, ArticleAudit):
        return _Line(audit=item)
    return _Line(skipped=item)
