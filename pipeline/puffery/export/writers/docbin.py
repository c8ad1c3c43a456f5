"""Articles as spaCy `DocBin`s, for training and for looking at them with spaCy's tools.

In: an `ExportJob`. Out: the folder `docbin/` with files of `DOCS_A_FILE` articles each;
`spacy train` and `spacy debug data` take such a folder as it is.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from puffery.export.finished.rows import RunArticle
from puffery.export.interface import ExportJob

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc, Span

DOCS_A_FILE = 500
FRAMING_KEY, MENTION_KEY = "framing", "sc"
"""Span groups: `sc` is what spaCy's span categorizer reads."""


def write_docbin(job: ExportJob, folder: Path) -> list[Path]:
    """Write `docbin/part-0001.spacy` and so on.

    Each `Doc` has spaCy's English tokens, the sentence starts of the run, mentions as entities
    (those that do not overlap) and in the span group `sc`, findings in the span group `framing`
    (the id of a span is its fingerprint), and the article id in `user_data`. Spans whose ends are
    inside a token take in the whole token.

    Args:
        job: The run.
        folder: Where to.

    Returns:
        The folder.

    Raises:
        OSError: When the disk is full or the like.
    """
    import spacy
    from spacy.tokens import DocBin

    nlp = spacy.blank("en")
    target = folder / "docbin"
    target.mkdir()
    articles: Iterator[RunArticle] = job.articles()
    number = 0
    while batch := list(islice(articles, DOCS_A_FILE)):
        number += 1
        docs = [_doc(nlp, article) for article in batch]
        store = DocBin(attrs=["SENT_START", "ENT_IOB", "ENT_TYPE"], store_user_data=True, docs=docs)
        store.to_disk(target / f"part-{number:04}.spacy")
    return [target]


def _doc(nlp: Language, article: RunArticle) -> Doc:
    from spacy.util import filter_spans

    doc = nlp.make_doc(article.text)
    doc.user_data["article_id"] = article.summary.article_id
    starts: set[int] = set()
    framings: list[Span] = []
    mentions: list[Span] = []
    for item in article.sentences:
        whole = _span(doc, item.start, item.end, item.likeliest, item.fingerprint)
        if whole is None:
            continue
        starts.add(whole.start)
        framings += [whole] if item.is_finding else []
        found = (_span(doc, m.start, m.end, m.label, m.concept_id) for m in item.mentions)
        mentions += [span for span in found if span is not None]
    for token in doc:
        token.is_sent_start = token.i in starts
    doc.spans[FRAMING_KEY] = framings
    doc.spans[MENTION_KEY] = mentions
    doc.ents = tuple(filter_spans(mentions))
    return doc


def _span(doc: Doc, start: int, end: int, label: str, span_id: str) -> Span | None:
    return doc.char_span(start, end, label=label, span_id=span_id, alignment_mode="expand")
