"""The pattern language of cues and audit rules, over normalised words.

In: a pattern as text. Out: its places (`Slot`s), or a regular expression.

A pattern is a row of places. `a|b` means either; `a_b` is one alternative of two words; `word?` may
be missing; `verb~` stands for all inflected forms; `noun^` for singular and plural; `<3>` for up to
three words with no punctuation. Spelling with -iz- also covers -is-; a hyphen also covers a space.
Audit rules know two places more: `<*12>` for up to twelve tokens of any kind, and `{disease}`,
`{hedge.modal}`, `{number}` for a span with that sign; words and signs may be alternatives of one
place (`patients|{disease}`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from puffery.data_files import read_toml
from puffery.errors import DataFileError

_GAP = re.compile(r"<(\*?)(\d{1,2})>$")
_SIGN = re.compile(r"\{[a-z_.]+\}")
_SIGNS = re.compile(r"\{[a-z_.|]+\}")

_GAP_WORD = r"(?=[^ ]*[^\W_])[^ ]+"
"""A word that a gap may skip: anything but punctuation standing alone."""


@dataclass(frozen=True, slots=True)
class Slot:
    """One place of a pattern.

    Attributes:
        words: Alternatives, each a tuple of normalised words; empty for a gap or a sign.
        optional: Whether the place may be left out.
        gap: Most words of any kind that may stand here, 0 for a normal place.
        any_token: Whether the gap may also skip punctuation.
        signs: Names of spans of which one must stand here; empty for a place of words.
    """

    words: tuple[tuple[str, ...], ...] = ()
    optional: bool = False
    gap: int = 0
    any_token: bool = False
    signs: tuple[str, ...] = ()


def parse_pattern(pattern: str) -> tuple[Slot, ...]:
    """Read a pattern into its places.

    Args:
        pattern: In the language of the module docstring.

    Returns:
        The places in order.

    Raises:
        DataFileError: `PUF301` when every place is optional.
    """
    slots = []
    for part in pattern.split():
        slots.append(_read_place(part))
    if not any((slot.words or slot.signs) and not slot.optional for slot in slots):
        raise DataFileError("PUF301", f"pattern matches nothing for sure: {pattern!r}")
    return tuple(slots)


def _read_place(part: str) -> Slot:
    gap = _GAP.match(part)
    if gap:
        return Slot(optional=True, gap=int(gap.group(2)), any_token=bool(gap.group(1)))
    optional = part.endswith("?") and len(part) > 1
    body = part.removesuffix("?") if optional else part
    if "{" not in body:
        return Slot(_alternatives(body), optional=optional)
    single = _SIGNS.sub(lambda found: found.group().replace("|", "}|{"), body)  # {a|b} is {a}|{b}
    alternatives = single.split("|")
    words = [item for item in alternatives if "{" not in item]
    signs = tuple(item[1:-1] for item in alternatives if _SIGN.fullmatch(item))
    if len(words) + len(signs) < len(alternatives):
        raise DataFileError("PUF301", f"{part!r}: a sign stands alone or between | signs")
    return Slot(_alternatives("|".join(words)) if words else (), optional=optional, signs=signs)


def compile_slots(slots: tuple[Slot, ...]) -> re.Pattern[str]:
    """Turn places into a regular expression over words that are each followed by one space."""
    parts = []
    for slot in slots:
        if slot.gap:
            parts.append(rf"(?:{_GAP_WORD} ){{0,{slot.gap}}}?")
            continue
        longest_first = sorted(
            (" ".join(words) for words in slot.words), key=lambda w: (-len(w), w)
        )
        body = "|".join(re.escape(words) for words in longest_first)
        parts.append(f"(?:(?:{body}) ){'?' if slot.optional else ''}")
    return re.compile("(?<![^ ])" + "".join(parts))


def anchor_words(slots: tuple[Slot, ...]) -> frozenset[str]:
    """Return words of which one must occur for the pattern to match (its rarest sure place)."""
    sure = [slot for slot in slots if slot.words and not slot.signs and not slot.optional]
    smallest = min(sure, key=lambda slot: (len(slot.words), slots.index(slot)))
    return frozenset(words[0] for words in smallest.words)


def _alternatives(body: str) -> tuple[tuple[str, ...], ...]:
    """Return the alternatives of a place in all their forms and spellings."""
    words = [form for word in body.split("|") for form in _forms(word)]
    both = [variant for word in words for variant in (word, *_spellings(word))]
    alternatives = tuple(dict.fromkeys(_split_words(word) for word in both))
    if not all(alternatives):
        raise DataFileError("PUF301", f"an alternative of {body!r} holds no word")
    return alternatives


def _split_words(word: str) -> tuple[str, ...]:
    """Split `blood_pressure`, `cutting-edge` and `vs.` the way texts are normalised."""
    return tuple(re.sub(r"[-_]", " ", word.lower()).split())


def _forms(word: str) -> list[str]:
    if word.endswith("~"):
        return inflect(word[:-1])
    if word.endswith("^"):
        noun = word[:-1]
        return [noun, _plural(noun)]
    return [word]


def _spellings(word: str) -> list[str]:
    if re.search(r"iz(?:e|es|ed|ing|ation|ations)$", word):
        return [re.sub(r"iz(e|es|ed|ing|ation|ations)$", r"is\1", word)]
    return []


def _plural(noun: str) -> str:
    if re.search(r"(?:s|x|z|ch|sh)$", noun):
        return noun + "es"
    if re.search(r"[^aeiou]y$", noun):
        return noun[:-1] + "ies"
    return noun + "s"


@cache
def _irregular() -> dict[str, tuple[str, ...]]:
    table = read_toml("lexicons", "irregular_verbs.toml").get("verbs")
    if not isinstance(table, dict):
        raise DataFileError("PUF301", "irregular_verbs.toml: needs a table [verbs]")
    return {verb: tuple(str(forms).split()) for verb, forms in table.items()}


def inflect(base: str) -> list[str]:
    """Return the forms of a verb: base, third person, past, participle, -ing.

    Args:
        base: The base form (`reduce`); irregular ones stand in `irregular_verbs.toml`.
    """
    if base in _irregular():
        return list(_irregular()[base])
    if base.endswith("e") and not base.endswith(("ee", "oe", "ye")):
        return [base, base + "s", base + "d", base[:-1] + "ing"]
    if re.search(r"[^aeiou]y$", base):
        return [base, base[:-1] + "ies", base[:-1] + "ied", base + "ing"]
    third = base + ("es" if re.search(r"(?:s|x|z|ch|sh)$", base) else "s")
    return [base, third, base + "ed", base + "ing"]
