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
    default_config={"model": None, "threads": 1, "lexicon": True, "mentions": True},
)
def make_encoder(
    nlp: Language,  # noqa: ARG001
    name: str,
    model: str | None,
    threads: int,
    lexicon: bool,
    mentions: bool,
) -> object:
    """Build the sentence encoder; `model` names a folder, None takes the shipped model."""
    from pathlib import Path

    from puffery.encode.encoder_model import load_encoder
    from puffery.encode.sentence_encoder import SentenceEncoder

    loaded = load_encoder(Path(model) if model else None, threads=threads)
    return SentenceEncoder(loaded, name, lexicon=lexicon, mentions=mentions)


@Language.factory(
    "puffery_spacy_entities",
    requires=["doc.spans"],
    assigns=["doc.spans"],
    default_config={"pipeline": ""},
)
def make_spacy_entities(nlp: Language, name: str, pipeline: str) -> object:  # noqa: ARG001
    """Build the component that takes mentions from the spaCy pipeline named `pipeline`."""
    from puffery.tag.spacy_entities import SpacyEntities, load_pipeline

    return SpacyEntities(load_pipeline(pipeline), name)


@Language.factory(
    "puffery_concept_linker",
    requires=["doc.spans"],
    assigns=["doc.spans", f"doc._.{doc_keys.MENTION_LINKS}"],
)
def make_concept_linker(nlp: Language, name: str) -> object:  # noqa: ARG001
    """Build the linker of mentions to concepts of the shipped lexicon."""
    from puffery.link.concept_linker import ConceptLinker
    from puffery.link.name_index import shared_index
    from puffery.terms.lexicon import load_lexicon

    return ConceptLinker(shared_index(load_lexicon()), name)


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
    default_config={"model": None, "joint": True, "min_confidence": 0.0},
)
def make_claim_classifier(
    nlp: Language, name: str, model: str | None, joint: bool, min_confidence: float
) -> object:
    """Build the classifier that gives every sentence a label and its reasons.

    With `joint` rules and encoder decide together where an encoder ran; `model` names the folder
    of the encoder, None takes the shipped one. Labels less sure than `min_confidence` (0 to 1) are
    marked undecided.
    """
    from pathlib import Path

    from puffery.classify.claim_classifier import ClaimClassifier
    from puffery.classify.joint.joint_model import FILE, load_joint
    from puffery.encode.encoder_model import load_encoder, shipped_folder

    if not joint:
        return ClaimClassifier(nlp, name)
    folder = Path(model) if model else shipped_folder()
    sha256 = load_encoder(Path(model) if model else None).fingerprint
    loaded = load_joint(folder / FILE, encoder_sha256=sha256)
    return ClaimClassifier(nlp, name, joint=loaded, min_confidence=min_confidence)
