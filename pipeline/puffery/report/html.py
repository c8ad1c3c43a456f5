"""Renders the HTML report: one self-contained page, or an index and a page an article.

In: `ArticleView`s one after another, then the `AuditRun`. Out: `index.html`; for a run with more
text than fits one page also `articles/<slug>.html`, and `list-2.html` and so on for long lists.

Audited articles are hostile input. All text is escaped by the templates, control and bidirectional
override characters are shown as U+FFFD, only http and https addresses become links, and the
content security policy allows nothing but the page's own style and script, by their hashes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from puffery.errors import ReportError
from puffery.escaping import csp_hash, safe_url, show_controls
from puffery.records import UNDECIDED, ArticleSummary, AuditRun
from puffery.report.data import ArticleView, article_slug
from puffery.report.json_v1 import run_counts
from puffery.report.queue import QueueRow

INDEX_NAME = "index.html"
PAGES_NAME = "articles"

LIST_ROWS = 1000
"""Articles in one page of the list of a large run: about 1 MB of HTML, which opens at once."""

QUEUE_ROWS = 100
"""Rows of the review queue in the page; `review_queue.jsonl` has more."""

_SPOOL_NAME = ".fragments"


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a fragment stands in the spool file, in bytes, and what its page is called."""

    offset: int
    size: int
    title: str


class HtmlReport:
    """Renders articles as they come and joins them at the end, when their order is known.

    Args:
        folder: Folder to write into.
        run_id: Name of the run.
        single_page_chars: Up to this many code points of article text make one page.
    """

    def __init__(self, folder: Path, run_id: str, *, single_page_chars: int) -> None:
        self._folder = folder
        self._run_id = run_id
        self._single_page_chars = single_page_chars
        self._templates = _make_environment()
        self._spool = (folder / _SPOOL_NAME).open("wb+")
        self._places: dict[str, _Place] = {}
        self._n_chars = 0
        self._n_articles = 0
        self._paged = False

    def add(self, view: ArticleView) -> None:
        """Render one article to disk.

        Args:
            view: The article.

        Raises:
            ReportError: `PUF801` when an article of this id was added before.
            OSError: When the disk is full or the like.
        """
        self._n_chars += len(view.article.text)
        self._n_articles += 1
        if not self._paged and self._n_chars > self._single_page_chars:
            self._start_pages()
        template = self._templates.get_template("article.html.j2")
        fragment = template.render(view=view, paged=self._paged)
        if view.slug in self._places or self._page_path(view.slug).exists():
            raise ReportError(
                "PUF801",
                f"article {view.article.article_id!r} was added twice",
                hint="article ids must be unique in a run",
            )
        if self._paged:
            self._write_page(view.slug, view.title, fragment)
        else:
            raw = fragment.encode("utf-8")
            self._places[view.slug] = _Place(self._spool.tell(), len(raw), view.title)
            self._spool.write(raw)

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
        rows = LIST_ROWS if self._paged else max(1, len(run.articles))
        n_pages = max(1, -(-len(run.articles) // rows))
        for number in range(1, n_pages + 1):
            articles = run.articles[(number - 1) * rows : number * rows]
            self._write(
                self._folder / _list_name(number),
                kind="index",
                run=run,
                counts=run_counts(run),
                articles=articles,
                fragments=self._fragments(articles),
                first_rank=(number - 1) * rows + 1,
                list_pages=[(n, _list_name(n)) for n in range(1, n_pages + 1)],
                list_number=number,
                queue=queue[:QUEUE_ROWS] if number == 1 else (),
                n_kept=len(queue),
                n_queued=n_queued,
            )
        self._spool.close()
        (self._folder / _SPOOL_NAME).unlink()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._spool.close()

    def _start_pages(self) -> None:
        self._paged = True
        (self._folder / PAGES_NAME).mkdir(exist_ok=True)
        places, self._places = self._places, {}
        for slug, place in places.items():
            self._write_page(slug, place.title, self._read(place))
        self._spool.truncate(0)

    def _write_page(self, slug: str, title: str, fragment: str) -> None:
        self._write(self._page_path(slug), kind="article", title=title, fragments=(fragment,))

    def _page_path(self, slug: str) -> Path:
        return self._folder / PAGES_NAME / f"{slug}.html"

    def _read(self, place: _Place) -> str:
        self._spool.seek(place.offset)
        return self._spool.read(place.size).decode("utf-8")

    def _fragments(self, articles: tuple[ArticleSummary, ...]) -> Iterator[str]:
        if not self._paged:
            for row in articles:
                yield self._read(self._places[article_slug(row.article_id)])

    def _check_articles(self, run: AuditRun) -> None:
        for row in run.articles:
            slug = article_slug(row.article_id)
            if slug not in self._places and not self._page_path(slug).exists():
                raise ReportError("PUF801", f"article {row.article_id!r} was never added")
        if len(run.articles) != self._n_articles:
            raise ReportError(
                "PUF801",
                f"{self._n_articles} articles were added, but the run lists {len(run.articles)}",
            )

    def _write(self, path: Path, **values: object) -> None:
        template = self._templates.get_template("page.html.j2")
        with path.open("w", encoding="utf-8", newline="\n") as handle:
            handle.writelines(template.generate(run_id=self._run_id, paged=self._paged, **values))


def shown_labels(labels: Iterable[str], counts: Mapping[str, int]) -> list[str]:
    """Return the labels that a list shows: all, and `undecided` only where there is one."""
    return [label for label in labels if label != UNDECIDED or counts[UNDECIDED]]


def _make_environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("puffery.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=show_controls,
    )
    loader = environment.loader
    assets: dict[str, str] = {}
    if loader is not None:
        for name in ("report.css", "report.js"):
            assets[name] = loader.get_source(environment, name)[0]
    environment.filters["safe_url"] = safe_url
    environment.filters["slug"] = article_slug
    environment.filters["shown"] = shown_labels
    environment.globals.update(
        style=Markup(assets["report.css"]),  # noqa: S704  # our own file, not article text
        script=Markup(assets["report.js"]),  # noqa: S704
        style_hash=csp_hash(assets["report.css"]),
        script_hash=csp_hash(assets["report.js"]),
    )
    return environment


def _list_name(number: int) -> str:
    return INDEX_NAME if number == 1 else f"list-{number}.html"
