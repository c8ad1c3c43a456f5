from __future__ import annotations

import inspect
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

import puffery
from puffery import run as conductor
from puffery.records import Article, ArticleAudit, SentenceAudit
from puffery.run import ZONE_ARTICLES, audit_text, iter_audits
from puffery.settings import Settings

pytestmark = pytest.mark.model

TREATMENTS = ("platelet-rich plasma (PRP)", "cognitive behavioural therapy (CBT)")


class Counting:
    """A reader that counts how many articles were asked for."""

    def __init__(self, n_articles: int) -> None:
        self.n_articles = n_articles
        self.n_read = 0

    def __call__(self, root: Path, settings: Settings) -> Iterator[Article]:
        for number in range(self.n_articles):
            self.n_read += 1
            yield Article(f"a{number:04}.txt", f"Treatment number {number} cures lupus.")


def test_iter_audits_is_lazy(monkeypatch: pytest.MonkeyPatch) -> None:
    reader = Counting(1000)
    monkeypatch.setattr(conductor, "read_articles", reader)

    audits = iter_audits(Path("unused"), Settings())

    assert inspect.isgenerator(audits)
    assert 0 == reader.n_read
    for number in range(1, 2 * ZONE_ARTICLES + 5):
        next(audits)
        assert number <= reader.n_read <= number + 1
    audits.close()
    assert reader.n_read <= 2 * ZONE_ARTICLES + 5


@pytest.mark.parametrize("n_articles", [0, 1, ZONE_ARTICLES - 1, ZONE_ARTICLES, ZONE_ARTICLES + 1])
def test_iter_audits_gives_every_article_once_at_zone_borders(
    monkeypatch: pytest.MonkeyPatch, n_articles: int
) -> None:
    monkeypatch.setattr(conductor, "read_articles", Counting(n_articles))

    items = list(iter_audits(Path("unused"), Settings()))

    assert [f"a{n:04}.txt" for n in range(n_articles)] == [
        item.article.article_id for item in items if isinstance(item, ArticleAudit)
    ]


@pytest.mark.parametrize("engine", ["builtin", "scispacy"])
def test_iter_audits_resolves_abbreviations_in_every_memory_zone(
    tmp_path: Path, engine: str
) -> None:
    if engine == "scispacy":
        pytest.importorskip("scispacy")
    with (tmp_path / "many.jsonl").open("w", encoding="utf-8") as handle:
        for number in range(2 * ZONE_ARTICLES + 7):
            therapy = TREATMENTS[number % 2]
            short = therapy[-4:-1]
            text = f"Patients had {therapy} in week {number}. Later {short} may ease back pain."
            handle.write(json.dumps({"id": number, "text": text}) + "\n")
    settings = Settings(abbreviations=engine)

    audits = [a for a in iter_audits(tmp_path, settings) if isinstance(a, ArticleAudit)]

    assert 2 * ZONE_ARTICLES + 7 == len(audits)
    nlp = puffery.load(abbreviations=engine)
    for audit in (audits[0], audits[ZONE_ARTICLES], *audits[-2:]):
        second = audit.sentences[1]
        short = second.mentions[0]
        assert ("abbreviation", "THERAPY") == (short.method, short.label)
        assert short.text in ("PRP", "CBT")
        assert short.concept_id
        assert audit_text(nlp, audit.article) == audit


def test_iter_audits_records_outlive_their_memory_zone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(conductor, "read_articles", Counting(ZONE_ARTICLES + 2))

    audits = [a for a in iter_audits(Path("x"), Settings()) if isinstance(a, ArticleAudit)]

    sentences: list[SentenceAudit] = [s for audit in audits for s in audit.sentences]
    assert {"lupus"} == {m.text for s in sentences for m in s.mentions if m.label == "DISEASE"}
    assert all(type(c.text) is str and type(c.term_id) is str for s in sentences for c in s.cues)
