"""The findings as one Markdown file, for tickets and wikis.

In: an `ExportJob`. Out: `findings.md`. Audited text is escaped: it makes no link, picture, heading
or HTML.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from puffery.escaping import safe_url, show_controls
from puffery.export.finished.rows import RunArticle, RunSentence
from puffery.export.finished.run_folder import RunFacts
from puffery.export.interface import ExportJob

_SPECIAL = re.compile(r"([\\`*_{}\[\]()#+\-.!|~$@:/])")
_HTML = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"})
_URL_UNSAFE = re.compile(r"[<>\"()\s\\]")


def write_markdown(job: ExportJob, folder: Path) -> list[Path]:
    """Write `findings.md`: the run, then each article with its findings in order of place.

    Args:
        job: The run.
        folder: Where to.

    Returns:
        The file.

    Raises:
        OSError: When the disk is full or the like.
    """
    path = folder / "findings.md"
    with path.open("w", encoding="utf-8", newline="\n") as handle:
        handle.writelines(f"{line}\n" for line in _head(job.facts()))
        for article in job.articles():
            handle.writelines(f"{line}\n" for line in _article(article))
    return [path]


def plain(text: str) -> str:
    """Return text that Markdown shows as it stands, on one line.

    Args:
        text: Any text.

    Returns:
        The text with Markdown's own characters escaped by backslashes, HTML's by entities, and
        control characters as U+FFFD. Addresses do not become links.
    """
    shown = " ".join(str(show_controls(text)).split())
    return _SPECIAL.sub(r"\\\1", shown.translate(_HTML).replace("&", "\x00")).replace("\x00", "&")


def _head(facts: RunFacts) -> Iterator[str]:
    counts = ", ".join(f"{number} {name}" for name, number in facts.counts.items())
    yield f"# Language audit {plain(facts.run_id)}"
    yield ""
    yield f"{plain(facts.created)}. {counts}."
    yield ""
    yield "The audit looks at language: it says which words match which guidance, not what is true."
    for note in facts.notes:
        yield f"\n{plain(note)}"
    if facts.skipped:
        yield "\n## Not audited\n"
        for item in facts.skipped:
            detail = f": {plain(item.detail)}" if item.detail else ""
            yield f"- {plain(item.article_id)} ({item.reason}){detail}"


def _article(article: RunArticle) -> Iterator[str]:
    summary = article.summary
    yield ""
    yield f"## {plain(summary.title or summary.article_id)}"
    yield ""
    yield (
        f"{plain(summary.article_id)}: {summary.n_sentences} sentences, "
        f"{summary.n_promotional} promotional, {summary.n_unqualified} unqualified, "
        f"{summary.n_hedged} hedged."
    )
    if not article.findings:
        yield "\nNo findings."
    for item in article.findings:
        yield from _finding(item)


def _finding(item: RunSentence) -> Iterator[str]:
    device = f", {item.device.replace('_', ' ')}" if item.device else ""
    yield ""
    yield f"### {item.label}{device} ({item.severity})"
    yield ""
    yield f"> {plain(item.text)}"
    yield ""
    for reason in item.reasons:
        yield f"- {reason.rule_id}: {plain(reason.message)}"
        for name, value in (("why", reason.why), ("fix", reason.fix)):
            if value:
                yield f"  - {name}: {plain(value)}"
        if reason.clause:
            yield f"  - guidance: {_link(reason.clause, reason.url)}"
    yield f"- place: characters {item.start} to {item.end}; fingerprint `{item.fingerprint}`"


def _link(words: str, url: str) -> str:
    target = safe_url(url)
    if not target or _URL_UNSAFE.search(target):
        return plain(words)
    return f"[{plain(words)}](<{target}>)"
