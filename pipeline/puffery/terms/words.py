"""The normalised words of a sentence, as cue and rule patterns see them.

In: a spaCy `Span`. Out: words in small letters, contractions undone, hyphens opened, disguises off.
"""

from __future__ import annotations

from spacy.tokens import Span

from puffery.terms.disguise import plain_tokens

_FULL = {"ca": "can", "wo": "will", "sha": "shall"}
"""First parts of "can't", "won't" and "shan't", and the words they stand for."""


def normal_words(sent: Span) -> tuple[list[str], list[int], list[int]]:
    """Return the words of a sentence and where they stand.

    Args:
        sent: The sentence.

    Returns:
        The words, never with a space inside; the first token of each in the `Doc`; one past its
        last token.
    """
    words: list[str] = []
    places: list[int] = []
    ends: list[int] = []
    bounds = ((t.idx - sent.start_char, t.idx - sent.start_char + len(t)) for t in sent)
    plain = plain_tokens(sent.text, bounds)
    for index, token in enumerate(sent):
        if plain is not None and not plain[index] and ends:
            ends[-1] = token.i + 1
            continue
        # spaCy's norm undoes contractions ("n't" -> "not") but also turns the "did" of "didn't"
        # into "do"; only the pieces that are no words by themselves need it.
        disguised = plain is not None and plain[index] != token.text
        shown = plain[index].lower() if plain is not None and disguised else token.lower_
        piece = shown.replace("’", "'")
        if len(piece) > 3 and piece.endswith("n't"):  # in capitals spaCy keeps it whole
            word = f"{_FULL.get(piece[:-3], piece[:-3])} not"
        elif piece == "cannot":
            word = "can not"
        else:
            known = not disguised and ("'" in piece or piece in _FULL)
            word = token.norm_ if known else piece
        word = word.replace("-", " ").replace("_", " ").strip()
        for part in word.split():
            words.append(part)
            places.append(token.i)
            ends.append(token.i + 1)
    return words, places, ends
