"""A label must not hang on spelling, disguise, typography or names."""

from __future__ import annotations

import csv
import json
import random
from collections import Counter
from pathlib import Path

import pytest
from spacy.language import Language

import puffery
from puffery.records import SentenceAudit
from tests.robustness.transforms import AMERICAN, TRANSFORMS

ROOT = Path(__file__).parents[2]
PAIRS = ROOT / "annotations" / "gold" / "claims" / "minimal-pairs-1.jsonl"
FLOORS = json.loads((ROOT / "tests" / "quality" / "floors.json").read_text(encoding="utf-8"))
N_SENTENCES, SEED = 160, 7

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def nlp() -> Language:
    return puffery.load(whole=True, abbreviations="builtin")


def _judge(nlp: Language, text: str) -> SentenceAudit:
    return puffery.explain_doc(nlp(text))[0]


def _sentences() -> list[str]:
    """Sentences of the held-out pairs, and all that have a British word."""
    rows = [json.loads(line) for line in PAIRS.read_text(encoding="utf-8").splitlines()]
    texts = [row["text"] for row in rows if row["part"] == "test"]
    drawn = random.Random(SEED).sample(texts, N_SENTENCES)  # noqa: S311  # no secret
    british = [row["text"] for row in rows if any(word in row["text"].lower() for word in AMERICAN)]
    return list(dict.fromkeys([*drawn, *british[:40]]))


def test_labels_stay_where_nothing_that_matters_changed(nlp: Language) -> None:
    tried, same, changed = Counter[str](), Counter[str](), []
    rng = random.Random(SEED)  # noqa: S311
    for text in _sentences():
        audit = _judge(nlp, text)
        for kind, transform in TRANSFORMS.items():
            other = transform(audit, rng)
            if other is None:
                continue
            label = _judge(nlp, other).label
            tried[kind] += 1
            same[kind] += label is audit.label
            if label is not audit.label:
                changed.append((kind, str(audit.label), str(label), other))
    with (Path(__file__).parent / "same_label.tsv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            active, passive = (_judge(nlp, row[voice]).label for voice in ("active", "passive"))
            tried["passive voice"] += 1
            same["passive voice"] += active is passive
    for kind, n in tried.items():
        print(f"{kind:20} {same[kind]:4} of {n:4} {same[kind] / n:.3f}")
    print(*changed, sep="\n")

    assert {*TRANSFORMS, "passive voice"} == set(tried)
    assert same.total() / tried.total() >= FLOORS["robustness"]
    assert min(same[kind] / n for kind, n in tried.items()) >= FLOORS["robustness_worst_kind"]
