from __future__ import annotations

import pytest

from puffery.link.name_index import MIN_LIKENESS, Link, NameIndex
from puffery.records import MentionLabel
from puffery.terms.lexicon import load_lexicon

THERAPY, DISEASE = MentionLabel.THERAPY, MentionLabel.DISEASE


@pytest.fixture(scope="module")
def index() -> NameIndex:
    return NameIndex(load_lexicon())


def _name(link: Link | None) -> str:
    return load_lexicon().concepts[link.concept_id].name if link else ""


@pytest.mark.parametrize(
    ("text", "label", "method", "name"),
    [
        ("rheumatoid arthritis", DISEASE, "exact", "Rheumatoid Arthritis"),
        ("Crohn's disease", DISEASE, "exact", "Crohn Disease"),
        ("MSCs", THERAPY, "exact", "Mesenchymal stem cells"),
        ("cancer of the breast", DISEASE, "exact", "Breast Neoplasms"),
        ("lung malignancy", DISEASE, "variant", "Lung Neoplasms"),
        ("renal stones", DISEASE, "variant", "Kidney Calculi"),
        ("sporadic breast cancer of the familial kind", DISEASE, "fuzzy", ""),
        ("rheumatoid artritis", DISEASE, "fuzzy", "Rheumatoid Arthritis"),
        ("mesenchymal stromal cell infusions", THERAPY, "fuzzy", "Mesenchymal stem cells"),
    ],
)
def test_find_says_how_it_found_the_concept(
    index: NameIndex, text: str, label: MentionLabel, method: str, name: str
) -> None:
    link = index.find(text, label)

    assert link is not None
    assert method == link.method
    assert not name or name == _name(link)


def test_only_an_exact_link_has_full_score(index: NameIndex) -> None:
    links = [
        index.find(text, DISEASE)
        for text in ("rheumatoid arthritis", "lung malignancy", "rheumatoid artritis")
    ]

    assert [1.0] == [link.score for link in links if link and link.method == "exact"]
    assert all(MIN_LIKENESS <= link.score < 1 for link in links if link and link.method != "exact")


@pytest.mark.parametrize("text", ["Blorvax Prime 3000", "", "?!", "qqqqzzzz"])
def test_nothing_alike_is_no_link(index: NameIndex, text: str) -> None:
    assert index.find(text, THERAPY) is None


def test_a_label_never_links_to_the_other_label(index: NameIndex) -> None:
    link = index.find("rheumatoid arthritis", THERAPY)

    assert link is None or load_lexicon().concepts[link.concept_id].label is THERAPY


def test_the_fuzzy_suggester_is_asked_last_and_can_be_replaced() -> None:
    asked = []

    class Suggester:
        def nearest(self, key: str) -> Link | None:
            asked.append(key)
            return Link("HC:0001", "fuzzy", 0.7)

    index = NameIndex(load_lexicon(), fuzzy={THERAPY: Suggester(), DISEASE: Suggester()})

    assert Link("HC:0001", "fuzzy", 0.7) == index.find("blorvax", THERAPY)
    assert index.find("exosomes", THERAPY) != Link("HC:0001", "fuzzy", 0.7)
    assert ["blorvax"] == asked


CELL_PRODUCTS = {
    "mesenchymal stem cells": "Stem cells",
    "hematopoietic stem cells": "Stem cells",
    "HSCT": "Stem Cell Transplantation",
    "iPSCs": "Pluripotent stem cells",
    "exosomes": "Cell-free products of cells",
    "umbilical cord blood": "Hematopoietic stem cells",
    "cord blood stem cells": "Hematopoietic stem cells",
    "CAR-T": "Adoptive Immunotherapy",
    "platelet-rich plasma": "Blood-derived products",
}


def test_cell_products_are_different_concepts_with_a_parent(index: NameIndex) -> None:
    lexicon = load_lexicon()
    links = {text: index.find(text, THERAPY) for text in CELL_PRODUCTS}
    concepts = {text: lexicon.concepts[link.concept_id] for text, link in links.items() if link}

    assert CELL_PRODUCTS == {t: lexicon.concepts[c.parent].name for t, c in concepts.items()}
    assert len(CELL_PRODUCTS) - 1 == len({c.id for c in concepts.values()})  # both cord bloods


def test_every_parent_is_a_concept_and_no_chain_is_a_ring() -> None:
    lexicon = load_lexicon()

    for concept in lexicon.concepts.values():
        chain = [concept]
        while chain[-1].parent:
            chain.append(lexicon.concepts[chain[-1].parent])
            assert chain[-1] not in chain[:-1]
