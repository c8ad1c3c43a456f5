"""Adapter around scispaCy's `AbbreviationDetector`, the only place that imports scispacy.

In: a spaCy `Doc`. Out: `Definition`s, the same as of the built-in detector.

scispaCy is imported on first use. Its detector needs no model: it runs on a blank pipeline. It is
called on copies of the passages that have brackets, so it leaves no attribute on the caller's
`Doc`, and its search over all pairs of brackets stays short in long articles.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator
from functools import lru_cache
from importlib.util import find_spec
from typing import TypedDict, cast

from spacy.language import Language
from spacy.tokens import Doc, Span

from puffery.errors import PipelineError
from puffery.tag.abbreviations.schwartz_hearst import Definition

MAX_PASSAGE_TOKENS = 400
"""scispaCy pairs every opening with every closing bracket of a `Doc`: quadratic in their number."""


class _Found(TypedDict):
    """What scispaCy writes with `make_serializable=True`."""

    short_text: str
    short_start: int
    long_text: str
    long_start: int
    long_end: int


@lru_cache(maxsize=1)
def is_available() -> bool:
    """Return whether scispaCy is installed; does not import it."""
    return find_spec("scispacy") is not None


def require() -> None:
    """Check that scispaCy is installed.

    Raises:
        PipelineError: `PUF401` when it is not.
    """
    if not is_available():
        raise PipelineError(
            "PUF401",
            "setting abbreviations is 'scispacy', but scispaCy is not installed",
            hint="pip install scispacy, or set abbreviations to 'builtin' or 'auto'",
        )


def make_detector(nlp: Language) -> Callable[[Doc], Doc]:
    """Return scispaCy's abbreviation detector for the vocabulary of `nlp`.

    Raises:
        PipelineError: `PUF401` when scispaCy is not installed.
    """
    require()
    from scispacy.abbreviation import AbbreviationDetector  # optional package

    return cast("Callable[[Doc], Doc]", AbbreviationDetector(nlp, make_serializable=True))


def find_definitions(doc: Doc, detector: Callable[[Doc], Doc]) -> list[Definition]:
    """Find abbreviation definitions with scispaCy.

    Args:
        doc: Tokenised text, with sentence starts where known.
        detector: What `make_detector` returned.

    Returns:
        Definitions in order of the text, the first one for each short form.
    """
    found: dict[str, Definition] = {}
    for passage in _passages(doc):
        copy = passage.as_doc()
        with warnings.catch_warnings():  # W036: no definition found, so nothing to search for
            warnings.simplefilter("ignore", UserWarning)
            copy = detector(copy)
        results = cast("list[_Found]", copy._.abbreviations)
        for result in sorted(results, key=lambda item: item["short_start"]):
            long = doc[passage.start + result["long_start"] : passage.start + result["long_end"]]
            definition = Definition(result["short_text"], long.text, long.start_char, long.end_char)
            if definition.short != definition.long:
                found.setdefault(definition.short, definition)
    return list(found.values())


def _passages(doc: Doc) -> Iterator[Span]:
    """Yield sentences that have a bracket, long ones in pieces."""
    sentences = doc.sents if doc.has_annotation("SENT_START") else iter((doc[:],))
    for sent in sentences:
        if not any(token.text == "(" for token in sent):
            continue
        for start in range(sent.start, sent.end, MAX_PASSAGE_TOKENS):
            yield doc[start : min(start + MAX_PASSAGE_TOKENS, sent.end)]
