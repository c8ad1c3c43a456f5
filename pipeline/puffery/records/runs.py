"""One run over many articles: small records only.

In: nothing. Out: frozen records.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from puffery.records.reviews import ReviewCounts
from puffery.records.texts import SkippedArticle


@dataclass(frozen=True, slots=True)
class ArticleSummary:
    """One row of the article table.

    Attributes:
        article_id: The article.
        title: Title, or the first words when there is none.
        source: File, relative to the input folder.
        source_format: Format of the file.
        url: As given.
        date: As given.
        author: As given.
        publisher: As given.
        text_sha256: SHA-256 (hex) of the text.
        n_chars: Length of the text in code points.
        n_sentences: Number of sentences.
        n_none: Sentences labelled none.
        n_hedged: Sentences labelled hedged.
        n_unqualified: Sentences labelled unqualified.
        n_promotional: Sentences labelled promotional.
        share_unqualified: `n_unqualified / n_sentences`, 0 for an empty article.
        share_promotional: `n_promotional / n_sentences`, 0 for an empty article.
        risk_score: Sort key of the report, 0 to 100: see `aggregate.summary.risk_score`.
        n_therapies: Distinct therapy concepts or names.
        n_diseases: Distinct disease concepts or names.
        n_undecided: Sentences whose label is less sure than was asked for; in no other count.
        pivot_sentence: Sentence from which the article sells after it has taught, None without.
        grade: Letter of `Guidance.grade`, empty where the audit rules were not asked.
        n_matches: Matches of audit rules that count.
        n_grave: Those among them that are critical or high.
        n_suppressed: Matches that a reviewer set aside.
    """

    article_id: str
    title: str
    source: str
    source_format: str
    url: str
    date: str
    author: str
    publisher: str
    text_sha256: str
    n_chars: int
    n_sentences: int
    n_none: int
    n_hedged: int
    n_unqualified: int
    n_promotional: int
    share_unqualified: float
    share_promotional: float
    risk_score: float
    n_therapies: int
    n_diseases: int
    n_undecided: int = 0
    pivot_sentence: int | None = None
    grade: str = ""
    n_matches: int = 0
    n_grave: int = 0
    n_suppressed: int = 0


@dataclass(frozen=True, slots=True)
class RunInfo:
    """What a run was made with, written into `run.json`.

    Attributes:
        run_id: Name of the run folder.
        created: Time stamp that was passed in, ISO 8601.
        input_name: Name of the input folder (its last part, never a full path).
        versions: Package -> version, sorted pairs.
        settings: Setting -> value as text, sorted pairs.
        fingerprints: `lexicon`, `cues`, `rulebook`, `input` -> SHA-256 (hex), sorted pairs.
        notes: Plain sentences that a reader of the report must know (for example which
            abbreviation detector ran).
    """

    run_id: str
    created: str
    input_name: str
    versions: tuple[tuple[str, str], ...]
    settings: tuple[tuple[str, str], ...]
    fingerprints: tuple[tuple[str, str], ...]
    notes: tuple[str, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class AuditRun:
    """A finished run: small records only, so that it fits in memory for any number of articles.

    Attributes:
        info: What it was made with.
        articles: One summary an article, worst first.
        skipped: Inputs that were not audited, sorted by source.
        review: What decisions of reviewers did to it, None where none were asked for.
    """

    info: RunInfo
    articles: tuple[ArticleSummary, ...]
    skipped: tuple[SkippedArticle, ...]
    review: ReviewCounts | None = None
