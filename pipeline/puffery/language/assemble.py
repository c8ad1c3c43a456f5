"""Putting the spaCy pipeline together; only this room and `run` know the order.

In: settings. Out: a `Language`, and `Doc`s for a stream of articles.
"""

from __future__ import annotations

import spacy
from spacy.language import Language
from spacy.tokens import Doc

from puffery import doc_keys
from puffery.records import Article

ORDER = (
    "puffery_sentence_splitter",
    "puffery_mention_tagger",
    "puffery_cue_tagger",
    "puffery_claim_classifier",
)


MAX_LENGTH = 100_000_000
"""Articles are bounded by `settings.max_chars`; spaCy's own limit is for parsers and NER."""


def load(*, abbreviations: str = "auto", whole: bool = False) -> Language:
    """Return the puffery pipeline: a blank English `Language` with the four components.

    Args:
        abbreviations: Abbreviation engine, `auto`, `scispacy` or `builtin`.
        whole: Treat each text as one ready-made sentence.

    Returns:
        A pipeline that works under `nlp(text)` and `nlp.pipe(texts)`.
    """
    import puffery.language.factories  # noqa: F401  # registers the factories without entry points

    nlp = spacy.blank("en")
    nlp.max_length = MAX_LENGTH
    nlp.add_pipe(ORDER[0], config={"whole": whole})
    nlp.add_pipe(ORDER[1], config={"abbreviations": abbreviations})
    for name in ORDER[2:]:
        nlp.add_pipe(name)
    return nlp


def load_tagger() -> Language:
    """Return a pipeline of splitter and lexicon tagger alone, for training data.

    Abbreviations are found by the built-in detector, so that training gives the same everywhere.
    """
    import puffery.language.factories  # noqa: F401

    nlp = spacy.blank("en")
    nlp.max_length = MAX_LENGTH
    nlp.add_pipe(ORDER[0])
    nlp.add_pipe(ORDER[1], config={"abbreviations": "builtin"})
    return nlp


def annotate(nlp: Language, article: Article) -> Doc:
    """Return the annotated `Doc` of an article; `doc.text == article.text`."""
    doc_keys.register_extensions()
    doc = nlp.make_doc(article.text)
    doc._.puffery_article = article
    return nlp(doc)
