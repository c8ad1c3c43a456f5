"""Articles, and what is found in their text.

In: nothing. Out: frozen records; offsets are code points into `Article.text`.
"""

from __future__ import annotations

from dataclasses import dataclass

from puffery.records.kinds import BlockKind, CueKind, MentionLabel, OffsetBasis, SkipReason


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
        method: `lexicon`, `abbreviation` (expanded over the article), `pattern` (built from a
            name and a head word) or `model` (found by the encoder alone).
        score: Mean probability of its tags by the encoder, 0 to 1; 1 where no model judged it.
        concept_type: Kind of the concept (`drug`, `procedure`, `cell_product`, `disease` ...),
            empty when not linked.
        source: Terminology of the concept, empty when not linked.
        parent: Preferred name of the broader concept, where the lexicon knows one.
        link: How the concept was found: `exact`, `abbreviation`, `fuzzy`; empty when not linked.
        link_score: Likeness of the name and the mention, 0 to 1; 1 for `exact`. A `fuzzy` link is
            a suggestion to check.
    """

    start: int
    end: int
    text: str
    label: MentionLabel
    concept_id: str = ""
    canonical_name: str = ""
    method: str = "lexicon"
    score: float = 1.0
    concept_type: str = ""
    source: str = ""
    parent: str = ""
    link: str = ""
    link_score: float = 0.0


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
class SentenceScores:
    """What the heads of the encoder say of one sentence.

    Attributes:
        sentence_index: `Sentence.index`.
        heads: Names of the heads.
        scores: One row a head: scores of its classes before the softmax.
        telling: One row a class of the head `claim`: places (start, end) in code points of the
            article of the words that speak most for it; empty when the model does not explain.
    """

    sentence_index: int
    heads: tuple[str, ...]
    scores: tuple[tuple[float, ...], ...]
    telling: tuple[tuple[tuple[int, int], ...], ...] = ()


@dataclass(frozen=True, slots=True)
class MentionLink:
    """How a mention came to its concept.

    Attributes:
        method: `exact`, `abbreviation` or `fuzzy`; empty when no concept was found.
        score: Likeness of the concept's name and the mention, 0 to 1; 1 for `exact`.
    """

    method: str = ""
    score: float = 0.0
