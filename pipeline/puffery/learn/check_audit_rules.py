"""Every audit rule and checklist topic on its own example sentences.

In: the rulebook. Out: the examples that it gets wrong, with file and line.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from spacy.language import Language

from puffery.catalogue.audit_rule import AuditRule
from puffery.catalogue.book import AuditBook, load_book
from puffery.explain.verdict import explain_sentences
from puffery.guidance.article.topics import find_topic
from puffery.guidance.sentences.conditions import ArticleFacts
from puffery.guidance.sentences.match import SentenceRules
from puffery.guidance.sentences.view import RuleView, view_sentences
from puffery.language.assemble import load
from puffery.records import RuleClass
from puffery.rules import load_rulebook
from puffery.terms.lexicon import load_lexicon

CARD_DAY = date(2026, 11, 24)
"""Examples are checked as of this day, so that they do not change with the calendar."""


@dataclass(frozen=True, slots=True)
class WrongExample:
    """An example that a rule or topic gets wrong.

    Attributes:
        rule_id: The rule, or `topic NAME`.
        file: File of the rule.
        line: Line of the rule in it, from 1; 0 for a topic.
        wanted: `should match` or `should stay quiet`.
        sentence: The example.
        got: What happened instead: rules that matched, or the exemption that took it out.
    """

    rule_id: str
    file: str
    line: int
    wanted: str
    sentence: str
    got: str


def wrong_examples(
    folders: tuple[Path, ...] = (), only: frozenset[str] = frozenset()
) -> list[WrongExample]:
    """Return the hits that a rule misses and the misses that it hits, in rulebook order.

    Args:
        folders: Rule folders of the user, beside the shipped rules.
        only: Ids to check; empty for all.

    Raises:
        DataFileError: `PUF301` for a rule file that cannot be read.
    """
    known = load_book(as_of=CARD_DAY, folders=folders)
    ids = [rule.rule_id for rule in known.rules]
    book = load_book(as_of=CARD_DAY, folders=folders, enabled=ids)
    nlp = load(abbreviations="builtin")
    rules = SentenceRules(book)
    wrong: list[WrongExample] = []
    for rule in book.rules:
        if rule.kind is not RuleClass.ARTICLE and (not only or rule.rule_id in only):
            wrong.extend(_of_rule(rule, rules, book, nlp))
    if not only:
        wrong.extend(_of_topics(book, nlp))
    return wrong


def _of_rule(
    rule: AuditRule, rules: SentenceRules, book: AuditBook, nlp: Language
) -> Iterator[WrongExample]:
    for sentence, should in [(s, True) for s in rule.hits] + [(s, False) for s in rule.misses]:
        views = _views(nlp, sentence, book)
        hits, exemptions = rules.match(views, ArticleFacts(sells=False))
        got = sorted({hit.rule.rule_id for hit in hits})
        if (rule.rule_id in got) is not should:
            why = [f"{e.rule_id} exempt: {e.exception} “{e.words}”" for e in exemptions]
            labels = ", ".join(sorted({view.audit.label.value for view in views}))
            yield WrongExample(
                rule.rule_id,
                rule.file,
                rule.line,
                "should match" if should else "should stay quiet",
                sentence,
                "; ".join([", ".join(got) or "nothing", *why, f"label {labels}"]),
            )


def _of_topics(book: AuditBook, nlp: Language) -> Iterator[WrongExample]:
    for topic in book.tables.topics.values():
        for sentence, should in [(s, True) for s in topic.hits] + [
            (s, False) for s in topic.misses
        ]:
            where = find_topic(topic, _views(nlp, sentence, book))
            if bool(where.found) is not should:
                wanted = "should be found" if should else "should not be found"
                got = "partly" if where.partly else "found" if where.found else "not found"
                yield WrongExample(f"topic {topic.name}", "topics.toml", 0, wanted, sentence, got)


def _views(nlp: Language, text: str, book: AuditBook) -> list[RuleView]:
    doc = nlp(text)
    concept_of = load_lexicon().concepts.get
    audits = explain_sentences(doc, rulebook=load_rulebook(), concept_of=concept_of)
    return view_sentences(doc, audits, book.tables.signs)
