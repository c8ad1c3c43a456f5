"""What a folder of articles claims as a whole: pairs, publishers, months, repeated claims.

In: `ArticleAudit`s one after another. Out: rows for the tables of a run.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from puffery.records import UNDECIDED, ArticleAudit, Framing, Mention, MentionLabel, SentenceAudit
from puffery.terms.finding_words import normalise

CLAIMS = (Framing.HEDGED.value, Framing.UNQUALIFIED.value, Framing.PROMOTIONAL.value)

MOST_CLAIMS = 300_000
"""Different claims that are remembered to find repeated ones, so that memory stays bounded (about
100 MB); later new ones are not compared, and the table says so."""

LEAST_WORDS = 6
"""Shorter claims repeat by chance ("It works.")."""

NO_NAME = "(not given)"
"""Stands for a missing publisher or month."""

Row = dict[str, str | int | float]


@dataclass(slots=True)
class _Group:
    """Counts of a publisher or month."""

    n_articles: int = 0
    n_sentences: int = 0
    labels: Counter[str] = field(default_factory=Counter)
    grades: Counter[str] = field(default_factory=Counter)


@dataclass(slots=True)
class _Claim:
    """A claim that stands in more than one place."""

    text: str
    label: str
    n: int
    articles: list[str]


class CorpusCounts:
    """Counts over all articles of a run; small beside the articles themselves."""

    def __init__(self) -> None:
        self._names: dict[str, str] = {}
        self._pairs: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
        self._pair_articles: Counter[tuple[str, str]] = Counter()
        self._groups: dict[str, dict[str, _Group]] = {"publisher": {}, "month": {}}
        self._claims: dict[bytes, _Claim] = {}
        self.n_not_compared = 0

    def add(self, audit: ArticleAudit) -> None:
        """Count one article."""
        article = audit.article
        self._add_group("publisher", article.publisher or NO_NAME, audit)
        self._add_group("month", _month(article.date), audit)
        seen: set[tuple[str, str]] = set()
        for sentence in audit.sentences:
            if sentence.shown in CLAIMS:
                seen |= self._add_pairs(sentence)
                self._add_claim(sentence, article.article_id)
        self._pair_articles.update(seen)

    def pairs(self) -> Iterator[Row]:
        """Yield therapies and diseases named in one claim, most sentences first."""
        ranked = sorted(self._pairs.items(), key=lambda item: (-item[1].total(), item[0]))
        for (therapy, disease), labels in ranked:
            yield {
                "therapy": self._names[therapy],
                "disease": self._names[disease],
                "articles": self._pair_articles[therapy, disease],
                **{label: labels[label] for label in CLAIMS},
            }

    def groups(self, kind: str) -> Iterator[Row]:
        """Yield counts of each `publisher` or `month`, by name."""
        for name, group in sorted(self._groups[kind].items()):
            claims = sum(group.labels[label] for label in CLAIMS)
            yield {
                kind: name,
                "articles": group.n_articles,
                "sentences": group.n_sentences,
                **{label: group.labels[label] for label in CLAIMS},
                UNDECIDED: group.labels[UNDECIDED],
                "share_claims": round(claims / group.n_sentences, 4) if group.n_sentences else 0.0,
                **{f"grade_{letter}": group.grades[letter] for letter in "ABCDE"},
            }

    def repeated(self) -> Iterator[Row]:
        """Yield claims that stand in more than one article, most articles first."""
        many = [claim for claim in self._claims.values() if len(claim.articles) > 1]
        for claim in sorted(many, key=lambda c: (-len(c.articles), -c.n, c.text)):
            yield {
                "articles": len(claim.articles),
                "times": claim.n,
                "label": claim.label,
                "text": claim.text,
                "in": " | ".join(claim.articles),
            }

    def _add_group(self, kind: str, name: str, audit: ArticleAudit) -> None:
        group = self._groups[kind].setdefault(name, _Group())
        group.n_articles += 1
        group.n_sentences += len(audit.sentences)
        group.labels.update(sentence.shown for sentence in audit.sentences)
        if audit.guidance is not None:
            group.grades[audit.guidance.grade.letter] += 1

    def _add_pairs(self, sentence: SentenceAudit) -> set[tuple[str, str]]:
        by_label: dict[MentionLabel, set[str]] = defaultdict(set)
        for mention in sentence.mentions:
            key = mention.concept_id or mention.text.casefold()
            self._names.setdefault(key, _name(mention))
            by_label[mention.label].add(key)
        found = {
            (therapy, disease)
            for therapy in by_label[MentionLabel.THERAPY]
            for disease in by_label[MentionLabel.DISEASE]
        }
        for pair in found:
            self._pairs[pair][sentence.shown] += 1
        return found

    def _add_claim(self, sentence: SentenceAudit, article_id: str) -> None:
        evened = normalise(sentence.sentence.text)
        if evened.count(" ") + 1 < LEAST_WORDS:
            return
        key = hashlib.blake2b(evened.encode(), digest_size=10).digest()
        claim = self._claims.get(key)
        if claim is not None:
            claim.n += 1
            if claim.articles[-1] != article_id:
                claim.articles.append(article_id)
        elif len(self._claims) < MOST_CLAIMS:
            text = " ".join(sentence.sentence.text.split())
            self._claims[key] = _Claim(text, sentence.shown, 1, [article_id])
        else:
            self.n_not_compared += 1


def _name(mention: Mention) -> str:
    return mention.canonical_name or mention.text


def _month(date: str) -> str:
    """Return `YYYY-MM` of a date that begins like one, else `NO_NAME`."""
    year, dash, rest = date[:4], date[4:5], date[5:7]
    return f"{year}-{rest}" if year.isdigit() and dash == "-" and rest.isdigit() else NO_NAME
