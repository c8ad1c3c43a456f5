from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from puffery.link.candidate_generator import CandidateIndex, write_knowledge_base
from puffery.link.name_index import Link, NameIndex
from puffery.records import MentionLabel
from puffery.terms.lexicon import load_lexicon

THERAPY, DISEASE = MentionLabel.THERAPY, MentionLabel.DISEASE


@dataclass
class Found:
    concept_id: str
    similarities: list[float]


def _index(*found: Found) -> CandidateIndex:
    return CandidateIndex(lambda mentions, k: [list(found)], lexicon=load_lexicon(), label=THERAPY)


def test_the_most_alike_concept_of_the_label_is_suggested() -> None:
    index = _index(
        Found("HC:0001", [0.4, 0.7]), Found("MESH:D001172", [0.99]), Found("HC:0006", [0.8])
    )

    assert Link("HC:0006", "fuzzy", 0.8) == index.nearest("exosoms")


@pytest.mark.parametrize("found", [(), (Found("HC:0006", [0.3]),), (Found("UMLS:C1", [0.9]),)])
def test_nothing_alike_or_unknown_is_no_link(found: tuple[Found, ...]) -> None:
    assert _index(*found).nearest("blorvax") is None


def test_a_name_index_asks_the_generator_last() -> None:
    index = NameIndex(load_lexicon(), fuzzy={THERAPY: _index(Found("HC:0006", [0.9]))})

    assert Link("HC:0006", "fuzzy", 0.9) == index.find("blorvax", THERAPY)


def test_scispacy_reads_the_lexicon_as_a_knowledge_base(tmp_path: Path) -> None:
    linking = pytest.importorskip("scispacy.linking_utils", reason="scispaCy is not installed")
    path = tmp_path / "lexicon.jsonl"

    count = write_knowledge_base(load_lexicon(), path)
    base = linking.KnowledgeBase(str(path))

    assert count == len(base.cui_to_entity) == len(load_lexicon())
    assert "HC:0006" in base.alias_to_cuis["exosome"]
