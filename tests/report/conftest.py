"""Factories for small hand-built audits; all text is invented."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from puffery.records import (
    Article,
    ArticleAudit,
    ArticleCheck,
    ArticleSummary,
    AuditRun,
    BlockKind,
    CheckStatus,
    Cue,
    CueKind,
    Device,
    Exemption,
    Finding,
    Framing,
    Grade,
    GradeMove,
    Guidance,
    GuidanceMatch,
    Mention,
    MentionLabel,
    Question,
    Reason,
    RunInfo,
    Sentence,
    SentenceAudit,
    Severity,
    SkippedArticle,
    SkipReason,
)
from puffery.report.page.rule_texts import GuidanceText, SourceText, bare_text

REASONS = {
    Framing.NONE: Reason("NON-001", Question.NO_CLAIM, "No health claim was found."),
    Framing.HEDGED: Reason(
        "HED-001", Question.HEDGED, "“may” limits the claim.", "It is honest.", "Keep it.", "CAP 12"
    ),
    Framing.UNQUALIFIED: Reason(
        "UNQ-001",
        Question.UNQUALIFIED,
        "“heals” is stated as fact.",
        "A reader takes it as certain.",
        "Say who found it, and how sure it is.",
        "FTC Health Products Compliance Guidance",
        "https://www.example.org/guidance",
    ),
    Framing.PROMOTIONAL: Reason(
        "PRO-001",
        Question.SELLING,
        "“recommend” praises a provider.",
        "Advice becomes an advertisement.",
        "Remove it.",
        "16 CFR 255.3",
        "https://www.example.org/endorsements",
    ),
}


@dataclass(frozen=True)
class Line:
    """One sentence to put into an article."""

    label: Framing
    text: str
    cues: tuple[tuple[str, CueKind, bool], ...] = ()
    mentions: tuple[tuple[str, MentionLabel], ...] = ()
    block: BlockKind = BlockKind.PARAGRAPH
    before: str = " "
    reason: Reason | None = None
    is_title: bool = False


LINES = (
    Line(Framing.NONE, "Knees and Moss Tea", block=BlockKind.TITLE, before="", is_title=True),
    Line(
        Framing.HEDGED,
        "Moss tea may ease knee pain.",
        cues=(("may", CueKind.HEDGE, True), ("ease", CueKind.EFFECT, False)),
        mentions=(("Moss tea", MentionLabel.THERAPY), ("knee pain", MentionLabel.DISEASE)),
        before="\n\n",
    ),
    Line(
        Framing.UNQUALIFIED,
        "It heals worn joints.",
        cues=(("heals", CueKind.EFFECT, True), ("heals worn", CueKind.BOOSTER, False)),
    ),
    Line(
        Framing.PROMOTIONAL,
        "We recommend Dr Example's clinic!",
        cues=(("recommend", CueKind.ENDORSEMENT, True),),
        before="\n- ",
        block=BlockKind.LIST_ITEM,
    ),
    Line(Framing.NONE, "Knees bend.", before="\n- ", block=BlockKind.LIST_ITEM),
)


def _sentence_audit(index: int, start: int, line: Line) -> SentenceAudit:
    cues = tuple(
        Cue(start + at, start + at + len(word), word, kind, f"c.{kind}", start, start + 5, decided)
        for word, kind, decided in line.cues
        if (at := line.text.find(word)) >= 0
    )
    mentions = tuple(
        Mention(start + at, start + at + len(word), word, label, "HC:001", word.lower())
        for word, label in line.mentions
        if (at := line.text.find(word)) >= 0
    )
    order = list(Framing)
    scores = tuple(0.85 if framing is line.label else 0.05 for framing in order)
    return SentenceAudit(
        Sentence(index, start, start + len(line.text), line.text, line.block, "", line.is_title),
        line.label,
        (scores[0], scores[1], scores[2], scores[3]),
        Device.ENDORSEMENT if line.label is Framing.PROMOTIONAL else None,
        cues,
        mentions,
        (line.reason or REASONS[line.label],),
    )


def build_audit(
    article_id: str = "knees.txt", lines: Sequence[Line] = LINES, **fields: str
) -> ArticleAudit:
    """Return an audit of an article made of `lines`."""
    text = ""
    sentences: list[SentenceAudit] = []
    for index, line in enumerate(lines):
        text += line.before
        sentences.append(_sentence_audit(index, len(text), line))
        text += line.text
    findings = tuple(
        Finding(f"{item.sentence.index:016x}", article_id, item, "medium")
        for item in sentences
        if item.label is not Framing.NONE
    )
    article = Article(article_id, text, **{"source": article_id, **fields})
    digest = hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()
    return ArticleAudit(article, digest, tuple(sentences), findings)


def build_summary(audit: ArticleAudit) -> ArticleSummary:
    """Return the summary row of an audit."""
    counts = {f: sum(s.label is f for s in audit.sentences) for f in Framing}
    total = len(audit.sentences)
    article = audit.article
    return ArticleSummary(
        article_id=article.article_id,
        title=article.title or article.article_id,
        source=article.source,
        source_format=article.source_format,
        url=article.url,
        date=article.date,
        author=article.author,
        publisher=article.publisher,
        text_sha256=audit.text_sha256,
        n_chars=len(article.text),
        n_sentences=total,
        n_none=counts[Framing.NONE],
        n_hedged=counts[Framing.HEDGED],
        n_unqualified=counts[Framing.UNQUALIFIED],
        n_promotional=counts[Framing.PROMOTIONAL],
        share_unqualified=counts[Framing.UNQUALIFIED] / total if total else 0.0,
        share_promotional=counts[Framing.PROMOTIONAL] / total if total else 0.0,
        risk_score=100 * counts[Framing.PROMOTIONAL] / total if total else 0.0,
        n_therapies=1,
        n_diseases=1,
    )


def build_run(
    audits: Sequence[ArticleAudit],
    *,
    run_id: str = "run-1",
    input_name: str = "articles",
    skipped: Sequence[SkippedArticle] = (
        SkippedArticle("a.pdf", "a.pdf", SkipReason.ENCRYPTED, "The file has a password."),
    ),
) -> AuditRun:
    """Return the finished run over `audits`, in their order."""
    info = RunInfo(
        run_id,
        "2026-01-02T03:04:05Z",
        input_name,
        (("puffery", "0.1.0"), ("spacy", "3.8.0")),
        (("max_chars", "1000000"),),
        (("rulebook", "ab" * 32),),
        ("Abbreviations: the built-in detector ran.",),
    )
    return AuditRun(info, tuple(build_summary(a) for a in audits), tuple(skipped))


def build_guided() -> ArticleAudit:
    """Return the audit of `build_audit` with what audit rules say of it."""
    places = ((build_audit().article.text.index("Knees bend"),) * 2,)
    matches = (
        GuidanceMatch(
            "E01", Severity.HIGH, 4, places, (2,), "“Knees” bends.", ("ftc",), "C-1", "a" * 16
        ),
        GuidanceMatch(
            "A02", Severity.LOW, None, (), (), "No risk is named.", (), "", "b" * 16, "fine, AB"
        ),
    )
    checks = (
        ArticleCheck(
            "A01", "harms", "Harms", CheckStatus.NOT_FOUND, None, "No sentence names one."
        ),
        ArticleCheck("A01", "costs", "Costs", CheckStatus.PARTLY, 2, "A price without a total."),
    )
    guidance = Guidance(
        matches,
        (Exemption("E01", 3, (0, 5), "debunked", "is a myth"),),
        checks,
        Grade("D", 12.5, (GradeMove("E01", 1, 9.0), GradeMove("A02", 1, 3.5))),
        "mixed",
        "2026-01-02",
        ("E09 old.txt",),
    )
    return replace(build_audit(), guidance=guidance)


TEXTS = {
    "E01": GuidanceText(
        "Ends certainty",
        "It sounds sure.",
        "Say how sure.",
        "[n] of [m] people",
        "Ask a lawyer.",
        (SourceText("CAP 12.1", "https://www.example.org/cap", "2026-01-01", "full"),),
    )
}


def guidance_text(rule_id: str) -> GuidanceText:
    """Return what a rule says; only `E01` says anything."""
    return TEXTS.get(rule_id) or bare_text(rule_id)


@pytest.fixture
def make_audit() -> Callable[..., ArticleAudit]:
    """Return `build_audit`."""
    return build_audit


@pytest.fixture
def make_run() -> Callable[..., AuditRun]:
    """Return `build_run`."""
    return build_run


@pytest.fixture
def read_lines() -> Callable[[Path], list[str]]:
    """Return a function that reads the lines of a file, cut at line feeds only."""
    return lambda path: path.read_text(encoding="utf-8").removesuffix("\n").split("\n")
