"""Reading shipped data files."""

from __future__ import annotations

import pytest

from puffery import data_files
from puffery.data_files import fingerprint, read_bytes, read_toml, word_set
from puffery.errors import DataFileError


def test_read_bytes_gives_the_shipped_bytes() -> None:
    assert read_bytes("rulebook", "labels.toml").lstrip().startswith(b"#")


def test_read_bytes_names_the_missing_file() -> None:
    with pytest.raises(DataFileError, match=r"lexicons/none\.toml") as caught:
        read_bytes("lexicons", "none.toml")

    assert "PUF301" == caught.value.code
    assert caught.value.hint


def test_read_toml_names_the_broken_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(data_files, "read_bytes", lambda folder, name: b"x = ")

    with pytest.raises(DataFileError, match=r"lexicons/a\.toml is not valid TOML") as caught:
        read_toml("lexicons", "a.toml")

    assert "PUF301" == caught.value.code


def test_read_toml_refuses_bytes_that_are_not_utf8(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(data_files, "read_bytes", lambda folder, name: b"x = '\xe9'")

    with pytest.raises(DataFileError):
        read_toml("lexicons", "a.toml")


def test_word_set_gives_the_words_once() -> None:
    assert {"a", "b"} == word_set({"k": ["a", "b", "a"]}, "k", where="f.toml")


@pytest.mark.parametrize("table", [{}, {"k": "ab"}, {"k": ["a", 1]}, {"k": {"a": "b"}}])
def test_word_set_refuses_anything_but_words(table: dict[str, object]) -> None:
    with pytest.raises(DataFileError, match=r"f\.toml: 'k' must be a list of words"):
        word_set(table, "k", where="f.toml")


@pytest.mark.parametrize(
    ("one", "other"),
    [((b"ab", b"c"), (b"a", b"bc")), ((b"abc",), (b"abc", b"")), ((b"a", b"b"), (b"b", b"a"))],
)
def test_fingerprint_tells_chunks_apart(one: tuple[bytes, ...], other: tuple[bytes, ...]) -> None:
    assert fingerprint(*one) != fingerprint(*other)


def test_fingerprint_is_the_same_for_the_same_bytes() -> None:
    assert fingerprint(b"a", b"b") == fingerprint(b"a", b"b")
    assert 64 == len(fingerprint(b"a"))
