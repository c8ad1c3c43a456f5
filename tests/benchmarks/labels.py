"""Label baselines on the same gold: `python tests/benchmarks/labels.py`, needs the `train` extra.

Majority, rules alone, TF-IDF with logistic regression, rules as features beside TF-IDF, spaCy
textcat, frozen MiniLM embeddings with logistic regression, and the shipped model. All learn from
the part `train` of our own gold and are scored on its part `test`, set by set. `--data FOLDER` is
where the public sets lie (for the real articles); `--start FOLDER` the MiniLM weights.
"""

import argparse
import json
import random
from pathlib import Path

import numpy as np
import spacy
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score
from sklearn.pipeline import FeatureUnion
from spacy.training import Example

from puffery.cli.gold_audits import Way, audit_gold
from puffery.cli.gold_texts import read_articles_by_id
from puffery.learn.gold import LABELS, read_gold

ROOT = Path(__file__).parents[2]
GOLD = ROOT / "annotations" / "gold" / "claims"
OWN = ("own-samples-2", "invented-articles-1", "minimal-pairs-1")
REAL = ("real-articles-2", "real-articles-3")
SEED = 20261124
RULES = Way(entities="lexicon", labels="rules")


def read(names, part, articles):
    texts = {name: article.text for name, article in articles.items()}
    return {n: read_gold(GOLD / f"{n}.jsonl", texts=texts, part=part) for n in names}


def tfidf():
    return FeatureUnion(
        [
            ("words", TfidfVectorizer(ngram_range=(1, 2), min_df=2, sublinear_tf=True)),
            (
                "letters",
                TfidfVectorizer(
                    analyzer="char_wb", ngram_range=(3, 5), min_df=3, sublinear_tf=True
                ),
            ),
        ]
    )


def regression():
    return LogisticRegression(C=10, max_iter=2000, class_weight="balanced")


def by_tfidf(train, tests):
    features = tfidf().fit([row.text for row in train])
    model = regression().fit(features.transform([r.text for r in train]), [r.label for r in train])
    return {
        n: model.predict(features.transform([r.text for r in rows])) for n, rows in tests.items()
    }


def by_rules(rows, articles):
    return [str(a.label) for a in audit_gold(rows, articles, RULES)]


def by_rules_as_features(train, tests, articles):
    from scipy.sparse import csr_matrix, hstack

    features = tfidf().fit([row.text for row in train])

    def matrix(rows):
        ruled = np.array([[float(g == lab) for lab in LABELS] for g in by_rules(rows, articles)])
        return hstack([features.transform([r.text for r in rows]), csr_matrix(ruled)]).tocsr()

    model = regression().fit(matrix(train), [row.label for row in train])
    return {name: model.predict(matrix(rows)) for name, rows in tests.items()}


def by_textcat(train, tests, epochs):
    spacy.util.fix_random_seed(SEED)
    nlp = spacy.blank("en")
    textcat = nlp.add_pipe("textcat")
    for label in LABELS:
        textcat.add_label(label)
    examples = [
        Example.from_dict(nlp.make_doc(r.text), {"cats": {lab: lab == r.label for lab in LABELS}})
        for r in train
    ]
    optimizer = nlp.initialize(lambda: examples[:500])
    rng = random.Random(SEED)  # noqa: S311  # order of examples, no secret
    for _ in range(epochs):
        rng.shuffle(examples)
        for batch in spacy.util.minibatch(examples, size=64):
            nlp.update(batch, sgd=optimizer, drop=0.2)
    return {
        name: [
            max(d.cats, key=d.cats.get) for d in nlp.pipe([r.text for r in rows], batch_size=256)
        ]
        for name, rows in tests.items()
    }


def embed(rows, start):
    import torch
    from safetensors.torch import load_file
    from tokenizers import Tokenizer

    from puffery.learn.training.network import Shape, load_start

    torch.set_num_threads(2)
    tokenizer = Tokenizer.from_file(str(start / "tokenizer.json"))
    tokenizer.no_padding()
    size = load_file(start / "model.safetensors")["embeddings.word_embeddings.weight"].shape[0]
    network = load_start(
        start / "model.safetensors", Shape(tuple(range(6)), size, {}), range(size)
    ).eval()
    vectors = []
    with torch.inference_mode():
        for row in rows:
            ids = torch.tensor([tokenizer.encode(row.text).ids[:256]])
            none = torch.zeros_like(ids)
            vectors.append(network.encode(ids, torch.ones_like(ids), none, none)[0].mean(0).numpy())
    return np.array(vectors)


def by_frozen(train, tests, start):
    model = regression().fit(embed(train, start), [row.label for row in train])
    return {name: model.predict(embed(rows, start)) for name, rows in tests.items()}


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--data", type=Path)
    options.add_argument("--start", type=Path)
    options.add_argument("--epochs", type=int, default=6)
    options.add_argument("--ways", default="", help="comma-separated; default: all")
    given = options.parse_args()
    places = [ROOT / "corpus" / "samples", ROOT / "corpus" / "invented"]
    names = list(OWN)
    if given.data:
        places += [
            given.data / name / "articles.jsonl"
            for name in ("fakehealth-articles", "insciout-press-releases")
        ]
        names += REAL
    articles = read_articles_by_id(places)
    train = [row for rows in read(names, "train", articles).values() for row in rows]
    tests = read(names, "test", articles)
    print(len(train), "sentences to learn from;", {n: len(rows) for n, rows in tests.items()})
    ways = {
        "majority": lambda: {n: ["none"] * len(rows) for n, rows in tests.items()},
        "rules": lambda: {n: by_rules(rows, articles) for n, rows in tests.items()},
        "TF-IDF": lambda: by_tfidf(train, tests),
        "TF-IDF and rules": lambda: by_rules_as_features(train, tests, articles),
        "spaCy textcat": lambda: by_textcat(train, tests, given.epochs),
        "shipped": lambda: {
            n: [str(a.label) for a in audit_gold(rows, articles)] for n, rows in tests.items()
        },
    }
    if given.start:
        ways["frozen MiniLM"] = lambda: by_frozen(train, tests, given.start)
    wanted = given.ways.split(",") if given.ways else list(ways)
    for way in wanted:
        scores = {
            n: f1_score([r.label for r in tests[n]], list(found), average="macro", labels=LABELS)
            for n, found in ways[way]().items()
        }
        print(f"{way:18}", json.dumps({n: round(s, 3) for n, s in scores.items()}), flush=True)


if __name__ == "__main__":
    main()
