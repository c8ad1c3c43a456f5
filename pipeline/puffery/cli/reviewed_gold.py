"""Decisions of reviewers as annotated `Doc`s to fit the joint classifier on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from puffery.learn.training.data.review_gold import ReviewGold
    from puffery.records import Article

NOT_A_SENTENCE = "the sentence is segmented otherwise today"


class ReviewedDocs:
    """Yields (article id, `Doc` with scores and rule judgements, place -> label); counts labels.

    Args:
        folder: Folder of decisions; None yields nothing.
        gold: Gold files that are fitted on along.
        articles: Article id -> article.
        part: Part of the gold that is fitted on.
        model: Folder of the encoder.

    Raises:
        ReviewError: `PUF511` when the folder is missing or a line is no decision.
        GoldError: `PUF501` when a gold file cannot be read.
    """

    def __init__(
        self,
        folder: Path | None,
        gold: Sequence[Path],
        articles: Mapping[str, Article],
        *,
        part: str,
        model: Path,
    ) -> None:
        self._articles, self._model = articles, model
        self._gold = _read(folder, gold, articles, part) if folder else None
        self.n_used = 0
        """Labels that were used, once all `Doc`s were taken."""

    def __iter__(self) -> Iterator[tuple[str, Doc, dict[tuple[int, int], str]]]:
        """Yield the articles in the order of the decisions."""
        from puffery.language.assemble import annotate, load_judge

        if self._gold is None or not self._gold.places:
            return
        nlp = load_judge(self._model)
        for article_id, places in self._gold.places.items():
            doc = annotate(nlp, self._articles[article_id])
            self.n_used += sum((s.start, s.end) in places for s in doc._.puffery_sentences)
            yield article_id, doc, places

    def told(self) -> list[str]:
        """Return how many decisions were used, and why others were not; call it at the end."""
        if self._gold is None:
            return []
        moved = self._gold.n_used - self.n_used
        left_out = self._gold.left_out | ({NOT_A_SENTENCE: moved} if moved else {})
        n_all = self.n_used + sum(left_out.values())
        first = f"{self.n_used} of {n_all} decisions of reviewers were used"
        return [first, *(f"  {number} left out, {why}" for why, number in left_out.items())]


def _read(
    folder: Path, gold: Sequence[Path], articles: Mapping[str, Article], part: str
) -> ReviewGold:
    from puffery.learn.gold import gold_rows
    from puffery.learn.training.data.review_gold import review_gold
    from puffery.review.decision_lines import read_folder
    from puffery.review.standing import standing

    return review_gold(
        standing(read_folder(folder)),
        texts={name: article.text for name, article in articles.items()},
        gold=[row for path in gold for row in gold_rows(path) if "article_id" in row],
        part=part,
    )
