"""How often the omission checks agree with reviewers of health news (FakeHealth releases).

    python tests/benchmarks/omissions.py ARTICLES.jsonl

In: the releases with `criteria` of fakehealth-articles. Out: a table on standard output. Patterns
were tuned by reading releases of half 0; half 1 was not looked at.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import puffery
from puffery.catalogue.tables import load_tables
from puffery.guidance.article.topics import find_topic
from puffery.guidance.sentences.view import RuleView, view_sentences
from puffery.language.assemble import annotate
from puffery.records import Article
from puffery.run import explain

QUESTIONS = {
    "costs": "adequately discuss the costs",
    "harms": "harms of the intervention",
    "alternatives": "compare the new approach",
    "status": "establish the availability",
    "study_quality": "quality of the evidence",
    "uncertainty": "quality of the evidence",
    "disclosure": "identify funding sources",
}


def half(article_id: str) -> int:
    """Return the half that a release belongs to, by the hash of its id."""
    return int(hashlib.sha256(article_id.encode()).hexdigest(), 16) % 2


def analysed(rows: list[dict[str, Any]]) -> dict[str, list[RuleView]]:
    """Return the views of all sentences of each release."""
    nlp = puffery.load(abbreviations="builtin")
    signs = load_tables().signs
    views = {}
    for row in rows:
        doc = annotate(nlp, Article(article_id=row["id"], text=row["text"]))
        views[row["id"]] = view_sentences(doc, explain(doc), signs)
    return views


def figures(pairs: list[tuple[bool, bool]]) -> tuple[float, float, float, float]:
    """Return agreement, precision, recall and kappa of (check complains, reviewer complains)."""
    n = len(pairs)
    both = sum(a and b for a, b in pairs)
    said, true = sum(a for a, _ in pairs), sum(b for _, b in pairs)
    agree = sum(a == b for a, b in pairs) / n
    chance = (said * true + (n - said) * (n - true)) / n**2
    kappa = (agree - chance) / (1 - chance) if chance < 1 else 0.0
    return agree, both / said if said else 0.0, both / true if true else 0.0, kappa


def main() -> None:
    """Print the table of both halves."""
    text = Path(sys.argv[1]).read_text(encoding="utf-8")
    rows = [json.loads(line) for line in text.split("\n") if line]
    rows = [row for row in rows if row["criteria"]]
    views = analysed(rows)
    topics = load_tables().topics
    for part, name in (
        (1, "half 1: reported, not looked at while tuning"),
        (0, "half 0: tuned on"),
    ):
        print(f"\n{name}\n")
        print(
            "topic          strictness     n  satisf.  always-no  agree  precision  recall  kappa   found/partly/none where satisfactory | not"
        )
        for topic, words in QUESTIONS.items():
            seen = []
            for row in rows:
                answer = next(c["answer"] for c in row["criteria"] if words in c["question"])
                if half(row["id"]) != part or answer == "Not Applicable":
                    continue
                where = find_topic(topics[topic], views[row["id"]])
                status = "found" if where.found else "partly" if where.partly else "none"
                seen.append((status, answer == "Not Satisfactory"))
            bad = sum(b for _, b in seen) / len(seen)
            table = Counter(seen)
            split = " | ".join(
                "/".join(str(table[s, b]) for s in ("found", "partly", "none"))
                for b in (False, True)
            )
            for label, quiet in (("not found", ("found", "partly")), ("not or partly", ("found",))):
                agree, precision, recall, kappa = figures([(s not in quiet, b) for s, b in seen])
                print(
                    f"{topic:14} {label:13} {len(seen):3}   {1 - bad:.2f}     {bad:.2f}      {agree:.2f}     {precision:.2f}"
                    f"     {recall:.2f}   {kappa:+.2f}   {split if label == 'not found' else ''}"
                )
    print(
        "\nn: releases with a rating other than Not Applicable. satisf.: share that reviewers called satisfactory."
    )
    print(
        "always-no: agreement of calling every release not satisfactory. precision, recall: of the check's complaint"
    )
    print(
        "against Not Satisfactory. Reviewers ask whether a topic is covered adequately, the check whether it is named."
    )


if __name__ == "__main__":
    main()
