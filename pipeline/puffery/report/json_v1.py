"""Turns records into the lines of `sentences.jsonl` and `findings.jsonl` and into `run.json`.

In: records. Out: plain dictionaries with keys in a fixed order, and their text. The formats are
described by `report/schemas/*.v1.schema.json`; a change that breaks a reader makes a `json_v2`.
"""

from __future__ import annotations

import dataclasses
import json
import re
from collections.abc import Mapping
from typing import TypeAlias

from puffery.records import (
    UNDECIDED,
    AuditRun,
    ClaimFrame,
    Cue,
    Finding,
    Framing,
    Mention,
    Reason,
    ReviewMark,
    SentenceAudit,
    SkippedArticle,
)

RUN_SCHEMA = "puffery-run-v1"
"""Value of `schema` in `run.json`."""

SCORE_DIGITS = 6
"""Decimals of scores, so that the last bits of a sum do not differ between machines."""

Json: TypeAlias = "str | int | float | bool | list[Json] | dict[str, Json] | None"
"""Anything JSON can say."""

_SURROGATE = re.compile("[\ud800-\udfff]")
_LINE_BREAKS = {0x85: "\\u0085", 0x2028: "\\u2028", 0x2029: "\\u2029"}


def replace_surrogates(text: str) -> str:
    """Return `text` with each lone surrogate as U+FFFD, so that it is UTF-8 and offsets stay."""
    return _SURROGATE.sub("\ufffd", text)


def dump_line(record: Mapping[str, Json]) -> str:
    r"""Return a record as one line of JSON, without the line end.

    Args:
        record: The record; its key order is kept.

    Returns:
        Compact JSON in readable Unicode. U+0085, U+2028 and U+2029 are escaped because many
        readers take them for line ends.
    """
    line = json.dumps(record, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return replace_surrogates(line).translate(_LINE_BREAKS)


def dump_run(run: AuditRun) -> str:
    """Return the text of `run.json`: indented JSON with a final line end."""
    text = json.dumps(run_record(run), ensure_ascii=False, allow_nan=False, indent=2)
    return replace_surrogates(text) + "\n"


def sentence_record(article_id: str, audit: SentenceAudit) -> dict[str, Json]:
    """Return one line of `sentences.jsonl`.

    Args:
        article_id: The article of the sentence.
        audit: The sentence audit.

    Returns:
        `article_id`, then the keys of the sentence; offsets are code points into the article.
    """
    return {"article_id": article_id, **sentence_fields(audit)}


def finding_record(finding: Finding) -> dict[str, Json]:
    """Return one line of `findings.jsonl`: fingerprint, article id, severity, sentence, review."""
    return {
        "fingerprint": finding.fingerprint,
        "article_id": finding.article_id,
        "severity": finding.severity,
        **sentence_fields(finding.audit),
        "review": None if finding.review is None else _review(finding.review),
    }


def run_record(run: AuditRun) -> dict[str, Json]:
    """Return the content of `run.json`: what the run was made with, counts, skipped inputs."""
    info = run.info
    return {
        "schema": RUN_SCHEMA,
        "run_id": info.run_id,
        "created": info.created,
        "input_name": info.input_name,
        "versions": _pairs(info.versions),
        "settings": _pairs(info.settings),
        "fingerprints": _pairs(info.fingerprints),
        "notes": list(info.notes),
        "counts": dict(run_counts(run)),
        "review": None if run.review is None else dataclasses.asdict(run.review),
        "skipped": [_skipped(item) for item in run.skipped],
    }


def run_counts(run: AuditRun) -> dict[str, int]:
    """Return the totals of a run: articles, skipped, sentences, and these by the label shown."""
    rows = run.articles
    return {
        "articles": len(rows),
        "skipped": len(run.skipped),
        "sentences": sum(row.n_sentences for row in rows),
        Framing.NONE.value: sum(row.n_none for row in rows),
        Framing.HEDGED.value: sum(row.n_hedged for row in rows),
        Framing.UNQUALIFIED.value: sum(row.n_unqualified for row in rows),
        Framing.PROMOTIONAL.value: sum(row.n_promotional for row in rows),
        UNDECIDED: sum(row.n_undecided for row in rows),
    }


def sentence_fields(audit: SentenceAudit) -> dict[str, Json]:
    """Return the fields of a sentence without its article: what `puffery label` adds too."""
    sentence = audit.sentence
    scores = (round(float(score), SCORE_DIGITS) for score in audit.scores)
    return {
        "index": sentence.index,
        "start": sentence.start,
        "end": sentence.end,
        "text": sentence.text,
        "block": sentence.block.value,
        "section": sentence.section,
        "is_title": sentence.is_title,
        "label": audit.shown,
        "likeliest": audit.label.value,
        "scores": dict(zip((framing.value for framing in Framing), scores, strict=True)),
        "device": None if audit.device is None else audit.device.value,
        "cues": [_cue(cue) for cue in audit.cues],
        "mentions": [_mention(mention) for mention in audit.mentions],
        "reasons": [_reason(reason) for reason in audit.reasons],
        "frames": [_frame(frame) for frame in audit.frames],
        "decided_by": audit.decided_by.value,
        "rule_label": None if audit.rule_label is None else audit.rule_label.value,
        "doubt": audit.doubt,
        "strength": audit.strength,
    }


def _cue(cue: Cue) -> Json:
    return {
        "start": cue.start,
        "end": cue.end,
        "text": cue.text,
        "kind": cue.kind.value,
        "term_id": cue.term_id,
        "scope_start": cue.scope_start,
        "scope_end": cue.scope_end,
        "decided": cue.decided,
    }


def _mention(mention: Mention) -> Json:
    return {
        "start": mention.start,
        "end": mention.end,
        "text": mention.text,
        "label": mention.label.value,
        "concept_id": mention.concept_id,
        "canonical_name": mention.canonical_name,
        "method": mention.method,
        "score": mention.score,
        "concept_type": mention.concept_type,
        "source": mention.source,
        "parent": mention.parent,
        "link": mention.link,
        "link_score": mention.link_score,
    }


def _frame(frame: ClaimFrame) -> Json:
    def place(value: tuple[int, int] | None) -> list[Json] | None:
        return None if value is None else list(value)

    return {
        "effect": frame.effect.value,
        "polarity": frame.polarity,
        "cue": place(frame.cue),
        "therapy": place(frame.therapy),
        "inferred_therapy": place(frame.inferred),
        "target": place(frame.target),
        "target_is_disease": frame.is_disease,
        "denial": place(frame.denial),
        "stated": frame.stated,
    }


def _reason(reason: Reason) -> Json:
    return {
        "rule_id": reason.rule_id,
        "question": reason.question.value,
        "message": reason.message,
        "why": reason.why,
        "fix": reason.fix,
        "clause": reason.clause,
        "url": reason.url,
    }


def _review(mark: ReviewMark) -> Json:
    return {
        "status": mark.status.value,
        "reviewer": mark.reviewer,
        "at": mark.at,
        "label_before": mark.label_before,
        "reason": mark.reason,
        "expires": mark.expires,
    }


def _skipped(item: SkippedArticle) -> Json:
    return {
        "article_id": item.article_id,
        "source": item.source,
        "reason": item.reason.value,
        "detail": item.detail,
    }


def _pairs(pairs: tuple[tuple[str, str], ...]) -> Json:
    return dict(sorted(pairs))
