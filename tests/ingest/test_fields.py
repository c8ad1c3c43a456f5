from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from puffery.ingest.fields import iso_date, one_line, read_record, web_address, without_surrogates
from puffery.ingest.interface import SourceFile
from puffery.records import Article, SkippedArticle, SkipReason
from puffery.settings import Settings

FILE = SourceFile(Path("x.jsonl"), "x.jsonl")


@pytest.mark.parametrize(
    ("given_date", "expected"),
    [
        ("2025-01-31", "2025-01-31"),
        ("2025-03-11T08:30:00-07:00", "2025-03-11"),
        ("2025-03-11T23:59:59Z", "2025-03-11"),
        ("20250131", "2025-01-31"),
        ("Tue, 11 Mar 2025 08:30:00 GMT", "2025-03-11"),
        ("D:20250123060000+00'00'", "2025-01-23"),
        ("11 March 2025", "2025-03-11"),
        ("March 11, 2025", "2025-03-11"),
        ("3/4/2025", "3/4/2025"),
        ("spring 2025", "spring 2025"),
        ("2025", "2025"),
        ("D:20259999", "D:20259999"),
        ("10-12-2024", "10-12-2024"),
        ("Thursday 23 January 2025", "Thursday 23 January 2025"),
        ("11 Mar 2025 08:30 +0100", "2025-03-11"),
        ("", ""),
        (None, ""),
        (2024, "2024"),
        (datetime(2025, 1, 31, 23, 59), "2025-01-31"),
        (date(2025, 1, 31), "2025-01-31"),
    ],
)
def test_iso_date_changes_only_what_means_one_day(given_date: object, expected: str) -> None:
    assert expected == iso_date(given_date)


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("https://clinic.example/a?b=c", "https://clinic.example/a?b=c"),
        ("HTTP://clinic.example", "HTTP://clinic.example"),
        ("clinic.example/page", "clinic.example/page"),
        ("clinic.example:8080/page", "clinic.example:8080/page"),
        ("javascript:alert(1)", ""),
        (" JavaScript:alert(1)", ""),
        ("javascript:1/alert(1)", ""),
        ("data:text/html,x", ""),
        ("file:///etc/passwd", ""),
        (None, ""),
    ],
)
def test_web_address_drops_schemes_that_are_no_web_address(address: object, expected: str) -> None:
    assert expected == web_address(address)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("  a\n b\t", "a b"),
        ("a\x00b\u2028c", "a b c"),
        ("half \ud800", "half \ufffd"),
        (7, "7"),
        (float("nan"), ""),
        (True, ""),
        (["a"], ""),
        (None, ""),
        ("x" * 9_000, "x" * 500),
    ],
)
def test_one_line_cleans(value: object, expected: str) -> None:
    assert expected == one_line(value)


@given(st.text(alphabet=st.characters()))
def test_without_surrogates_keeps_the_length(text: str) -> None:
    clean = without_surrogates(text)

    assert len(clean) == len(text)
    assert clean.encode("utf-8").decode("utf-8") == clean


@pytest.mark.parametrize(
    ("own_id", "expected"),
    [
        ("n-1", "x.jsonl#n-1"),
        (12, "x.jsonl#12"),
        ("", "x.jsonl#5"),
        (None, "x.jsonl#5"),
        ({"a": 1}, "x.jsonl#5"),
        (1.5, "x.jsonl#5"),
        ("a\nb", "x.jsonl#a b"),
        ("y" * 900, "x.jsonl#" + "y" * 200),
    ],
)
def test_read_record_id_is_its_own_or_its_line(own_id: object, expected: str) -> None:
    record = {"id": own_id, "text": "Some text."}

    item = read_record(FILE, record, Settings(), place="line", number=5, source_format="jsonl")

    assert expected == item.article_id
    assert isinstance(item, Article)


@pytest.mark.parametrize(
    ("record", "problem"),
    [
        ({"body": "x", "id": 1}, "no field 'text' (setting text_field); fields found: body, id"),
        ({}, "fields found: none"),
        ({"text": None}, "is empty (null)"),
        ({"text": 5}, "holds int, not text"),
        ({"text": ["a"]}, "holds list, not text"),
    ],
)
def test_read_record_says_why_there_is_no_text(record: dict[str, object], problem: str) -> None:
    item = read_record(FILE, record, Settings(), place="row", number=5, source_format="csv")

    assert isinstance(item, SkippedArticle)
    assert item.reason is SkipReason.BAD_RECORD
    assert item.detail.startswith("row 5: ")
    assert problem in item.detail
