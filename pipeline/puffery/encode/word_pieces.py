"""Sentences as the encoder reads them: word pieces with lexicon and case features.

In: the text of a sentence and the lexicon mentions in it. Out: `Pieces`, the same for training
and for use.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from tokenizers import Encoding, Tokenizer

from puffery.encode.tag_scheme import LABELS
from puffery.records import MentionLabel
from puffery.terms.disguise import PlainText, plain_text

MAX_PIECES = 256
"""Longest input in word pieces, both marks included; words beyond it get no tags."""

N_LEXICON = 1 + 2 * len(LABELS)
"""Lexicon features: none, and first or later piece of a mention of either label."""

N_CASES = 5
"""Case features: no letter, lower case, Capitalised, ALL CAPITALS, mIxed."""

ALL_CAPITALS = 3

_SYMBOLS = frozenset({"So", "Sk", "Cf"})

CharSpan = tuple[int, int, MentionLabel]
"""Start and end in code points of the sentence, and the label."""


@dataclass(frozen=True, slots=True)
class Pieces:
    """One sentence as the encoder reads it.

    Attributes:
        ids: Word-piece ids with the opening and closing mark, length n_pieces.
        lexicon: Lexicon feature of each piece, 0 to `N_LEXICON` - 1.
        cases: Case feature of each piece, 0 to `N_CASES` - 1.
        first: Position of the first piece of each word, ascending, length n_words.
        words: (start, end) of each word in code points of the sentence.
        ends_in_stop: Whether the last word that was read is the full stop that ends the sentence.
    """

    ids: list[int]
    lexicon: list[int]
    cases: list[int]
    first: list[int]
    words: list[tuple[int, int]]
    ends_in_stop: bool = False


def read_pieces(
    tokenizer: Tokenizer, texts: Sequence[str], mentions: Sequence[Sequence[CharSpan]]
) -> list[Pieces]:
    """Split sentences into word pieces.

    Args:
        tokenizer: A WordPiece tokenizer with its marks.
        texts: Sentences.
        mentions: Lexicon mentions of each sentence, in its own code points.

    Returns:
        One `Pieces` a sentence, cut at `MAX_PIECES`.
    """
    tokenizer.encode_special_tokens = True  # "[SEP]" in a text is text
    plain = [plain_text(text) for text in texts]
    encodings = tokenizer.encode_batch([blank_symbols(item.text) for item in plain])
    return [
        _pieces(encoding, item, spans)
        for encoding, item, spans in zip(encodings, plain, mentions, strict=True)
    ]


def blank_symbols(text: str) -> str:
    """Return the text with pictures, trade marks and invisible signs as spaces, one for one.

    The tokenizer would leave them on the word beside them and know neither; offsets stay.
    """
    if text.isascii():
        return text
    return "".join(
        " " if not char.isascii() and unicodedata.category(char) in _SYMBOLS else char
        for char in text
    )


def _pieces(encoding: Encoding, plain: PlainText, spans: Sequence[CharSpan]) -> Pieces:
    ids, offsets, word_ids = encoding.ids, encoding.offsets, encoding.word_ids
    if len(ids) > MAX_PIECES:
        ids = [*ids[: MAX_PIECES - 1], ids[-1]]
        offsets, word_ids = offsets[: MAX_PIECES - 1], word_ids[: MAX_PIECES - 1]
    first: list[int] = []
    words: list[tuple[int, int]] = []
    cases = [0] * len(ids)
    last = None
    for position, (word, (start, end)) in enumerate(zip(word_ids, offsets, strict=False)):
        if word is None:
            continue
        if word != last:
            first.append(position)
            words.append((start, end))
        else:
            words[-1] = (words[-1][0], end)
        last = word
    ends = [*first[1:], len(ids) - 1] if first else []
    for begin, stop, (start, end) in zip(first, ends, words, strict=True):
        cases[begin:stop] = [_case(plain.text[start:end])] * (stop - begin)
    stops = bool(words) and plain.text[slice(*words[-1])] == "."
    words = [plain.origin(start, end) for start, end in words]
    lexicon = _lexicon(len(ids), first, ends, words, spans)
    return Pieces(ids, lexicon, cases, first, words, ends_in_stop=stops)


def _case(word: str) -> int:
    if word.islower():
        return 1
    if word.istitle() or (len(word) == 1 and word.isupper()):
        return 2
    if word.isupper():
        return ALL_CAPITALS
    return 4 if any(letter.isalpha() for letter in word) else 0


def _lexicon(
    n_pieces: int,
    first: list[int],
    ends: list[int],
    words: list[tuple[int, int]],
    spans: Sequence[CharSpan],
) -> list[int]:
    feature = [0] * n_pieces
    for start, end, label in spans:
        code = 1 + 2 * LABELS.index(label)
        opened = False
        for index, (word_start, word_end) in enumerate(words):
            if word_start < end and start < word_end:
                feature[first[index]] = code + opened
                later = ends[index] - first[index] - 1
                feature[first[index] + 1 : ends[index]] = [code + 1] * later
                opened = True
    return feature


def word_span(words: Sequence[tuple[int, int]], start: int, end: int) -> tuple[int, int] | None:
    """Return the words that a character span touches as (first, one past the last), or None."""
    inside = [i for i, (a, b) in enumerate(words) if a < end and start < b]
    return (inside[0], inside[-1] + 1) if inside else None
