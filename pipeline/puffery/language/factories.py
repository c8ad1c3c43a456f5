"""spaCy factories, found through entry points; each builds its component on first use.

In: a `Language` and JSON-serialisable config. Out: a component. Names carry no dots because
spaCy forbids them (E853); see decision 4.
"""

from __future__ import annotations

from spacy.language import Language

from puffery import doc_keys


@Language.factory(
    "puffery_sentence_splitter",
    assigns=["token.is_sent_start", "doc.spans", f"doc._.{doc_keys.SENTENCES}"],
    default_config={"whole": False},
)
def make_sentence_splitter(nlp: Language, name: str, whole: bool) -> object:  # noqa: ARG001
    """Build the sentence splitter; `whole` keeps each text as one ready-made sentence."""
    from puffery.segment.sentence_splitter import SentenceSplitter

    return SentenceSplitter(whole=whole)


@Language.factory(
    "puffery_mention_tagger",
    assigns=["doc.spans", f"doc._.{doc_keys.ABBREVIATIONS}"],
    default_config={"abbreviations": "auto"},
)
def make_mention_tagger(nlp: Language, name: str, abbreviations: str) -> object:
    """Build the THERAPY and DISEASE tagger with the shipped lexicon."""
    from puffery.tag.lexicon import load_lexicon
    from puffery.tag.mention_tagger import MentionTagger

    return MentionTagger(nlp, name, lexicon=load_lexicon(), abbreviations=abbreviations)


@Language.factory("puffery_cue_tagger", assigns=["doc.spans"])
def make_cue_tagger(nlp: Language, name: str) -> object:  # noqa: ARG001
    """Build the cue tagger with the shipped cue lexicon."""
    from puffery.tag.cue_tagger import CueTagger

    return CueTagger(nlp)


@Language.factory(
    "puffery_claim_classifier",
    requires=[f"doc._.{doc_keys.SENTENCES}"],
    assigns=[f"doc._.{doc_keys.JUDGEMENTS}"],
)
def make_claim_classifier(nlp: Language, name: str) -> object:
    """Build the rule classifier that gives every sentence a label and its reasons."""
    from puffery.classify.claim_classifier import ClaimClassifier

    return ClaimClassifier(nlp, name)
