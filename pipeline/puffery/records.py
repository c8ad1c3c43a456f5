"""The nouns that flow through puffery, all frozen.

In: nothing. Out: `Article` (or `SkippedArticle`), then `Sentence`, `Mention`, `Cue`, `Reason`,
`SentenceAudit`, `Finding`, `ArticleAudit`, `AuditRun`.

Offsets are Unicode code points into `Article.text`, half-open `[start, end)`. For every record
with `start`, `end` and `text`, `article.text[start:end] == text`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class Framing(StrEnum):
    """How a sentence frames a health claim; the label of a sentence."""

    NONE = "none"
    HEDGED = "hedged"
    UNQUALIFIED = "unqualified"
    PROMOTIONAL = "promotional"


class Device(StrEnum):
    """By what means a promotional sentence sells."""

    ENDORSEMENT = "endorsement"
    CALL_TO_ACTION = "call_to_action"
    OFFER = "offer"
    TESTIMONIAL = "testimonial"
    AUTHORITY = "authority"
    HYPE = "hype"


class MentionLabel(StrEnum):
    """Entity labels."""

    THERAPY = "THERAPY"
    DISEASE = "DISEASE"


class BlockKind(StrEnum):
    """The layout role of the block that a sentence stands in."""

    TITLE = "title"
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    LIST_ITEM = "list_item"
    TABLE_CELL = "table_cell"
    CAPTION = "caption"
    FOOTER = "footer"


class CueKind(StrEnum):
    """What a cue signals; section 3 of the annotation guidelines, plus the claim's own words."""

    HEDGE = "hedge"
    BOOSTER = "booster"
    HYPE = "hype"
    ACTION = "action"
    ENDORSEMENT = "endorsement"
    TESTIMONIAL = "testimonial"
    PRICE = "price"
    AUTHORITY = "authority"
    NEGATION = "negation"
    RISK = "risk"
    EFFECT = "effect"
    CONTEXT = "context"


class Question(StrEnum):
    """The question of the decision order that settled a label."""

    SELLING = "Q1"
    NO_CLAIM = "Q2"
    HYPE = "Q3"
    HEDGED = "Q4"
    UNQUALIFIED = "Q5"


class OffsetBasis(StrEnum):
    """What the offsets of an article count in."""

    ORIGINAL = "original"
    EXTRACTED = "extracted"


class SkipReason(StrEnum):
    """Why an input was not audited."""

    EMPTY = "empty"
    BINARY = "binary"
    ENCRYPTED = "encrypted"
    NOT_ENGLISH = "not_english"
    TOO_LARGE = "too_large"
    UNREADABLE = "unreadable"
    UNSUPPORTED = "unsupported"
    BAD_RECORD = "bad_record"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Block:
    """A run of text with one layout role, known from the format (HTML, DOCX) or the line layout.

    Attributes:
        start: First code point in `Article.text`.
        end: One past the last code point.
        kind: Layout role.
    """

    start: int
    end: int
    kind: BlockKind


@dataclass(frozen=True, slots=True)
class Article:
    """One article to audit.

    Attributes:
        article_id: Unique in a run: the path relative to the input folder with `/`, plus
            `#<record id>` for a record of a JSONL, CSV or Parquet file.
        text: The text that all offsets count in. For txt, md and jsonl it is the original text,
            for other formats what the reader extracted (`offset_basis` says which).
        title: Title where the format gives one, else empty.
        source: Path of the file relative to the input folder, with `/`.
        source_format: `txt`, `md`, `html`, `jsonl`, `csv`, `parquet`, `pdf` or `docx`.
        offset_basis: What the offsets count in.
        encoding: Encoding that the bytes were decoded with; empty where the format has its own.
        url: Web address where given, else empty.
        date: Publication date as given, ISO 8601 where it could be parsed, else empty.
        author: Author as given, else empty.
        publisher: Publisher or site as given, else empty.
        blocks: Layout blocks where the format gives them, in order, not overlapping; empty when
            the layout has to be read off the text.
    """

    article_id: str
    text: str
    title: str = ""
    source: str = ""
    source_format: str = "txt"
    offset_basis: OffsetBasis = OffsetBasis.ORIGINAL
    encoding: str = ""
    url: str = ""
    date: str = ""
    author: str = ""
    publisher: str = ""
    blocks: tuple[Block, ...] = ()


@dataclass(frozen=True, slots=True)
class SkippedArticle:
    """An input that was not audited, and why. Listed in the report, never lost.

    Attributes:
        article_id: As in `Article`, as far as it is known.
        source: Path of the file relative to the input folder, with `/`.
        reason: Closed set of reasons.
        detail: One plain sentence: what happened and what can be done.
    """

    article_id: str
    source: str
    reason: SkipReason
    detail: str


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence, heading, list item or table cell.

    Attributes:
        index: Running number in the article, from 0.
        start: First code point in `Article.text`.
        end: One past the last code point.
        text: `Article.text[start:end]`.
        block: Layout role of its block.
        section: Text of the nearest heading above, empty before the first.
        is_title: Whether the sentence is (part of) the article's title.
    """

    index: int
    start: int
    end: int
    text: str
    block: BlockKind = BlockKind.PARAGRAPH
    section: str = ""
    is_title: bool = False


@dataclass(frozen=True, slots=True)
class Mention:
    """A named therapy or disease.

    Attributes:
        start: First code point in `Article.text`.
        end: One past the last code point.
        text: The words as they stand.
        label: THERAPY or DISEASE.
        concept_id: Id in the lexicon (`MESH:...`, `DOID:...`, `HC:...`), empty when not linked.
        canonical_name: Preferred name of the concept, empty when not linked.
        method: `lexicon`, `abbreviation` (expanded over the article) or `pattern` (built from a
            name and a head word).
    """

    start: int
    end: int
    text: str
    label: MentionLabel
    concept_id: str = ""
    canonical_name: str = ""
    method: str = "lexicon"


@dataclass(frozen=True, slots=True)
class Cue:
    """Words that speak for or against a label.

    Attributes:
        start: First code point in `Article.text`.
        end: One past the last code point.
        text: The words as they stand.
        kind: What they signal.
        term_id: Id of the entry in the cue lexicon.
        scope_start: First code point that the cue governs.
        scope_end: One past the last code point that it governs.
        decided: Whether the label rests on this cue.
    """

    start: int
    end: int
    text: str
    kind: CueKind
    term_id: str
    scope_start: int
    scope_end: int
    decided: bool = False


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a classifier says of one sentence, before it is put into words.

    Attributes:
        sentence_index: `Sentence.index`.
        label: Its framing.
        scores: As in `SentenceAudit`.
        device: Promotional device, None for the other labels.
        question: The question of the decision order that settled it.
        rule_ids: Rules that matched, the deciding one first; at least one.
        deciding: Places `(start, end)` in code points of the words that decided.
        scopes: One `(start, end, scope_start, scope_end)` a cue that governs something, in code
            points.
    """

    sentence_index: int
    label: Framing
    scores: tuple[float, float, float, float]
    device: Device | None
    question: Question
    rule_ids: tuple[str, ...]
    deciding: tuple[tuple[int, int], ...] = ()
    scopes: tuple[tuple[int, int, int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a sentence has its label, in words for a reviewer.

    Attributes:
        rule_id: Id in the rulebook (`HED-001`, `UNQ-003`, `PRO-002`, `NON-004`).
        question: The question of the decision order that settled it.
        message: One plain sentence with the deciding words in quotation marks.
        why: Why it matters to a reader.
        fix: What the author can do; empty for `none`.
        clause: The public guidance behind the rule, as a short citation.
        url: Where that guidance can be read.
    """

    rule_id: str
    question: Question
    message: str
    why: str = ""
    fix: str = ""
    clause: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class SentenceAudit:
    """A sentence with everything that was found in it.

    Attributes:
        sentence: The sentence.
        label: Its framing.
        scores: Score per framing in the order none, hedged, unqualified, promotional; each in
            [0, 1], sum 1. Of rules they are smoothed votes, not calibrated probabilities.
        device: Promotional device, None for the other labels.
        cues: Cues in order of `start`.
        mentions: Mentions in order of `start`.
        reasons: At least one; the first one decided.
    """

    sentence: Sentence
    label: Framing
    scores: tuple[float, float, float, float]
    device: Device | None
    cues: tuple[Cue, ...]
    mentions: tuple[Mention, ...]
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Finding:
    """A sentence that a reviewer should look at: every sentence whose label is not `none`.

    Attributes:
        fingerprint: 16 hex digits over article id, rule id, normalised sentence and occurrence;
            stays when the text around it moves.
        article_id: The article.
        audit: The sentence audit that it stands for.
        severity: `high`, `medium` or `low`, from the rule that decided.
    """

    fingerprint: str
    article_id: str
    audit: SentenceAudit
    severity: str


@dataclass(frozen=True, slots=True)
class ArticleAudit:
    """All that was found in one article.

    Attributes:
        article: The article.
        text_sha256: SHA-256 (hex) of `article.text` as UTF-8.
        sentences: Every sentence, in order.
        findings: Findings in order of position.
    """

    article: Article
    text_sha256: str
    sentences: tuple[SentenceAudit, ...]
    findings: tuple[Finding, ...]


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
    """

    info: RunInfo
    articles: tuple[ArticleSummary, ...]
    skipped: tuple[SkippedArticle, ...]
