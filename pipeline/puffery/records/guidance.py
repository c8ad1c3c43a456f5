"""What the audit rules say of an article: matches, exemptions, the checklist, the grade.

In: nothing. Out: frozen records; places are `(start, end)` in code points of the article.
"""

from __future__ import annotations

from dataclasses import dataclass

from puffery.records.kinds import CheckStatus, Severity


@dataclass(frozen=True, slots=True)
class GuidanceMatch:
    """Language that matches an audit rule.

    Attributes:
        rule_id: Id of the audit rule (`U02`, `E03`).
        severity: Of this match; some rules are graver under conditions that they name.
        sentence_index: `Sentence.index`, None for a rule about the whole article.
        places: Words that the rule rests on, in order; empty where it rests on whole sentences.
        evidence: Further sentences that it rests on, by index.
        message: One plain sentence with the words in quotation marks.
        profiles: Guidance of the asked-for profiles that the rule stands for.
        card_id: Evidence card that the match cites, empty without.
        fingerprint: 16 hex digits over article id, rule id, normalised sentence and occurrence.
        suppressed: Why a reviewer set it aside, with author and end; empty when it counts.
    """

    rule_id: str
    severity: Severity
    sentence_index: int | None
    places: tuple[tuple[int, int], ...]
    evidence: tuple[int, ...] = ()
    message: str = ""
    profiles: tuple[str, ...] = ()
    card_id: str = ""
    fingerprint: str = ""
    suppressed: str = ""


@dataclass(frozen=True, slots=True)
class Exemption:
    """Words of a rule that do not count, because of how the sentence uses them.

    Attributes:
        rule_id: The rule.
        sentence_index: `Sentence.index`.
        place: The words of the rule.
        exception: Name of the exception (`negated`, `debunked`, `question` ...).
        words: The words that make the exception, empty where its form does.
    """

    rule_id: str
    sentence_index: int
    place: tuple[int, int]
    exception: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class ArticleCheck:
    """One row of the checklist: whether an article says what a reader needs.

    Attributes:
        rule_id: Id of the rule that the row belongs to (`A01`).
        topic: What is looked for (`harms`, `costs`), a name of the rulebook.
        title: The same in words.
        status: Found, partly, or not found.
        sentence_index: The best sentence as evidence, None where there is none.
        note: One plain sentence that says why the status is what it is.
    """

    rule_id: str
    topic: str
    title: str
    status: CheckStatus
    sentence_index: int | None
    note: str


@dataclass(frozen=True, slots=True)
class GradeMove:
    """What one rule adds to the grade.

    Attributes:
        rule_id: The rule.
        n: Matches that count.
        points: Points that they add, after the cap of the rule.
    """

    rule_id: str
    n: int
    points: float


@dataclass(frozen=True, slots=True)
class Grade:
    """A letter for the language of an article, with all that moved it.

    Attributes:
        letter: `A` (best) to `E`.
        points: Sum of the moves, 0 or more.
        moves: Largest first; equal ones by rule id.
    """

    letter: str
    points: float
    moves: tuple[GradeMove, ...]


@dataclass(frozen=True, slots=True)
class Guidance:
    """All that the audit rules say of one article.

    Attributes:
        matches: In order of place; those of the whole article last.
        exemptions: In order of place.
        checks: The checklist, in the order of the rulebook.
        grade: The grade over matches that are not suppressed.
        reads_as: `advertisement`, `mixed` or `information`: what kind of text it reads like, which
            says whether rules for advertisements bind it.
        as_of: The date whose guidance was applied, ISO 8601.
        unused: Suppressions of this article that matched nothing (stale), as written.
    """

    matches: tuple[GuidanceMatch, ...]
    exemptions: tuple[Exemption, ...]
    checks: tuple[ArticleCheck, ...]
    grade: Grade
    reads_as: str
    as_of: str
    unused: tuple[str, ...] = ()
