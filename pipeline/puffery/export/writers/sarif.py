"""The findings as SARIF 2.1.0, for code-scanning and review tools.

In: an `ExportJob`. Out: `findings.sarif`. Regions are `charOffset` and `charLength` in code points
of the text that was audited: the file itself for txt and md, the text field of a record for jsonl,
csv and parquet, and the extracted text for html, pdf and docx (`properties.offsets` of each
artifact says which).

**Source:** OASIS, Static Analysis Results Interchange Format (SARIF) 2.1.0 with errata 01.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

from puffery.escaping import safe_url, show_controls
from puffery.export.finished.rows import RunSentence
from puffery.export.finished.run_folder import RunFacts
from puffery.export.interface import ExportJob
from puffery.records import UNDECIDED, ArticleSummary, Reason
from puffery.rules import load_rulebook

SCHEMA_URI = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
FINGERPRINT_KEY = "pufferySentence/v1"
"""Name of the partial fingerprint; another way to compute it gets another number."""

LEVELS = {"critical": "error", "high": "error", "medium": "warning", "low": "note"}
ORIGINAL = {"txt", "md"}
RECORDS = {"jsonl", "csv", "parquet"}
BASE = "INPUT"

Json = dict[str, Any]


def write_sarif(job: ExportJob, folder: Path) -> list[Path]:
    """Write `findings.sarif`: one run with its rules, artifacts, results and skipped inputs.

    Args:
        job: The run.
        folder: Where to.

    Returns:
        The file. Articles stream; only the rules and the list of articles are held in memory.

    Raises:
        ExportError: `PUF810` for a damaged run.
        OSError: When the disk is full or the like.
    """
    found = _rules(job)
    rules = {rule["id"]: number for number, rule in enumerate(found)}
    path = folder / "findings.sarif"
    facts = job.facts()
    head: Json = {
        "tool": {"driver": _driver(facts, found)},
        "automationDetails": {"id": f"puffery/{facts.run_id}"},
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {
            BASE: {"description": {"text": _text(f"Input: {facts.input_name}")}}
        },
        "invocations": [_invocation(facts)],
        "artifacts": [_artifact(summary) for summary in job.summaries()],
    }
    with path.open("w", encoding="utf-8", newline="\n") as handle:
        opening = _dump({"$schema": SCHEMA_URI, "version": "2.1.0", "runs": [head]})
        handle.write(opening.removesuffix("}]}") + ',"results":[')
        for number, result in enumerate(_results(job, rules)):
            handle.write((",\n" if number else "\n") + _dump(result))
        handle.write("\n]}]}\n")
    return [path]


def artifact_uri(summary: ArticleSummary) -> str:
    """Return where an article stands, relative to the folder that was audited.

    Args:
        summary: The article.

    Returns:
        A relative URI reference, percent-encoded; the record of a table stands after `#`.
    """
    _, mark, record = summary.article_id.partition(f"{summary.source}#")
    path = quote(summary.source or summary.article_id, safe="/")
    return f"{path}#{quote(record, safe='')}" if mark else path


def _dump(value: object) -> str:
    return json.dumps(value, ensure_ascii=True, separators=(",", ":"))


def _text(text: str) -> str:
    r"""Return text that a viewer shows as it stands: no link, no placeholder, no control."""
    shown = " ".join(str(show_controls(text)).split())
    for char in "\\[]":
        shown = shown.replace(char, f"\\{char}")
    return shown.replace("{", "{{").replace("}", "}}")


def _rules(job: ExportJob) -> list[Json]:
    """Return the rules of the rulebook, then others that the run names, each with its guidance."""
    book = [
        _rule(Reason(r.rule_id, r.question, "", r.why, r.fix, r.clause, r.url), r.name, r.severity)
        for r in load_rulebook().rules
    ]
    known = {rule["id"] for rule in book}
    more: dict[str, Json] = {}
    for article in job.run.articles():
        for item in article.findings:
            for reason in item.reasons:
                if reason.rule_id not in known:
                    more.setdefault(reason.rule_id, _rule(reason, reason.rule_id, item.severity))
    return book + [more[rule_id] for rule_id in sorted(more)]


def _rule(reason: Reason, name: str, severity: str) -> Json:
    help_text = " ".join(part for part in (reason.why, reason.fix, reason.clause) if part)
    rule: Json = {
        "id": reason.rule_id,
        "shortDescription": {"text": _text(name)},
        "fullDescription": {"text": _text(reason.why or name)},
        "help": {"text": _text(help_text or name)},
        "defaultConfiguration": {"level": LEVELS.get(severity, "warning")},
        "properties": {"severity": severity, "guidance": reason.clause},
    }
    if safe_url(reason.url):
        rule["helpUri"] = quote(reason.url, safe=":/?#[]@!$&'()*+,;=%")
    return rule


def _driver(facts: RunFacts, rules: list[Json]) -> Json:
    return {
        "name": "puffery",
        "version": facts.versions.get("puffery", "unknown"),
        "shortDescription": {
            "text": "Audits the language of health articles; it does not judge what is true."
        },
        "rules": rules,
        "properties": {"fingerprints": dict(facts.fingerprints), "settings": dict(facts.settings)},
    }


def _invocation(facts: RunFacts) -> Json:
    notes = [
        {
            "level": "warning",
            "descriptor": {"id": f"skipped/{item.reason}"},
            "message": {"text": _text(f"Not audited: {item.article_id}. {item.detail}")},
        }
        for item in facts.skipped
    ]
    return {
        "executionSuccessful": True,
        "toolExecutionNotifications": notes,
        "properties": {"created": facts.created},
    }


def _artifact(summary: ArticleSummary) -> Json:
    kind = summary.source_format
    offsets = "original" if kind in ORIGINAL else "record" if kind in RECORDS else "extracted"
    return {
        "location": {"uri": artifact_uri(summary), "uriBaseId": BASE},
        "description": {"text": _text(summary.title or summary.article_id)},
        "properties": {
            "article_id": summary.article_id,
            "text_sha256": summary.text_sha256,
            "offsets": offsets,
        },
    }


def _results(job: ExportJob, rules: dict[str, int]) -> Iterator[Json]:
    for number, article in enumerate(job.articles()):
        for item in article.findings:
            yield _result(job, item, article.summary, number, rules)


def _result(
    job: ExportJob, item: RunSentence, summary: ArticleSummary, number: int, rules: dict[str, int]
) -> Json:
    first = item.reasons[0]
    undecided = item.label == UNDECIDED
    device = f", {item.device.replace('_', ' ')}" if item.device else ""
    likeliest = f", most likely {item.likeliest}" if undecided else ""
    place = {
        "artifactLocation": {"uri": artifact_uri(summary), "uriBaseId": BASE, "index": number},
        "region": {
            "charOffset": item.start,
            "charLength": item.end - item.start,
            "snippet": {"text": str(show_controls(item.text))},
        },
    }
    result: Json = {
        "ruleId": first.rule_id,
        "ruleIndex": rules[first.rule_id],
        # section 3.27.9 of the standard: a result for review has the level none
        "kind": "review" if undecided else "fail",
        "level": "none" if undecided else LEVELS.get(item.severity, "warning"),
        "message": {"text": f"{item.label}{likeliest}{device}: {_text(first.message)}"},
        "locations": [{"physicalLocation": place}],
        "partialFingerprints": {FINGERPRINT_KEY: item.fingerprint},
        "properties": {
            "label": item.label,
            "severity": item.severity,
            "score": item.score,
            "device": item.device,
            "sentence": item.index,
            "decided_by": item.decided_by,
            "rules": [reason.rule_id for reason in item.reasons],
        },
    }
    if job.known is not None:
        result["baselineState"] = "unchanged" if item.fingerprint in job.known else "new"
    if job.verdicts:  # an empty list says that suppressions were looked for
        result["suppressions"] = _suppressions(job, item.fingerprint)
    return result


def _suppressions(job: ExportJob, fingerprint: str) -> list[Json]:
    verdict = job.verdicts.get(fingerprint)
    if verdict is None or not verdict.holds(job.run.facts.created):
        return []
    status = {"reject": "accepted", "unsure": "underReview"}.get(verdict.decision)
    if status is None:
        return []
    found: Json = {"kind": "external", "status": status}
    if verdict.reason and not job.redact:
        found["justification"] = str(show_controls(verdict.reason))
    return [found]
