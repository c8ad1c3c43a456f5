"""Which of the found names are mentions in their sentence.

In: `Words`, candidates, the rules of `lexicons/mention_context.toml`. Out: the candidates that
stay. Only drops; the reasons are explained in the data file.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from puffery.records import MentionLabel
from puffery.tag.matching.candidates import Candidate
from puffery.tag.matching.context_file import ContextRules
from puffery.terms.lexicon import Lexicon
from puffery.terms.word_keys import Words

_MAX_INSTITUTION_WORDS = 6


def drop_unclear(
    words: Words, candidates: Iterable[Candidate], *, lexicon: Lexicon, rules: ContextRules
) -> list[Candidate]:
    """Drop abbreviations with several meanings where nothing speaks for this one.

    Args:
        words: The words of a text.
        candidates: Names that do not overlap, in order.
        lexicon: For the subtypes.
        rules: What `load_context` returned.
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
        rules: What `load_context` returned.
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
        rules: What `load_context` returned.
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
        self._mates: defaultdict[int, list[Candidate]] = defaultdict(list)
        for item in candidates:
            self._mates[words.sentence[item.start]].append(item)
        self._full_names = {
            item.concept_id for item in candidates if item.name not in lexicon.caps
        } - {""}
        self._signs: dict[int, bool] = {}

    def kept(self) -> list[Candidate]:
        """Return the candidates that stay."""
        items = [item for item in self._all if not self.is_institution(item)]
        items = [item for item in items if self._is_therapeutic(item)]
        sure = {item.start for item in items if item.name not in self._rules.substances}
        return [item for item in items if item.start in sure or self._is_given(item, sure)]

    def _is_therapeutic(self, item: Candidate) -> bool:
        rules = self._rules
        if item.label != MentionLabel.THERAPY or item.end in self._defined:
            return True
        if self._follows(item) in rules.never_before:
            return False
        stems = rules.beside.get(item.name)
        if stems:
            return self._any_starts(self._words.sentence[item.start], stems)
        if not self._needs_sign(item) or item.name in rules.substances:
            return True
        if self._is_cell(item) and self._is_explained(item):
            return False
        return self._has_sign(item)

    def _is_cell(self, item: Candidate) -> bool:
        subtype = self._lexicon.concepts[item.concept_id].subtype if item.concept_id else ""
        return item.method != "pattern" and subtype in self._rules.subtypes

    def _needs_sign(self, item: Candidate) -> bool:
        """Return whether a name is a therapy only in a sentence about treating somebody."""
        everyday = (self._rules.names, self._rules.beside, self._rules.substances)
        return item.label == MentionLabel.THERAPY and (
            self._is_cell(item) or any(item.name in names for names in everyday)
        )

    def _is_explained(self, item: Candidate) -> bool:
        """Return whether a cell is one of the body, pointed back to, or defined (`X are the`)."""
        words, rules = self._words, self._rules
        keys = words.keys
        if item.start and words.joined[item.start]:
            sentence = words.sentence[item.start]
            ill = any(
                other.end == item.start and other.label == MentionLabel.DISEASE
                for other in self._mates[sentence]
            )
            if ill or keys[item.start - 1] in rules.pointing:
                return True
        follows = self._follows(item)
        if follows in rules.cell_after:
            return True
        after = keys[item.end + 1] if item.end + 1 < len(words) else ""
        opens = follows in rules.verbs and after in rules.openers
        return opens and not self._any_starts(words.sentence[item.start], rules.strong)

    def _has_sign(self, item: Candidate) -> bool:
        sentence = self._words.sentence[item.start]
        if any(not self._needs_sign(other) for other in self._mates[sentence]):
            return True
        if sentence not in self._signs:
            self._signs[sentence] = self._any_starts(sentence, self._rules.therapeutic)
        return self._signs[sentence]

    def _any_starts(self, sentence: int, stems: tuple[str, ...]) -> bool:
        keys = self._words.keys
        return any(keys[index].startswith(stems) for index in self._indices[sentence])

    def _is_given(self, item: Candidate, sure: set[int]) -> bool:
        """Return whether a substance is given or taken here, or listed with a therapy."""
        words, rules = self._words, self._rules
        if self._follows(item) in rules.not_before:
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
            for other in self._mates[sentence]
        )

    def _follows(self, item: Candidate) -> str:
        """Return the key of the word that follows without punctuation, or an empty one."""
        words = self._words
        if item.end < len(words) and words.joined[item.end]:
            return words.keys[item.end]
        return ""

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
        return len(self._mates[sentence]) > 1 or self._any_starts(sentence, self._rules.therapeutic)

    def _is_shouted(self, sentence: int) -> bool:
        """Return whether all words of a sentence are in capitals."""
        words = self._words
        return all(
            words.surface(index).upper() == words.surface(index)
            for index in self._indices[sentence]
        )

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
                return words.keys[index + 1] in rules.links and (capital or index == item.start - 2)
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
