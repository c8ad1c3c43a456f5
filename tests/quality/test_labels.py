"""Labels and mentions on gold sentences: floors that only a decision may lower."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from pathlib import Path

import pytest

import puffery
from puffery.cli.gold_audits import Way, audit_gold
from puffery.ingest.folder import read_articles
from puffery.learn.gold import GoldSentence, read_gold
from puffery.learn.scoring.evaluate import Evaluation, evaluate
from puffery.records import Article
from puffery.settings import Settings

ROOT = Path(__file__).parents[2]
GOLD = ROOT / "annotations" / "gold" / "claims" / "own-samples-1.jsonl"
SHARED = ROOT.parent / "shared"
DEV = SHARED / "data" / "claims-gold" / "dev.jsonl"
FLOORS = json.loads((Path(__file__).parent / "floors.json").read_text(encoding="utf-8"))
needs_dev = pytest.mark.skipif(
    not DEV.is_file(), reason="the dev gold is not part of this repository"
)


pytestmark = pytest.mark.slow


def _evaluate(
    rows: list[GoldSentence],
    articles: dict[str, Article] | None = None,
    *,
    entities: str = "model",
    labels: str = "model",
) -> Evaluation:
    return evaluate(rows, audit_gold(rows, articles or {}, Way(entities, labels)))


@pytest.fixture(scope="module")
def own() -> Evaluation:
    items = read_articles(ROOT / "corpus" / "samples", Settings())
    articles = {item.article_id: item for item in items if isinstance(item, Article)}
    texts = {name: item.text for name, item in articles.items()}
    return _evaluate(read_gold(GOLD, texts=texts, part="test"), articles)


def test_label_gold_is_the_one_the_floor_was_set_on() -> None:
    assert FLOORS["labels_sha256"] == hashlib.sha256(GOLD.read_bytes()).hexdigest()


def test_labels_on_sample_articles_stay_above_the_floor(own: Evaluation) -> None:
    assert own.macro_f1 >= FLOORS["labels_macro_f1"]
    assert own.classes[3].precision >= FLOORS["labels_promotional_precision"]
    assert own.macro_f1 > 2 * own.majority_f1


@needs_dev
def test_labels_by_rules_on_dev_stay_above_the_floor() -> None:
    result = _evaluate(read_gold(DEV), entities="lexicon", labels="rules")

    assert result.macro_f1 >= FLOORS["dev_macro_f1"]
    assert result.classes[3].precision >= FLOORS["dev_promotional_precision"]


@needs_dev
def test_labels_and_mentions_on_dev_stay_above_the_floor() -> None:
    result = _evaluate(read_gold(DEV))

    assert result.macro_f1 >= FLOORS["dev_joint_macro_f1"]
    assert result.classes[3].precision >= FLOORS["dev_promotional_precision"]
    assert result.mentions_exact[0].f1 >= FLOORS["dev_therapy_f1"]
    assert result.mentions_exact[1].f1 >= FLOORS["dev_disease_f1"]


@needs_dev
@pytest.mark.parametrize(
    ("how", "floor"),
    [
        ({"entities": "lexicon", "labels": "rules"}, "samples_rules"),
        ({}, "samples"),
    ],
)
def test_both_sample_seo_articles_come_out_right(how: dict[str, str], floor: str) -> None:
    gold = [json.loads(line) for line in DEV.read_text(encoding="utf-8").splitlines()]
    nlp, right, total, shared, both = puffery.load(**how), 0, 0, 0, 0
    for prefix, name in (
        ("000-", "healing-power-of-stem-cells"),
        ("001-", "stem-cell-applications"),
    ):
        text = (SHARED / "articles" / f"{name}.txt").read_text(encoding="utf-8")
        audits = {" ".join(a.sentence.text.split()): a for a in puffery.explain_doc(nlp(text))}
        for row in (r for r in gold if r["id"].startswith(prefix)):
            audit = audits[" ".join(row["text"].split())]
            right, total = right + (audit.label == row["label"]), total + 1
            wanted = Counter(row["therapy"] + row["disease"])
            found = Counter(mention.text for mention in audit.mentions)
            shared += sum((wanted & found).values())
            both += sum(wanted.values()) + sum(found.values())

    assert right / total >= FLOORS[f"{floor}_agreement"]
    assert 2 * shared / both >= FLOORS[f"{floor}_mention_f1"]


@needs_dev
def test_the_advert_at_the_end_of_the_sample_article_is_seen() -> None:
    text = (SHARED / "articles" / "stem-cell-applications.txt").read_text(encoding="utf-8")

    closing = puffery.explain_doc(puffery.load()(text))[-4:]

    assert ["promotional"] * 4 == [audit.label for audit in closing]
    assert {"endorsement", "call_to_action"} == {str(audit.device) for audit in closing}
    assert all(any(cue.decided for cue in audit.cues) for audit in closing)
