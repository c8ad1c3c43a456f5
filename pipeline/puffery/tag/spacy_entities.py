"""The spaCy component that takes mentions from another spaCy or scispaCy pipeline.

In: a `Doc` with lexicon mentions, and the name of an installed pipeline with named entities. Out:
`doc.spans["puffery_mentions"]`, its entities mapped to our labels and joined with the lexicon's.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import spacy
from spacy.language import Language
from spacy.tokens import Doc, Span, SpanGroup

from puffery import doc_keys
from puffery.data_files import read_toml
from puffery.errors import DataFileError, PipelineError
from puffery.records import MentionLabel

FILE = "entity_labels.toml"


class SpacyEntities:
    """Joins the entities of another pipeline with the mentions of the lexicon.

    An entity on the words of a lexicon name takes its concept; elsewhere the entities of the other
    pipeline win where the two overlap. Labels that stand for no therapy and no disease are
    dropped (`lexicons/entity_labels.toml`).

    Args:
        entities: The other pipeline.
        name: Name of the component in the pipeline.

    Raises:
        PipelineError: `PUF402` when the other pipeline finds no entities at all.
    """

    def __init__(self, entities: Language, name: str) -> None:
        doc_keys.register_extensions()
        self.name = name
        self._entities = entities
        self._labels = load_labels()
        if not {"ner", "entity_ruler", "span_ruler"} & {
            entities.get_pipe_meta(pipe).factory for pipe in entities.pipe_names
        }:
            raise PipelineError(
                "PUF402",
                f"pipeline {entities.meta.get('name', '')!r} has no component that finds entities",
                hint="name a pipeline with a component ner",
            )

    def __call__(self, doc: Doc) -> Doc:
        """Join the mentions of `doc` and return it."""
        known = {
            (span.start_char, span.end_char, span.label_): span
            for span in doc.spans.get(doc_keys.MENTIONS, [])
        }
        found = []
        for start, end, label in self._find(doc.text):
            span = doc.char_span(start, end, label=label, alignment_mode="expand")
            if span is not None:
                same = known.get((span.start_char, span.end_char, str(label)))
                span.kb_id_ = same.kb_id_ if same is not None else ""
                span.id_ = same.id_ if same is not None else "spacy"
                found.append(span)
        doc.spans[doc_keys.MENTIONS] = SpanGroup(doc, spans=_fill(found, list(known.values())))
        doc._.puffery_mention_scores = ()  # an encoder before this scored other mentions
        return doc

    def _find(self, text: str) -> list[tuple[int, int, MentionLabel]]:
        """Return the entities that we have a label for; the other pipeline's strings are freed."""
        with self._entities.memory_zone():
            found = [
                (entity.start_char, entity.end_char, self._labels.get(entity.label_.upper()))
                for entity in self._entities(text).ents
            ]
        return [(start, end, label) for start, end, label in found if label is not None]


def _fill(found: Sequence[Span], known: Sequence[Span]) -> list[Span]:
    """Return the found spans and the known ones that touch none of them, without overlap."""
    kept: list[Span] = []
    taken: set[int] = set()
    for span in (*found, *known):
        if taken.isdisjoint(range(span.start, span.end)):
            taken.update(range(span.start, span.end))
            kept.append(span)
    return sorted(kept, key=lambda span: span.start)


@lru_cache(maxsize=1)
def load_labels() -> dict[str, MentionLabel]:
    """Return label of other pipelines, in capitals -> our label.

    Raises:
        DataFileError: `PUF301` when `entity_labels.toml` is not valid.
    """
    table = read_toml("lexicons", FILE)
    labels = {}
    for label in MentionLabel:
        names = table.get(str(label))
        if not isinstance(names, list):
            raise DataFileError("PUF301", f"{FILE}: {label} must be a list of labels")
        labels.update(dict.fromkeys((str(name).upper() for name in names), label))
    return labels


@lru_cache(maxsize=1)
def load_pipeline(name: str) -> Language:
    """Load an installed spaCy pipeline by package name or folder.

    Raises:
        PipelineError: `PUF402` when it is not installed or cannot be loaded.
    """
    try:
        return spacy.load(name)
    except (OSError, ValueError, ImportError) as error:
        raise PipelineError(
            "PUF402",
            f"cannot load the spaCy pipeline {name!r}: {error}",
            hint="install it from its publisher's own release page (scispaCy models on package "
            "registries are not the real ones), or use entities = model or lexicon",
        ) from error
