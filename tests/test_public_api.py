"""What a Python user and a spaCy user get."""

from __future__ import annotations

from importlib.metadata import entry_points
from pathlib import Path

import pytest
import spacy

import puffery
from puffery.errors import PipelineError

NAMES = (
    "puffery_sentence_splitter",
    "puffery_mention_tagger",
    "puffery_encoder",
    "puffery_concept_linker",
    "puffery_cue_tagger",
    "puffery_claim_classifier",
    "puffery_frame_linker",
)


def test_load_works_on_one_text_and_under_pipe() -> None:
    nlp = puffery.load(abbreviations="builtin")
    texts = ["PRP may ease knee pain.", "Call us today!"]

    piped = [doc._.puffery_judgements[0].label for doc in nlp.pipe(texts)]

    assert (
        ["hedged", "promotional"] == piped == [nlp(t)._.puffery_judgements[0].label for t in texts]
    )


def test_entry_points_load() -> None:
    found = {
        e.name: e.load()
        for e in entry_points(group="spacy_factories")
        if e.name.startswith("puffery")
    }

    assert {*NAMES, "puffery_spacy_entities"} == set(found)


def test_factories_work_in_a_pipeline_with_another_splitter() -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("sentencizer")
    for name in NAMES[1:]:
        nlp.add_pipe(name)

    doc = nlp("Acupuncture relieves back pain. Lupus is a disease.")

    assert ["unqualified", "none"] == [j.label for j in doc._.puffery_judgements]
    assert ["Acupuncture", "back pain", "Lupus"] == [m.text for m in doc.spans["puffery_mentions"]]


def test_classifier_without_cues_says_what_to_add() -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe(NAMES[0])
    nlp.add_pipe("puffery_claim_classifier")

    with pytest.raises(PipelineError) as caught:
        nlp("Acupuncture relieves pain.")

    assert "puffery_cue_tagger" in caught.value.hint


def test_pipeline_survives_saving_and_loading(tmp_path: Path) -> None:
    puffery.load(abbreviations="builtin").to_disk(tmp_path / "p")

    doc = spacy.load(tmp_path / "p")("Acupuncture may relieve back pain.")

    assert "hedged" == doc._.puffery_judgements[0].label


def test_audit_gives_frames(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("PRP eases knee pain. Lupus is a disease.", encoding="utf-8")

    report = puffery.audit(tmp_path)

    assert ["unqualified", "none"] == list(report.to_pandas()["label"])
    assert 1 == len(report.to_pandas("findings"))
    assert ["a.txt"] == list(report.to_pandas("articles")["article_id"])
    assert {"none": 1, "hedged": 0, "unqualified": 1, "promotional": 0} == report.counts
    assert "1 articles" in repr(report)
    assert report.folder is None
    with pytest.raises(ValueError, match="level"):
        report.to_pandas("pages")


def test_audit_also_writes_when_asked(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text("PRP eases knee pain.", encoding="utf-8")

    report = puffery.audit(tmp_path / "in", out=tmp_path / "out")

    assert report.folder is not None
    assert (report.folder / "index.html").is_file()
    assert 1 == len(report.audits)
