from __future__ import annotations

import pytest
from spacy.tokens import Doc

import puffery
from puffery import doc_keys
from puffery.records import MentionLink


@pytest.fixture(scope="module")
def nlp() -> object:
    return puffery.load(entities="lexicon", labels="rules", abbreviations="builtin")


def _links(doc: Doc) -> dict[str, tuple[str, MentionLink]]:
    spans = doc.spans[doc_keys.MENTIONS]
    return {
        span.text: (span.kb_id_, link)
        for span, link in zip(spans, doc._.puffery_mention_links, strict=True)
    }


def test_a_lexicon_name_links_exactly(nlp: object) -> None:
    concept_id, link = _links(nlp("Turmeric eases rheumatoid arthritis."))["rheumatoid arthritis"]

    assert "MESH:D001172" == concept_id
    assert MentionLink("exact", 1.0) == link


def test_an_abbreviation_links_through_its_long_form(nlp: object) -> None:
    doc = nlp("Rheumatoid arthritis (RHA) hurts. RHA lasts.")

    concept_id, link = _links(doc)["RHA"]

    assert ("MESH:D001172", "abbreviation") == (concept_id, link.method)


def test_every_mention_has_a_link_record_and_the_audit_shows_it(nlp: object) -> None:
    doc = nlp("MSC therapy and keto diets are sold for Crohn's disease.")

    (audit,) = puffery.explain_doc(doc)

    assert len(doc.spans[doc_keys.MENTIONS]) == len(doc._.puffery_mention_links)
    assert all(m.concept_id and m.concept_type and m.source for m in audit.mentions)
    assert {"exact"} == {m.link for m in audit.mentions}


def test_links_survive_serialisation(nlp: object) -> None:
    doc = nlp("Exosomes ease lupus.")

    again = Doc(doc.vocab).from_bytes(doc.to_bytes())

    assert doc._.puffery_mention_links == again._.puffery_mention_links


@pytest.mark.parametrize(
    ("text", "mention", "concept_id", "method"),
    [
        ("Lung malignancy is common.", "Lung malignancy", "MESH:D008175", "variant"),
        ("They treat rheumatoid artritis.", "rheumatoid artritis", "MESH:D001172", "fuzzy"),
    ],
)
def test_a_link_is_written_on_the_mention_and_in_the_audit(
    text: str, mention: str, concept_id: str, method: str
) -> None:
    nlp = puffery.load(entities="lexicon", labels="rules", abbreviations="builtin")
    nlp.remove_pipe("puffery_mention_tagger")
    nlp.add_pipe("span_ruler", first=True, config={"spans_key": doc_keys.MENTIONS}).add_patterns(
        [{"label": "DISEASE", "pattern": mention}]
    )

    doc = nlp(text)

    assert [concept_id] == [span.kb_id_ for span in doc.spans[doc_keys.MENTIONS]]
    (found,) = puffery.explain_doc(doc)[0].mentions
    assert (concept_id, method) == (found.concept_id, found.link)
    assert found.canonical_name
    assert found.link_score < 1


def test_what_an_article_says_an_abbreviation_stands_for_comes_before_the_lexicon(
    nlp: object,
) -> None:
    doc = nlp("Molecular signatures (MS) vary. We measured MS again.")
    linker = nlp.get_pipe("puffery_concept_linker")

    assert "MESH:D009103" != linker.link_place(doc, (44, 46))
