"""What is said of sentences and articles, and why.

In: nothing. Out: frozen records.
"""

from __future__ import annotations

from dataclasses import dataclass

from puffery.records.guidance import Guidance
from puffery.records.kinds import (
    SELLING_DEVICES,
    UNDECIDED,
    DecidedBy,
    Device,
    Effect,
    Framing,
    Question,
)
from puffery.records.reviews import ReviewMark
from puffery.records.texts import Article, Cue, Mention, Sentence


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
        decided_by: `rules` where no model ran, `both` where the model agrees with them, `model`
            where it overrules them.
        rule_label: What the rules say.
        doubt: 1 minus the probability of the label, 0 to 1; of rules alone, of their score.
        undecided: Whether that probability is below the confidence that was asked for.
        strength: Claim strength: 0 no claim, 1 associated, 2 conditional, 3 causal; None where no
            model judged it. Source: Yu, Li and Wang 2019, doi:10.18653/v1/D19-1473.
    """

    sentence_index: int
    label: Framing
    scores: tuple[float, float, float, float]
    device: Device | None
    question: Question
    rule_ids: tuple[str, ...]
    deciding: tuple[tuple[int, int], ...] = ()
    scopes: tuple[tuple[int, int, int, int], ...] = ()
    decided_by: DecidedBy = DecidedBy.RULES
    rule_label: Framing | None = None
    doubt: float = 0.0
    undecided: bool = False
    strength: int | None = None


@dataclass(frozen=True, slots=True)
class ClaimFrame:
    """Which therapy is claimed to do what to which disease or outcome.

    Places are `(start, end)` in code points of the article; None where the words name nothing.

    Attributes:
        sentence_index: `Sentence.index`.
        effect: What is claimed.
        polarity: `+` claimed (hedged or not), `-` denied or debunked.
        cue: Words that state the effect.
        therapy: The therapy, or the word that stands for one (`it`, `this treatment`).
        inferred: The earlier therapy that this word is taken to stand for.
        target: The disease mention or the words of the outcome.
        is_disease: Whether `target` is a disease mention.
        denial: Words that deny the claim.
        stated: Whether effect words of the sentence make the claim; False where the label alone
            says that it claims something, then `effect` is the plain one.
    """

    sentence_index: int
    effect: Effect
    polarity: str
    cue: tuple[int, int]
    therapy: tuple[int, int] | None = None
    inferred: tuple[int, int] | None = None
    target: tuple[int, int] | None = None
    is_disease: bool = False
    denial: tuple[int, int] | None = None
    stated: bool = True


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
            [0, 1], sum 1. Calibrated probabilities where a model ran (`decided_by`); of rules alone
            they are smoothed votes.
        device: Promotional device, None for the other labels.
        cues: Cues in order of `start`.
        mentions: Mentions in order of `start`.
        reasons: At least one; the first one decided.
        frames: Claims: which therapy is said to do what to which disease.
        decided_by: What the label rests on, as in `Judgement`.
        rule_label: What the rules say, None where they alone decide.
        doubt: As in `Judgement`; the review queue starts with the highest.
        undecided: Whether `label` is only the likeliest one, less sure than was asked for.
        strength: As in `Judgement`.
    """

    sentence: Sentence
    label: Framing
    scores: tuple[float, float, float, float]
    device: Device | None
    cues: tuple[Cue, ...]
    mentions: tuple[Mention, ...]
    reasons: tuple[Reason, ...]
    frames: tuple[ClaimFrame, ...] = ()
    decided_by: DecidedBy = DecidedBy.RULES
    rule_label: Framing | None = None
    doubt: float = 0.0
    undecided: bool = False
    strength: int | None = None

    @property
    def shown(self) -> str:
        """The label as reports show and count it: `undecided`, or the value of `label`."""
        return UNDECIDED if self.undecided else self.label.value

    @property
    def sells(self) -> bool:
        """Whether it sells a provider or product; hype and stories sell an idea."""
        promotional = self.label is Framing.PROMOTIONAL and not self.undecided
        return promotional and self.device in SELLING_DEVICES

    def _repr_html_(self) -> str:
        """Return what a notebook shows."""
        from puffery.notebook import sentence_html

        return sentence_html(self)


@dataclass(frozen=True, slots=True)
class Finding:
    """A sentence to look at: one that is not shown as `none`, or that a reviewer decided on.

    Attributes:
        fingerprint: 16 hex digits over article id, rule id, normalised sentence and occurrence;
            stays when the text around it moves.
        article_id: The article.
        audit: The sentence audit that it stands for.
        severity: `high`, `medium` or `low`, from the rule that decided.
        review: What a reviewer decided about it, None where nobody did.
    """

    fingerprint: str
    article_id: str
    audit: SentenceAudit
    severity: str
    review: ReviewMark | None = None


@dataclass(frozen=True, slots=True)
class Pivot:
    """Where an article turns from teaching to selling.

    Attributes:
        sentence_index: First sentence of the selling part.
        n_before: Sentences before it.
        n_selling_before: Those among them that sell.
        n_after: Sentences from it on.
        n_selling_after: Those among them that sell.
    """

    sentence_index: int
    n_before: int
    n_selling_before: int
    n_after: int
    n_selling_after: int


@dataclass(frozen=True, slots=True)
class ArticleAudit:
    """All that was found in one article.

    Attributes:
        article: The article.
        text_sha256: SHA-256 (hex) of `article.text` as UTF-8.
        sentences: Every sentence, in order.
        findings: Findings in order of position.
        pivot: Where the article turns from teaching to selling, None where it does not.
        guidance: What the audit rules say of it, None where they were not asked.
    """

    article: Article
    text_sha256: str
    sentences: tuple[SentenceAudit, ...]
    findings: tuple[Finding, ...]
    pivot: Pivot | None = None
    guidance: Guidance | None = None

    def _repr_html_(self) -> str:
        """Return what a notebook shows."""
        from puffery.notebook import article_html

        return article_html(self)
