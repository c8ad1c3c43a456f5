from __future__ import annotations

import io
from collections.abc import Callable

import pytest

from puffery.records import Article, OffsetBasis, SkippedArticle, SkipReason

ReadFile = Callable[..., list[Article | SkippedArticle]]
ReadSkip = Callable[..., SkippedArticle]


def texts(items: list[Article | SkippedArticle]) -> list[str]:
    return [item.text if isinstance(item, Article) else item.detail for item in items]


def test_read_csv_one_article_a_row(read_file: ReadFile) -> None:
    content = (
        "id,title,text,date,extra\r\n"
        '007,Zinc,"Zinc may help,\r\nsays ""Ada"".",2025-02-01,x\r\n'
        "\r\n"
        ",,NA,,\r\n"
    )

    first, second = read_file("a.csv", content)

    assert first == Article(
        article_id="a.csv#007",
        text='Zinc may help,\r\nsays "Ada".',
        title="Zinc",
        source="a.csv",
        source_format="csv",
        offset_basis=OffsetBasis.ORIGINAL,
        encoding="utf-8",
        date="2025-02-01",
    )
    assert isinstance(second, Article)
    assert (second.article_id, second.text) == ("a.csv#5", "NA")


def test_read_tsv_splits_at_tabs(read_file: ReadFile) -> None:
    items = read_file("a.tsv", 'id\ttext\n1\tOne, two and "three"\n')

    assert texts(items) == ['One, two and "three"']


@pytest.mark.parametrize("n_before", [0, 1, 63, 64, 65])
def test_read_csv_never_cuts_a_text_at_an_unquoted_comma(
    read_file: ReadFile, n_before: int
) -> None:
    content = "id,text\n" + "1,fine\n" * n_before + "2,cures colds, flu and more\n3,fine\n"

    *_, bad, last = read_file("a.csv", content)

    assert isinstance(bad, SkippedArticle)
    assert bad.reason is SkipReason.BAD_RECORD
    assert bad.detail == (
        f"line {n_before + 2}: 3 cells, the header has 2; "
        "put a text that holds the separator in double quotes"
    )
    assert isinstance(last, Article)


def test_read_csv_short_rows_and_trailing_separators(read_file: ReadFile) -> None:
    items = read_file("a.csv", "id,text,title\n1\n2,two\n3,three,T,,\n4,,\n")

    assert texts(items) == [
        "line 2: 1 cells, the header has 3",
        "two",
        "three",
        "no text, or white space only",
    ]


def test_read_csv_reports_wrong_quotes_by_line(read_file: ReadFile) -> None:
    content = 'id,text\n1,"so "good" it is"\n2,fine\n3,"never closed\n4,lost\n'

    items = read_file("a.csv", content)

    assert texts(items) == [
        "line 2: a double quote inside a quoted cell must be written twice",
        "fine",
        "line 4: a double quote opens a cell and is never closed; the rest of the file is in it",
    ]


def test_read_csv_names_the_columns_found(read_skip: ReadSkip) -> None:
    item = read_skip("a.csv", "id;body\n1;x\n")

    assert item.reason is SkipReason.BAD_RECORD
    assert item.detail == "no column 'text' (setting text_field); columns found: id;body"
    assert item.article_id == "a.csv"


def test_read_csv_repeated_column_means_the_first(read_file: ReadFile) -> None:
    assert texts(read_file("a.csv", "text,text\na,b\n")) == ["a"]


def test_read_csv_header_without_rows_is_empty(read_skip: ReadSkip) -> None:
    assert read_skip("a.csv", "id,text\n").reason is SkipReason.EMPTY


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_read_csv_finds_the_encoding(read_file: ReadFile, encoding: str) -> None:
    content = "text\nOnly £49 – it’s a steal at the café\n".encode(encoding)

    (item,) = read_file("a.csv", content)

    assert isinstance(item, Article)
    assert item.text == "Only £49 – it’s a steal at the café"
    assert item.encoding == encoding


def test_read_csv_texts_may_be_longer_than_the_csv_module_allows(read_file: ReadFile) -> None:
    text = "word " * 40_000

    assert [text] == texts(read_file("a.csv", f'text\n"{text}"\n'))


def test_read_csv_a_line_too_long_ends_the_file(read_file: ReadFile) -> None:
    items = read_file("a.csv", "text\nfine\n" + "x" * 200, max_bytes=100)

    assert texts(items) == [
        "fine",
        "cannot be read after 1 records: ValueError: line 3 is longer than setting max_bytes (100)",
    ]


def parquet(columns: dict[str, list[object]]) -> bytes:
    pyarrow = pytest.importorskip("pyarrow", exc_type=ImportError)
    import pyarrow.parquet as pq

    buffer = io.BytesIO()
    pq.write_table(pyarrow.table(columns), buffer)
    return buffer.getvalue()


def test_read_parquet_one_article_a_row(read_file: ReadFile) -> None:
    content = parquet(
        {
            "id": [1, 2, None],
            "text": ["Zinc may help.\r\n", None, "Third"],
            "title": ["Zinc", "", None],
            "other": [1.5, 2.5, 3.5],
        }
    )

    first, second, third = read_file("a.parquet", content)

    assert isinstance(first, Article)
    assert (
        first.article_id,
        first.text,
        first.title,
    ) == ("a.parquet#1", "Zinc may help.\r\n", "Zinc")
    assert (first.source_format, first.encoding) == ("parquet", "")
    assert isinstance(second, SkippedArticle)
    assert second.detail == "row 2: field 'text' is empty (null)"
    assert third.article_id == "a.parquet#3"


def test_read_parquet_reads_all_batches(read_file: ReadFile) -> None:
    content = parquet({"text": [f"Article {number}" for number in range(150)]})

    assert len(read_file("a.parquet", content)) == 150


def test_read_parquet_names_the_columns_found(read_skip: ReadSkip) -> None:
    item = read_skip("a.parquet", parquet({"body": ["x"]}))

    assert item.detail == "no column 'text' (setting text_field); columns found: body"
