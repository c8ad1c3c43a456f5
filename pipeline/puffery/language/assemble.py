"""Putting the spaCy pipeline together; only this room and `run` know the order.

In: settings. Out: a `Language`, and `Doc`s for a stream of articles.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import cast

import spacy
from spacy.language import Language
from spacy.tokenizer import Tokenizer
from spacy.tokens import Doc

from puffery import doc_keys
from puffery.records import Article
from puffery.settings import check_labels

ORDER = (
    "puffery_sentence_splitter",
    "puffery_mention_tagger",
    "puffery_encoder",
    "puffery_concept_linker",
    "puffery_cue_tagger",
    "puffery_claim_classifier",
    "puffery_frame_linker",
)

MODEL, LEXICON, ENCODER = "model", "lexicon", "encoder"
"""Ways to find mentions: encoder and lexicon joined, the lexicon alone, the encoder alone."""


MAX_LENGTH = 100_000_000
"""Articles are bounded by `settings.max_chars`; spaCy's own limit is for parsers and NER."""


def load(
    *,
    entities: str = MODEL,
    labels: str = MODEL,
    abbreviations: str = "auto",
    whole: bool = False,
    min_confidence: float = 0.0,
    model: Path | None = None,
) -> Language:
    """Return the puffery pipeline: a blank English `Language` with the components of `ORDER`.

    Args:
        entities: How mentions are found: `model` (encoder and lexicon), `lexicon`, `encoder`, or
            the name or folder of an installed spaCy pipeline (joined with the lexicon).
        labels: How sentences are labelled: `model` (rules and encoder together) or `rules`.
        abbreviations: Abbreviation engine, `auto`, `scispacy` or `builtin`.
        whole: Treat each text as one ready-made sentence.
        min_confidence: Probability (0 to 1) below which a label of `model` is marked undecided.
        model: Model folder that `puffery train` wrote; None takes the shipped one.

    Raises:
        PipelineError: `PUF402` when the model or the named pipeline cannot be loaded.
        SettingsError: `PUF202` for a wrong `labels` or `min_confidence`.
    """
    check_labels(labels, min_confidence)
    by_encoder = entities in (MODEL, ENCODER)
    left_out = () if by_encoder or labels == MODEL else ("puffery_encoder",)
    own = {"model": str(model)} if model else {}
    joint = {"joint": labels == MODEL, "min_confidence": min_confidence}
    nlp = _build(
        [name for name in ORDER if name not in left_out],
        puffery_sentence_splitter={"whole": whole},
        puffery_mention_tagger={"abbreviations": abbreviations},
        puffery_encoder={"lexicon": entities != ENCODER, "mentions": by_encoder, **own},
        puffery_claim_classifier={**joint, **own},
    )
    if not by_encoder and entities != LEXICON:
        other = {"pipeline": entities}
        nlp.add_pipe("puffery_spacy_entities", config=other, before="puffery_concept_linker")
    return nlp


def _build(names: Iterable[str], **config: dict[str, object]) -> Language:
    """Return a blank English pipeline of the named components, in order."""
    import puffery.language.factories  # noqa: F401  # registers the factories without entry points

    nlp = spacy.blank("en")
    nlp.max_length = MAX_LENGTH
    # spaCy keeps "C." in one token, which would put the full stop into "hepatitis C".
    tokenizer = cast("Tokenizer", nlp.tokenizer)
    rules = tokenizer.rules or {}
    tokenizer.rules = {w: r for w, r in rules.items() if len(w) != 2 or w[1] != "."}
    for name in names:
        nlp.add_pipe(name, config=config.get(name, {}))
    return nlp


def load_tagger() -> Language:
    """Return a pipeline of splitter and lexicon tagger alone, for training data.

    Abbreviations are found by the built-in detector, so that training gives the same everywhere.
    """
    return _build(ORDER[:2], puffery_mention_tagger={"abbreviations": "builtin"})


def load_judge(model: Path, *, whole: bool = False) -> Language:
    """Return a pipeline in which the rules judge and the encoder of a folder gives its scores.

    Args:
        model: Folder of the encoder.
        whole: Treat each text as one ready-made sentence.

    Raises:
        PipelineError: `PUF402` when the encoder cannot be loaded.
    """
    return _build(
        [name for name in ORDER if name != "puffery_frame_linker"],
        puffery_sentence_splitter={"whole": whole},
        puffery_mention_tagger={"abbreviations": "builtin"},
        puffery_encoder={"model": str(model)},
        puffery_claim_classifier={"joint": False},
    )


def annotate(nlp: Language, article: Article) -> Doc:
    """Return the annotated `Doc` of an article; `doc.text == article.text`."""
    doc_keys.register_extensions()
    doc = nlp.make_doc(article.text)
    doc._.puffery_article = article
    return nlp(doc)
