"""Our own standoff gold as training sentences.

In: gold JSON Lines with `article_id`, `start`, `end`, mention offsets and classes, and the texts of
the articles. Out: `TaggedSentence`s with classes for the sentence heads.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import jsonlines
from spacy.language import Language

from puffery.errors import GoldError
from puffery.learn.gold import article_of
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
    """Read standoff gold of the given parts.

    Args:
        path: Gold file.
        texts: Article id -> text.
        nlp: Pipeline with sentence splitter and mention tagger, for the lexicon feature.
        parts: Parts to keep.

    Yields:
        Sentences, article by article, in order of the file.

    Raises:
        GoldError: `PUF501` with file and line for a record that is no standoff gold, or whose
            article is missing or has changed.
    """
    articles: dict[str, list[dict[str, object]]] = defaultdict(list)
    with jsonlines.open(path) as reader:
        for number, row in enumerate(reader.iter(type=dict, skip_empty=True), start=1):
            if row.get("part") in parts:
                articles[str(row.get("article_id"))].append({**row, "where": f"{path}:{number}"})
    for rows in articles.values():
        text = article_of(rows[0], str(rows[0]["where"]), texts)
        try:
            yield from _article_sentences(rows, text, corpus=path.stem, nlp=nlp)
        except (KeyError, TypeError, ValueError) as error:
            raise GoldError(
                "PUF501", f"{rows[0]['where']}: not standoff gold from here on: {error!r}"
            ) from error


def _article_sentences(
    rows: Sequence[Mapping[str, object]], text: str, *, corpus: str, nlp: Language
) -> Iterator[TaggedSentence]:
    places = [(_number(row["start"]), _number(row["end"])) for row in rows]
    lexicon = mark_lexicon(nlp, text, places)
    for row, (start, end), found in zip(rows, places, lexicon, strict=True):
        yield TaggedSentence(
            corpus=corpus,
            doc=str(row["article_id"]),
            text=text[start:end],
            gold=tuple(_gold(row, start)),
            annotated=frozenset(MentionLabel),
            lexicon=found,
            classes=_classes(row),
        )


def _number(value: object) -> int:
    if not isinstance(value, int):
        raise TypeError(f"{value!r} is no offset")
    return value


def _gold(row: Mapping[str, object], offset: int) -> list[tuple[int, int, MentionLabel]]:
    spans = []
    for label in MentionLabel:
        for start, end in row.get(label.lower()) or ():  # type: ignore[attr-defined]
            spans.append((start - offset, end - offset, label))
    return sorted(spans)


def _classes(row: Mapping[str, object]) -> dict[str, int]:
    classes = {"claim": HEADS["claim"].index(str(row["label"]))}
    if row.get("device"):
        classes["device"] = HEADS["device"].index(str(row["device"]))
    if isinstance(row.get("strength"), int):
        classes["strength"] = int(row["strength"])  # type: ignore[call-overload]
    return classes
