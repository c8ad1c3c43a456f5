"""Renders the HTML report: one self-contained page, or an index and a page an article.

In: `ArticleView`s one after another, then the `AuditRun`. Out: `index.html`; for a run with more
text than fits one page also `articles/<slug>.html`, and `list-2.html` and so on for long lists.

The text of every article stands as HTML in the page or in one of its own, readable without scripts;
what the finding cards say travels beside it, packed (see `report.page.cards`), and is unpacked when
it is wanted. The index of a large run carries the text packed as well.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

from puffery.errors import ReportError
from puffery.records import ArticleSummary, AuditRun
from puffery.report.data import ArticleView, article_slug
from puffery.report.json_v1 import run_counts
from puffery.report.page.cards import article_data, dump, pack_page
from puffery.report.page.environment import make_environment
from puffery.report.page.overview import OverviewCounter, label_counts
from puffery.report.page.rule_texts import GuidanceLookup, RuleTexts, bare_text
from puffery.report.page.spool import Fragment, Spool
from puffery.report.queue import QueueRow

INDEX_NAME = "index.html"
PAGES_NAME = "articles"

SHOWN_BYTES = 2_000_000
"""Most HTML of articles in one page (decision 60), so that it opens in under a second; a run with
more text becomes an index and a page an article, whatever `single_page_chars` says."""

PAGE_BYTES = 6_000_000
"""Largest index that carries every article packed (decision 60); above, it is a list of pages."""

ROW_BYTES = 1_300
"""Size of a row of the list, for the estimate; measured 1,190 on the sample articles."""

HEAD_BYTES = 150_000
"""Size of style, script and overview, for the estimate; measured 130,000 on the sample articles."""

PACKED_SHARE = 12
"""More than this many times `PAGE_BYTES` is not packed: it shrinks to a tenth (decision 60)."""

LIST_ROWS = 1000
"""Articles in one page of the list of a large run: about 1 MB of HTML, which opens at once."""

QUEUE_ROWS = 100
"""Rows of the review queue in the page; `review_queue.jsonl` has more."""

_SPOOL_NAME = ".fragments"


class HtmlReport:
    """Renders articles as they come and joins them at the end, when their order is known.

    Args:
        folder: Folder to write into.
        run_id: Name of the run.
        single_page_chars: Up to this many code points of article text make one page.
        guidance: Texts of the audit rules.
    """

    def __init__(
        self,
        folder: Path,
        run_id: str,
        *,
        single_page_chars: int,
        guidance: GuidanceLookup = bare_text,
    ) -> None:
        self._folder = folder
        self._run_id = run_id
        self._single_page_chars = single_page_chars
        self._templates = make_environment()
        self._rules = RuleTexts(guidance)
        self._overview = OverviewCounter()
        self._spool = Spool(folder / _SPOOL_NAME)
        self._n_chars = 0
        self._n_articles = 0
        self._paged = False
        self._spooling = True

    def add(self, view: ArticleView) -> None:
        """Render one article to disk.

        Args:
            view: The article.

        Raises:
            ReportError: `PUF801` when an article of this id was added before.
            OSError: When the disk is full or the like.
        """
        if self._has(view.slug):
            raise ReportError(
                "PUF801",
                f"article {view.article.article_id!r} was added twice",
                hint="article ids must be unique in a run",
            )
        self._n_chars += len(view.article.text)
        self._n_articles += 1
        self._overview.add(view)
        fragment = self._fragment(view)
        if self._paged:
            self._write_page(fragment)
        if self._spooling:
            self._put(fragment)

    def finish(self, run: AuditRun, queue: Sequence[QueueRow] = (), *, n_queued: int = 0) -> None:
        """Write the index over all articles, worst first.

        Args:
            run: The finished run; its articles are those that were added.
            queue: Sentences to review first; the page shows `QUEUE_ROWS` of them.
            n_queued: How many there are in the whole run.

        Raises:
            ReportError: `PUF801` when the articles of the run are not those that were added.
            OSError: When the disk is full or the like.
        """
        self._check_articles(run)
        data = self._pack(run.articles)
        overview = self._overview.finish(run)
        rules = self._rules.rows(self._used()) if data else ()
        rows = LIST_ROWS if self._paged else max(1, len(run.articles))
        n_pages = max(1, -(-len(run.articles) // rows))
        for number in range(1, n_pages + 1):
            articles = run.articles[(number - 1) * rows : number * rows]
            self._write(
                self._folder / _list_name(number),
                () if self._paged else self._in_order(articles),
                data=data,
                rules=rules,
                kind="index",
                run=run,
                counts=run_counts(run),
                overview=overview if number == 1 else None,
                articles=articles,
                first_rank=(number - 1) * rows + 1,
                list_pages=[(n, _list_name(n)) for n in range(1, n_pages + 1)],
                list_number=number,
                queue=queue[:QUEUE_ROWS] if number == 1 else (),
                n_kept=len(queue),
                n_queued=n_queued,
            )
        self._spool.remove()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._spool.close()

    def _fragment(self, view: ArticleView) -> Fragment:
        data = article_data(view, self._rules)
        html, why = (
            self._templates.get_template(name).render(view=view, rules=self._rules)
            for name in ("article.html.j2", "why.html.j2")
        )
        return Fragment(
            view.slug, view.title, data.rules, html, why, dump(data.facts), dump(data.cards)
        )

    def _put(self, fragment: Fragment) -> None:
        self._spool.put(fragment)
        is_large = (
            self._n_chars > self._single_page_chars or self._spool.n_shown_bytes > SHOWN_BYTES
        )
        if is_large and not self._paged:
            self._start_pages()
        if self._spool.n_bytes > PACKED_SHARE * PAGE_BYTES:
            self._spooling = False
            self._spool.clear()

    def _pack(self, articles: tuple[ArticleSummary, ...]) -> str:
        """Return the packed data of the index, empty where it would be too large."""
        if not self._spooling or (self._paged and len(articles) > LIST_ROWS):
            return ""
        rules = self._rules.rows(self._used())
        data = pack_page(
            self._run_id, lambda: self._in_order(articles), rules, with_html=self._paged
        )
        size = len(data) + HEAD_BYTES + ROW_BYTES * len(articles)
        return data if not self._paged or size <= PAGE_BYTES else ""

    def _used(self) -> set[int]:
        return {number for slug in self._spool.slugs() for number in self._spool.rules_of(slug)}

    def _start_pages(self) -> None:
        self._paged = True
        (self._folder / PAGES_NAME).mkdir(exist_ok=True)
        for slug in self._spool.slugs():
            self._write_page(self._spool.get(slug))

    def _write_page(self, fragment: Fragment) -> None:
        rules = self._rules.rows(fragment.rules)
        self._write(
            self._page_path(fragment.slug),
            (fragment,),
            data=pack_page(self._run_id, lambda: (fragment,), rules, with_html=False),
            rules=rules,
            kind="article",
            title=fragment.title,
        )

    def _has(self, slug: str) -> bool:
        return slug in self._spool or self._page_path(slug).exists()

    def _page_path(self, slug: str) -> Path:
        return self._folder / PAGES_NAME / f"{slug}.html"

    def _in_order(self, articles: tuple[ArticleSummary, ...]) -> Iterator[Fragment]:
        for row in articles:
            yield self._spool.get(article_slug(row.article_id))

    def _check_articles(self, run: AuditRun) -> None:
        for row in run.articles:
            if not self._has(article_slug(row.article_id)):
                raise ReportError("PUF801", f"article {row.article_id!r} was never added")
        if len(run.articles) != self._n_articles:
            raise ReportError(
                "PUF801",
                f"{self._n_articles} articles were added, but the run lists {len(run.articles)}",
            )

    def _write(self, path: Path, fragments: Iterable[Fragment], **values: object) -> None:
        template = self._templates.get_template("page.html.j2")
        parts = template.generate(
            run_id=self._run_id,
            paged=self._paged,
            fragments=fragments,
            label_counts=label_counts,
            **values,
        )
        with path.open("w", encoding="utf-8", newline="\n") as handle:
            handle.writelines(parts)


def _list_name(number: int) -> str:
    return INDEX_NAME if number == 1 else f"list-{number}.html"
