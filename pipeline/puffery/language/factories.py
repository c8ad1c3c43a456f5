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
    from puffery.tag.mention_tagger import MentionTagger
    from puffery.terms.lexicon import load_lexicon

    return MentionTagger(nlp, name, lexicon=load_lexicon(), abbreviations=abbreviations)


@Language.factory(
    "puffery_encoder",
    requires=[f"doc._.{doc_keys.SENTENCES}"],
    assigns=["doc.spans", f"doc._.{doc_keys.SENTENCE_SCORES}", f"doc._.{doc_keys.MENTION_SCORES}"],
    default_config={"model": None, "threads": 1},
)
def make_encoder(nlp: Language, name: str, model: str | None, threads: int) -> object:  # noqa: ARG001
    """Build the sentence encoder; `model` names a folder, None takes the shipped model."""
    from pathlib import Path

    from puffery.encode.encoder_model import load_encoder
    from puffery.encode.sentence_encoder import SentenceEncoder

    return SentenceEncoder(load_encoder(Path(model) if model else None, threads=threads), name)


@Language.factory(
    "puffery_concept_linker",
    requires=["doc.spans"],
    assigns=["doc.spans", f"doc._.{doc_keys.MENTION_LINKS}"],
)
def make_concept_linker(nlp: Language, name: str) -> object:  # noqa: ARG001
    """Build the linker of mentions to concepts of the shipped lexicon."""
    from puffery.link.concept_linker import ConceptLinker
    from puffery.link.name_index import NameIndex
    from puffery.terms.lexicon import load_lexicon

    return ConceptLinker(NameIndex(load_lexicon()), name)


@Language.factory(
    "puffery_frame_linker", requires=["doc.spans"], assigns=[f"doc._.{doc_keys.FRAMES}"]
)
def make_frame_linker(nlp: Language, name: str) -> object:  # noqa: ARG001
    """Build the finder of claim frames."""
    from puffery.classify.frames.frame_linker import FrameLinker

    return FrameLinker(name)


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
