"""The nouns that flow through puffery, all frozen.

In: nothing. Out: `Article` (or `SkippedArticle`), then `Sentence`, `Mention`, `Cue`, `Judgement`,
`Reason`, `SentenceAudit`, `Finding`, `ArticleAudit`, `AuditRun`.

Offsets are Unicode code points into `Article.text`, half-open `[start, end)`. For every record
with `start`, `end` and `text`, `article.text[start:end] == text`.
"""

from __future__ import annotations

from puffery.records.guidance import (
    ArticleCheck,
    Exemption,
    Grade,
    GradeMove,
    Guidance,
    GuidanceMatch,
)
from puffery.records.kinds import (
    UNDECIDED,
    BlockKind,
    CheckStatus,
    CueKind,
    DecidedBy,
    DecisionKind,
    Device,
    Effect,
    Framing,
    MentionLabel,
    OffsetBasis,
    Question,
    ReviewStatus,
    RuleClass,
    Severity,
    SkipReason,
)
from puffery.records.reviews import DECISION_SCHEMA, Decision, ReviewCounts, ReviewMark
from puffery.records.runs import ArticleSummary, AuditRun, RunInfo
from puffery.records.texts import (
    Article,
    Block,
    Cue,
    Mention,
    MentionLink,
    Sentence,
    SentenceScores,
    SkippedArticle,
)
from puffery.records.verdicts import (
    ArticleAudit,
    ClaimFrame,
    Finding,
    Judgement,
    Pivot,
    Reason,
    SentenceAudit,
)

__all__ = [
    "DECISION_SCHEMA",
    "UNDECIDED",
    "Article",
    "ArticleAudit",
    "ArticleCheck",
    "ArticleSummary",
    "AuditRun",
    "Block",
    "BlockKind",
    "CheckStatus",
    "ClaimFrame",
    "Cue",
    "CueKind",
    "DecidedBy",
    "Decision",
    "DecisionKind",
    "Device",
    "Effect",
    "Exemption",
    "Finding",
    "Framing",
    "Grade",
    "GradeMove",
    "Guidance",
    "GuidanceMatch",
    "Judgement",
    "Mention",
    "MentionLabel",
    "MentionLink",
    "OffsetBasis",
    "Pivot",
    "Question",
    "Reason",
    "ReviewCounts",
    "ReviewMark",
    "ReviewStatus",
    "RuleClass",
    "RunInfo",
    "Sentence",
    "SentenceAudit",
    "SentenceScores",
    "Severity",
    "SkipReason",
    "SkippedArticle",
]
