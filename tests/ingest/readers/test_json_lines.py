from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from puffery.records import Article, OffsetBasis, SkippedArticle, SkipReason

ReadFile = Callable[..., list[Article | SkippedArticle]]


def test_read_json_lines_one_article_a_line(read_file: ReadFile) -> None:
    record = {
        "id": "n-1",
        "text": "Zinc may help.\r\n\r\nAsk first.",
        "title": "Zinc",
        "url": "https://z.example",
        "date": "2025-02-01T10:00:00Z",
        "author": "Ada",
        "publisher": "Coldwise",
        "ignored": {"a": [1]},
    }

    (article,) = read_file("a.ndjson", json.dumps(record) + "\n\n")

    assert article == Article(
        article_id="a.ndjson#n-1",
        text="Zinc may help.\r\n\r\nAsk first.",
        title="Zinc",
        source="a.ndjson",
        source_format="jsonl",
        offset_basis=OffsetBasis.ORIGINAL,
        encoding="utf-8",
        url="https://z.example",
        date="2025-02-01",
        author="Ada",
        publisher="Coldwise",
    )


def test_read_json_lines_a_bad_line_hides_no_other(read_file: ReadFile) -> None:
    lines = [
        b'{"text": "first"}',
        b'{"text": "cut off", ',
        b"[1, 2]",
        b"null",
        b'{"title": "no text"}',
        b'{"text": 3}',
        b'{"text": "\xff"}',
        b"[" * 100_000,
        b"1" * 5_000,
        b'{"text": " "}',
        b"",
        b'{"text": "last"}',
    ]

    items = read_file("a.jsonl", b"\n".join(lines))

    reasons = [item.reason if isinstance(item, SkippedArticle) else None for item in items]
    bad = SkipReason.BAD_RECORD
    assert [None, *[bad] * 8, SkipReason.EMPTY, None] == reasons
    assert [f"a.jsonl#{number}" for number in (*range(1, 11), 12)] == [
        item.article_id for item in items
    ]
    details = [item.detail for item in items if isinstance(item, SkippedArticle)]
    assert details[0].startswith("line 2: not valid JSON at column ")
    assert details[1] == "line 3: not a JSON object (one article a line, in braces)"
    assert details[5] == "line 7: not valid UTF-8"
    assert details[6] == "line 8: the JSON is nested too deeply"
    assert not any("cut off" in detail for detail in details), "no article text in messages"


def test_read_json_lines_lone_surrogates_are_replaced(read_file: ReadFile) -> None:
    (item,) = read_file("a.jsonl", r'{"text": "a\ud800b \ud83d\ude00", "title": "\udc00"}')

    assert isinstance(item, Article)
    assert item.text == "a\ufffdb \U0001f600"
    assert item.title == "\ufffd"


def test_read_json_lines_other_field_names(read_file: ReadFile) -> None:
    (item,) = read_file("a.jsonl", '{"body": "x", "nr": 4}', text_field="body", id_field="nr")

    assert isinstance(item, Article)
    assert (item.article_id, item.text) == ("a.jsonl#4", "x")


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
def test_read_json_lines_with_a_byte_order_mark(read_file: ReadFile, encoding: str) -> None:
    content = '{"text": "caf\u00e9\u2028bar"}\n{"text": "two"}\n'.encode(encoding)

    items = read_file("a.jsonl", content)

    assert [item.text for item in items if isinstance(item, Article)] == [
        "caf\u00e9\u2028bar",
        "two",
    ]


def test_read_json_lines_skips_a_line_too_long_to_hold(read_file: ReadFile) -> None:
    long = '{"text": "' + "x" * 500 + '"}\n'
    exact = '{"text": "' + "y" * 88 + '"}\n'  # 100 characters and the line end

    items = read_file("a.jsonl", '{"text": "a"}\n' + long + exact + long.strip(), max_bytes=100)

    assert [item.reason if isinstance(item, SkippedArticle) else None for item in items] == [
        None,
        SkipReason.TOO_LARGE,
        None,
        SkipReason.TOO_LARGE,
    ]
    assert [i.article_id for i in items] == ["a.jsonl#1", "a.jsonl#2", "a.jsonl#3", "a.jsonl#4"]
