from __future__ import annotations

from puffery.encode.join_mentions import Found, join_sentence, settle_article
from puffery.records import MentionLabel

THERAPY, DISEASE = MentionLabel.THERAPY, MentionLabel.DISEASE


def test_a_mention_on_a_lexicon_name_takes_its_concept_and_method() -> None:
    model = [Found(0, 8, THERAPY, method="model", score=0.9)]
    lexicon = [Found(0, 8, THERAPY, "PUF:1", "lexicon")]

    assert [Found(0, 8, THERAPY, "PUF:1", "lexicon", 0.9)] == join_sentence(
        model, lexicon, read_to=99
    )


def test_the_label_of_the_model_wins_and_drops_the_concept() -> None:
    model = [Found(0, 8, DISEASE, method="model", score=0.9)]
    lexicon = [Found(0, 8, THERAPY, "PUF:1", "lexicon")]

    assert model == join_sentence(model, lexicon, read_to=99)


def test_a_lexicon_name_that_the_model_is_sure_is_none_is_dropped() -> None:
    doubted = Found(0, 8, THERAPY, "PUF:1", "lexicon", 0.2)
    refused = Found(10, 18, THERAPY, "PUF:2", "lexicon", 0.01)

    assert [doubted] == join_sentence([], [doubted, refused], read_to=99)


def test_an_unsure_unknown_name_is_not_believed() -> None:
    assert [] == join_sentence([Found(0, 8, THERAPY, method="model", score=0.4)], [], read_to=99)


def test_an_abbreviation_that_the_article_defines_stays() -> None:
    short = Found(10, 13, THERAPY, "PUF:1", "abbreviation")

    assert [short] == join_sentence([], [short], read_to=99)


def test_an_abbreviation_gives_way_to_a_longer_mention() -> None:
    longer = Found(10, 21, THERAPY, method="model", score=0.8)

    assert [longer] == join_sentence(
        [longer], [Found(10, 13, THERAPY, "P", "abbreviation")], read_to=99
    )


def test_a_name_takes_the_label_that_it_mostly_has() -> None:
    text = "Zorb Zorb Zorb"
    found = [
        Found(0, 4, THERAPY, method="model"),
        Found(5, 9, DISEASE, method="model"),
        Found(10, 14, THERAPY, method="model"),
    ]

    assert [THERAPY] * 3 == [item.label for item in settle_article(text, found)]


def test_a_tie_and_a_lexicon_name_keep_their_labels() -> None:
    text = "Zorb Zorb"
    tie = [Found(0, 4, THERAPY, method="model"), Found(5, 9, DISEASE, method="model")]
    known = [Found(0, 4, THERAPY, "P", "lexicon"), Found(5, 9, DISEASE, "Q", "lexicon")]

    assert tie == settle_article(text, tie)
    assert known == settle_article(text, known)


def test_what_the_model_has_not_read_stays_with_the_lexicon() -> None:
    tail = Found(200, 208, THERAPY, "PUF:1", "lexicon")

    assert [tail] == join_sentence([], [tail], read_to=199)


def test_a_name_that_the_model_has_read_half_stays_whole() -> None:
    whole = Found(190, 210, DISEASE, "PUF:1", "lexicon")
    half = Found(190, 199, DISEASE, method="model", score=0.9)

    assert [whole] == join_sentence([half], [whole], read_to=199)


def test_an_unsure_model_does_not_overrule_the_label_of_a_lexicon_name() -> None:
    known = Found(0, 8, THERAPY, "PUF:1", "lexicon", 0.4)

    assert [known] == join_sentence(
        [Found(0, 8, DISEASE, method="model", score=0.3)], [known], read_to=99
    )
