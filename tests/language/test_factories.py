from __future__ import annotations

import pytest
import spacy

import puffery
from puffery.errors import PipelineError, SettingsError

pytestmark = pytest.mark.model

TAGGERS = ("puffery_mention_tagger", "puffery_cue_tagger", "puffery_claim_classifier")


def pipeline(*names: str) -> spacy.Language:
    nlp = spacy.blank("en")
    for name in names:
        nlp.add_pipe(name)
    return nlp


def test_factories_take_the_sentences_of_another_splitter() -> None:
    nlp = pipeline("sentencizer", *TAGGERS)

    audits = puffery.explain_doc(nlp("PRP cures arthritis.  Book now!"))

    assert ["PRP cures arthritis.", "Book now!"] == [a.sentence.text for a in audits]
    assert ["unqualified", "promotional"] == [str(a.label) for a in audits]


@pytest.mark.parametrize("order", [TAGGERS[::2], ("puffery_claim_classifier", TAGGERS[1])])
def test_classifier_without_cues_names_what_is_missing(order: tuple[str, ...]) -> None:
    nlp = pipeline("sentencizer", *order)

    with pytest.raises(PipelineError) as caught:
        nlp("PRP cures arthritis.")

    assert "PUF401" == caught.value.code
    assert "puffery_cue_tagger" in caught.value.hint


def test_explain_doc_without_mention_tagger_is_an_error_of_ours_or_works() -> None:
    nlp = pipeline("sentencizer", "puffery_cue_tagger", "puffery_claim_classifier")

    try:
        audits = puffery.explain_doc(nlp("PRP cures arthritis."))
    except PipelineError as error:
        assert error.hint
    else:
        assert () == audits[0].mentions


@pytest.mark.parametrize("name", ["puffery_sentence_splitter", *TAGGERS[:2]])
def test_each_tagger_works_alone(name: str) -> None:
    doc = pipeline(name)("PRP may ease pain. Book now!")

    assert "PRP may ease pain. Book now!" == doc.text
    assert doc.spans


@pytest.mark.parametrize(
    ("name", "config"),
    [
        ("puffery_sentence_splitter", {"whole": "perhaps"}),
        ("puffery_mention_tagger", {"abbreviations": 3.5}),
        ("puffery_cue_tagger", {"unknown": 1}),
    ],
)
def test_wrong_config_is_refused(name: str, config: dict[str, object]) -> None:
    with pytest.raises(Exception, match=r"Config (validation )?error"):
        spacy.blank("en").add_pipe(name, config=config)


def test_mention_tagger_refuses_an_unknown_engine() -> None:
    with pytest.raises(SettingsError, match="builtn"):
        spacy.blank("en").add_pipe("puffery_mention_tagger", config={"abbreviations": "builtn"})


def test_components_leave_the_attributes_of_others_alone() -> None:
    nlp = pipeline("sentencizer", *TAGGERS)
    doc = nlp.make_doc("PRP cures arthritis.")
    doc.spans["mine"] = [doc[0:1]]
    doc.ents = [spacy.tokens.Span(doc, 0, 1, label="X")]

    doc = nlp(doc)

    assert ["PRP"] == [span.text for span in doc.spans["mine"]]
    assert ["X"] == [ent.label_ for ent in doc.ents]
