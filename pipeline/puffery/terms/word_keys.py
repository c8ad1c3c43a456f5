"""Words with a spelling-neutral key, so that one dictionary look-up finds all spellings of a name.

In: text, with sentence starts where they are known. Out: `Words`, parallel lists over the words.

The key of a word is its case-folded form with British spelling turned American, diacritics off
and the plural folded. The same function is used for the lexicon and for the text, so a rule that
is wrong for a word is wrong on both sides and still matches.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from puffery.terms.disguise import PlainText, plain_text

_WORD = re.compile(r"([^\W_]+(?:['’](?![sS]\b)[^\W_]+)*)(?:['’][sS]\b|(?<=[sS])['’](?!\w))?")
# Web and mail addresses are no words. All repeats are bounded, so that a long run without spaces
# costs linear time.
_ADDRESS = re.compile(
    r"(?:https?://|www\.)\S+|\S{1,64}@\S{1,64}\.\w{2,10}"
    r"|\b[\w-]{1,63}(?:\.[\w-]{1,63}){0,4}\.(?:com|org|net|gov|edu)\b\S{0,200}"
)
# What may stand between two words of one name: spaces, a hyphen or slash, or one line break
# (hard-wrapped text). Commas, full stops and brackets end a name.
_BRIDGE = re.compile(r"\+?(?:[-‐‑–/]\n?|[^\S\n]+|[^\S\n]*\n[^\S\n]*)")
_SENTENCE_END = re.compile(r"(?<!\bSt)(?<!\bDr)(?<!\bvs)[.!?]['\"”’)]*\s|\n\s*\n")
_PLURALS = (
    ("aches", "ache"),
    ("itides", "itis"),
    ("lyses", "lysis"),
    ("stases", "stasis"),
    ("croses", "crosis"),
    ("noses", "nosis"),
    ("ies", "y"),
    ("ches", "ch"),
    ("shes", "sh"),
    ("xes", "x"),
    ("sses", "ss"),
)
_DOTTED = frozenset(("st", "vs", "dr"))

# Only endings and letter groups, no words: tables of words are data files.
_FOLDS = (
    (re.compile(r"(?<=[a-z])our(?=$|s$|ed$|al|ing$)|(?<=[a-z])our(?=less|ful|able)"), "or"),
    (re.compile(r"is(?=e$|es$|ed$|ing$|ation|ations$|er$)"), "iz"),
    (re.compile(r"ys(?=e$|ed$|ing$)"), "yz"),
    (re.compile(r"(?<=[bt])re$"), "er"),
    (re.compile(r"ae|oe"), "e"),
    (re.compile(r"sulph"), "sulf"),
    (re.compile(r"ll(?=ing$|ed$|er$)"), "l"),
    (re.compile(r"gramme$"), "gram"),
)


@lru_cache(maxsize=1 << 16)
def word_key(word: str) -> str:
    """Return the spelling-neutral key of one word.

    Args:
        word: A word without possessive ending.

    Returns:
        The key; for example `tumor` for `Tumours`, `leukemia` for `leukaemias`.
    """
    key = word.casefold().replace("’", "'")
    if not key.isascii():
        split = unicodedata.normalize("NFKD", key)
        key = "".join(char for char in split if not unicodedata.combining(char))
    if len(key) < 4:
        return key
    key = _singular(key)
    if len(key) > 4:
        for pattern, plain in _FOLDS:
            key = pattern.sub(plain, key)
    return key


def _singular(key: str) -> str:
    if not key.endswith("s") or key.endswith(("ss", "us", "is")):
        return key
    for ending, singular in _PLURALS:
        if key.endswith(ending) and len(key) > len(ending) + 1:
            return key[: -len(ending)] + singular
    return key[:-1]


def phrase_key(phrase: str) -> str:
    """Return the keys of all words of a phrase, joined by one space.

    Hyphens count as spaces and possessive endings are dropped, as in running text.
    """
    return " ".join(word_key(match.group(1)) for match in _WORD.finditer(phrase))


def is_possessive(phrase: str) -> bool:
    """Return whether a name ends in a possessive (`Crohn's`, `Graves'`)."""
    return phrase.endswith(("'s", "’s", "s'", "s’"))


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a text; all lists have one entry a word, in order.

    Attributes:
        text: The text.
        starts: First code point of each word.
        ends: One past its last code point, the possessive ending left out.
        full_ends: One past its last code point with the possessive ending.
        keys: Spelling-neutral key.
        joined: Whether a name may run on from the word before into this one.
        sentence: Number of the sentence that the word stands in, not falling.
    """

    text: str
    starts: list[int]
    ends: list[int]
    full_ends: list[int]
    keys: list[str]
    joined: list[bool]
    sentence: list[int]

    def __len__(self) -> int:
        """Return the number of words."""
        return len(self.starts)

    def surface(self, index: int) -> str:
        """Return a word as it stands, without its possessive ending."""
        return self.text[self.starts[index] : self.ends[index]]


def read_words(text: str, sentence_starts: Sequence[int] | None = None) -> Words:
    """Split a text into words.

    Args:
        text: Any text.
        sentence_starts: First code points of the sentences, ascending; None guesses them from
            end marks and blank lines.

    Returns:
        The words. A word that opens a sentence is never joined to the word before.
    """
    if sentence_starts is None:
        sentence_starts = [0, *(match.end() for match in _SENTENCE_END.finditer(text))]
    plain = plain_text(text)
    if plain.text != text:
        return _undisguised(plain, text, sentence_starts)
    return _read(text, sentence_starts)


def _undisguised(plain: PlainText, text: str, sentence_starts: Sequence[int]) -> Words:
    """Read the plain text and put the words back to where they stand in the original."""
    words = _read(plain.text, [plain.place(start) for start in sentence_starts])
    for ends in (words.ends, words.full_ends):
        ends[:] = [plain.origin(a, b)[1] for a, b in zip(words.starts, ends, strict=True)]
    words.starts[:] = [plain.origin(start, start + 1)[0] for start in words.starts]
    return replace(words, text=text)


def _read(text: str, sentence_starts: Sequence[int]) -> Words:
    words = Words(text, [], [], [], [], [], [])
    before = -1
    for match in _WORD.finditer(_blank_addresses(text)):
        start, end = match.span(1)
        sentence = bisect_right(sentence_starts, start)
        same = before >= 0 and words.sentence[before] == sentence
        words.joined.append(
            same and _bridges(text, words.full_ends[before], start, words.keys[before])
        )
        words.starts.append(start)
        words.ends.append(end)
        words.full_ends.append(match.end())
        words.keys.append(word_key(match.group(1)))
        words.sentence.append(sentence)
        before += 1
    return words


def _blank_addresses(text: str) -> str:
    return _ADDRESS.sub(lambda match: "." * len(match.group()), text)


def _bridges(text: str, end: int, start: int, key: str) -> bool:
    if start - end == 1 and text[end] == " ":
        return True
    if _BRIDGE.fullmatch(text, end, start):
        return True
    return key in _DOTTED and text[end:start] == ". "
