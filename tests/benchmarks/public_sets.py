"""Sentence sets of others, one fold each: `python tests/benchmarks/public_sets.py RUN DATA`.

RUN is a run folder of `puffery train mentions` (its encoder is the start), DATA the folder of the
public sets. A new head is fine-tuned with the encoder on four fifths of the documents of each set
and scored on the last fifth (documents by a hash). These sets carry no open licence or a copyleft
one, so that nothing of this ships. Also the shipped strength head on the strength sets, untouched.
"""

import argparse
import hashlib
import json
import tempfile
from pathlib import Path

import numpy as np
import torch
from sklearn.metrics import f1_score
from tokenizers import Tokenizer

import puffery
from puffery.language.assemble import load_tagger
from puffery.learn.training.batches import collate, make_examples
from puffery.learn.training.data.corpora import TaggedSentence, mark_lexicon
from puffery.learn.training.network import EncoderNetwork, Shape
from puffery.learn.training.train_encoder import Recipe, train

SETS = {
    "causal-strength-pubmed": ("macro", None, 0.88),
    "causal-strength-eurekalert": ("macro", None, 0.89),
    "health-advice": ("macro", None, 0.93),
    "conll2010-hedge": ("uncertain", "bio", 0.90),
}
"""Name -> score (macro-F1, or F1 of a label), domain kept, bar."""

EPOCHS, RATE, FOLDS = 5, 1e-4, 5


def fold_of(row):
    key = str(row.get("doc") or row["id"])
    return int(hashlib.sha256(key.encode()).hexdigest(), 16) % FOLDS


def read(path, domain):
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return [r for r in rows if domain is None or r.get("domain") == domain]


def sentences(rows, labels, nlp):
    for row in rows:
        text = row["text"]
        (lexicon,) = mark_lexicon(nlp, text, [(0, len(text))])
        yield TaggedSentence(
            "x",
            row["id"],
            text,
            (),
            frozenset(),
            lexicon=lexicon,
            classes={"label": labels.index(row["label"])},
        )


def start(run, n_labels):
    state = torch.load(run / "checkpoint.pt", weights_only=True)["network"]
    inputs = json.loads((run / "inputs.json").read_text(encoding="utf-8"))
    state = {k: v for k, v in state.items() if not k.startswith("sentence_heads")}
    shape = Shape(
        tuple(inputs["layers"]),
        state["words.weight"].shape[0],
        {"label": n_labels},
        schemes=tuple(inputs["schemes"]),
    )
    network = EncoderNetwork(shape)
    network.load_state_dict(state, strict=False)
    return network


def predict(network, examples):
    network.eval()
    found = []
    with torch.inference_mode():
        for example in examples:
            batch = collate([example])
            _, heads = network(batch.ids, batch.mask, batch.lexicon, batch.cases)
            found.append(int(heads["label"].argmax()))
    return np.array(found)


def fine_tuned(run, rows, labels, threads):
    nlp = load_tagger()
    tokenizer = Tokenizer.from_file(str(run / "model" / "tokenizer.json"))
    parts = [[r for r in rows if (fold_of(r) == 0) is held_out] for held_out in (False, True)]
    learned, tested = (
        make_examples(list(sentences(part, labels, nlp)), tokenizer, heads=("label",))
        for part in parts
    )
    network = start(run, len(labels))
    recipe = Recipe(epochs=EPOCHS, rate=RATE, sentence_weight=1.0, threads=threads)
    with tempfile.TemporaryDirectory() as folder:
        train(network, learned, recipe, Path(folder))
    return [r["label"] for r in parts[1]], [labels[i] for i in predict(network, tested)]


def untouched(rows):
    """Scores of the shipped strength head, whose classes are those of the set."""
    nlp = puffery.load(whole=True, abbreviations="builtin")
    head = [nlp(r["text"])._.puffery_sentence_scores[0] for r in rows]
    given = [int(np.argmax(s.scores[s.heads.index("strength")])) for s in head]
    return f1_score([int(r["label"]) for r in rows], given, average="macro")


def main():
    options = argparse.ArgumentParser()
    options.add_argument("run", type=Path)
    options.add_argument("data", type=Path)
    options.add_argument("--sets", default=",".join(SETS))
    options.add_argument("--threads", type=int, default=2)
    given = options.parse_args()
    for name in given.sets.split(","):
        score, domain, bar = SETS[name]
        rows = read(given.data / name / "train.jsonl", domain)
        labels = sorted({row["label"] for row in rows})
        if name.startswith("causal-strength"):
            tested = [row for row in rows if fold_of(row) == 0]
            print(f"{name}: shipped strength head untouched, macro-F1 {untouched(tested):.3f}")
        right, found = fine_tuned(given.run, rows, labels, given.threads)
        if score == "macro":
            value = f1_score(right, found, average="macro")
        else:
            value = f1_score(right, found, pos_label=score, average="binary")
        print(f"{name}: fine-tuned, {len(right)} held out, F1 {value:.3f} (bar {bar})", flush=True)


if __name__ == "__main__":
    main()
