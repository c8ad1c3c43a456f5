"""Sentences with marked spans as test input: `<T>PRP</T> may ease <D>knee pain</D>.`"""

from __future__ import annotations

import re

_MARK = re.compile(r"<(/?)([TD])>")
_LABELS = {"T": "THERAPY", "D": "DISEASE"}

Spans = list[tuple[int, int, str]]


def read_marked(marked: str) -> tuple[str, Spans]:
    """Return the plain text and its (start, end, label) spans in order."""
    text, spans, opened, last = "", [], 0, 0
    for match in _MARK.finditer(marked):
        text += marked[last : match.start()]
        last = match.end()
        if match.group(1):
            spans.append((opened, len(text), _LABELS[match.group(2)]))
        else:
            opened = len(text)
    return text + marked[last:], spans


def write_marked(text: str, spans: Spans) -> str:
    """Put the marks back, so that a failing test shows a readable difference."""
    out, last = "", 0
    for start, end, label in spans:
        out += f"{text[last:start]}<{label[0]}>{text[start:end]}</{label[0]}>"
        last = end
    return out + text[last:]
