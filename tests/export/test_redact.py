from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from puffery.export.finished.run_folder import RunFolder
from puffery.export.interface import ExportJob
from puffery.export.redact import BLACK, Pattern, Redactor, load_patterns
from puffery.records import Framing
from tests.export.conftest import audit_of, write_run
from tests.report.conftest import Line

PATTERNS = load_patterns()


@pytest.mark.parametrize("pattern", PATTERNS, ids=lambda p: p.pattern_id)
def test_pattern_hides_something_in_its_hits_and_nothing_in_its_misses(pattern: Pattern) -> None:
    assert len(pattern.hits) >= 2
    assert len(pattern.misses) >= 2
    assert all(pattern.places(text) for text in pattern.hits)
    assert [] == [place for text in pattern.misses for place in pattern.places(text)]


def test_redacted_article_keeps_offsets_and_labels(
    run: RunFolder, make_job: Callable[..., ExportJob]
) -> None:
    plain = next(run.articles())

    redacted = next(make_job(redact=True).articles())

    assert len(plain.text) == len(redacted.text)
    assert [(s.start, s.end, s.label, s.fingerprint) for s in plain.sentences] == [
        (s.start, s.end, s.label, s.fingerprint) for s in redacted.sentences
    ]
    assert all(redacted.text[s.start : s.end] == s.text for s in redacted.sentences)


def test_redaction_leaves_no_name_anywhere(make_job: Callable[..., ExportJob]) -> None:
    article = next(make_job(redact=True).articles())

    shown = json.dumps([article.lines, article.finding_lines]) + repr(article.summary)
    assert [] == [
        name
        for name in (
            "Orla",
            "Finch",
            "Willowmere",
            "willowmere",
            "front@",
            "Weatherby",
            "Eastmoor",
            "knees.txt",
        )
        if name in shown
    ]
    assert "We recommend Dr. ████ █████ ██ ██████████ Clinic!" == article.sentences[3].text
    assert "█████ replied from █████@" not in shown
    assert "article-0001" == article.summary.article_id


def test_redaction_hides_names_quoted_in_reasons(run: RunFolder) -> None:
    article = next(run.articles())
    line = {
        **article.lines[3],
        "reasons": [
            {**article.lines[3]["reasons"][0], "message": "Words: “Orla Finch” and “recommend”."}
        ],
    }
    told = type(article)(article.summary, article.sentences, (line,), article.finding_lines[2:])

    redacted = Redactor().article(told)

    assert "Words: “████ █████” and “recommend”." == redacted.sentences[0].reasons[0].message


def test_facts_of_a_redacted_run_name_no_file(make_job: Callable[..., ExportJob]) -> None:
    facts = make_job(redact=True).facts()

    assert ("input", [("skipped-0001", "", "")]) == (
        facts.input_name,
        [(item.article_id, item.source, item.detail) for item in facts.skipped],
    )


@pytest.mark.parametrize(
    "text",
    [
        "A" * 5000,
        "Aa " * 3000,
        "1 " * 3000,
        "a@" * 3000,
        "a." * 3000 + "@",
        "https://" * 1000,
        "– " * 3000,
        "The Aa of the " * 1000,
    ],
)
def test_patterns_end_on_hostile_text(text: str) -> None:
    # nested quantifiers would run for years here, not seconds
    places = [place for pattern in PATTERNS for place in pattern.places(text)]

    assert all(0 <= start < end <= len(text) for start, end in places)


def test_article_names_are_numbers_in_order(tmp_path_factory: pytest.TempPathFactory) -> None:
    lines = (Line(Framing.NONE, "Knees bend.", before=""),)
    run = write_run(
        tmp_path_factory.mktemp("runs"), [audit_of("b.txt", lines), audit_of("a.txt", lines)]
    )

    names = [a.summary.article_id for a in ExportJob(run, True, {}, None).articles()]

    assert ["article-0001", "article-0002"] == names
    assert BLACK not in "".join(a.text for a in run.articles())
