"""The spaCy component that gives every sentence a label.

In: a `Doc` with sentences, mentions and cues, and the encoder's scores where it ran. Out:
`doc._.puffery_judgements`.
"""

from __future__ import annotations

from dataclasses import replace

from spacy.language import Language
from spacy.tokens import Doc

from puffery import doc_keys
from puffery.classify.decide import decide
from puffery.classify.joint.combine import combine
from puffery.classify.joint.joint_model import JointModel
from puffery.classify.reading.sentence_view import SentenceView, view_sentences
from puffery.errors import PipelineError
from puffery.records import Device, Framing, Judgement, Question, Sentence

_SELLING = frozenset({Device.CALL_TO_ACTION, Device.OFFER, Device.ENDORSEMENT})
MIN_SELLING, MIN_SELLING_SHARE = 3, 0.05
"""An article sells from so many selling sentences and such a share of them on (decision 8)."""


class ClaimClassifier:
    """Labels every sentence none, hedged, unqualified or promotional.

    Rules judge each sentence; where an encoder ran and a joint model is given, both decide
    together.

    Reads `doc._.puffery_sentences` (or `doc.sents`), `doc.spans["puffery_cues"]` and
    `doc.spans["puffery_mentions"]`; sets `doc._.puffery_judgements`.

    Args:
        nlp: The pipeline.
        name: Name of the component in it.
        joint: Joint model of rules and encoder; None leaves the labels to the rules.
        min_confidence: Probability below which a label of the joint model is marked undecided.
    """

    def __init__(
        self,
        nlp: Language,
        name: str,
        *,
        joint: JointModel | None = None,
        min_confidence: float = 0.0,
    ) -> None:
        doc_keys.register_extensions()
        self.vocab = nlp.vocab
        self.name = name
        self._joint = joint
        self._max_doubt = 1.0 - min_confidence

    def __call__(self, doc: Doc) -> Doc:
        """Set the judgements on `doc` and return it.

        Raises:
            PipelineError: `PUF401` when no cue tagger or no sentence splitter ran before.
        """
        if doc_keys.CUES not in doc.spans:
            raise PipelineError(
                "PUF401",
                f"{self.name} found no cues on the Doc",
                hint="add puffery_cue_tagger before puffery_claim_classifier",
            )
        sentences = doc_keys.sentences_of(doc, asked_by=self.name)
        views = list(zip(sentences, view_sentences(doc, sentences), strict=True))
        judgements = [_judge(sentence, view) for sentence, view in views]
        if _sells(judgements):
            for index, (sentence, view) in enumerate(views):
                if view is not None and view.quoted:  # nothing else depends on it
                    seller = replace(view, article_sells=True)
                    judgements[index] = _judge(sentence, seller)
        scores = doc._.puffery_sentence_scores
        if self._joint is not None and scores:
            judgements = combine(
                self._joint, sentences, scores, judgements, max_doubt=self._max_doubt
            )
        doc._.puffery_judgements = tuple(judgements)
        return doc


def _sells(judgements: list[Judgement]) -> bool:
    """Tell whether an article sells: calls to action, offers and endorsements are no exception."""
    n_selling = sum(judgement.device in _SELLING for judgement in judgements)
    return n_selling >= MIN_SELLING and n_selling >= MIN_SELLING_SHARE * len(judgements)


def _judge(sentence: Sentence, view: SentenceView | None) -> Judgement:
    if view is None:
        return Judgement(
            sentence_index=sentence.index,
            label=Framing.NONE,
            scores=(1.0, 0.0, 0.0, 0.0),
            device=None,
            question=Question.NO_CLAIM,
            rule_ids=("NON-001",),
        )
    return decide(view)
