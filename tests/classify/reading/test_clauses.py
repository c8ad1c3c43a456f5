"""Clauses: `¦` stands where a clause must end."""

from __future__ import annotations

import pytest

from puffery.classify.reading.clauses import Clause, clause_at, split_clauses


def clauses(text: str) -> list[tuple[str, str]]:
    tokens = text.split()
    return [(c.kind, " ".join(tokens[c.start : c.end])) for c in split_clauses(tokens)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("balm eases pain .", [("main", "balm eases pain .")]),
        # concessive
        (
            "while balm is new , patients are cured .",
            [("concessive", "while balm is new ,"), ("main", "patients are cured .")],
        ),
        (
            "balm eases pain , although proof is thin .",
            [("main", "balm eases pain ,"), ("concessive", "although proof is thin .")],
        ),
        (
            "balm helps though it may sting .",
            [("main", "balm helps"), ("concessive", "though it may sting .")],
        ),
        (
            "despite its cost , balm eases pain .",
            [("concessive", "despite its cost ,"), ("main", "balm eases pain .")],
        ),
        # adversative, and "not only … but also" which goes on
        (
            "balm may sting , but it eases pain .",
            [("main", "balm may sting ,"), ("main", "but it eases pain .")],
        ),
        (
            "balm not only eases pain but also lifts mood .",
            [("main", "balm not only eases pain but also lifts mood .")],
        ),
        # relative
        (
            "balm , which may be costly , eases pain .",
            [("main", "balm ,"), ("relative", "which may be costly ,"), ("main", "eases pain .")],
        ),
        # reason and condition
        (
            "balm helps because it may warm .",
            [("main", "balm helps"), ("reason", "because it may warm .")],
        ),
        ("if proven , balm helps .", [("condition", "if proven ,"), ("main", "balm helps .")]),
        ("balm helps , if proven .", [("main", "balm helps ,"), ("condition", "if proven .")]),
        # coordination: a new subject opens a clause, a list does not
        (
            "balm may help , and it eases pain .",
            [("main", "balm may help ,"), ("main", "and it eases pain .")],
        ),
        (
            "balm may ease pain , fever , and cough .",
            [("main", "balm may ease pain , fever , and cough .")],
        ),
        # punctuation
        ("balm may sting ; it helps .", [("main", "balm may sting ;"), ("main", "it helps .")]),
        ("balm may sting — it helps .", [("main", "balm may sting —"), ("main", "it helps .")]),
        # brackets stay inside
        (
            "balm ( a salve ; it stings , but helps ) works .",
            [("main", "balm ( a salve ; it stings , but helps ) works .")],
        ),
        ("balm ) works , but stings .", [("main", "balm ) works ,"), ("main", "but stings .")]),
    ],
)
def test_split_clauses_ends_clauses_where_cues_stop_governing(
    text: str, expected: list[tuple[str, str]]
) -> None:
    assert expected == clauses(text)


@pytest.mark.parametrize(
    "text",
    ["but", "( ( (", ") ) )", ", , ,", "while , but ; because", "and the and the , which , which"],
)
def test_split_clauses_covers_every_token_once(text: str) -> None:
    tokens = text.split()

    covered = [index for c in split_clauses(tokens) for index in range(c.start, c.end)]

    assert list(range(len(tokens))) == covered


def test_clause_at_gives_the_clause_that_holds_the_token() -> None:
    first, second = Clause(0, 3, "main"), Clause(3, 5, "relative")

    assert [first, second, second] == [clause_at((first, second), at) for at in (2, 3, 4)]
