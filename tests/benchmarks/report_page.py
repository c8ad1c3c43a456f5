"""How large a report of 10,000 findings is, and how fast it opens.

Run: `python tests/benchmarks/report_page.py [FINDINGS] [FOLDER]`. The articles of `corpus/samples` are audited
once and written again and again under other names until there are enough findings; copies are kept
apart by a shuffled order, so that packing (which looks back 32 kB) gains nothing by them. Opening is timed in
headless Chromium, from the start of navigation until the first article can be worked on (class `ready`).
"""

from __future__ import annotations

import random
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from itertools import count
from pathlib import Path

from puffery.aggregate.summary import summarise_article, summarise_run
from puffery.records import ArticleAudit, RunInfo
from puffery.report.write import ReportWriter
from puffery.run import iter_audits
from puffery.settings import Settings

SAMPLES = Path(__file__).parents[2] / "corpus" / "samples"
CHROMIUM = "/usr/bin/chromium"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
TIMES = 5


def many(audits: list[ArticleAudit], n_findings: int) -> Iterator[ArticleAudit]:
    """Yield copies of audits with ids and fingerprints of their own until there are enough."""
    found = 0
    for turn in count():
        for audit in audits:
            article = replace(audit.article, article_id=f"{turn}/{audit.article.article_id}")
            findings = tuple(
                replace(
                    f, fingerprint=f"{turn:06x}{f.fingerprint[6:]}", article_id=article.article_id
                )
                for f in audit.findings
            )
            yield replace(audit, article=article, findings=findings)
            found += len(findings)
            if found >= n_findings:
                return


def write(folder: Path, n_findings: int) -> Path:
    """Write the report and return its folder."""
    settings = Settings()
    audits = [a for a in iter_audits(SAMPLES, settings) if isinstance(a, ArticleAudit)]
    info = RunInfo("bench", "2026-01-01T00:00:00Z", "samples, again and again", (), (), ())
    summaries = []
    shuffler = random.Random(1)  # noqa: S311
    start = time.perf_counter()
    with ReportWriter(folder, "bench", settings=settings) as writer:
        for audit in many(audits, n_findings):
            writer.add(audit)
            summaries.append(
                replace(summarise_article(audit), risk_score=shuffler.randrange(1000) / 10)
            )
        path = writer.finish(summarise_run(info, summaries, ()))
    print(f"written in {time.perf_counter() - start:.1f} s: {len(summaries)} articles")
    return path


def open_page(path: Path) -> None:
    """Print how long pages take to open, and how long a key and a filter take."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        times = []
        for _ in range(TIMES):
            page.goto("about:blank")
            page.goto(path.as_uri())
            page.wait_for_selector("html.ready", state="attached")
            times.append(page.evaluate("performance.getEntriesByName('ready')[0].startTime"))
        print(
            f"opens in {statistics.median(times):.0f} ms (median of {TIMES}: {sorted(map(round, times))})"
        )
        for name, code in [
            (
                "key j",
                "document.dispatchEvent(new KeyboardEvent('keydown', {key: 'j', bubbles: true}))",
            ),
            (
                "filter",
                "(s => { s.value = 'high'; s.dispatchEvent(new Event('change')); })"
                "(document.querySelector('select[name=sev]'))",
            ),
            (
                "search",
                "(s => { s.value = 'pain'; s.dispatchEvent(new Event('input')); })"
                "(document.getElementById('search'))",
            ),
        ]:
            ms = page.evaluate(
                f"() => {{ const t = performance.now(); {code}; return performance.now() - t; }}"
            )
            where = page.evaluate("document.getElementById('where').value")
            print(f"{name}: {ms:.0f} ms; {where}")
        browser.close()


def main() -> None:
    """Write, weigh and open."""
    n_findings = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(sys.argv[2]) if len(sys.argv) > 2 else Path(temporary)
        path = write(folder, n_findings)
        index = path / "index.html"
        pages = sorted(p.stat().st_size for p in (path / "articles").glob("*.html")) or [0]
        print(
            f"index.html {index.stat().st_size / 1e6:.2f} MB, {len(pages)} pages, largest {pages[-1] / 1e3:.0f} kB"
        )
        open_page(index)


if __name__ == "__main__":
    main()
