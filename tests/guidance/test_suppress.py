"""Matches set aside, by file and by comment, and what becomes of stale ones."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from puffery.errors import DataFileError
from puffery.guidance.suppress import read_suppressions

from .engine import book_with, guidance_of

CLAIM = "Moss tea cures lupus."


def write(folder: Path, body: str) -> Path:
    path = folder / "aside.toml"
    path.write_text(f"[[suppress]]\n{body}\n", encoding="utf-8")
    return path


@pytest.mark.parametrize("by", ["fingerprint", "rule"])
def test_a_match_is_set_aside_with_reason_and_author(tmp_path: Path, by: str) -> None:
    book = book_with(tmp_path)
    (match,) = guidance_of(CLAIM, book).matches
    name = f'"{match.fingerprint}"' if by == "fingerprint" else '"test-001"'
    path = write(tmp_path, f'{by} = {name}\nreason = "sourced"\nauthor = "A. Reader"')

    guidance = guidance_of(CLAIM, book, read_suppressions(path))

    assert ["sourced (A. Reader)"] == [m.suppressed for m in guidance.matches]
    assert 0.0 == guidance.grade.points
    assert () == guidance.unused


def test_a_suppression_may_be_about_some_articles_only(tmp_path: Path) -> None:
    book = book_with(tmp_path)
    body = 'rule = "TEST-001"\narticle = "b*"\nreason = "sourced"\nauthor = "A"'
    aside = read_suppressions(write(tmp_path, body))

    assert "" == guidance_of(CLAIM, book, aside).matches[0].suppressed
    assert guidance_of(CLAIM, book, aside, name="b.txt").matches[0].suppressed


def test_an_expired_suppression_no_longer_holds_and_is_told(tmp_path: Path) -> None:
    body = 'rule = "TEST-001"\nreason = "r"\nauthor = "A"\nexpires = 2026-11-23'

    guidance = guidance_of(CLAIM, book_with(tmp_path), read_suppressions(write(tmp_path, body)))

    assert "" == guidance.matches[0].suppressed
    assert ("aside.toml: table 1: expired on 2026-11-23, TEST-001 counts",) == guidance.unused


def test_a_suppression_that_matches_nothing_in_its_article_is_stale(tmp_path: Path) -> None:
    body = 'rule = "TEST-001"\narticle = "a.txt"\nreason = "r"\nauthor = "A"'

    guidance = guidance_of(
        "It rained.", book_with(tmp_path), read_suppressions(write(tmp_path, body))
    )

    assert ("aside.toml: table 1: matches nothing any more",) == guidance.unused


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ('rule = "U01"\nauthor = "A"', "needs a reason and an author"),
        ('reason = "r"\nauthor = "A"', "names no match"),
        ('rule = "U01"\nreason = "r"\nauthor = "A"\nexpire = 2027-01-01', "unknown key 'expire'"),
        ('rule = "U01"\nreason = "r"\nauthor = "A"\nexpires = "soon"', "expires must be a day"),
    ],
)
def test_a_broken_suppression_is_told_with_its_place(tmp_path: Path, body: str, says: str) -> None:
    with pytest.raises(DataFileError, match=r"aside\.toml: table 1") as caught:
        read_suppressions(write(tmp_path, body))

    assert says in caught.value.message


def test_a_comment_in_the_text_holds_for_its_paragraph(tmp_path: Path) -> None:
    text = (
        '<!-- puffery: allow TEST-001 because "quoted" by "B. Editor" until 2027-01-31 -->\n'
        f"{CLAIM}\n\nMoss tea also cures asthma.\n"
    )

    first, second = guidance_of(text, book_with(tmp_path)).matches

    assert "quoted (B. Editor, until 2027-01-31)" == first.suppressed
    assert "" == second.suppressed


def test_a_comment_that_has_run_out_or_cannot_be_read_is_told(tmp_path: Path) -> None:
    book = book_with(tmp_path, day=date(2026, 11, 24))
    old = '<!-- puffery: allow TEST-001 because "q" by "B" until 2026-01-31 -->\n'
    broken = "<!-- puffery: allow everything -->\n"

    assert ("a.txt, line 1: expired on 2026-01-31, TEST-001 counts",) == guidance_of(
        old + CLAIM, book
    ).unused
    (told,) = guidance_of(broken + CLAIM, book).unused
    assert told.startswith("a.txt, line 1: cannot read this comment")


def test_a_comment_is_no_claim_itself(tmp_path: Path) -> None:
    text = '<!-- puffery: allow TEST-002 because "it cures lupus" by "B" -->\nIt rained.\n'

    assert () == guidance_of(text, book_with(tmp_path)).matches
