"""The two sample articles: what must match, what must stay quiet, what is missing."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import pytest

import puffery
from puffery.guidance_setup import auditor_of
from puffery.records import Article, ArticleAudit
from puffery.run import audit_text
from puffery.settings import Settings

ARTICLES = Path(__file__).parents[3] / "shared" / "articles"
PROBES: dict[str, list[dict[str, Any]]] = tomllib.loads(
    (Path(__file__).parent / "probes.toml").read_text(encoding="utf-8")
)

pytestmark = [
    pytest.mark.model,
    pytest.mark.skipif(not ARTICLES.is_dir(), reason="the sample articles are not in the repo"),
]


@cache
def audit_of(name: str) -> ArticleAudit:
    text = (ARTICLES / f"{name}.txt").read_text(encoding="utf-8")
    settings = Settings(as_of="2026-11-24")
    nlp = puffery.load(abbreviations="builtin")
    return audit_text(nlp, Article(f"{name}.txt", text), auditor_of(settings, ""))


def rules_at(audit: ArticleAudit, words: str) -> set[str]:
    """Return the rules that match the sentence that `words` begin in."""
    assert audit.guidance is not None
    at = audit.article.text.index(words)
    (index,) = (
        item.sentence.index
        for item in audit.sentences
        if item.sentence.start <= at < item.sentence.end
    )
    return {m.rule_id for m in audit.guidance.matches if m.sentence_index == index}


def _id(probe: dict[str, Any]) -> str:
    return str(probe.get("words", probe["article"]))[:40]


@pytest.mark.parametrize("probe", PROBES["probe"], ids=_id)
def test_probe_matches(probe: dict[str, Any]) -> None:
    assert set(probe["rules"]) - rules_at(audit_of(probe["article"]), probe["words"]) == set()


@pytest.mark.parametrize("probe", PROBES["quiet"], ids=_id)
def test_guard_stays_quiet(probe: dict[str, Any]) -> None:
    assert set() == rules_at(audit_of(probe["article"]), probe["words"])


@pytest.mark.parametrize("probe", PROBES["whole"], ids=_id)
def test_whole_article(probe: dict[str, Any]) -> None:
    guidance = audit_of(probe["article"]).guidance
    assert guidance is not None
    found = {m.rule_id for m in guidance.matches}
    status = {check.topic: check.status.value for check in guidance.checks}

    assert set(probe["rules"]) - found == set()
    assert probe["checks"] == {topic: status[topic] for topic in probe["checks"]}
