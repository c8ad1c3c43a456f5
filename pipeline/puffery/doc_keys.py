"""Names of the span groups and Doc attributes that the rooms share, said once.

In: nothing. Out: constants and `register_extensions`.
"""

from __future__ import annotations

from spacy.tokens import Doc

BLOCKS = "puffery_blocks"
"""`doc.spans[BLOCKS]`: layout blocks in order; `span.label_` is a `records.BlockKind` value."""

MENTIONS = "puffery_mentions"
"""`doc.spans[MENTIONS]`: THERAPY and DISEASE mentions, sorted, not overlapping; `span.label_` is a
`records.MentionLabel` value, `span.kb_id_` the concept id or empty, `span.id_` the method
(`lexicon`, `abbreviation`, `pattern`)."""

CUES = "puffery_cues"
"""`doc.spans[CUES]`: cue spans, sorted, may overlap; `span.label_` is a `records.CueKind` value,
`span.id_` the id of the cue term."""

SENTENCES = "puffery_sentences"
"""`doc._.puffery_sentences`: tuple of `records.Sentence`, in order; empty before the splitter."""

ARTICLE = "puffery_article"
"""`doc._.puffery_article`: the `records.Article` that the text came from, or None."""

ABBREVIATIONS = "puffery_abbreviations"
"""`doc._.puffery_abbreviations`: tuple of `(short, long)` text pairs in the order of the text."""

JUDGEMENTS = "puffery_judgements"
"""`doc._.puffery_judgements`: tuple with one `records.Judgement` a sentence, in order; empty
before the classifier ran."""


def register_extensions() -> None:
    """Register puffery's Doc attributes once; attributes of others are never touched."""
    for name, default in (
        (SENTENCES, ()),
        (ARTICLE, None),
        (ABBREVIATIONS, ()),
        (JUDGEMENTS, ()),
    ):
        if not Doc.has_extension(name):
            Doc.set_extension(name, default=default)
