"""What a person sees in the terminal: progress, the summary, one explained sentence.

In: runs and sentence audits. Out: text on standard output, progress on standard error. Text of
articles is stripped of control characters before it is printed.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table
from rich.text import Text

from puffery.records import UNDECIDED, AuditRun, DecidedBy, Framing, SentenceAudit
from puffery.report.json_v1 import run_counts

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
    more = TextColumn("{task.description}", markup=False)
    with Progress(*columns, more, console=Console(stderr=True, emoji=False), transient=True) as bar:
        task = bar.add_task("", total=None)

        def step(article_id: str) -> None:
            bar.update(task, advance=1, description=clean(article_id)[:60])

        yield step


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
        told = {"run_id": run.info.run_id, "report": str(report), "counts": counts}
        if run.review is not None:
            told["review"] = asdict(run.review)
        print(json.dumps(told))
        return
    if quiet:
        print(report)
        return
    console = Console(highlight=False, emoji=False)
    console.print(_article_table(run.articles, width=console.width))
    if len(run.articles) > MAX_ROWS:
        console.print(f"… and {len(run.articles) - MAX_ROWS} more articles in the report")
    labels = ", ".join(f"[{STYLES[f]}]{counts[str(f)]} {f}[/]" for f in (*reversed(list(Framing)),))
    if counts[UNDECIDED]:
        labels += f", {counts[UNDECIDED]} undecided"
    total = f"\n{counts['articles']} articles, {counts['sentences']} sentences: {labels}"
    console.print(total, soft_wrap=True)
    if run.review is not None:
        console.print(run.review.line, soft_wrap=True, markup=False)
    for item in run.skipped[:MAX_ROWS]:
        name = (clean(item.article_id), "bold")
        console.print(Text.assemble("skipped ", name, ": ", clean(item.detail)), soft_wrap=True)
    if run.skipped:
        console.print(
            f"{len(run.skipped)} inputs were skipped; the report lists each with its reason"
        )
    console.print("Report:", end=" ")
    console.print(str(report), soft_wrap=True, markup=False)


def _article_table(articles: tuple[ArticleSummary, ...], *, width: int) -> Table:
    table = Table(title="Articles, worst first", title_justify="left", header_style="bold")
    table.add_column("risk", justify="right", no_wrap=True)
    table.add_column("article", overflow="ellipsis", no_wrap=True, max_width=max(8, width - 50))
    for framing, name in HEADS.items():
        table.add_column(name, justify="right", style=STYLES[framing], no_wrap=True)
    for a in articles[:MAX_ROWS]:
        numbers = (a.n_promotional, a.n_unqualified, a.n_hedged, a.n_none)
        title = Text(clean(a.title or a.article_id))
        table.add_row(f"{a.risk_score:.1f}", title, *(str(n) for n in numbers))
    return table


def print_audit(audit: SentenceAudit) -> None:
    """Print one sentence with its label, cues, mentions and reasons."""
    console = Console(highlight=False, emoji=False)
    device = f" ({audit.device})" if audit.device else ""
    label = (f"{audit.label}{device}", STYLES[audit.label])
    _print(console, Text.assemble(label, "  ", clean(audit.sentence.text)))
    for reason in audit.reasons:
        _print(console, f"  {reason.rule_id} ({reason.question}): {clean(reason.message)}")
        for name, value in (("why", reason.why), ("fix", reason.fix), ("source", reason.clause)):
            if value:
                _print(console, f"    {name}: {value}")
        if reason.url:
            _print(console, f"    {reason.url}")
    if audit.decided_by is DecidedBy.MODEL:
        _print(console, f"  the classifier overrules the rules, which say {audit.rule_label}")
    for mention in audit.mentions:
        link = f" = {mention.canonical_name} ({mention.concept_id})" if mention.concept_id else ""
        if mention.link in ("variant", "fuzzy"):
            link += f", {mention.link} link {mention.link_score:.2f}"
        _print(console, f"  {mention.label}: {clean(mention.text + link)}")


def _print(console: Console, line: Text | str) -> None:
    """Print a line as it is: no markup is read from it, and the terminal wraps it."""
    console.print(line, soft_wrap=True, markup=False)


def count_table(
    rows: str, columns: str, names: Sequence[str], counts: Sequence[Sequence[int]]
) -> Table:
    """Return a square table of counts.

    Args:
        rows: What the rows are.
        columns: What the columns are.
        names: Names of rows and columns.
        counts: Shape (n_names, n_names).
    """
    table = Table(title=Text(f"{rows} (rows), {columns} (columns)"), title_justify="left")
    for name in ("", *names):
        table.add_column(name, justify="right" if name else "left")
    for name, row in zip(names, counts, strict=True):
        table.add_row(name, *(str(count) for count in row))
    return table
