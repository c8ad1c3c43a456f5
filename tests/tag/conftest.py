from __future__ import annotations

from collections.abc import Callable

import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc

from puffery.tag.mention_tagger import MentionTagger
from puffery.terms.lexicon import Lexicon, load_lexicon


@pytest.fixture(scope="session")
def nlp() -> Language:
    return spacy.blank("en")


@pytest.fixture(scope="session")
def lexicon() -> Lexicon:
    return load_lexicon()


@pytest.fixture(scope="session", params=["builtin", "scispacy"])
def engine(request: pytest.FixtureRequest) -> str:
    if request.param == "scispacy":
        pytest.importorskip("scispacy")
    return str(request.param)


@pytest.fixture(scope="session")
def tag(nlp: Language, lexicon: Lexicon) -> Callable[[str], Doc]:
    tagger = MentionTagger(nlp, "mentions", lexicon=lexicon, abbreviations="builtin")
    return lambda text: tagger(nlp.make_doc(text))


@pytest.fixture(scope="session")
def tag_with(nlp: Language, lexicon: Lexicon, engine: str) -> Callable[[str], Doc]:
    tagger = MentionTagger(nlp, "mentions", lexicon=lexicon, abbreviations=engine)
    return lambda text: tagger(nlp.make_doc(text))
