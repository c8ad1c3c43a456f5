"""From a rule to a match: words, exceptions, conditions, fingerprints, severity."""

from __future__ import annotations

from pathlib import Path

import pytest

from puffery.records import Severity

from .engine import book_with, guidance_of


def test_a_match_quotes_the_words_and_says_where(tmp_path: Path) -> None:
    text = "It rained. Moss tea cures lupus."

    (match,) = guidance_of(text, book_with(tmp_path)).matches

    assert ("TEST-001", Severity.HIGH, 1) == (match.rule_id, match.severity, match.sentence_index)
    assert ["cures lupus"] == [text[a:b] for a, b in match.places]
    assert "“cures lupus” says that a disease goes away." == match.message
    assert ("uk-cap", "us-ftc") == tuple(sorted(match.profiles))
    assert 16 == len(match.fingerprint)


@pytest.mark.parametrize(
    ("text", "exception"),
    [
        ("Moss tea does not cure lupus.", "negated"),
        ("Does moss tea cure lupus?", "question"),
        ("It is a myth that moss tea cures lupus.", "debunked"),
        ("In the 1800s moss tea cured lupus, people said.", "historical"),
    ],
)
def test_general_exceptions_take_a_match_out_and_are_recorded(
    tmp_path: Path, text: str, exception: str
) -> None:
    guidance = guidance_of(text, book_with(tmp_path))

    assert () == guidance.matches
    (exemption,) = guidance.exemptions
    assert ("TEST-001", exception) == (exemption.rule_id, exemption.exception)
    assert exemption.words in text


def test_a_rule_may_allow_an_exception(tmp_path: Path) -> None:
    book = book_with(tmp_path, ('why = "', 'allow = ["question"]\nwhy = "'))

    assert 1 == len(guidance_of("Does moss tea cure lupus?", book).matches)


def test_not_only_is_no_negation(tmp_path: Path) -> None:
    text = "Moss tea not only cures lupus, it tastes good."

    assert 1 == len(guidance_of(text, book_with(tmp_path)).matches)


@pytest.mark.parametrize(
    ("key", "text", "n"),
    [
        ('needs = ["therapy"]', "Aspirin cures lupus.", 1),
        ('needs = ["therapy"]', "He cured lupus.", 0),
        ('needs = ["diseases>=2"]', "Aspirin cures lupus and asthma.", 1),
        ('needs = ["diseases>=2"]', "Aspirin cures lupus.", 0),
        ('labels = ["hedged"]', "Aspirin may cure lupus.", 1),
        ('labels = ["hedged"]', "Aspirin cures lupus.", 0),
        ('near = ["always"]', "Aspirin always cures lupus.", 1),
        ('near = ["always"]', "Aspirin cures lupus.", 0),
        ('lacks = ["{number} people"]', "Aspirin cures lupus.", 1),
        ('lacks = ["{number} people"]', "Aspirin cures lupus in 40 people.", 0),
        ('unless = ["cures lupus"]', "Aspirin cures lupus.", 0),
        ('unless = ["!aspirin"]', "Aspirin cures lupus.", 0),
        ('unless = ["!penicillin"]', "Aspirin cures lupus.", 1),
    ],
)
def test_conditions_of_a_rule(tmp_path: Path, key: str, text: str, n: int) -> None:
    book = book_with(tmp_path, ('why = "', f'{key}\nwhy = "'))

    assert n == len(guidance_of(text, book).matches)


def test_lacks_may_look_into_the_next_sentence(tmp_path: Path) -> None:
    book = book_with(tmp_path, ('why = "', 'lacks = ["{number} people"]\nwindow = 1\nwhy = "'))

    assert () == guidance_of("Aspirin cures lupus. The trial had 40 people.", book).matches
    assert guidance_of("Aspirin cures lupus. It rained. It had 40 people.", book).matches


def test_a_graver_severity_needs_its_condition(tmp_path: Path) -> None:
    graver = '[[rule.graver]]\nseverity = "critical"\nnear = ["miracle"]\n\n[[rule.source]]'
    book = book_with(tmp_path, ("[[rule.source]]", graver))

    (plain,) = guidance_of("Aspirin cures lupus.", book).matches
    (grave,) = guidance_of("The miracle drug aspirin cures lupus.", book).matches

    assert (Severity.HIGH, Severity.CRITICAL) == (plain.severity, grave.severity)


def test_fingerprints_stay_when_text_moves_and_tell_repetitions_apart(tmp_path: Path) -> None:
    book = book_with(tmp_path)

    (before,) = guidance_of("Moss tea cures lupus.", book).matches
    moved = guidance_of("It rained.\n\nMoss tea  cures lupus! Moss tea cures lupus.", book).matches

    assert before.fingerprint == moved[0].fingerprint
    assert moved[0].fingerprint != moved[1].fingerprint


def test_the_article_is_graded_over_its_matches(tmp_path: Path) -> None:
    guidance = guidance_of("Moss tea cures lupus.", book_with(tmp_path))

    assert [("TEST-001", 1, 4.0)] == [(m.rule_id, m.n, m.points) for m in guidance.grade.moves]
    assert ("B", "2026-11-24") == (guidance.grade.letter, guidance.as_of)
