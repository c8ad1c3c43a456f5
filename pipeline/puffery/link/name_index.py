"""Finding the concept of a mention: exact names, variants of names, and a fuzzy suggestion.

In: the lexicon. Out: a concept id with how it was found and how like the names are.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Protocol

import numpy as np

from puffery.data_files import read_toml, word_set
from puffery.errors import DataFileError
from puffery.records import MentionLabel
from puffery.terms.lexicon import Lexicon
from puffery.terms.word_keys import phrase_key

FILE = "link_words.toml"
MIN_LIKENESS = 0.6
"""Floor of a fuzzy link (cosine of character trigrams). Chosen on the train parts of BC5CDR and
NCBI disease."""

VARIANT_SCORE = 0.95
"""Score of a variant that differs in word order or in words of like meaning alone."""


REMEMBERED = 1 << 16
"""Mentions whose link is remembered; bounded, so that memory stays flat over many articles."""


@dataclass(frozen=True, slots=True)
class Link:
    """A concept found for a mention.

    Attributes:
        concept_id: The concept.
        method: `exact`, `variant` or `fuzzy`.
        score: Likeness, 0 to 1; 1 for `exact`.
    """

    concept_id: str
    method: str
    score: float


class FuzzyIndex(Protocol):
    """Suggests the most alike name among those of one label."""

    def nearest(self, key: str) -> Link | None:
        """Return the most alike name's concept, or None below the floor."""
        ...


class NameIndex:
    """Names of the lexicon, ready to be compared with mentions.

    Args:
        lexicon: Names and concepts.
        fuzzy: Suggester for each label; None builds trigram indexes when first needed.

    Raises:
        DataFileError: `PUF301` when `link_words.toml` is not valid.
    """

    def __init__(
        self, lexicon: Lexicon, *, fuzzy: Mapping[MentionLabel, FuzzyIndex] | None = None
    ) -> None:
        self._lexicon = lexicon
        self._words = _LinkWords.load()
        self._fuzzy = dict(fuzzy or {})
        self._remembered = lru_cache(maxsize=REMEMBERED)(self._find)

    def __reduce__(self) -> tuple[object, ...]:
        """Pickle as the lexicon: indexes and memory are built again where they are needed."""
        return NameIndex, (self._lexicon,)

    def find(self, text: str, label: MentionLabel) -> Link | None:
        """Return the concept of a mention, None when no name is alike enough.

        Args:
            text: The mention as it stands, or the long form of its abbreviation.
            label: Only concepts of this label are considered.
        """
        return self._remembered(text, label)

    def _find(self, text: str, label: MentionLabel) -> Link | None:
        key = phrase_key(text)
        exact = self._exact(text, key)
        if exact and self._is(exact, label):
            return Link(exact, "exact", 1.0)
        if not key:
            return None
        return self._variant(key, label) or self._nearest(key, label)

    def _exact(self, text: str, key: str) -> str:
        lexicon = self._lexicon
        return (
            lexicon.keys.get(key)
            or lexicon.caps.get(text)
            or (lexicon.caps.get(text[:-1]) if text.endswith("s") else None)
            or lexicon.poss.get(key)
            or self._words.names.get(key)
            or lexicon.stopped.get(key)
            or ""
        )

    def _is(self, concept_id: str, label: MentionLabel) -> bool:
        return self._lexicon.concepts[concept_id].label is label

    def _variant(self, key: str, label: MentionLabel) -> Link | None:
        """Look for the same words in another order or form, then for fewer modifiers."""
        words = self._words.rewrite(key)
        names = self._variants[label]
        found = names.get(frozenset(words))
        if found:
            return Link(found, "variant", VARIANT_SCORE)
        core = [word for word in words if word not in self._words.modifiers]
        found = names.get(frozenset(core)) if 0 < len(core) < len(words) else None
        return Link(found, "variant", VARIANT_SCORE * len(core) / len(words)) if found else None

    @cached_property
    def _variants(self) -> dict[MentionLabel, dict[frozenset[str], str]]:
        """Rewritten words of a name -> concept, by label; shorter ids of MeSH come first."""
        names: dict[MentionLabel, dict[frozenset[str], str]] = {la: {} for la in MentionLabel}
        lexicon = self._lexicon
        ranked = sorted(
            [*lexicon.keys.items(), *lexicon.stopped.items()],
            key=lambda item: (
                not item[1].startswith("MESH:"),
                phrase_key(lexicon.concepts[item[1]].name) != item[0],
                len(item[0]),
                item,
            ),
        )
        for key, concept_id in ranked:
            words = frozenset(self._words.rewrite(key))
            names[lexicon.concepts[concept_id].label].setdefault(words, concept_id)
        return names

    def _nearest(self, key: str, label: MentionLabel) -> Link | None:
        if label not in self._fuzzy:
            self._fuzzy[label] = TrigramIndex(
                (name, concept_id)
                for name, concept_id in self._lexicon.keys.items()
                if self._is(concept_id, label)
            )
        return self._fuzzy[label].nearest(key)


@dataclass(frozen=True, slots=True)
class _LinkWords:
    """Words that are left out, modifiers, and words that stand for others."""

    dropped: frozenset[str]
    modifiers: frozenset[str]
    same: dict[str, tuple[str, ...]]
    names: dict[str, str]

    @classmethod
    def load(cls) -> _LinkWords:
        table = read_toml("lexicons", FILE)
        same, names = (_texts(table, key) for key in ("same", "names"))
        return cls(
            word_set(table, "dropped", where=FILE),
            word_set(table, "modifiers", where=FILE),
            {phrase_key(word): tuple(phrase_key(text).split()) for word, text in same.items()},
            {phrase_key(name): concept_id for name, concept_id in names.items()},
        )

    def rewrite(self, key: str) -> list[str]:
        """Return the words of a key in order, each replaced by what it stands for."""
        words = [new for word in key.split() for new in self.same.get(word, (word,))]
        return list(dict.fromkeys(w for w in words if w not in self.dropped)) or words


def _texts(table: Mapping[str, object], key: str) -> dict[str, str]:
    values = table.get(key)
    if not isinstance(values, dict) or not all(isinstance(v, str) for v in values.values()):
        raise DataFileError("PUF301", f"{FILE}: [{key}] must map texts to texts")
    return values


@lru_cache(maxsize=2)
def shared_index(lexicon: Lexicon) -> NameIndex:
    """Return the one index of a lexicon that all pipelines of this process share."""
    return NameIndex(lexicon)


class TrigramIndex:
    """Names as TF-IDF weighted character trigrams; the search is exhaustive and deterministic.

    Args:
        names: (key, concept id) pairs.
    """

    def __init__(self, names: Iterable[tuple[str, str]]) -> None:
        from sklearn.feature_extraction.text import TfidfVectorizer

        pairs = sorted(names)
        self._concepts = [concept_id for _, concept_id in pairs]
        self._vectorizer = TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 3), dtype=np.float32)
        self._names = self._vectorizer.fit_transform([key for key, _ in pairs]).T.tocsr()

    def nearest(self, key: str) -> Link | None:
        """Return the concept of the most alike name, None below `MIN_LIKENESS`."""
        likeness = (self._vectorizer.transform([key]) @ self._names).toarray()[0]
        best = int(likeness.argmax())
        score = round(float(likeness[best]), 3)
        return Link(self._concepts[best], "fuzzy", score) if score >= MIN_LIKENESS else None
