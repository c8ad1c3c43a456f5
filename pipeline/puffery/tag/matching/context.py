"""Which of the found names are mentions in their sentence.

In: `Words`, candidates, the rules of `lexicons/mention_context.toml`. Out: the candidates that
stay. Only drops; the reasons are explained in the data file.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from puffery.data_files import read_toml, word_set
from puffery.errors import DataFileError
from puffery.records import MentionLabel
from puffery.tag.lexicon import Lexicon
from puffery.tag.matching.candidates import Candidate
from puffery.tag.matching.word_keys import Words, phrase_key

FILE = "mention_context.toml"
_MAX_INSTITUTION_WORDS = 6


@dataclass(frozen=True, slots=True)
class ContextRules:
    """The parsed data file; see there for what each list means."""

    therapeutic: tuple[str, ...]
    subtypes: frozenset[str]
    names: frozenset[str]
    beside: Mapping[str, tuple[str, ...]]
    pointing: frozenset[str]
    verbs: frozenset[str]
    openers: frozenset[str]
    substances: frozenset[str]
    before: int
    after: int
    giving: tuple[str, ...]
    given: tuple[str, ...]
    not_before: frozenset[str]
    heads: frozenset[str]
    weak_heads: frozenset[str]
    leads: frozenset[str]
    links: frozenset[str]
    several_meanings: frozenset[str]


@lru_cache(maxsize=1)
def load_context() -> ContextRules:
    """Load the shipped rules once.

    Raises:
        DataFileError: `PUF301` when the file is missing or not valid.
    """
    table = read_toml("lexicons", FILE)

    def words(section: str, key: str) -> frozenset[str]:
        rows = table.get(section)
        if not isinstance(rows, dict):
            raise DataFileError("PUF301", f"lexicons/{FILE}: section [{section}] is missing")
        return word_set(rows, key, where=f"lexicons/{FILE} [{section}]")

    def keys(section: str, key: str) -> frozenset[str]:
        return frozenset(phrase_key(word) for word in words(section, key))

    substances = table["substances"]
    sizes = (substances.get("before"), substances.get("after")) if isinstance(substances, dict) else ()
    if len(sizes) != 2 or not all(isinstance(size, int) for size in sizes):
        raise DataFileError("PUF301", f"lexicons/{FILE} [substances]: before, after must be numbers")
    return ContextRules(
        therapeutic=tuple(sorted(words("therapeutic", "stems"))),
        subtypes=words("needs_therapeutic", "subtypes"),
        names=keys("needs_therapeutic", "names"),
        beside=_beside(table),
        pointing=keys("pointing", "words"),
        verbs=keys("definition", "verbs"),
        openers=keys("definition", "openers"),
        substances=keys("substances", "names"),
        before=int(sizes[0]),
        after=int(sizes[1]),
        giving=tuple(sorted(words("substances", "stems"))),
        given=tuple(sorted(words("substances", "stems_after"))),
        not_before=keys("substances", "not_before"),
        heads=keys("institutions", "heads"),
        weak_heads=keys("institutions", "weak_heads"),
        leads=keys("institutions", "leads"),
        links=keys("institutions", "links"),
        several_meanings=words("several_meanings", "names"),
    )


def _beside(table: dict[str, object]) -> dict[str, tuple[str, ...]]:
    rows = table.get("beside")
    if not isinstance(rows, list):
        raise DataFileError("PUF301", f"lexicons/{FILE}: [[beside]] is missing")
    where = f"lexicons/{FILE} [[beside]]"
    return {
        phrase_key(name): tuple(sorted(word_set(row, "stems", where=where)))
        for row in rows
        for name in word_set(row, "names", where=where)
    }


def drop_unclear(
    words: Words, candidates: Iterable[Candidate], *, lexicon: Lexicon, rules: ContextRules
) -> list[Candidate]:
    """Drop abbreviations with several meanings where nothing speaks for this one.

    Args:
        words: The words of a text.
        candidates: Names that do not overlap, in order.
        lexicon: For the subtypes.
        rules: What `load_context` returns.
    """
    items = list(candidates)
    judge = _Judge(words, items, lexicon, rules, frozenset())
    return [item for item in items if judge.is_clear(item)]


def drop_institutions(
    words: Words, candidates: Iterable[Candidate], *, lexicon: Lexicon, rules: ContextRules
) -> list[Candidate]:
    """Drop names that stand in the name of an institution, a journal or an event.

    Args:
        words: The words of a text.
        candidates: Names that do not overlap, in order.
        lexicon: For the subtypes.
        rules: What `load_context` returns.
    """
    items = list(candidates)
    judge = _Judge(words, items, lexicon, rules, frozenset())
    return [item for item in items if not judge.is_institution(item)]


def keep_mentions(
    words: Words,
    candidates: Iterable[Candidate],
    *,
    lexicon: Lexicon,
    rules: ContextRules,
    defined: frozenset[int],
) -> list[Candidate]:
    """Drop names that are no mention where they stand.

    Args:
        words: The words of a text.
        candidates: Names that do not overlap, in order.
        lexicon: For the subtypes.
        rules: What `load_context` returns.
        defined: Last words (one past) of names whose abbreviation is defined right after them.

    Returns:
        The candidates that stay, in order.
    """
    return _Judge(words, list(candidates), lexicon, rules, defined).kept()


class _Judge:
    """Applies the rules to the candidates of one text."""

    def __init__(
        self,
        words: Words,
        candidates: list[Candidate],
        lexicon: Lexicon,
        rules: ContextRules,
        defined: frozenset[int],
    ) -> None:
        self._words = words
        self._rules = rules
        self._lexicon = lexicon
        self._defined = defined
        self._all = candidates
        self._indices: defaultdict[int, list[int]] = defaultdict(list)
        for index, sentence in enumerate(words.sentence):
            self._indices[sentence].append(index)
        self._sick = {
            words.sentence[item.start] for item in candidates if item.label == MentionLabel.DISEASE
        }
        self._full_names = {
            item.concept_id for item in candidates if item.name not in lexicon.caps
        } - {""}
        self._signs: dict[int, bool] = {}

    def kept(self) -> list[Candidate]:
        """Return the candidates that stay."""
        items = [item for item in self._all if not self.is_institution(item)]
        items = [item for item in items if self._is_therapeutic(item)]
        sure = {item.start for item in items if item.name not in self._rules.substances}
        return [item for item in items if item.start in sure or self._is_given(item, items, sure)]

    def _is_therapeutic(self, item: Candidate) -> bool:
        rules = self._rules
        if item.label != MentionLabel.THERAPY or item.end in self._defined:
            return True
        stems = rules.beside.get(item.name)
        if stems and not self._any_starts(self._words.sentence[item.start], stems):
            return False
        bare = item.method != "pattern"
        subtype = self._lexicon.concepts[item.concept_id].subtype if item.concept_id else ""
        is_cell = bare and subtype in rules.subtypes
        if not is_cell and item.name not in rules.names:
            return True
        keys = self._words.keys
        if is_cell and item.start > 0 and self._words.joined[item.start] and (
            keys[item.start - 1] in rules.pointing
        ):
            return False
        return self._has_sign(item)

    def _has_sign(self, item: Candidate) -> bool:
        sentence = self._words.sentence[item.start]
        if sentence in self._sick:
            return True
        if sentence not in self._signs:
            self._signs[sentence] = self._any_starts(sentence, self._rules.therapeutic)
        return self._signs[sentence]

    def _any_starts(self, sentence: int, stems: tuple[str, ...]) -> bool:
        keys = self._words.keys
        return any(keys[index].startswith(stems) for index in self._indices[sentence])

    def _is_given(self, item: Candidate, items: list[Candidate], sure: set[int]) -> bool:
        """Return whether a substance is given or taken here, or listed with a therapy."""
        words, rules = self._words, self._rules
        if item.end < len(words) and words.joined[item.end] and (
            words.keys[item.end] in rules.not_before
        ):
            return False
        before = range(max(item.start - rules.before, 0), item.start)
        after = range(item.end, min(item.end + rules.after, len(words)))
        sentence = words.sentence[item.start]
        for near, stems in ((before, rules.giving), (after, rules.given)):
            if any(
                words.sentence[index] == sentence and words.keys[index].startswith(stems)
                for index in near
            ):
                return True
        return any(
            other.label == MentionLabel.THERAPY
            and other.start in sure
            and (0 <= item.start - other.end <= 1 or 0 <= other.start - item.end <= 1)
            for other in items
        )

    def is_clear(self, item: Candidate) -> bool:
        """Return whether an abbreviation with several meanings means this one here."""
        if item.method != "lexicon" or item.name not in self._rules.several_meanings:
            return True
        if item.concept_id in self._full_names:
            return True
        start = self._words.starts[item.start]
        if self._is_shouted(self._words.sentence[item.start]):
            return False
        return self._words.text[max(start - 2, 0) : start] != ", " and self._stands_in_context(item)

    def _stands_in_context(self, item: Candidate) -> bool:
        sentence = self._words.sentence[item.start]
        others = any(
            self._words.sentence[other.start] == sentence and other is not item
            for other in self._all
        )
        return others or self._any_starts(sentence, self._rules.therapeutic)

    def _is_shouted(self, sentence: int) -> bool:
        """Return whether all words of a sentence are in capitals."""
        words = self._words
        return all(words.surface(index).upper() == words.surface(index) for index in self._indices[sentence])

    def is_institution(self, item: Candidate) -> bool:
        """Return whether a name stands in the name of an institution, journal or event."""
        return self._has_head(item) or self._has_lead(item)

    def _has_head(self, item: Candidate) -> bool:
        words, rules = self._words, self._rules
        if not self._is_capital(item.start):
            return False
        heads = rules.heads
        if not self._is_heading(words.sentence[item.start]):
            heads = heads | rules.weak_heads
        for index in range(item.end, min(item.end + _MAX_INSTITUTION_WORDS, len(words))):
            linked = words.keys[index] in rules.links
            if not words.joined[index] or not (linked or self._is_capital(index)):
                return False
            if words.keys[index] in heads and self._is_capital(index):
                return True
        return False

    def _has_lead(self, item: Candidate) -> bool:
        words, rules = self._words, self._rules
        sentence = words.sentence[item.start]
        capital = self._is_capital(item.start)
        for index in range(item.start - 1, max(item.start - 1 - _MAX_INSTITUTION_WORDS, -1), -1):
            if words.sentence[index] != sentence:
                return False
            if words.keys[index] in rules.leads and index < item.start - 1:
                return words.keys[index + 1] in rules.links and (
                    capital or index == item.start - 2
                )
            if words.keys[index] == "journal" and capital:
                return True
            if not (words.keys[index] in rules.links or self._is_capital(index)):
                return False
        return False

    def _is_capital(self, index: int) -> bool:
        return self._words.text[self._words.starts[index]].isupper()

    def _is_heading(self, sentence: int) -> bool:
        """Return whether all longer words of a sentence have a capital."""
        return all(
            self._is_capital(index) or self._words.ends[index] - self._words.starts[index] < 4
            for index in self._indices[sentence]
        )
