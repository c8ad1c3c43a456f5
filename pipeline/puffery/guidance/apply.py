"""The audit of one article by the rulebook: sentences first, then the article as a whole.

In: an annotated `Doc` and its sentence audits. Out: `Guidance`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from spacy.tokens import Doc

from puffery.catalogue.book import AuditBook
from puffery.guidance.article.checks import check_article
from puffery.guidance.article.reads_as import reads_as
from puffery.guidance.comments import comment_spans
from puffery.guidance.grade import grade_of
from puffery.guidance.sentences.conditions import ArticleFacts
from puffery.guidance.sentences.match import RuleHit, SentenceRules
from puffery.guidance.sentences.view import view_sentences
from puffery.guidance.suppress import Suppressions
from puffery.records import Article, Guidance, GuidanceMatch, Pivot, SentenceAudit
from puffery.terms.finding_words import Fingerprints, quote_words


class GuidanceAuditor:
    """Applies the rulebook of a run to one article after another.

    Args:
        book: The rulebook.
        suppressions: Matches that reviewers set aside.
    """

    def __init__(self, book: AuditBook, suppressions: Suppressions | None = None) -> None:
        self.book = book
        self._rules = SentenceRules(book)
        self._suppressions = suppressions or Suppressions(())

    def audit(
        self, doc: Doc, article: Article, audits: Sequence[SentenceAudit], pivot: Pivot | None
    ) -> Guidance:
        """Return all that the rules say of an article.

        Args:
            doc: The annotated `Doc`.
            article: The article.
            audits: Its sentences, in order.
            pivot: Where it turns from teaching to selling, None where it does not.
        """
        views = view_sentences(doc, audits, self.book.tables.signs)
        facts = ArticleFacts(sells=any(audit.sells for audit in audits))
        hits, exemptions = self._rules.match(views, facts)
        matches = [self._match(hit) for hit in hits]
        comments = comment_spans(article)
        matches = [match for match in matches if not _inside(match, comments)]
        checks, about_all = check_article(self.book, article, views, matches, pivot)
        numbered = self._number([*matches, *about_all], article.article_id, audits)
        kept, unused = self._suppressions.apply(numbered, article, audits, self.book.as_of)
        return Guidance(
            matches=tuple(kept),
            exemptions=tuple(exemptions),
            checks=tuple(checks),
            grade=grade_of(kept),
            reads_as=reads_as(audits, pivot),
            as_of=self.book.as_of.isoformat(),
            unused=unused,
        )

    def _match(self, hit: RuleHit) -> GuidanceMatch:
        shown = [hit.view.shown(words) for words in hit.words]
        return GuidanceMatch(
            rule_id=hit.rule.rule_id,
            severity=hit.severity,
            sentence_index=hit.view.index,
            places=tuple(hit.view.chars(words) for words in hit.words),
            message=hit.rule.message.replace("{cues}", quote_words(shown, "the wording")),
            profiles=self.book.profiles_of(hit.rule),
            card_id=hit.card_id,
        )

    def _number(
        self, matches: Sequence[GuidanceMatch], article_id: str, audits: Sequence[SentenceAudit]
    ) -> list[GuidanceMatch]:
        """Give each match a fingerprint that stays when the text around it moves."""
        fingerprints = Fingerprints(article_id)
        numbered = []
        for match in matches:
            at = match.sentence_index
            text = "" if at is None else audits[at].sentence.text
            numbered.append(replace(match, fingerprint=fingerprints.next(match.rule_id, text)))
        return numbered


def _inside(match: GuidanceMatch, spans: Sequence[tuple[int, int]]) -> bool:
    """Tell whether all words of a match lie inside spans."""
    places = match.places
    return bool(places) and all(any(a <= p[0] and p[1] <= b for a, b in spans) for p in places)
