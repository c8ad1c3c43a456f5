"""Turns what the audit rules say into lines of JSON.

In: `ArticleAudit`s. Out: lines of `matches.jsonl`, `checks.jsonl` and `grades.jsonl` as plain
dictionaries with keys in a fixed order; `report/schemas/*.v1.schema.json` describe them.
"""

from __future__ import annotations

from collections.abc import Iterator

from puffery.catalogue.book import AuditBook
from puffery.records import ArticleAudit, Grade, GuidanceMatch
from puffery.report.json_v1 import Json


def match_records(audit: ArticleAudit, book: AuditBook) -> Iterator[dict[str, Json]]:
    """Yield one line of `matches.jsonl` a match: rule, place, words, guidance, what to do.

    Args:
        audit: The article audit.
        book: The rulebook that it was made with.
    """
    guidance = audit.guidance
    if guidance is None:
        return
    for match in guidance.matches:
        yield {
            "fingerprint": match.fingerprint,
            "article_id": audit.article.article_id,
            "reads_as": guidance.reads_as,
            "as_of": guidance.as_of,
            **_place(match, audit),
            **_rule(match, book),
        }


def _place(match: GuidanceMatch, audit: ArticleAudit) -> dict[str, Json]:
    at = match.sentence_index
    sentence = None if at is None else audit.sentences[at]
    text = audit.article.text
    return {
        "rule_id": match.rule_id,
        "severity": match.severity.value,
        "sentence_index": at,
        "sentence": None if sentence is None else sentence.sentence.text,
        "label": None if sentence is None else sentence.shown,
        "words": [{"start": a, "end": b, "text": text[a:b]} for a, b in match.places],
        "evidence": list(match.evidence),
        "message": match.message,
        "suppressed": match.suppressed or None,
    }


def _rule(match: GuidanceMatch, book: AuditBook) -> dict[str, Json]:
    rule = book.by_id(match.rule_id)
    card = next((c for c in book.tables.cards if c.card_id == match.card_id), None)
    return {
        "title": rule.title,
        "class": rule.kind.value,
        "profiles": [
            {"id": name, "binds": book.tables.profiles[name].binds} for name in match.profiles
        ],
        "why": rule.why,
        "fix": rule.fix,
        "rewrite": rule.rewrite or None,
        "caution": rule.caution or None,
        "sources": [
            {
                "clause": source.clause,
                "url": source.url,
                "checked": source.checked.isoformat() if source.checked else None,
                "reading": source.reading,
            }
            for source in rule.sources
        ],
        "card": None
        if card is None
        else {
            "id": card.card_id,
            "statement": card.statement,
            "clause": card.clause,
            "url": card.url,
            "valid_from": card.valid_from.isoformat(),
        },
    }


def check_records(audit: ArticleAudit) -> Iterator[dict[str, Json]]:
    """Yield one line of `checks.jsonl` for each topic of the checklist."""
    guidance = audit.guidance
    if guidance is None:
        return
    for check in guidance.checks:
        at = check.sentence_index
        yield {
            "article_id": audit.article.article_id,
            "rule_id": check.rule_id,
            "topic": check.topic,
            "title": check.title,
            "status": check.status.value,
            "sentence_index": at,
            "sentence": None if at is None else audit.sentences[at].sentence.text,
            "note": check.note,
        }


def grade_record(article_id: str, grade: Grade) -> dict[str, Json]:
    """Return one line of `grades.jsonl`: letter, points, and what moved it."""
    return {
        "article_id": article_id,
        "letter": grade.letter,
        "points": grade.points,
        "moves": [{"rule_id": m.rule_id, "n": m.n, "points": m.points} for m in grade.moves],
    }
