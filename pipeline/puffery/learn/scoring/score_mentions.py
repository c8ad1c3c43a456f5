"""Scores of mentions against documents with gold spans, and of links against gold concept ids.

In: documents (`text`, `annotated`, `spans` with `start`, `end`, `label`, perhaps `concept_id`) and
the `Doc`s of a pipeline. Out: a `MentionEvaluation`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jsonlines
import numpy as np
from numpy.typing import NDArray
from spacy.tokens import Doc

from puffery import doc_keys
from puffery.errors import GoldError
from puffery.learn.gold import DRUG_SUBTYPES, gold_rows
from puffery.learn.scoring.confusion import N_RESAMPLES, SEED, interval_of
from puffery.records import MentionLabel
from puffery.terms.lexicon import load_lexicon

Place = tuple[int, int]


@dataclass(frozen=True, slots=True)
class GoldDocument:
    """A document with gold mentions.

    Attributes:
        doc_id: Its id.
        text: The text.
        spans: (start, end) in code points of each mention, by label; only annotated labels.
        concepts: (start, end) -> gold concept ids of DISEASE mentions that have any.
        drugs_alone: Whether THERAPY was marked for drugs alone (`THERAPY:drug`); then a procedure
            that is found and not marked is no error.
    """

    doc_id: str
    text: str
    spans: dict[MentionLabel, frozenset[Place]]
    concepts: dict[Place, frozenset[str]]
    drugs_alone: bool = False


@dataclass(frozen=True, slots=True)
class MentionScore:
    """Scores of one label.

    Attributes:
        label: THERAPY or DISEASE.
        n_gold: Gold mentions.
        precision: Exact span and label, 0 to 1.
        recall: Exact, 0 to 1.
        f1: Exact, 0 to 1.
        interval: 95 % bootstrap interval of `f1` over documents.
        overlap_f1: F1 where sharing a character is enough.
    """

    label: str
    n_gold: int
    precision: float
    recall: float
    f1: float
    interval: tuple[float, float]
    overlap_f1: float


@dataclass(frozen=True, slots=True)
class MentionEvaluation:
    """Result of an evaluation.

    Attributes:
        n_docs: Documents.
        scores: One score an annotated label.
        n_linkable: Gold DISEASE mentions with a MeSH id.
        linked_right: Share of them that the linker gives the right id (one of them, where gold has
            several), None without any.
    """

    n_docs: int
    scores: tuple[MentionScore, ...]
    n_linkable: int
    linked_right: float | None


def has_spans(path: Path) -> bool:
    """Return whether the first record of a JSON Lines file is a document with spans."""
    try:
        with jsonlines.open(path) as reader:
            first = next(iter(reader), None)
    except (OSError, jsonlines.Error, UnicodeDecodeError):
        return False  # the reader of gold sentences tells what is wrong
    return isinstance(first, dict) and "spans" in first and "annotated" in first


def read_documents(path: Path) -> Iterator[GoldDocument]:
    """Read documents with gold spans.

    Yields:
        Documents in order.

    Raises:
        GoldError: `PUF501` with file and line for a record without these fields.
    """
    for number, row in enumerate(gold_rows(path), start=1):
        try:
            yield _document(row, number)
        except (KeyError, ValueError, TypeError, AttributeError) as error:
            raise GoldError("PUF501", f"{path}:{number}: not a document: {error!r}") from error


def _document(row: dict[str, Any], number: int) -> GoldDocument:
    labels = {MentionLabel(name.partition(":")[0]) for name in row["annotated"]}
    places: dict[MentionLabel, set[Place]] = {label: set() for label in labels}
    concepts: dict[Place, frozenset[str]] = {}
    for span in row["spans"]:
        label, place = MentionLabel(span["label"]), (span["start"], span["end"])
        if label in places:
            places[label].add(place)
        ids = _ids(span.get("concept_id") or "")
        if label is MentionLabel.DISEASE and ids:
            concepts[place] = ids
    return GoldDocument(
        doc_id=str(row.get("id", number)),
        text="".join(row["text"]),
        spans={label: frozenset(found) for label, found in places.items()},
        concepts=concepts,
        drugs_alone="THERAPY:drug" in row["annotated"],
    )


def _ids(text: str) -> frozenset[str]:
    """Return concept ids as puffery writes them; a bare id is one of MeSH."""
    ids = (part.strip() for part in re.split(r"[|+,]", text))
    return frozenset(i if ":" in i else f"MESH:{i}" for i in ids if i and i != "-1")


def score_mentions(
    documents: Iterable[GoldDocument],
    nlp: Callable[[str], Doc],
    link: Callable[[Doc, Place], str] | None = None,
) -> MentionEvaluation:
    """Score a pipeline.

    Args:
        documents: Gold documents.
        nlp: Gives the `Doc` of a text.
        link: Gives the concept id of a gold mention, so that linking is scored apart from
            finding; None scores no links.
    """
    tables: dict[MentionLabel, list[tuple[int, int, int, int]]] = {}
    n_docs = n_linkable = n_right = 0
    for gold in documents:
        n_docs += 1
        doc = nlp(gold.text)
        for label, wanted in gold.spans.items():
            found = _found(doc, label)
            if gold.drugs_alone and label is MentionLabel.THERAPY:
                found -= _other_therapies(doc, wanted)
            tables.setdefault(label, []).append(_count(wanted, found))
        for place, ids in gold.concepts.items() if link else ():
            if any(i.startswith("MESH:") for i in ids):
                n_linkable += 1
                n_right += link is not None and link(doc, place) in ids
    return MentionEvaluation(
        n_docs=n_docs,
        scores=tuple(
            _score(str(label), np.array(tables[label])) for label in MentionLabel if label in tables
        ),
        n_linkable=n_linkable,
        linked_right=n_right / n_linkable if n_linkable else None,
    )


def _found(doc: Doc, label: MentionLabel) -> frozenset[Place]:
    spans = doc.spans.get(doc_keys.MENTIONS, [])
    return frozenset((s.start_char, s.end_char) for s in spans if s.label_ == label)


def _other_therapies(doc: Doc, wanted: frozenset[Place]) -> frozenset[Place]:
    """Return the therapies that are no drugs by the lexicon, and touch no gold mention."""
    concepts = load_lexicon().concepts
    return frozenset(
        (s.start_char, s.end_char)
        for s in doc.spans.get(doc_keys.MENTIONS, [])
        if s.label_ == MentionLabel.THERAPY
        and s.kb_id_ in concepts
        and concepts[s.kb_id_].subtype not in DRUG_SUBTYPES
        and not any(s.start_char < end and start < s.end_char for start, end in wanted)
    )


def _count(wanted: frozenset[Place], found: frozenset[Place]) -> tuple[int, int, int, int]:
    """Return exact hits, overlap hits, found and wanted."""
    return len(wanted & found), _overlaps(sorted(wanted), sorted(found)), len(found), len(wanted)


def _overlaps(wanted: Sequence[Place], found: Sequence[Place]) -> int:
    """Count wanted places that some found place touches; each found place serves once."""
    hits = place = 0
    for start, end in wanted:
        while place < len(found) and found[place][1] <= start:
            place += 1
        if place < len(found) and found[place][0] < end:
            hits += 1
            place += 1
    return hits


def _score(label: str, table: NDArray[np.int64]) -> MentionScore:
    exact, overlap, found, wanted = table.sum(axis=0)
    rng = np.random.default_rng(SEED)
    draws = rng.integers(0, len(table), size=(N_RESAMPLES, len(table)))
    resampled = [table[draw].sum(axis=0) for draw in draws]
    return MentionScore(
        label=label,
        n_gold=int(wanted),
        precision=float(exact / found) if found else 0.0,
        recall=float(exact / wanted) if wanted else 0.0,
        f1=_f1(exact, found, wanted),
        interval=interval_of(np.array([_f1(r[0], r[2], r[3]) for r in resampled])),
        overlap_f1=_f1(overlap, found, wanted),
    )


def _f1(hits: int, found: int, wanted: int) -> float:
    return float(2 * hits / (found + wanted)) if found + wanted else 0.0
