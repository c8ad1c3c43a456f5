"""Reading the data files shipped inside the package.

In: a file name. Out: parsed TOML, text or bytes, with a clear error when the file is broken.
"""

from __future__ import annotations

import hashlib
import tomllib
from importlib.resources import files

from puffery.errors import DataFileError


def read_bytes(folder: str, name: str) -> bytes:
    """Return the bytes of `puffery/<folder>/<name>`.

    Raises:
        DataFileError: `PUF301` when the file is missing.
    """
    try:
        return files("puffery").joinpath(folder, name).read_bytes()
    except OSError as error:
        raise DataFileError(
            "PUF301", f"cannot read data file {folder}/{name}: {error}", hint="reinstall puffery"
        ) from error


def read_toml(folder: str, name: str) -> dict[str, object]:
    """Return the parsed TOML of `puffery/<folder>/<name>`.

    Raises:
        DataFileError: `PUF301` when it is missing or not valid TOML.
    """
    try:
        return tomllib.loads(read_bytes(folder, name).decode("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise DataFileError("PUF301", f"{folder}/{name} is not valid TOML: {error}") from error


def word_set(table: dict[str, object], key: str, *, where: str) -> frozenset[str]:
    """Return a list of words of a parsed TOML table as a set.

    Raises:
        DataFileError: `PUF301` when the key is missing or holds anything but text.
    """
    value = table.get(key)
    if not isinstance(value, list) or not all(isinstance(word, str) for word in value):
        raise DataFileError("PUF301", f"{where}: {key!r} must be a list of words")
    return frozenset(value)


def fingerprint(*chunks: bytes) -> str:
    """Return the SHA-256 (hex) over the chunks, each preceded by its length."""
    digest = hashlib.sha256()
    for chunk in chunks:
        digest.update(len(chunk).to_bytes(8, "big"))
        digest.update(chunk)
    return digest.hexdigest()
