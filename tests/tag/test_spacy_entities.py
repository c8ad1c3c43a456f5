from __future__ import annotations

from pathlib import Path

import pytest
import spacy
from spacy.language import Language

import puffery
from puffery import doc_keys
from puffery.errors import PipelineError
from puffery.tag.spacy_entities import SpacyEntities, load_labels

TEXT = "Zorblax lowered viral load, and aspirin eased migraine near Boston."


def _other() -> Language:
    """A tiny pipeline with the labels of a scispaCy model, made here."""
    nlp = spacy.blank("en")
    ruler = nlp.add_pipe("entity_ruler")
    ruler.add_patterns(
        [
            {"label": "CHEMICAL", "pattern": "Zorblax"},
            {"label": "DISEASE", "pattern": "migraine"},
            {"label": "DISEASE", "pattern": "viral load"},
            {"label": "GPE", "pattern": "Boston"},
        ]
    )
    return nlp


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("model") / "en_tiny_ner"
    _other().to_disk(path)
    return path


def test_entities_of_another_pipeline_become_mentions(folder: Path) -> None:
    doc = puffery.load(entities=str(folder), labels="rules", abbreviations="builtin")(TEXT)

    found = {(span.text, span.label_, span.id_) for span in doc.spans[doc_keys.MENTIONS]}

    assert {
        ("Zorblax", "THERAPY", "spacy"),
        ("viral load", "DISEASE", "spacy"),
        ("aspirin", "THERAPY", "lexicon"),
        ("migraine", "DISEASE", "lexicon"),
    } == found


def test_a_name_that_both_find_keeps_its_concept(folder: Path) -> None:
    doc = puffery.load(entities=str(folder), labels="rules", abbreviations="builtin")(TEXT)

    concepts = {span.text: span.kb_id_ for span in doc.spans[doc_keys.MENTIONS]}

    assert concepts["migraine"]
    assert concepts["aspirin"]


def test_an_audit_takes_the_pipeline_by_name(folder: Path) -> None:
    audits = puffery.explain_doc(
        puffery.load(entities=str(folder), labels="rules", abbreviations="builtin")(TEXT)
    )

    assert "Zorblax" in {mention.text for mention in audits[0].mentions}


def test_a_pipeline_that_is_not_installed_is_told_with_a_hint() -> None:
    with pytest.raises(PipelineError, match="no_such_pipeline") as caught:
        puffery.load(entities="no_such_pipeline")

    assert "PUF402" == caught.value.code
    assert "publisher" in caught.value.hint


def test_a_pipeline_without_entities_is_refused() -> None:
    with pytest.raises(PipelineError, match="no component that finds entities"):
        SpacyEntities(spacy.blank("en"), "other")


def test_labels_of_scispacy_models_are_mapped() -> None:
    assert {"CHEMICAL", "DISEASE", "SIMPLE_CHEMICAL", "CANCER"} <= load_labels().keys()
