"""Our own gold as training sentences.

In: gold JSON Lines, standoff (`article_id`, `start`, `end`, mention offsets, classes) with the
texts of the articles, or single sentences with `text` and classes. Out: `TaggedSentence`s with
classes for the sentence heads.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import cast

from spacy.language import Language

from puffery.errors import GoldError
from puffery.learn.gold import article_of, gold_rows
from puffery.learn.training.data.corpora import TaggedSentence, mark_lexicon
from puffery.records import Device, Framing, MentionLabel

HEADS: dict[str, tuple[str, ...]] = {
    "claim": tuple(str(framing) for framing in Framing),
    "device": tuple(str(device) for device in Device),
    "strength": ("none", "associated", "conditional", "causal"),
}
"""Sentence heads and their classes; `device` is learned from promotional sentences alone."""


def read_own_gold(
    path: Path, *, texts: Mapping[str, str], nlp: Language, parts: Sequence[str] = ("train",)
) -> Iterator[TaggedSentence]:
    """Read gold of the given parts.

    Args:
        path: Gold file.
        texts: Article id -> text.
        nlp: Pipeline with sentence splitter and mention tagger, for the lexicon feature.
        parts: Parts to keep.

    Yields:
        Sentences, article by article, in order of the file.

    Raises:
        GoldError: `PUF501` with file and line for a record that is no gold sentence, or whose
            article is missing or has changed.
    """
    articles: dict[str, list[dict[str, object]]] = defaultdict(list)
    for number, row in enumerate(gold_rows(path), start=1):
        if row.get("part") in parts:
            own = str(number if isinstance(row.get("text"), str) else row.get("article_id"))
            articles[own].append({**row, "where": f"{path}:{number}"})
    for rows in articles.values():
        first = rows[0]
        inline = isinstance(first.get("text"), str)
        text = str(first["text"]) if inline else article_of(first, str(first["where"]), texts)
        if inline:
            first |= {"start": 0, "end": len(text)}
        try:
            yield from _article_sentences(rows, text, corpus=path.stem, nlp=nlp)
        except (KeyError, TypeError, ValueError) as error:
            raise GoldError(
                "PUF501", f"{first['where']}: no gold sentence from here on: {error!r}"
            ) from error


def _article_sentences(
    rows: Sequence[Mapping[str, object]], text: str, *, corpus: str, nlp: Language
) -> Iterator[TaggedSentence]:
    places = [_place((row["start"], row["end"]), 0, len(text)) for row in rows]
    lexicon = mark_lexicon(nlp, text, places)
    for row, (start, end), found in zip(rows, places, lexicon, strict=True):
        yield TaggedSentence(
            corpus=corpus,
            doc=str(row.get("article_id", row["where"])),
            text=text[start:end],
            gold=tuple(_gold(row, start, end)),
            annotated=frozenset(label for label in MentionLabel if label.lower() in row),
            lexicon=found,
            classes=_classes(row),
        )


def _place(value: object, low: int, high: int) -> tuple[int, int]:
    """Return (start, end) that lies in [low, high)."""
    start, end = cast("tuple[int, int]", value)
    if not (isinstance(start, int) and isinstance(end, int) and low <= start < end <= high):
        raise ValueError(f"{[start, end]} does not lie in [{low}, {high}]")
    return start, end


def _gold(row: Mapping[str, object], low: int, high: int) -> list[tuple[int, int, MentionLabel]]:
    """Return the mentions of a sentence in its own code points."""
    spans = []
    for label in MentionLabel:
        for value in cast("list[object]", row.get(label.lower()) or []):
            start, end = _place(value, low, high)
            spans.append((start - low, end - low, label))
    return sorted(spans)


def _classes(row: Mapping[str, object]) -> dict[str, int]:
    classes = {"claim": HEADS["claim"].index(str(row["label"]))}
    if row.get("device"):
        classes["device"] = HEADS["device"].index(str(row["device"]))
    strength = row.get("strength")
    if strength is not None:
        classes["strength"] = range(len(HEADS["strength"])).index(cast("int", strength))
    return classes
