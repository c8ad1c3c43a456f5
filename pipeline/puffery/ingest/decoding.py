"""Turns bytes into text: byte order marks, UTF-8, a declared encoding, then a best guess.

In: the bytes of a file, or a file read in pieces. Out: `Decoded` (for a stream the encoding
only) or `Undecodable`. The text never holds a surrogate; a byte order mark is not part of it.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from typing import BinaryIO

from puffery.records import SkipReason

# Longest first: the UTF-32-LE mark starts with the UTF-16-LE mark.
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_PIECE_BYTES = 1 << 20
_GUESS_BYTES = 1 << 18
_SNIFF_BYTES = 1 << 13
_HEAD_BYTES = 4096
_TEXT_CONTROLS = b"\t\n\r\f\x08\x1a\x1b"
_CONTROLS = bytes(b for b in range(1, 32) if b not in _TEXT_CONTROLS) + b"\x7f"
_MAX_CONTROL_SHARE = 0.1
_DECLARED = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9_.:-]{2,40})""")
# What English prose has beyond ASCII; decides between the two encodings it is found in.
_ENGLISH_MARKS = frozenset("‘’“”–—…•·£€©®™°½¼¾×±²³éèêëçñöüïàáâäíóô§\xa0")
_ENGLISH_ENCODINGS = ("cp1252", "mac_roman")
_MAX_MARK_SHARE = 0.2
# Python codecs that interpret escapes (and can make surrogates); no page is written in them.
_ESCAPES = frozenset({"unicode-escape", "raw-unicode-escape", "utf-7", "idna", "punycode"})


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text and how it was decoded.

    Attributes:
        text: The text, without byte order mark; empty when only an encoding was asked for.
        encoding: Name of the Python codec.
    """

    text: str
    encoding: str


@dataclass(frozen=True, slots=True)
class Undecodable:
    """Bytes that are not text.

    Attributes:
        reason: `BINARY` or `UNREADABLE`.
        detail: One plain sentence for the report.
    """

    reason: SkipReason
    detail: str


_BINARY = Undecodable(SkipReason.BINARY, "the file holds binary data, not text")
_UNKNOWN = Undecodable(
    SkipReason.UNREADABLE, "the text encoding is not known; save the file as UTF-8"
)


def decode(data: bytes, *, markup: bool = False) -> Decoded | Undecodable:
    """Decode the bytes of one file.

    Args:
        data: The whole file.
        markup: Whether a `charset=` or `encoding=` near the start may declare the encoding, as
            in HTML. UTF-8 is tried first all the same, as wrong declarations are common.

    Returns:
        The text and its encoding, or why there is none.
    """
    marked = _marked_encoding(data) or _unmarked_utf16(data)
    if marked:
        return _decoded(data, marked) or _UNKNOWN
    if _is_binary(data):
        return _BINARY
    found = _decoded(data, "utf-8")
    if found is None and markup:
        found = _decoded(data, _declared_encoding(data))
    if found is None:
        found = _decoded(data, _guess(data))
    return found or _UNKNOWN


def find_stream_encoding(handle: BinaryIO) -> Decoded | Undecodable:
    """Find the encoding of a file too large to hold, reading it once in pieces.

    Args:
        handle: The file, opened for reading bytes, at its start.

    Returns:
        `Decoded` with an empty text, or why the file is not text. A guessed encoding was tried
        on one piece only, so that decoding may still fail later.
    """
    piece = handle.read(_PIECE_BYTES)
    marked = _marked_encoding(piece) or _unmarked_utf16(piece)
    if marked:
        return Decoded("", marked)
    decoder = codecs.getincrementaldecoder("utf-8")()
    guessed = ""
    while piece:
        if _is_binary(piece):
            return _BINARY
        if not guessed:
            try:
                decoder.decode(piece)
            except UnicodeDecodeError as error:
                near = max(error.start - _GUESS_BYTES // 2, 0)
                guessed = _guess(piece[near : near + _GUESS_BYTES])
                if not guessed:
                    return _UNKNOWN
        piece = handle.read(_PIECE_BYTES)
    # A character cut off at the very end is left to the reader, which fails on it by name.
    return Decoded("", guessed or "utf-8")


def _marked_encoding(data: bytes) -> str:
    return next((name for mark, name in _MARKS if data.startswith(mark)), "")


def _unmarked_utf16(data: bytes) -> str:
    """Return the UTF-16 codec that mostly Latin text without a byte order mark is in, or ""."""
    head = data[: _SNIFF_BYTES & ~1]
    half = len(head) // 2
    if half < 4:
        return ""
    even, odd = head[::2].count(0) / half, head[1::2].count(0) / half
    if odd > 0.7 and even < 0.05:
        return "utf-16-le"
    if even > 0.7 and odd < 0.05:
        return "utf-16-be"
    return ""


def _is_binary(data: bytes) -> bool:
    head = data[:_SNIFF_BYTES]
    n_controls = len(head) - len(head.translate(None, _CONTROLS))
    return b"\0" in data or n_controls > _MAX_CONTROL_SHARE * len(head)


def _declared_encoding(data: bytes) -> str:
    match = _DECLARED.search(data[:_HEAD_BYTES])
    if match is None:
        return ""
    try:
        name = codecs.lookup(match.group(1).decode("ascii")).name
    except LookupError:
        return ""
    if name in _ESCAPES:
        return ""
    # As browsers do (WHATWG Encoding Standard, "windows-1252" labels).
    return "cp1252" if name in {"iso8859-1", "ascii"} else name


def _guess(data: bytes) -> str:
    """Return the likeliest single- or multi-byte codec, or "".

    Mostly-ASCII bytes are first tried as the two encodings that English text is found in,
    because on short English text charset-normalizer prefers look-alikes (cp1250 turns a pound
    sign into a Polish letter).
    """
    sample = data[:_GUESS_BYTES]
    marks = [byte for byte in sample if byte > 0x7F]
    if len(marks) <= _MAX_MARK_SHARE * len(sample):
        shares = {name: _english_share(bytes(marks), name) for name in _ENGLISH_ENCODINGS}
        best = max(_ENGLISH_ENCODINGS, key=lambda name: shares[name])
        if shares[best] > 0.5:
            return best
    # Imported here because most files are UTF-8 and never need it.
    from charset_normalizer import from_bytes

    match = from_bytes(sample).best()
    return match.encoding if match is not None else ""


def _english_share(marks: bytes, encoding: str) -> float:
    text = marks.decode(encoding, errors="replace")
    return sum(char in _ENGLISH_MARKS for char in text) / max(len(text), 1)


def _decoded(data: bytes, encoding: str) -> Decoded | None:
    if not encoding:
        return None
    try:
        return Decoded(data.decode(encoding), encoding)
    except (UnicodeError, LookupError):
        # LookupError: a declared name may be a Python codec that is no text encoding ("zlib").
        return None
