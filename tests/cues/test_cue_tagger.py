"""The cue tagger on hand-built docs and on the shipped lexicon."""

from __future__ import annotations

import pytest
import spacy
from spacy.tokens import Doc

from puffery.errors import DataFileError
from puffery.records import CueKind
from puffery.tag import cue_patterns
from puffery.tag.cue_patterns import CueTerm, load_cues
from puffery.tag.cue_tagger import CueTagger
from puffery.terms.patterns import compile_slots, parse_pattern
from tests.classify.pipeline import pipeline

NLP = spacy.blank("en")


def tag(doc: Doc, *patterns: str, unless: tuple[str, ...] = ()) -> list[str]:
    terms = [CueTerm(f"hedge.t.{n}", CueKind.HEDGE, "t", p, unless) for n, p in enumerate(patterns)]
    return [span.text for span in CueTagger(NLP, terms=terms)(doc).spans["puffery_cues"]]


def built(text: str, *, starts: tuple[int, ...] = (0,)) -> Doc:
    words = text.split()
    return Doc(NLP.vocab, words=words, sent_starts=[i in starts for i in range(len(words))])


def matches(pattern: str, line: str) -> bool:
    line = "".join(f"{word} " for word in line.split())
    return compile_slots(parse_pattern(pattern)).search(line) is not None


@pytest.mark.parametrize(
    ("starts", "expected"),
    [((0,), ["help pain"]), ((0, 2), ["help pain"]), ((0, 3), []), ((0, 2, 3, 4), [])],
)
def test_tagger_never_crosses_a_sentence(starts: tuple[int, ...], expected: list[str]) -> None:
    assert expected == tag(built("it will help pain went", starts=starts), "help pain")


@pytest.mark.parametrize("pattern", ["may <3> help", "may one? help?", "may one|help?"])
def test_tagger_stops_gaps_and_optional_words_at_the_border(pattern: str) -> None:
    doc = built("it may one two help", starts=(0, 2))

    assert [] == [text for text in tag(doc, pattern) if text != "may"]


def test_tagger_keeps_overlapping_cues_sorted_longest_first() -> None:
    assert ["has potential to", "potential to", "potential"] == tag(
        built("it has potential to help"), "potential", "potential to", "has potential to"
    )


def test_tagger_without_sentences_takes_the_doc_for_one() -> None:
    assert ["may"] == tag(Doc(NLP.vocab, words=["it", "may"]), "may")


def test_tagger_of_an_empty_doc_sets_an_empty_group() -> None:
    assert [] == tag(Doc(NLP.vocab, words=[]), "may")


@pytest.mark.parametrize(
    "text",
    ["It doesn't work.", "It doesn’t work.", "It Doesn't work.", "It does not work."],
)
def test_tagger_reads_contractions_as_two_words(text: str) -> None:
    assert 1 == len(tag(NLP(text), "does not work"))


@pytest.mark.parametrize("text", ["IT DOESN'T WORK.", "IT DOESN’T WORK."])
def test_tagger_reads_contractions_in_capitals(text: str) -> None:
    assert 1 == len(tag(NLP(text), "does not work"))


@pytest.mark.parametrize("text", ["can't", "can’t", "cannot", "Can not"])
def test_tagger_reads_can_not_in_every_spelling(text: str) -> None:
    assert 1 == len(tag(NLP(f"It {text} work."), "can not work"))


@pytest.mark.parametrize(
    ("pattern", "line", "expected"),
    [
        # gaps
        ("cut <3> pain", "cut pain", True),
        ("cut <3> pain", "cut a b c pain", True),
        ("cut <3> pain", "cut a b c d pain", False),
        ("cut <3> pain", "cut , pain", False),
        ("cut <3> pain", "cut ; pain", False),
        ("cut <3> pain", "cut ( a ) pain", False),
        # whole words only
        ("may", "maybe", False),
        ("may", "dismay", False),
        ("in mice", "in micelles", False),
        # optional words
        ("shown great? early? promise", "shown early promise", True),
        ("shown great? early? promise", "shown early great promise", False),
        # alternatives of several words
        ("stop|ward_off pain", "ward off pain", True),
        ("stop|ward_off pain", "ward pain", False),
        # spelling
        ("optimize~", "optimised", True),
        ("optimize~", "optimizing", True),
        ("prize", "prise", True),
        # plural
        ("therapy^", "therapies", True),
        ("toy^", "toys", True),
        ("box^", "boxes", True),
        ("therapy^", "therapyes", False),
        # inflection
        ("reduce~", "reducing", True),
        ("reduce~", "reducer", False),
    ],
)
def test_pattern_language(pattern: str, line: str, expected: bool) -> None:
    assert expected is matches(pattern, line)


@pytest.mark.parametrize("mark", ["—", "–", '"', "”", "!", "[", "."])
def test_pattern_gap_holds_no_punctuation(mark: str) -> None:
    assert not matches("cut <3> pain", f"cut {mark} pain")


@pytest.mark.parametrize(
    ("unless", "expected"),
    [
        (("breakthrough pain",), []),
        (("pain relief",), ["breakthrough"]),
        (("a breakthrough",), []),
        ((), ["breakthrough"]),
    ],
)
def test_tagger_exception_cancels_only_where_it_overlaps(
    unless: tuple[str, ...], expected: list[str]
) -> None:
    doc = built("a breakthrough pain relief")

    assert expected == tag(doc, "breakthrough", unless=unless)


@pytest.mark.parametrize("pattern", ["", "may?", "<3>", "a? <2> b?"])
def test_parse_pattern_wants_one_sure_place(pattern: str) -> None:
    with pytest.raises(DataFileError, match="matches nothing for sure") as caught:
        parse_pattern(pattern)

    assert "PUF301" == caught.value.code


def test_shipped_cues_lie_inside_one_sentence_of_any_article() -> None:
    doc = pipeline()("It may\n\nhelp. Call us\n- today! Studies have. Shown that it works")

    borders = [(s.start, s.end) for s in doc._.puffery_sentences]
    cues = [(c.start_char, c.end_char) for c in doc.spans["puffery_cues"]]
    assert cues
    assert [] == [c for c in cues if not any(a <= c[0] and c[1] <= b for a, b in borders)]


def test_shipped_ids_are_unique_and_sorted() -> None:
    ids = [term.term_id for term in load_cues()[0]]

    assert sorted(set(ids)) == ids


def test_shipped_patterns_leave_no_mark_in_a_word() -> None:
    left = [
        (term.term_id, words)
        for term in load_cues()[0]
        for pattern in (term.pattern, *term.unless)
        for slot in parse_pattern(pattern)
        for words in slot.words
        if any(set(word) & set("~^<>|") or (word.endswith("?") and word != "?") for word in words)
    ]

    assert [] == left


@pytest.mark.parametrize(
    ("text", "term_id"),
    [
        ("It may help.", "hedge.modal.may"),
        ("It is unparalleled.", "hype.strong.unparalleled"),
        ("It cured mice.", "hedge.limit.mice-rats-mouse-rodents-zebrafish"),
        ("It is a godsend.", "hype.strong.heaven-sent-godsend-lifesaver-life"),
        (
            "She is board-certified.",
            "endorsement.provider_praise.board-certified-fellowship-trained-harvard",
        ),
        ("Request information here.", "action.phrase.request-information-info-a-brochure"),
        ("It is worth trying.", "effect.recommend.worth-trying-considering-a-try"),
        ("Side effects were similar.", "effect.safety.side-effects-adverse-events-safety"),
    ],
)
def test_shipped_pattern_finds_its_own_first_word(text: str, term_id: str) -> None:
    doc = pipeline()(text)

    found = [span.id_ for span in doc.spans["puffery_cues"]]

    assert term_id in found


@pytest.mark.parametrize(
    "raw",
    [
        pytest.param(raw)
        for raw, why in (
            (b'{"id": \n', "a line that is no JSON"),
            (b"\n", "an empty line"),
            (b"\xff\n", "a byte that is not UTF-8"),
            (
                b'{"id": "a.b.c", "kind": "hedge", "role": "b", "pattern": "x", "except": "may"}\n',
                "an exception that is text, not a list,",
            ),
        )
    ],
)
def test_load_cues_refuses_broken_lines(monkeypatch: pytest.MonkeyPatch, raw: bytes) -> None:
    monkeypatch.setattr(cue_patterns, "read_bytes", lambda folder, name: raw)

    with pytest.raises(DataFileError, match=r"cues\.jsonl:1"):
        load_cues.__wrapped__()
