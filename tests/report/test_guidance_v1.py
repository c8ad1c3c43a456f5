"""Lines about audit rules: what a run writes fits the shipped schemas."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from puffery.guidance_setup import auditor_of
from puffery.records import Article, ArticleAudit
from puffery.report.guidance.guidance_v1 import check_records, grade_record, match_records
from puffery.run import audit_folder, audit_text
from puffery.settings import Settings
from tests.classify.pipeline import pipeline

from .test_json_v1 import check, schema_of

TEXT = (
    "# Stem cells heal lupus\n\nStem cell therapy cures lupus in every patient. It relieves pain.\n\n"
    "We highly recommend Dr. Jane Moss of the Moss Institute. Call us today!\n"
)


def audited(settings: Settings) -> ArticleAudit:
    auditor = auditor_of(settings, "2026-11-24")
    return audit_text(pipeline(), Article("a.md", TEXT, source_format="md"), auditor)


def test_lines_fit_their_schemas() -> None:
    settings = Settings()
    audit = audited(settings)
    book = auditor_of(settings, "2026-11-24").book
    assert audit.guidance is not None

    matches = [json.loads(json.dumps(line)) for line in match_records(audit, book)]
    checks = [json.loads(json.dumps(line)) for line in check_records(audit)]
    grade = json.loads(json.dumps(grade_record("a.md", audit.guidance.grade)))

    assert {"U01", "E01"} <= {line["rule_id"] for line in matches}
    assert 10 <= len(checks)
    for line in matches:
        check(line, schema_of("match"))
    for line in checks:
        check(line, schema_of("check"))
    check(grade, schema_of("grade"))


def test_a_match_line_quotes_its_words_and_what_the_guidance_binds() -> None:
    settings = Settings(profiles="us-ftc")
    audit = audited(settings)
    book = auditor_of(settings, "2026-11-24").book

    line = next(x for x in match_records(audit, book) if x["rule_id"] == "U01")

    words = line["words"]
    assert isinstance(words, list)
    assert all(TEXT[w["start"] : w["end"]] == w["text"] for w in words)  # type: ignore[index,call-overload]
    assert [{"id": "us-ftc", "binds": book.tables.profiles["us-ftc"].binds}] == line["profiles"]
    assert book.as_of == date(2026, 11, 24)


@pytest.mark.slow
def test_a_run_with_own_rules_and_another_day_writes_what_applies(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.md").write_text(TEXT, encoding="utf-8")
    settings = Settings(labels="rules", entities="lexicon", as_of="2001-01-01")

    _, folder = audit_folder(
        tmp_path / "in", tmp_path / "out", created="2026-11-24", settings=settings
    )

    lines = (folder / "matches.jsonl").read_text(encoding="utf-8").splitlines()
    assert {"2001-01-01"} == {json.loads(line)["as_of"] for line in lines}
    assert "U01" not in {json.loads(line)["rule_id"] for line in lines}
