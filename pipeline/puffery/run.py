"""The conductor: the only file that knows the order of the rooms.

In: a folder or a file of articles, and settings. Out: audits one by one, or a written run folder.
"""

from __future__ import annotations

import hashlib
import logging
import re
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from puffery.aggregate.summary import summarise_article, summarise_run
from puffery.aggregate.tables import write_article_tables
from puffery.explain.pivot import find_pivot
from puffery.explain.verdict import audit_article, explain_sentences
from puffery.ingest.folder import read_articles
from puffery.language.assemble import annotate, load
from puffery.records import (
    Article,
    ArticleAudit,
    ArticleSummary,
    AuditRun,
    SentenceAudit,
    SkippedArticle,
    SkipReason,
)
from puffery.report.write import ReportWriter
from puffery.report_object import Report
from puffery.review.desk import open_desk
from puffery.rules import load_rulebook
from puffery.run_info import run_info
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


def explain(doc: Doc) -> tuple[SentenceAudit, ...]:
    """Return the sentence audits of a `Doc` that ran through `puffery.load()`.

    Args:
        doc: An annotated `Doc`.

    Returns:
        One audit a sentence, in order, with label, cues, mentions and reasons.
    """
    concept_of = load_lexicon().concepts.get
    return explain_sentences(doc, rulebook=load_rulebook(), concept_of=concept_of)


def audit_text(nlp: Language, article: Article) -> ArticleAudit:
    """Audit one article.

    Args:
        nlp: A pipeline of `puffery.load()`.
        article: The article.

    Returns:
        Its audit.
    """
    return audit_article(article, explain(annotate(nlp, article)), load_rulebook())


def iter_audits(root: Path, settings: Settings) -> Iterator[ArticleAudit | SkippedArticle]:
    """Audit every article under `root`, one by one, in a fixed order.

    Args:
        root: Folder or file.
        settings: Settings.

    Yields:
        An audit, or the reason why an input was not audited; every input once.

    Raises:
        IngestError: `PUF101` when `root` does not exist.
    """
    items = iter(read_articles(root, settings))
    first = next(items, None)  # a missing folder is told before anything is loaded
    if first is None:
        return
    items = chain([first], items)
    nlp = load(
        entities=settings.entities,
        labels=settings.labels,
        abbreviations=settings.abbreviations,
        min_confidence=settings.min_confidence,
    )
    nlp(WARM_UP)
    more = True
    while more:
        more = False
        with nlp.memory_zone():
            for count, item in enumerate(items, start=1):
                yield item if isinstance(item, SkippedArticle) else _audit_or_skip(nlp, item)
                if count == ZONE_ARTICLES:
                    more = True
                    break


def _audit_or_skip(nlp: Language, article: Article) -> ArticleAudit | SkippedArticle:
    try:
        return audit_text(nlp, article)
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
) -> tuple[AuditRun, Path]:
    """Audit every article under `root` and write the run folder.

    Args:
        root: Folder or file of articles.
        out: Folder that run folders stand in.
        created: Time stamp, ISO 8601; all else in the output is made from the input.
        settings: Settings.
        run_id: Name of the run folder; None makes one from the input name and `created`.
        progress: Called after each article.
        keep: A list that every audit is appended to, for callers that want them in memory.

    Returns:
        The run and the path of its folder.

    Raises:
        IngestError: `PUF101` when `root` does not exist.
        ReportError: `PUF801` when the report cannot be written.
        ReviewError: `PUF511` for decisions that cannot be read.
    """
    name = _input_name(root)
    chosen = run_id or f"{_slug(name)}-{_slug(created)}"
    collector = _Collector(settings, created)
    with ReportWriter(out, chosen, settings=settings) as writer:
        for item in collector.over(iter_audits(root, settings)):
            _pass_on(item, writer, keep, progress)
        run = collector.finish(run_id=chosen, created=created, input_name=name)
        write_article_tables(run.articles, writer.folder)
        folder = writer.finish(run)
    return run, folder


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
    collector = _Collector(settings, created)
    for item in collector.over(iter_audits(root, settings)):
        if isinstance(item, ArticleAudit):
            audits.append(item)
    run = collector.finish(run_id="in-memory", created=created, input_name=_input_name(root))
    return Report(run=run, audits=tuple(audits))


class _Collector:
    """Applies decisions of reviewers and gathers the small records of a run, as articles stream."""

    def __init__(self, settings: Settings, created: str) -> None:
        self._settings = settings
        self._desk = open_desk(settings, created=created, pivot_of=find_pivot)
        self._articles: list[ArticleSummary] = []
        self._skipped: list[SkippedArticle] = []
        self._digest = hashlib.sha256()

    def over(
        self, items: Iterable[ArticleAudit | SkippedArticle]
    ) -> Iterator[ArticleAudit | SkippedArticle]:
        """Yield every item, audits with the decisions on them applied."""
        for item in self._desk.over(items):
            self._add(item)
            yield item

    def _add(self, item: ArticleAudit | SkippedArticle) -> None:
        if isinstance(item, SkippedArticle):
            self._skipped.append(item)
            self._digest.update(f"{item.article_id}\x1f{item.reason}\n".encode())
        else:
            self._articles.append(summarise_article(item))
            self._digest.update(f"{item.article.article_id}\x1f{item.text_sha256}\n".encode())

    def finish(self, *, run_id: str, created: str, input_name: str) -> AuditRun:
        """Return the run, articles worst first."""
        info = run_info(
            run_id=run_id,
            created=created,
            input_name=input_name,
            settings=self._settings,
            input_sha256=self._digest.hexdigest(),
        )
        return self._desk.sign(summarise_run(info, self._articles, self._skipped))


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


def _input_name(root: Path) -> str:
    return root.resolve().name or "root"


def _slug(text: str) -> str:
    return re.sub(r"[^A-Za-z0-9._-]+", "-", text.replace(":", "")).strip("-.") or "run"
