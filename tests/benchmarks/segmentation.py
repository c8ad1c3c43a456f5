"""Compare sentence segmentation engines on the gold passages: `python tests/benchmarks/segmentation.py`.

Engines that are not installed are named and left out.
"""

import sys
import time
from pathlib import Path

import spacy

from puffery.learn.score_segmentation import read_passages, score
from puffery.segment.layout import find_blocks
from puffery.segment.sentence_splitter import SentenceSplitter

GOLD = Path(__file__).parents[2] / "annotations" / "gold" / "segmentation.jsonl"


def spans_of(pieces, text):
    position, spans = 0, []
    for piece in pieces:
        words = piece.strip()
        at = text.find(words, position)
        if words and at >= 0:
            spans.append((at, at + len(words)))
            position = at + len(words)
    return spans


def engines():
    blank = spacy.blank("en")
    splitter = SentenceSplitter()
    yield (
        "puffery (layout + rules)",
        lambda t: [(s.start, s.end) for s in splitter(blank(t))._.puffery_sentences],
    )
    sentencizer = spacy.blank("en")
    sentencizer.add_pipe("sentencizer")
    yield "spaCy sentencizer", lambda t: [(s.start_char, s.end_char) for s in sentencizer(t).sents]
    try:
        import pysbd

        pysbd_engine = pysbd.Segmenter(language="en", clean=False)
        yield "pysbd", lambda t: spans_of(pysbd_engine.segment(t), t)
    except ImportError:
        print("pysbd is not installed", file=sys.stderr)
    try:
        import nupunkt

        yield "nupunkt", lambda t: spans_of(nupunkt.sent_tokenize(t), t)
    except ImportError:
        print("nupunkt is not installed", file=sys.stderr)
    try:
        import sentencex

        yield "sentencex", lambda t: spans_of(list(sentencex.segment("en", t)), t)
    except ImportError:
        print("sentencex is not installed", file=sys.stderr)
    try:
        import biosenter

        model = biosenter.load()
        yield "biosenter", lambda t: [(s.start_char, s.end_char) for s in model(t).sents]
    except ImportError:
        print("biosenter is not installed", file=sys.stderr)


def with_layout(segment):
    """Give an engine the blocks of the layout step, so that only its sentence rules count."""

    def run(text):
        for block in find_blocks(text):
            for start, end in segment(text[block.start : block.end]):
                yield block.start + start, block.start + end

    return run


def main():
    passages = read_passages(GOLD)
    n_chars = sum(len(p.text) for p in passages)
    print(
        f"{len(passages)} passages, {sum(len(p.starts) for p in passages)} sentences, {n_chars} characters"
    )
    print(f"{'engine':34}{'P':>7}{'R':>7}{'F1':>7}{'perfect':>9}{'kchar/s':>9}")
    for name, segment in engines():
        for label, run in ((name, segment), (f"{name} + layout", with_layout(segment))):
            if label.startswith("puffery") and label.endswith("+ layout"):
                continue
            began = time.process_time()
            result = score(passages, run)
            speed = n_chars / 1000 / max(time.process_time() - began, 1e-9)
            print(
                f"{label:34}{result.precision:7.3f}{result.recall:7.3f}{result.f1:7.3f}"
                f"{result.n_perfect:6}/{result.n_passages}{speed:9.0f}"
            )


if __name__ == "__main__":
    main()
