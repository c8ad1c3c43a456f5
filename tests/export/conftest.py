"""Small finished runs, written by the real writer; all text is invented."""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from puffery.aggregate.tables import write_article_tables
from puffery.export.finished.decisions import Verdict
from puffery.export.finished.run_folder import RunFolder
from puffery.export.interface import ExportJob
from puffery.records import ArticleAudit, BlockKind, CueKind, Framing, MentionLabel
from puffery.report.write import ReportWriter
from puffery.settings import Settings
from tests.report.conftest import Line, build_audit, build_run

MakeRun = Callable[..., RunFolder]
HOSTILE = '=cmd("x")|<script>alert(1)</script> [go](javascript:x) {0} \x1b[31m\u202ered `a`'

KNEES = (
    Line(Framing.NONE, "Knees and Moss Tea", block=BlockKind.TITLE, before="", is_title=True),
    Line(
        Framing.HEDGED,
        "Moss tea 🍵 may ease knee pain.",
        cues=(("may", CueKind.HEDGE, True),),
        mentions=(("Moss tea", MentionLabel.THERAPY), ("knee pain", MentionLabel.DISEASE)),
        before="\n\n",
    ),
    Line(Framing.UNQUALIFIED, "It heals worn joints.", cues=(("heals", CueKind.EFFECT, True),)),
    Line(
        Framing.PROMOTIONAL,
        "We recommend Dr. Orla Finch of Willowmere Clinic!",
        cues=(("recommend", CueKind.ENDORSEMENT, True),),
        before="\n- ",
        block=BlockKind.LIST_ITEM,
    ),
    Line(Framing.NONE, "Finch replied from front@willowmere.example.", before=" "),
)
EVIL = (
    Line(Framing.UNQUALIFIED, HOSTILE, before=""),
    Line(Framing.PROMOTIONAL, "+44 is a number; call now!", before="\n"),
)


def unique(audit: ArticleAudit, **severities: str) -> ArticleAudit:
    """Return an audit whose fingerprints are those of article, rule and words."""
    findings = []
    for finding in audit.findings:
        item = finding.audit
        key = f"{audit.article.article_id}/{item.reasons[0].rule_id}/{item.sentence.text}"
        digest = hashlib.sha256(key.encode("utf-8", "replace")).hexdigest()[:16]
        severity = severities.get(str(item.label), finding.severity)
        findings.append(dataclasses.replace(finding, fingerprint=digest, severity=severity))
    return dataclasses.replace(audit, findings=tuple(findings))


def audit_of(name: str, lines: Sequence[Line], **fields: str) -> ArticleAudit:
    """Return an audit of an article made of lines; promotional findings are of high severity."""
    return unique(build_audit(name, lines, **fields), promotional="high", hedged="low")


def write_run(parent: Path, audits: Sequence[ArticleAudit], run_id: str = "run-1") -> RunFolder:
    """Write a run folder with the real writers and open it."""
    run = build_run(audits, run_id=run_id)
    with ReportWriter(parent, run_id, settings=Settings()) as writer:
        for audit in audits:
            writer.add(audit)
        write_article_tables(run.articles, writer.folder)
        return RunFolder(writer.finish(run))


@pytest.fixture
def run(tmp_path: Path) -> RunFolder:
    """Return a run over a plain and a hostile article."""
    fields = {"author": "Tobias Weatherby", "publisher": "Eastmoor Post", "title": "Knees"}
    return write_run(
        tmp_path,
        [
            audit_of("knees.txt", KNEES, **fields),
            audit_of("more/evil.jsonl#=1 2", EVIL, source="more/evil.jsonl", source_format="jsonl"),
        ],
    )


@pytest.fixture
def make_job(run: RunFolder) -> Callable[..., ExportJob]:
    """Return a function that makes a job over `run`."""

    def make(
        *,
        redact: bool = False,
        verdicts: dict[str, Verdict] | None = None,
        known: frozenset[str] | None = None,
    ) -> ExportJob:
        return ExportJob(run, redact, verdicts or {}, known)

    return make


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """Return an empty folder to export into."""
    folder = tmp_path / "out"
    folder.mkdir()
    return folder
