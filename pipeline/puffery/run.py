"""The conductor: the only file that knows the order of the rooms.

In: a folder or a file of articles, and settings. Out: audits one by one, or a written run folder.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from puffery.aggregate.tables import write_tables
from puffery.collector import Collector
from puffery.explain.verdict import audit_article, explain_sentences
from puffery.guidance.apply import GuidanceAuditor
from puffery.guidance_setup import auditor_of
from puffery.ingest.folder import read_articles
from puffery.language.assemble import annotate, load
from puffery.records import (
    Article,
    ArticleAudit,
    AuditRun,
    SentenceAudit,
    SkippedArticle,
    SkipReason,
)
from puffery.report.write import ReportWriter
from puffery.report_object import Report
from puffery.rules import load_rulebook
from puffery.settings import Settings
from puffery.terms.lexicon import load_lexicon

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

logger = logging.getLogger(__name__)

ZONE_ARTICLES = 50
"""Articles per spaCy memory zone: strings of a zone are freed together, so memory stays flat."""

WARM_UP = "platelet-rich plasma (PRP)"
"""Makes the lazy abbreviation detector add its strings before the first memory zone opens."""


Progress = Callable[[str], None]
"""Called with an article id after each article or skipped input."""

AuditStream = Generator[ArticleAudit | SkippedArticle, None, None]
"""Audits and skipped inputs in a fixed order; to be closed when it is left early."""

Audits = Callable[[Path, Settings, GuidanceAuditor], AuditStream]
"""Audits every article below a path, in a fixed order: `iter_audits`, or the same over shards."""


def explain(doc: Doc) -> tuple[SentenceAudit, ...]:
    """Return the sentence audits of a `Doc` that ran through `puffery.load()`.

    Args:
        doc: An annotated `Doc`.

    Returns:
        One audit a sentence, in order, with label, cues, mentions and reasons.
    """
    concept_of = load_lexicon().concepts.get
    return explain_sentences(doc, rulebook=load_rulebook(), concept_of=concept_of)


def audit_text(
    nlp: Language, article: Article, auditor: GuidanceAuditor | None = None
) -> ArticleAudit:
    """Audit one article.

    Args:
        nlp: A pipeline of `puffery.load()`.
        article: The article.
        auditor: Applies the audit rules; None for labels alone.

    Returns:
        Its audit.
    """
    doc = annotate(nlp, article)
    audit = audit_article(article, explain(doc), load_rulebook())
    if auditor is None:
        return audit
    guidance = auditor.audit(doc, article, audit.sentences, audit.pivot)
    return replace(audit, guidance=guidance)


def iter_audits(
    root: Path, settings: Settings, auditor: GuidanceAuditor | None = None
) -> AuditStream:
    """Audit every article under `root`, one by one, in a fixed order.

    Args:
        root: Folder or file.
        settings: Settings.
        auditor: Applies the audit rules; None for labels alone.

    Yields:
        An audit, or the reason why an input was not audited; every input once.

    Raises:
        IngestError: `PUF101` when `root` does not exist.
    """
    items = iter(read_articles(root, settings))
    first = next(items, None)  # a missing folder is told before anything is loaded
    if first is not None:
        yield from audit_items(load_pipeline(settings), chain([first], items), auditor)


def load_pipeline(settings: Settings) -> Language:
    """Return the pipeline that the settings ask for.

    Args:
        settings: Settings.

    Raises:
        PipelineError: `PUF402` when the model or a named pipeline cannot be loaded.
    """
    return load(
        entities=settings.entities,
        labels=settings.labels,
        abbreviations=settings.abbreviations,
        min_confidence=settings.min_confidence,
    )


def audit_items(
    nlp: Language, items: Iterable[Article | SkippedArticle], auditor: GuidanceAuditor | None
) -> Iterator[ArticleAudit | SkippedArticle]:
    """Audit articles one by one; what was skipped in reading passes through.

    Args:
        nlp: A pipeline of `load_pipeline`.
        items: Articles and skipped inputs.
        auditor: Applies the audit rules; None for labels alone.

    Yields:
        One item each, in the same order; an article that cannot be audited becomes a
        `SkippedArticle`. Strings of spaCy are freed after every `ZONE_ARTICLES` of them.
    """
    items = iter(items)
    nlp(WARM_UP)
    more = True
    while more:
        more = False
        with nlp.memory_zone():
            for count, item in enumerate(items, start=1):
                yield (
                    item if isinstance(item, SkippedArticle) else _audit_or_skip(nlp, item, auditor)
                )
                if count == ZONE_ARTICLES:
                    more = True
                    break


def _audit_or_skip(
    nlp: Language, article: Article, auditor: GuidanceAuditor | None
) -> ArticleAudit | SkippedArticle:
    try:
        return audit_text(nlp, article, auditor)
    except Exception as error:
        logger.debug("audit of %s failed", article.article_id, exc_info=True)
        return SkippedArticle(
            article_id=article.article_id,
            source=article.source,
            reason=SkipReason.FAILED,
            detail=f"{type(error).__name__}: {error}. Please report this article.",
        )


def audit_folder(
    root: Path,
    out: Path,
    *,
    created: str,
    settings: Settings,
    run_id: str | None = None,
    progress: Progress | None = None,
    keep: list[ArticleAudit] | None = None,
    audits: Audits | None = None,
) -> tuple[AuditRun, Path]:
    """Audit every article under `root` and write the run folder.

    Args:
        root: Folder or file of articles.
        out: Folder that run folders stand in.
        created: Time stamp, ISO 8601; all else in the output is made from the input.
        settings: Settings.
        run_id: Name of the run folder; None makes one from the input name and `created`.
        progress: Called after each article.
        keep: A list that every audit is appended to.
        audits: Where audits come from; None takes `iter_audits`, one by one in this process.

    Returns:
        The run and the path of its folder.

    Raises:
        IngestError: `PUF101` when `root` does not exist.
        ReportError: `PUF801` when the report cannot be written.
        ReviewError: `PUF511` for decisions that cannot be read.
    """
    chosen = run_id or f"{slug(input_name(root))}-{slug(created)}"
    collector, auditor = Collector(settings, created), auditor_of(settings, created)
    found = (audits or iter_audits)(root, settings, auditor)
    with closing(found), ReportWriter(out, chosen, settings=settings, book=auditor.book) as writer:
        for item in collector.over(found):
            _pass_on(item, writer, keep, progress)
        run = collector.finish(run_id=chosen, created=created, input_name=input_name(root))
        write_tables(run.articles, collector.corpus, writer.folder)
        return run, writer.finish(run)


def audit_in_memory(root: Path, *, out: Path | None, settings: Settings) -> Report:
    """Audit `root` and keep every article; also write a run folder when `out` is given.

    Args:
        root: Folder or file of articles.
        out: Folder that run folders stand in, None to write nothing.
        settings: Settings.

    Returns:
        The report.
    """
    audits: list[ArticleAudit] = []
    created = datetime.now(tz=UTC).isoformat(timespec="seconds")
    if out is not None:
        run, folder = audit_folder(root, out, created=created, settings=settings, keep=audits)
        return Report(run=run, audits=tuple(audits), folder=folder)
    collector = Collector(settings, created)
    for item in collector.over(iter_audits(root, settings, auditor_of(settings, created))):
        if isinstance(item, ArticleAudit):
            audits.append(item)
    run = collector.finish(run_id="in-memory", created=created, input_name=input_name(root))
    return Report(run=run, audits=tuple(audits))


def _pass_on(
    item: ArticleAudit | SkippedArticle,
    writer: ReportWriter,
    keep: list[ArticleAudit] | None,
    progress: Progress | None,
) -> None:
    if isinstance(item, ArticleAudit):
        writer.add(item)
        if keep is not None:
            keep.append(item)
    if progress:
        progress(_id_of(item))


def _id_of(item: ArticleAudit | SkippedArticle) -> str:
    return item.article.article_id if isinstance(item, ArticleAudit) else item.article_id


def input_name(root: Path) -> str:
    """Return the last part of the path of an input, for the report."""
    return root.resolve().name or "root"


def slug(text: str) -> str:
    """Return `text` as a file name: letters, digits, `.`, `_` and hyphens."""
    return re.sub(r"[^A-Za-z0-9._-]+", "-", text.replace(":", "")).strip("-.") or "run"
