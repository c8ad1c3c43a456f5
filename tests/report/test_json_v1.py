"""The data files: key order, schemas, text that breaks lines."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from importlib import resources
from typing import Any

import pytest

from puffery.records import (
    ArticleAudit,
    AuditRun,
    Framing,
    ReviewCounts,
    ReviewMark,
    ReviewStatus,
)
from puffery.report import json_v1

from .conftest import Line

RECORDS = ("sentence", "finding", "run")


def schema_of(name: str) -> dict[str, Any]:
    path = resources.files("puffery.report") / "schemas" / f"{name}.v1.schema.json"
    content: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return content


def record_of(name: str, audit: ArticleAudit, run: AuditRun) -> Any:
    made = {
        "sentence": json_v1.sentence_record(audit.article.article_id, audit.sentences[1]),
        "finding": json_v1.finding_record(audit.findings[-1]),
        "run": json_v1.run_record(run),
    }
    return json.loads(json_v1.dump_line(made[name]))


TYPES = {
    "string": str,
    "integer": int,
    "number": (int, float),
    "boolean": bool,
    "array": list,
    "object": dict,
    "null": type(None),
}


def check(value: Any, schema: dict[str, Any], path: str = "$") -> None:
    """Check the keywords that the shipped schemas use; the key order is that of `properties`."""
    known = {"type", "properties", "required", "additionalProperties", "items", "minItems", "enum"}
    known |= {"const", "minimum", "maximum", "title", "description", "$schema"}
    assert not set(schema) - known, path
    if "enum" in schema:
        assert value in schema["enum"], path
    if "const" in schema:
        assert value == schema["const"], path
    if "type" in schema:
        kinds = [schema["type"]] if isinstance(schema["type"], str) else schema["type"]
        assert isinstance(value, tuple(TYPES[kind] for kind in kinds)), path
    if "minimum" in schema:
        assert value >= schema["minimum"], path
    if "maximum" in schema:
        assert value <= schema["maximum"], path
    if isinstance(value, list):
        assert len(value) >= schema.get("minItems", 0), path
        for item in value:
            check(item, schema["items"], f"{path}[]")
    if isinstance(value, dict) and "properties" in schema:
        assert list(schema["properties"]) == list(value) == schema["required"], path
        for key, item in value.items():
            check(item, schema["properties"][key], f"{path}.{key}")


@pytest.mark.parametrize("name", RECORDS)
def test_records_follow_their_schema(
    name: str, make_audit: Callable[..., ArticleAudit], make_run: Callable[..., AuditRun]
) -> None:
    audit = make_audit()

    check(record_of(name, audit, make_run([audit])), schema_of(name))


@pytest.mark.parametrize("name", RECORDS)
def test_records_are_valid_for_jsonschema(
    name: str, make_audit: Callable[..., ArticleAudit], make_run: Callable[..., AuditRun]
) -> None:
    jsonschema = pytest.importorskip("jsonschema")
    audit = make_audit()

    jsonschema.Draft202012Validator.check_schema(schema_of(name))
    jsonschema.Draft202012Validator(schema_of(name)).validate(
        record_of(name, audit, make_run([audit]))
    )


def test_decisions_of_reviewers_follow_the_schemas(
    make_audit: Callable[..., ArticleAudit], make_run: Callable[..., AuditRun]
) -> None:
    audit = make_audit()
    mark = ReviewMark(ReviewStatus.REJECTED, "anna", "2026-01-01T00:00:00+00:00", "hedged", "why")
    finding = replace(audit.findings[0], review=mark)
    run = replace(make_run([audit]), review=ReviewCounts(rejected=1, stale=2))

    rows = {"finding": json_v1.finding_record(finding), "run": json_v1.run_record(run)}

    for name, row in rows.items():
        check(json.loads(json_v1.dump_line(row)), schema_of(name))
    assert {"status": "rejected", "reason": "why"}.items() <= rows["finding"]["review"].items()
    assert {"accepted": 0, "rejected": 1, "stale": 2}.items() <= rows["run"]["review"].items()


@pytest.mark.parametrize("text", ["a\u2028b\u2029c\x85d", "a\nb\rc", "\x00\x1b", "”é日𝔘"])
def test_dump_line_is_one_line_and_keeps_the_text(text: str) -> None:
    line = json_v1.dump_line({"text": text})

    assert [line] == line.splitlines()
    assert {"text": text} == json.loads(line)


def test_dump_line_replaces_lone_surrogates_one_for_one() -> None:
    line = json_v1.dump_line({"text": "a\ud800b\udfff"})

    assert json.loads(line) == {"text": "a\ufffdb\ufffd"}
    assert line.encode("utf-8")


def test_sentence_record_keeps_offsets(make_audit: Callable[..., ArticleAudit]) -> None:
    audit = make_audit(
        lines=[Line(Framing.NONE, "𝔘 before.", before=""), Line(Framing.NONE, "Two.")]
    )

    records = [json_v1.sentence_record("x", item) for item in audit.sentences]

    for record in records:
        assert record["text"] == audit.article.text[record["start"] : record["end"]]  # type: ignore[misc]


def test_run_counts_add_up(
    make_audit: Callable[..., ArticleAudit], make_run: Callable[..., AuditRun]
) -> None:
    counts = json_v1.run_counts(make_run([make_audit("a"), make_audit("b")]))

    expected = [2, 1, 10, 4, 2, 2, 2, 0]
    assert expected == list(counts.values())
