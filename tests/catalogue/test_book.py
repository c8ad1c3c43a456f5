"""The audit rulebook: what is applied, and errors that name file, line and the nearest name."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from puffery.catalogue.book import load_book
from puffery.errors import DataFileError

from .rule_toml import write_rule

DAY = date(2026, 11, 24)


def test_a_rule_of_the_user_stands_beside_the_shipped_ones(tmp_path: Path) -> None:
    book = load_book(as_of=DAY, folders=(write_rule(tmp_path / "rules"),))

    rule = book.by_id("test-001")
    assert ("TEST-001", 2, True) == (rule.rule_id, rule.line, "TEST-001" in book.active)
    assert ("uk-cap", "us-ftc") == tuple(sorted(book.profiles_of(rule)))


@pytest.mark.parametrize(
    ("day", "applied"),
    [(date(2019, 12, 31), False), (date(2020, 1, 1), True), (date(2024, 6, 30), True)]
    + [(date(2024, 7, 1), False)],
)
def test_a_rule_is_applied_while_its_guidance_is_in_force(
    tmp_path: Path, day: date, applied: bool
) -> None:
    until = ("valid_from = 2020-01-01", "valid_from = 2020-01-01\nvalid_to = 2024-06-30")
    folder = write_rule(tmp_path / "rules", until)

    assert applied is ("TEST-001" in load_book(as_of=day, folders=(folder,)).active)


def test_profiles_and_switches_choose_the_rules(tmp_path: Path) -> None:
    folders = (write_rule(tmp_path / "rules", ('message = "', 'on = false\nmessage = "')),)

    assert "TEST-001" not in load_book(as_of=DAY, folders=folders).active
    assert "TEST-001" in load_book(as_of=DAY, folders=folders, enabled=["test-001"]).active
    both = load_book(as_of=DAY, folders=folders, enabled=["TEST-001"], disabled=["TEST-001"])
    assert "TEST-001" not in both.active
    other = load_book(as_of=DAY, folders=folders, enabled=["TEST-001"], profiles=["sci"])
    assert "TEST-001" not in other.active


@pytest.mark.parametrize(
    ("old", "new", "says", "hint"),
    [
        ('class = "unqualified"', 'class = "unqalified"', "class is 'unqalified'", "unqualified"),
        ('severity = "high"', 'severty = "high"', "unknown key 'severty'", "severity"),
        ('"us-ftc"', '"us-fct"', "unknown profile 'us-fct'", "us-ftc"),
        ("valid_from = 2020-01-01", 'valid_from = "2020"', "valid_from must be a day", "2024"),
        ("cure~ <3> {disease}", "maybe?", "matches nothing for sure", "README"),
        ('why = "', 'needs = ["desease"]\nwhy = "', "unknown condition 'desease'", "disease"),
        ('why = "', 'needs = ["diseases>=x"]\nwhy = "', "needs a number", "diseases>=3"),
        ('reading = "full"', 'reading = "ful"', "unknown reading 'ful'", "full"),
        ('id = "TEST-001"', 'id = "test one"', "id must be capitals", "U01"),
        ('hits = ["Moss tea cures lupus."]', "hits = []", "needs patterns or needs, hits", "add"),
    ],
)
def test_a_broken_rule_is_told_with_file_and_line(
    tmp_path: Path, old: str, new: str, says: str, hint: str
) -> None:
    folder = write_rule(tmp_path / "rules", (old, new))

    with pytest.raises(DataFileError) as caught:
        load_book(as_of=DAY, folders=(folder,))

    assert "PUF301" == caught.value.code
    assert "own.toml:2: rule" in caught.value.message
    assert says in caught.value.message
    assert hint in caught.value.hint


def test_an_id_that_stands_twice_names_both_places(tmp_path: Path) -> None:
    folder = write_rule(tmp_path / "rules")
    write_rule(folder, name="second.toml")

    with pytest.raises(
        DataFileError, match=r"second\.toml:2: rule TEST-001 stands in .*own\.toml:2"
    ):
        load_book(as_of=DAY, folders=(folder,))


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ({"disabled": ["TEST-002"]}, "did you mean TEST-001"),
        ({"enabled": ["TSET-001"]}, "did you mean TEST-001"),
        ({"profiles": ["us-ftd"]}, "did you mean us-f"),
    ],
)
def test_an_unknown_name_gets_the_nearest(
    tmp_path: Path, asked: dict[str, list[str]], says: str
) -> None:
    folder = write_rule(tmp_path / "rules")

    with pytest.raises(DataFileError) as caught:
        load_book(as_of=DAY, folders=(folder,), **asked)  # type: ignore[arg-type]

    assert says in caught.value.hint


def test_an_empty_folder_of_rules_is_told(tmp_path: Path) -> None:
    with pytest.raises(DataFileError, match="no rule file"):
        load_book(as_of=DAY, folders=(tmp_path,))


def test_broken_toml_names_the_file(tmp_path: Path) -> None:
    (tmp_path / "bad.toml").write_text("[[rule", encoding="utf-8")

    with pytest.raises(DataFileError, match=r"bad\.toml is not valid TOML"):
        load_book(as_of=DAY, folders=(tmp_path,))
