"""The lines of a finished run as plain records.

In: parsed JSON lines. Out: frozen records; offsets are code points into the text of the article,
half-open.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from puffery.records import ArticleSummary, Framing, Question, Reason

RunLine: TypeAlias = dict[str, Any]
"""One line of `sentences.jsonl` or `findings.jsonl`, as `report/schemas` describes it."""


@dataclass(frozen=True, slots=True)
class RunSpan:
    """A cue or a mention.

    Attributes:
        start: First code point.
        end: One past the last.
        text: The words.
        label: Kind of the cue, or label of the mention.
        concept_id: Concept of a mention, empty without.
        name: Canonical name of the concept, empty without.
        decided: Whether a cue decided the label; False for mentions.
    """

    start: int
    end: int
    text: str
    label: str
    concept_id: str = ""
    name: str = ""
    decided: bool = False


@dataclass(frozen=True, slots=True)
class RunSentence:
    """One sentence of a run.

    Attributes:
        index: Running number in the article, from 0.
        start: First code point in the article.
        end: One past the last.
        text: The sentence.
        block: Layout role.
        section: Nearest heading above, or empty.
        label: Label as shown: a framing or `undecided`.
        likeliest: The most probable framing.
        device: Device of a promotional sentence, else empty.
        strength: Claim strength 0 to 3, None where unknown.
        score: Score of `likeliest`, 0 to 1.
        doubt: 0 to 1, as in `Judgement`.
        decided_by: `rules`, `both`, `model`.
        cues: In order of `start`.
        mentions: In order of `start`.
        reasons: At least one; the first decided.
        fingerprint: 16 hex digits of the finding, empty for a sentence without one.
        severity: Of the finding, empty without.
    """

    index: int
    start: int
    end: int
    text: str
    block: str
    section: str
    label: str
    likeliest: str
    device: str
    strength: int | None
    score: float
    doubt: float
    decided_by: str
    cues: tuple[RunSpan, ...]
    mentions: tuple[RunSpan, ...]
    reasons: tuple[Reason, ...]
    fingerprint: str = ""
    severity: str = ""

    @property
    def is_finding(self) -> bool:
        """Whether the sentence is one to look at."""
        return self.label != Framing.NONE.value


@dataclass(frozen=True, slots=True)
class RunArticle:
    """One article of a run.

    Attributes:
        summary: Its row of `articles.parquet`.
        sentences: In order.
        lines: The lines of `sentences.jsonl` behind them.
        finding_lines: The lines of `findings.jsonl` behind them.
    """

    summary: ArticleSummary
    sentences: tuple[RunSentence, ...]
    lines: tuple[RunLine, ...]
    finding_lines: tuple[RunLine, ...]

    @property
    def findings(self) -> tuple[RunSentence, ...]:
        """The sentences that are not `none`, in order."""
        return tuple(item for item in self.sentences if item.is_finding)

    @property
    def text(self) -> str:
        """The text, put together again from its sentences.

        A run folder holds the sentences with their offsets, not what stands between them. That
        is white space nearly always; it comes back as a line feed and spaces (one character: a
        space), so that every offset of the run is right in this text.
        """
        parts: list[str] = []
        at = 0
        for item in self.sentences:
            parts += [_gap(item.start - at), item.text]
            at = item.end
        return "".join(parts)


def _gap(n_chars: int) -> str:
    return " " * n_chars if n_chars < 2 else "\n" + " " * (n_chars - 1)


def read_article(
    summary: ArticleSummary, lines: list[RunLine], finding_lines: list[RunLine]
) -> RunArticle:
    """Make the record of an article.

    Args:
        summary: Its row in the table of articles.
        lines: Its lines of `sentences.jsonl`, in order.
        finding_lines: Its lines of `findings.jsonl`, in order.

    Returns:
        The article.

    Raises:
        KeyError: When a line lacks a field.
        TypeError: When a field has another type than the schema says.
        ValueError: When a field has another value than the schema allows.
    """
    marks = {row["index"]: (row["fingerprint"], row["severity"]) for row in finding_lines}
    sentences = tuple(_sentence(row, *marks.pop(row["index"], ("", ""))) for row in lines)
    if marks:
        raise ValueError(f"finding of sentence {min(marks)} of {summary.article_id!r} has none")
    if any(item.is_finding and not item.fingerprint for item in sentences):
        raise ValueError(f"a labelled sentence of {summary.article_id!r} has no finding")
    return RunArticle(summary, sentences, tuple(lines), tuple(finding_lines))


def _sentence(row: Mapping[str, Any], fingerprint: str, severity: str) -> RunSentence:
    return RunSentence(
        index=int(row["index"]),
        start=int(row["start"]),
        end=int(row["end"]),
        text=str(row["text"]),
        block=str(row["block"]),
        section=str(row["section"]),
        label=str(row["label"]),
        likeliest=str(row["likeliest"]),
        device=str(row["device"] or ""),
        strength=None if row["strength"] is None else int(row["strength"]),
        score=float(row["scores"][row["likeliest"]]),
        doubt=float(row["doubt"]),
        decided_by=str(row["decided_by"]),
        cues=tuple(_cue(cue) for cue in row["cues"]),
        mentions=tuple(_mention(mention) for mention in row["mentions"]),
        reasons=tuple(_reason(reason) for reason in row["reasons"]),
        fingerprint=fingerprint,
        severity=severity,
    )


def _cue(row: Mapping[str, Any]) -> RunSpan:
    return RunSpan(
        int(row["start"]), int(row["end"]), row["text"], row["kind"], decided=bool(row["decided"])
    )


def _mention(row: Mapping[str, Any]) -> RunSpan:
    return RunSpan(
        int(row["start"]),
        int(row["end"]),
        row["text"],
        row["label"],
        concept_id=row["concept_id"],
        name=row["canonical_name"],
    )


def _reason(row: Mapping[str, Any]) -> Reason:
    return Reason(
        rule_id=row["rule_id"],
        question=Question(row["question"]),
        message=row["message"],
        why=row["why"],
        fix=row["fix"],
        clause=row["clause"],
        url=row["url"],
    )
