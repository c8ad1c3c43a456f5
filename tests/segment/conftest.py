"""A splitter without the rest of the pipeline."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import spacy
from spacy.tokens import Doc

from puffery.records import Article
from puffery.segment.sentence_splitter import SentenceSplitter

Split = Callable[..., Doc]


@pytest.fixture(scope="session")
def split() -> Split:
    nlp = spacy.blank("en")
    splitters = {whole: SentenceSplitter(whole=whole) for whole in (False, True)}

    def run(text: str, *, article: Article | None = None, whole: bool = False) -> Doc:
        doc = nlp.make_doc(text)
        doc._.puffery_article = article
        return splitters[whole](doc)

    return run
