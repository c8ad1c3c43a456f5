"""Audits of gold sentences: in their article where there is one, alone otherwise."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from puffery.learn.gold import GoldSentence
    from puffery.learn.scoring.compare import Comparison
    from puffery.learn.scoring.evaluate import Evaluation
    from puffery.learn.scoring.score_mentions import MentionEvaluation
    from puffery.records import Article, SentenceAudit


@dataclass(frozen=True, slots=True)
class Way:
    """One way of labelling.

    Attributes:
        entities: How mentions are found, see `puffery.load`.
        labels: How sentences are labelled, see `puffery.load`.
        model: Model folder; None takes the shipped one.
    """

    entities: str = "model"
    labels: str = "model"
    model: Path | None = None


def audit_gold(
    rows: Sequence[GoldSentence], articles: Mapping[str, Article], way: Way | None = None
) -> list[SentenceAudit]:
    """Return one audit a gold sentence, in order.

    A standoff sentence is read in its article, as an audit reads it, with the abbreviations and the
    other sentences around it; where the article is segmented otherwise there, and for gold without
    an article, the sentence is read alone.

    Args:
        rows: Gold sentences.
        articles: Article id -> article, for standoff gold.
        way: How they are audited; None takes the default.
    """
    import puffery
    from puffery.language.assemble import annotate, load

    in_article: dict[tuple[str, int, int], SentenceAudit] = {}
    wanted = dict.fromkeys(row.article_id for row in rows if row.article_id)
    options = asdict(way or Way())
    nlp = load(**options)
    for article_id in wanted:
        for audit in puffery.explain_doc(annotate(nlp, articles[article_id])):
            in_article[article_id, audit.sentence.start, audit.sentence.end] = audit
    alone = load(**options, whole=True)
    return [
        in_article.get((row.article_id, row.start, row.end))
        or puffery.explain_doc(alone(row.text))[0]
        for row in rows
    ]


def evaluate_sentences(
    path: Path, articles: list[Path], *, part: str, way: Way, against: Way | None = None
) -> tuple[Evaluation, Comparison | None]:
    """Score labels and mentions of gold sentences.

    Args:
        path: Gold file.
        articles: Folders or files of the articles that standoff gold points into.
        part: Part of the gold, empty for all.
        way: What is scored.
        against: Another way to compare it with.

    Raises:
        GoldError: `PUF501` for a record that is no gold sentence.
    """
    from puffery.cli.gold_texts import read_articles_by_id
    from puffery.learn.gold import read_gold
    from puffery.learn.scoring.compare import compare
    from puffery.learn.scoring.evaluate import evaluate

    known = read_articles_by_id(articles)
    texts = {name: article.text for name, article in known.items()}
    rows = read_gold(path, texts=texts, part=part)
    audits = audit_gold(rows, known, way)
    comparison = None
    if against is not None:
        comparison = compare(rows, audits, audit_gold(rows, known, against))
    return evaluate(rows, audits), comparison


def evaluate_mentions(
    path: Path, *, entities: str = "model", model: Path | None = None
) -> MentionEvaluation:
    """Score the mentions of documents with gold spans, and the links of the gold mentions.

    Args:
        path: JSON Lines of documents.
        entities: How mentions are found, see `puffery.load`.
        model: Model folder; None takes the shipped one.

    Raises:
        GoldError: `PUF501` for a record that is no document.
    """
    from puffery.language.assemble import load
    from puffery.learn.scoring.score_mentions import read_documents, score_mentions

    nlp = load(entities=entities, labels="rules", model=model)
    for name in ("puffery_cue_tagger", "puffery_frame_linker", "puffery_claim_classifier"):
        nlp.remove_pipe(name)
    linker = nlp.get_pipe("puffery_concept_linker")
    return score_mentions(read_documents(path), nlp, linker.link_place)  # type: ignore[attr-defined]


def judged_docs(
    paths: Sequence[Path], articles: Mapping[str, Article], *, part: str, model: Path
) -> Iterator[tuple[str, Doc, dict[tuple[int, int], str]]]:
    """Yield (document id, `Doc` with scores and rule judgements, place -> gold label).

    Args:
        paths: Gold files.
        articles: Article id -> article, for standoff gold.
        part: Part of the gold.
        model: Folder of the encoder.

    Raises:
        GoldError: `PUF501` for a record that is no gold sentence.
    """
    from puffery.language.assemble import annotate, load_judge
    from puffery.learn.gold import read_gold

    texts = {name: article.text for name, article in articles.items()}
    nlp, alone = (load_judge(model, whole=whole) for whole in (False, True))
    for path in paths:
        by_article: dict[str, dict[tuple[int, int], str]] = {}
        for row in read_gold(path, texts=texts, part=part):
            if row.article_id:
                by_article.setdefault(row.article_id, {})[row.start, row.end] = row.label
            else:
                doc = alone(row.text)
                (sentence,) = doc._.puffery_sentences
                yield row.doc, doc, {(sentence.start, sentence.end): row.label}
        for article_id, gold in by_article.items():
            yield article_id, annotate(nlp, articles[article_id]), gold
