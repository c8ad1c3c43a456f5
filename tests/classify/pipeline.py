"""The pipeline, loaded once for all test rooms."""

from __future__ import annotations

from functools import cache

from spacy.language import Language

import puffery
from puffery.records import SentenceAudit


@cache
def pipeline(*, whole: bool = False, labels: str = "rules") -> Language:
    return puffery.load(
        entities="lexicon" if labels == "rules" else "model",
        labels=labels,
        abbreviations="builtin",
        whole=whole,
    )


def audits(text: str) -> tuple[SentenceAudit, ...]:
    return puffery.explain_doc(pipeline()(text))


def only(text: str) -> SentenceAudit:
    """Return the audit of a text of one sentence."""
    found = audits(text)
    assert 1 == len(found), [a.sentence.text for a in found]
    return found[0]
