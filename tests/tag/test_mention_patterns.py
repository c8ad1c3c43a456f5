from __future__ import annotations

import pytest

from puffery.errors import DataFileError
from puffery.tag.matching.candidates import Candidate, find_names
from puffery.tag.matching.composed_names import compose_names
from puffery.tag.matching.pattern_file import Pattern, load_patterns, read_patterns
from puffery.terms.lexicon import Lexicon
from puffery.terms.word_keys import read_words

PATTERNS = load_patterns()
HITS = [(p, text) for p in PATTERNS.patterns for text in p.hits]
MISSES = [(p, text) for p in PATTERNS.patterns for text in p.misses]


def built(text: str, pattern: Pattern, lexicon: Lexicon) -> list[str]:
    words = read_words(text)
    found = compose_names(words, find_names(words, lexicon), PATTERNS, lexicon)
    return [
        _surface(text, item, words.starts, words.ends) for item in found if item.name == pattern.id
    ]


def _surface(text: str, item: Candidate, starts: list[int], ends: list[int]) -> str:
    return text[starts[item.start] : ends[item.end - 1]]


@pytest.mark.parametrize(("pattern", "text"), HITS, ids=[f"{p.id}: {t}" for p, t in HITS])
def test_pattern_finds_its_hits(pattern: Pattern, text: str, lexicon: Lexicon) -> None:
    assert text.rstrip(".") in built(text, pattern, lexicon)


@pytest.mark.parametrize(("pattern", "text"), MISSES, ids=[f"{p.id}: {t}" for p, t in MISSES])
def test_pattern_leaves_its_misses(pattern: Pattern, text: str, lexicon: Lexicon) -> None:
    assert built(text, pattern, lexicon) == []


def test_pattern_ids_are_unique() -> None:
    ids = [pattern.id for pattern in PATTERNS.patterns]

    assert len(set(ids)) == len(ids)


def test_unknown_class_is_an_error() -> None:
    data = b"""
    subtypes = []
    adjective_endings = []
    open_never_ends = []
    [drug_suffix]
    suffixes = []
    exceptions = []
    [words.closed]
    list = []
    [[pattern]]
    id = "MEN-999"
    label = "THERAPY"
    head = "nowhere"
    hits = []
    misses = []
    """

    with pytest.raises(DataFileError, match="MEN-999 names an unknown class 'nowhere'"):
        read_patterns(data)
