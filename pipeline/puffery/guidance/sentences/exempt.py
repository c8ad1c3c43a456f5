"""Ways of using words that take them out of the audit rules: negation, debunking, a question ...

In: words that a rule matched. Out: the exception that holds, or None.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from puffery.catalogue.tables import GeneralException
from puffery.guidance.sentences.find import Range, SentenceWords, compile_pattern, find_all
from puffery.guidance.sentences.view import RuleView
from puffery.records import Framing

REACH = 6
"""Words before a match in which a negation still governs it, within its clause."""

_REFERENCES = re.compile(r"\b(?:references|bibliography|citations|works cited|further reading)\b")


def find_exception(
    match: Range,
    view: RuleView,
    after: RuleView | None,
    exceptions: Collection[GeneralException],
    allow: Collection[str],
) -> tuple[str, str] | None:
    """Return name and words of the first general exception that takes a match out.

    Args:
        match: The matched words.
        view: Their sentence.
        after: The next sentence, None at the end.
        exceptions: In the order they are tried.
        allow: Names that do not count for this rule.

    Returns:
        Name of the exception and the words that make it (empty where the form does), or None.
    """
    for exception in exceptions:
        if exception.name in allow:
            continue
        if exception.label_none and view.audit.label is not Framing.NONE:
            continue
        words = _words(exception, match, view, after)
        if words is not None:
            return exception.name, words
    return None


def _words(
    exception: GeneralException, match: Range, view: RuleView, after: RuleView | None
) -> str | None:
    if exception.scope == "form":
        return "" if _has_form(exception.name, view) else None
    if exception.scope == "quote":
        quoted = any(a <= match[0] and match[1] <= b for a, b in view.text.signs.get("quote", ()))
        if not quoted:
            return None
        places = (next(_found(exception, item.text), None) for item in (view, after) if item)
        return next((view.shown(p) if i == 0 else "" for i, p in enumerate(places) if p), None)
    for place in _found(exception, view.text):
        if exception.scope == "sentence" or _stands(exception.scope, place, match, view):
            return view.shown(place)
    return None


def _stands(scope: str, place: Range, match: Range, view: RuleView) -> bool:
    """Tell whether the words of an exception stand where its scope wants them."""
    if scope == "overlap":
        return place[0] < match[1] and match[0] < place[1]
    near = place[1] <= match[0] and match[0] - place[1] < REACH
    return near and view.clauses[place[0]] == view.clauses[match[0]]


def _found(exception: GeneralException, text: SentenceWords) -> Iterator[Range]:
    cancelled = [r for p in exception.unless for r in find_all(compile_pattern(p), text)]
    for pattern in exception.patterns:
        for place in find_all(compile_pattern(pattern), text):
            if not any(a < place[1] and place[0] < b for a, b in cancelled):
                yield place


def _has_form(name: str, view: RuleView) -> bool:
    """Tell whether the form of a sentence is the exception: a question, or a cited title."""
    sentence = view.audit.sentence
    if name == "question":
        return sentence.text.rstrip("\"'”’)* ").endswith("?")
    return bool(_REFERENCES.search(sentence.section.casefold()))
