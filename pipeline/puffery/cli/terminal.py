"""What a person sees in the terminal: progress, the summary, one explained sentence.

In: runs and sentence audits. Out: text on standard output, progress on standard error. Text of
articles is stripped of control characters before it is printed.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from puffery.records import AuditRun, Framing, SentenceAudit

if TYPE_CHECKING:
    from puffery.records import ArticleSummary

STYLES = {
    Framing.PROMOTIONAL: "bold magenta",
    Framing.UNQUALIFIED: "bold red",
    Framing.HEDGED: "blue",
    Framing.NONE: "dim",
}
HEADS = {
    Framing.PROMOTIONAL: "promo",
    Framing.UNQUALIFIED: "unqual",
    Framing.HEDGED: "hedged",
    Framing.NONE: "none",
}
MAX_ROWS = 15


def clean(text: str) -> str:
    """Return text that cannot drive a terminal: one line, no control or direction characters."""
    kept = (c if c.isprintable() else " " for c in text)
    return " ".join("".join(kept).split())


@contextmanager
def progress(*, show: bool) -> Iterator[Callable[[str], None] | None]:
    """Show a running count of articles on standard error; yield the step function."""
    if not show or not sys.stderr.isatty():
        yield None
        return
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (SpinnerColumn(), TextColumn("{task.completed} articles"), TimeElapsedColumn())
    more = TextColumn("{task.description}")
    with Progress(*columns, more, console=Console(stderr=True, emoji=False), transient=True) as bar:
        task = bar.add_task("", total=None)

        def step(article_id: str) -> None:
            bar.update(task, advance=1, description=escape(clean(article_id))[:60])

        yield step


def run_counts(run: AuditRun) -> dict[str, int]:
    """Return articles, skipped inputs and sentences by label."""
    counts = {"articles": len(run.articles), "skipped": len(run.skipped)}
    counts["sentences"] = sum(a.n_sentences for a in run.articles)
    for framing in (Framing.PROMOTIONAL, Framing.UNQUALIFIED, Framing.HEDGED, Framing.NONE):
        counts[str(framing)] = sum(getattr(a, f"n_{framing}") for a in run.articles)
    return counts


def print_summary(run: AuditRun, folder: Path, *, quiet: bool, as_json: bool) -> None:
    """Print what a run found and where the report is.

    Args:
        run: The run.
        folder: Its folder.
        quiet: Print only the path of the report.
        as_json: Print one JSON object instead of text.
    """
    report = folder / "index.html"
    counts = run_counts(run)
    if as_json:
        print(json.dumps({"run_id": run.info.run_id, "report": str(report), "counts": counts}))
        return
    if quiet:
        print(report)
        return
    console = Console(highlight=False, emoji=False)
    console.print(_article_table(run.articles, width=console.width))
    if len(run.articles) > MAX_ROWS:
        console.print(f"… and {len(run.articles) - MAX_ROWS} more articles in the report")
    labels = ", ".join(f"[{STYLES[f]}]{counts[str(f)]} {f}[/]" for f in (*reversed(list(Framing)),))
    total = f"\n{counts['articles']} articles, {counts['sentences']} sentences: {labels}"
    console.print(total, soft_wrap=True)
    for item in run.skipped[:MAX_ROWS]:
        console.print(
            f"skipped [bold]{escape(clean(item.article_id))}[/]: {escape(clean(item.detail))}"
        )
    if run.skipped:
        console.print(
            f"{len(run.skipped)} inputs were skipped; the report lists each with its reason"
        )
    console.print("Report:", end=" ")
    console.print(str(report), soft_wrap=True, markup=False)


def _article_table(articles: tuple[ArticleSummary, ...], *, width: int) -> Table:
    table = Table(title="Articles, worst first", title_justify="left", header_style="bold")
    table.add_column("risk", justify="right", no_wrap=True)
    table.add_column("article", overflow="ellipsis", no_wrap=True, max_width=max(20, width - 48))
    for framing, name in HEADS.items():
        table.add_column(name, justify="right", style=STYLES[framing], no_wrap=True)
    for a in articles[:MAX_ROWS]:
        numbers = (a.n_promotional, a.n_unqualified, a.n_hedged, a.n_none)
        name = escape(clean(a.title or a.article_id))
        table.add_row(f"{a.risk_score:.1f}", name, *(str(n) for n in numbers))
    return table


def print_audit(audit: SentenceAudit) -> None:
    """Print one sentence with its label, cues, mentions and reasons."""
    console = Console(highlight=False, emoji=False)
    device = f" ({audit.device})" if audit.device else ""
    console.print(
        f"[{STYLES[audit.label]}]{audit.label}{device}[/]  {escape(clean(audit.sentence.text))}"
    )
    for reason in audit.reasons:
        console.print(f"  {reason.rule_id} ({reason.question}): {escape(clean(reason.message))}")
        for name, value in (("why", reason.why), ("fix", reason.fix), ("source", reason.clause)):
            if value:
                console.print(f"    {name}: {escape(value)}", soft_wrap=True)
        if reason.url:
            console.print(f"    {reason.url}", soft_wrap=True, markup=False)
    for mention in audit.mentions:
        link = f" = {mention.canonical_name} ({mention.concept_id})" if mention.concept_id else ""
        console.print(f"  {mention.label}: {escape(clean(mention.text + link))}")
