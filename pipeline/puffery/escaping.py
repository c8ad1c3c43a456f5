"""Making text of others harmless where it is shown: spreadsheets, pages, terminals.

In: text of audited articles. Out: text that no program there obeys. Templates escape markup
themselves; what stands here is what markup escaping leaves over.
"""

from __future__ import annotations

import base64
import hashlib
from urllib.parse import urlsplit

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_IGNORED_BEFORE = " \u00a0\ufeff\u200b"
"""What a spreadsheet may drop before it looks for a formula."""

_LINK_SCHEMES = ("http", "https")
_BIDI_OVERRIDES = (*range(0x202A, 0x202F), *range(0x2066, 0x206A))
_REPLACED = (
    *(code for code in range(0x20) if chr(code) not in "\t\n\f\r"),
    *range(0x7F, 0xA0),
    *_BIDI_OVERRIDES,
    *range(0xD800, 0xE000),
    0xFFFE,
    0xFFFF,
)
_SHOWN = dict.fromkeys(_REPLACED, 0xFFFD)


def defuse(cell: str) -> str:
    """Return a cell that no spreadsheet takes for a formula.

    A leading `=`, `+`, `-`, `@`, tab or carriage return gets an apostrophe before it.
    """
    return f"'{cell}" if cell.lstrip(_IGNORED_BEFORE).startswith(_FORMULA_STARTS) else cell


def csp_hash(content: str) -> str:
    """Return the source expression that allows an inline style or script.

    **Source:** W3C Content Security Policy Level 3, section 2.3.1 (hash-source).

    Args:
        content: Exactly what stands between the tags.

    Returns:
        `'sha256-<base64>'`, with the quotation marks.
    """
    digest = hashlib.sha256(content.encode("utf-8")).digest()
    return f"'sha256-{base64.b64encode(digest).decode('ascii')}'"


def show_controls(value: object) -> object:
    """Make characters that a browser would drop or obey visible.

    Args:
        value: What a template is about to print; only plain text is changed.

    Returns:
        The text at the same length, with U+FFFD for control characters, bidirectional overrides,
        lone surrogates and non-characters. (Control pictures would say more, but many systems
        have no font for them.)
    """
    if type(value) is not str or value.isprintable():  # Markup is ours and stays as it is
        return value
    return value.translate(_SHOWN)


def safe_url(url: str) -> str:
    """Return `url` where it may become a link (http or https with a host), else an empty text."""
    if any(char.isspace() or not char.isprintable() for char in url):
        return ""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    return url if parts.scheme.lower() in _LINK_SCHEMES and parts.netloc else ""
