from __future__ import annotations

import codecs
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from puffery.ingest.decoding import Decoded, Undecodable, decode, find_stream_encoding
from puffery.records import SkipReason

PROSE = "It’s “clinically tested” – only £49 at the café. "
ASCII = "The clinic is open from nine to five and sees forty patients a day. "


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\0")))
def test_decode_utf8_round_trips(text: str) -> None:
    found = decode(text.encode("utf-8"))

    if isinstance(found, Undecodable):  # text of control characters only
        assert found.reason is SkipReason.BINARY
    elif found.encoding == "utf-8":
        assert found.text == text


@pytest.mark.parametrize(
    ("mark", "codec", "name"),
    [
        (codecs.BOM_UTF8, "utf-8", "utf-8-sig"),
        (codecs.BOM_UTF16_LE, "utf-16-le", "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16-be", "utf-16"),
        (codecs.BOM_UTF32_LE, "utf-32-le", "utf-32"),
        (codecs.BOM_UTF32_BE, "utf-32-be", "utf-32"),
        (b"", "utf-16-le", "utf-16-le"),
        (b"", "utf-16-be", "utf-16-be"),
    ],
)
def test_decode_unicode_drops_the_mark_and_keeps_line_ends(
    mark: bytes, codec: str, name: str
) -> None:
    text = "First line.\r\n" + PROSE + "\n"
    data = mark + text.encode(codec)

    assert decode(data) == Decoded(text, name)
    assert find_stream_encoding(io.BytesIO(data)) == Decoded("", name)


@pytest.mark.parametrize("encoding", ["cp1252", "mac_roman"])
@pytest.mark.parametrize("text", [PROSE + ASCII, ASCII + PROSE, ASCII + "Price £49", PROSE * 20])
def test_decode_guesses_the_encodings_of_english(encoding: str, text: str) -> None:
    found = decode(text.encode(encoding))

    assert isinstance(found, Decoded)
    assert found.text == text
    assert find_stream_encoding(io.BytesIO(text.encode(encoding))) == Decoded("", found.encoding)


def test_decode_guesses_other_alphabets() -> None:
    text = "Это лекарство помогает при боли в суставах, но исследований пока мало. " * 3

    found = decode(text.encode("cp1251"))

    assert isinstance(found, Decoded)
    assert found.text == text


@pytest.mark.parametrize(
    "head",
    [
        '<meta charset="iso-8859-2">',
        "<meta http-equiv='Content-Type' content='text/html; charset=iso-8859-2'>",
        '<?xml version="1.0" encoding="iso-8859-2"?>',
    ],
)
def test_decode_uses_the_declared_encoding_of_markup(head: str) -> None:
    data = head.encode() + "<p>żółć</p>".encode("iso-8859-2")

    found = decode(data, markup=True)

    assert isinstance(found, Decoded)
    assert found.text.endswith("<p>żółć</p>")
    assert found.encoding == "iso8859-2"


@pytest.mark.parametrize("name", ["iso-8859-1", "unicode_escape", "zlib", "no-such-code", "utf-7"])
def test_decode_reads_latin_whatever_is_declared(name: str) -> None:
    data = f'<meta charset="{name}"><p>{PROSE}</p>'.encode("cp1252")

    found = decode(data, markup=True)

    assert isinstance(found, Decoded)
    assert PROSE in found.text
    assert found.encoding == "cp1252"


def test_decode_prefers_utf8_to_a_wrong_declaration() -> None:
    data = f'<meta charset="windows-1252"><p>{PROSE}</p>'.encode()

    found = decode(data, markup=True)

    assert isinstance(found, Decoded)
    assert PROSE in found.text


@pytest.mark.parametrize(
    "data",
    [b"text\0with a NUL", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", bytes(range(1, 32)) * 10],
)
def test_decode_tells_binary(data: bytes) -> None:
    found = decode(data)

    assert isinstance(found, Undecodable)
    assert found.reason is SkipReason.BINARY
    assert find_stream_encoding(io.BytesIO(data)) == found


@pytest.mark.parametrize(
    "data", [codecs.BOM_UTF16_LE + b"a\0b", codecs.BOM_UTF16_LE + b"\x00\xd8a\0", b"\xff\xfe\x00"]
)
def test_decode_broken_unicode_is_unreadable(data: bytes) -> None:
    found = decode(data)

    assert isinstance(found, Undecodable)
    assert found.reason is SkipReason.UNREADABLE


@given(st.binary(max_size=300))
def test_decode_never_raises_and_never_gives_surrogates(data: bytes) -> None:
    found = decode(data, markup=True)

    if isinstance(found, Decoded):
        found.text.encode("utf-8")
        assert found == decode(data, markup=True)


def test_find_stream_encoding_looks_at_the_whole_stream() -> None:
    ascii_part = ASCII.encode() * 20_000  # more than one piece

    assert find_stream_encoding(io.BytesIO(ascii_part)) == Decoded("", "utf-8")
    late = ascii_part + PROSE.encode("cp1252")
    assert find_stream_encoding(io.BytesIO(late)) == Decoded("", "cp1252")
    assert isinstance(find_stream_encoding(io.BytesIO(ascii_part + b"\0")), Undecodable)


def test_find_stream_encoding_character_across_pieces() -> None:
    data = b"x" * ((1 << 20) - 1) + "é".encode()

    assert find_stream_encoding(io.BytesIO(data)) == Decoded("", "utf-8")
