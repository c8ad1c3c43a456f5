"""The whole text is shown, in order, and overlapping spans are cut into runs."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from puffery.records import (
    Article,
    ArticleAudit,
    Block,
    BlockKind,
    Cue,
    CueKind,
    Framing,
    Mention,
    MentionLabel,
    Question,
    Reason,
    Sentence,
    SentenceAudit,
)
from puffery.report.data import KEY_CHARS, STRIP_BINS, article_slug, view_article, view_strip
from puffery.report.layout import split_runs, view_blocks

from .conftest import Line, build_audit, build_guided

REASON = Reason("NON-001", Question.NO_CLAIM, "Nothing.")


def audit_of(sentence: Sentence, cues: tuple[Cue, ...] = (), mentions: tuple[Mention, ...] = ()):
    return SentenceAudit(
        sentence, Framing.NONE, (1.0, 0.0, 0.0, 0.0), None, cues, mentions, (REASON,)
    )


@st.composite
def spans_in_text(draw: st.DrawFn) -> SentenceAudit:
    text = draw(st.text(min_size=0, max_size=40))
    start = draw(st.integers(0, 50))
    place = st.integers(start - 5, start + len(text) + 5)
    pairs = draw(st.lists(st.tuples(place, place, st.booleans()), max_size=12))
    cues = tuple(
        Cue(min(a, b), max(a, b), "", CueKind.HEDGE, "c", 0, 0) for a, b, is_cue in pairs if is_cue
    )
    mentions = tuple(
        Mention(min(a, b), max(a, b), "", MentionLabel.THERAPY)
        for a, b, is_cue in pairs
        if not is_cue
    )
    return audit_of(Sentence(0, start, start + len(text), text), cues, mentions)


@given(spans_in_text())
def test_split_runs_join_to_the_sentence(audit: SentenceAudit) -> None:
    runs = split_runs(audit)

    assert audit.sentence.text == "".join(run.text for run in runs)
    for run in runs:
        assert run.start < run.end
        assert run.cues == tuple(c for c in audit.cues if c.start <= run.start < c.end)
        assert run.mentions == tuple(m for m in audit.mentions if m.start <= run.start < m.end)
        assert all(s.start <= run.start and run.end <= s.end for s in (*run.cues, *run.mentions))


def test_split_runs_cuts_where_spans_overlap() -> None:
    text = "Moss tea may ease knee pain."
    cues = (Cue(9, 17, "may ease", CueKind.HEDGE, "c", 0, 28, decided=True),)
    mentions = (Mention(13, 27, "ease knee pain", MentionLabel.DISEASE),)

    runs = split_runs(audit_of(Sentence(0, 0, len(text), text), cues, mentions))

    assert [run.text for run in runs] == ["Moss tea ", "may ", "ease", " knee pain", "."]
    assert [(len(run.cues), len(run.mentions)) for run in runs] == [
        (0, 0),
        (1, 0),
        (1, 1),
        (0, 1),
        (0, 0),
    ]


@given(st.text(alphabet="ab .\n\r-", max_size=60), st.data())
def test_view_blocks_hold_the_whole_text(text: str, data: st.DataObject) -> None:
    cuts = sorted(data.draw(st.sets(st.integers(0, len(text)), max_size=10)))
    kinds = st.sampled_from(list(BlockKind))
    sentences = tuple(
        audit_of(Sentence(i, a, b, text[a:b], data.draw(kinds)))
        for i, (a, b) in enumerate(zip(cuts[::2], cuts[1::2], strict=False))
    )
    audit = ArticleAudit(Article("x", text), "", sentences, ())

    blocks = view_blocks(audit)

    assert text == "".join(piece.text for block in blocks for piece in block.pieces)
    assert [*sentences] == [p.audit for b in blocks for p in b.pieces if p.audit is not None]


def test_view_blocks_follow_line_breaks_and_kinds(make_audit: Callable[..., ArticleAudit]) -> None:
    blocks = view_blocks(make_audit())

    expected = [BlockKind.TITLE, BlockKind.PARAGRAPH, BlockKind.LIST_ITEM, BlockKind.LIST_ITEM]
    assert expected == [block.kind for block in blocks]
    assert "".join(piece.text for piece in blocks[3].pieces) == "- Knees bend."


def test_view_blocks_join_the_lines_of_hard_wrapped_text(
    make_audit: Callable[..., ArticleAudit],
) -> None:
    lines = [
        Line(Framing.NONE, "One line is\nwrapped here.", before=""),
        Line(Framing.NONE, "So is\nthis one.", before="\n"),
        Line(Framing.NONE, "A new paragraph.", before="\n\n"),
    ]

    assert len(view_blocks(make_audit(lines=lines))) == 2


def test_view_blocks_follow_the_blocks_of_the_format() -> None:
    text = "One. Two. Three."
    sentences = tuple(
        audit_of(Sentence(i, a, b, text[a:b]))
        for i, (a, b) in enumerate([(0, 4), (5, 9), (10, 16)])
    )
    blocks = (Block(0, 4, BlockKind.PARAGRAPH), Block(5, 16, BlockKind.PARAGRAPH))

    shown = view_blocks(ArticleAudit(Article("x", text, blocks=blocks), "", sentences, ()))

    assert ["".join(p.text for p in block.pieces) for block in shown] == ["One.", " Two. Three."]


@pytest.mark.parametrize(
    "article_id",
    [
        "a.txt",
        "../../etc/passwd",
        "ünïcode/日本.md",
        "",
        "x" * 5000,
        "CON",
        "a\x00b",
        "\ud800",
        "-",
    ],
)
def test_article_slug_is_a_safe_file_name(article_id: str) -> None:
    slug = article_slug(article_id)

    assert slug.isascii()
    assert slug.replace("-", "").isalnum()
    assert slug == slug.lower()
    assert KEY_CHARS < len(slug) < 80
    assert slug != article_slug(article_id + "x")


def test_view_article_counts_and_marks(make_audit: Callable[..., ArticleAudit]) -> None:
    view = view_article(make_audit())

    assert (2, 1, 1, 1, 0) == view.counts
    assert view.title_block is not None
    assert ["", "medium", "medium", "medium", ""] == [card.severity for card in view.cards]
    assert [False, True, True, True, False] == [card.is_item for card in view.cards]
    assert {1, 2, 3} == view.anchors


def test_view_article_takes_matches_of_sentences_without_a_finding() -> None:
    view = view_article(build_guided())

    assert ("a" * 16, "high", True) == (
        view.cards[4].fingerprint,
        view.cards[4].severity,
        view.cards[4].is_item,
    )
    assert ["A02"] == [match.rule_id for match in view.article_matches]
    assert {1, 2, 3, 4} == view.anchors


def test_the_outline_counts_the_sentences_of_each_section() -> None:
    lines = [
        Line(Framing.NONE, "Tea", block=BlockKind.TITLE, before="", is_title=True),
        Line(Framing.HEDGED, "It may help.", before="\n\n"),
        Line(Framing.NONE, "Uses", block=BlockKind.HEADING, before="\n\n"),
        Line(Framing.UNQUALIFIED, "It helps.", before="\n\n"),
        Line(Framing.UNQUALIFIED, "It heals."),
        Line(Framing.PROMOTIONAL, "Buy now", block=BlockKind.HEADING, before="\n\n"),
    ]

    outline = view_article(build_audit(lines=lines)).outline

    assert [(2, "Uses", (1, 0, 2, 0, 0)), (5, "Buy now", (0, 0, 0, 1, 0))] == [
        (part.index, part.text, part.counts) for part in outline
    ]


@pytest.mark.parametrize("n_sentences", [0, 1, 59, 60, 61, 1000])
def test_the_strip_covers_every_sentence_once(n_sentences: int) -> None:
    lines = [
        Line([Framing.PROMOTIONAL, Framing.HEDGED][n % 2], "Tea.", before="\n")
        for n in range(n_sentences)
    ]

    strip = view_strip(build_audit(lines=lines).sentences)

    assert min(STRIP_BINS, n_sentences) == len(strip)
    assert all(1 == pytest.approx(b.promotional + b.hedged + b.unqualified) for b in strip)


def test_view_article_makes_a_title_from_the_first_words() -> None:
    view = view_article(ArticleAudit(Article("x", "word " * 100), "", (), ()))

    assert view.title.endswith("word…")
    assert view_article(ArticleAudit(Article("x", " \n"), "", (), ())).title == "x"
