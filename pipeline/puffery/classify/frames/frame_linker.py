"""The spaCy component that puts claim frames on a `Doc`, with what `it` stands for.

In: a `Doc` with sentences, cues, mentions and, where a classifier ran, labels. Out:
`doc._.puffery_frames`.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import replace

from spacy.tokens import Doc, Span

from puffery import doc_keys
from puffery.classify.frames.claim_frames import Frame, bare_frames, find_frames
from puffery.classify.frames.noun_phrases import Range
from puffery.classify.reading.sentence_view import SentenceView, view_sentences
from puffery.records import ClaimFrame, Framing, Judgement, MentionLabel, Sentence

_PLURAL = frozenset({"these", "those", "they", "both", "treatments", "therapies"})

_CLAIMS = (Framing.HEDGED, Framing.UNQUALIFIED)

LOOK_BACK = 3
"""Sentences before an anaphor in which its antecedent may stand."""


class FrameLinker:
    """Finds which therapy is claimed to do what to which disease.

    Effect words of the sentence make frames; a sentence that the classifier labels hedged or
    unqualified although no effect word is known gets frames of its mentions (`stated` is false).
    Reads `doc._.puffery_sentences`, `doc.spans["puffery_cues"]`,
    `doc.spans["puffery_mentions"]` and `doc._.puffery_judgements`. Sets `doc._.puffery_frames`.

    Args:
        name: Name of the component in the pipeline.

    Example:
        >>> import puffery
        >>> doc = puffery.load()("Turmeric eases joint pain.")
        >>> [(str(f.effect), f.polarity) for f in doc._.puffery_frames]
        [('treats', '+')]
    """

    def __init__(self, name: str) -> None:
        doc_keys.register_extensions()
        self.name = name

    def __call__(self, doc: Doc) -> Doc:
        """Set the frames on `doc` and return it."""
        sentences: tuple[Sentence, ...] = doc._.puffery_sentences
        antecedents = _Antecedents(doc, sentences)
        frames: list[ClaimFrame] = []
        judgements: tuple[Judgement, ...] = doc._.puffery_judgements
        labelled = {j.sentence_index: j for j in judgements if j.label in _CLAIMS}
        for view in view_sentences(doc, sentences):
            if view is None:
                continue
            stated = find_frames(view)
            frames += [_frame(view, frame, antecedents) for frame in stated]
            judgement = labelled.get(view.sentence.index)
            if judgement is not None and not any(not frame.denied for frame in stated):
                frames += [
                    _unstated(view, frame, judgement, antecedents) for frame in bare_frames(view)
                ]
        doc._.puffery_frames = tuple(frames)
        return doc


def _frame(view: SentenceView, frame: Frame, antecedents: _Antecedents) -> ClaimFrame:
    inferred = None
    if frame.anaphor and frame.therapy is not None:
        inferred = antecedents.find(view, frame.therapy)
    return ClaimFrame(
        sentence_index=view.sentence.index,
        effect=frame.effect,
        polarity="-" if frame.denied else "+",
        cue=view.chars(*frame.cue),
        therapy=_chars(view, frame.therapy),
        inferred=inferred,
        target=_chars(view, frame.target),
        is_disease=frame.is_disease,
        denial=_chars(view, frame.denial),
    )


def _unstated(
    view: SentenceView, frame: Frame, judgement: Judgement, antecedents: _Antecedents
) -> ClaimFrame:
    """Return a frame that rests on the label: its cue is what decided that."""
    made = _frame(view, frame, antecedents)
    place = (view.sentence.start, view.sentence.end)
    return replace(made, cue=judgement.deciding[0] if judgement.deciding else place, stated=False)


def _chars(view: SentenceView, tokens: Range | None) -> tuple[int, int] | None:
    return view.chars(*tokens) if tokens else None


class _Antecedents:
    """The therapies of an article by place, for looking up what an anaphor stands for."""

    def __init__(self, doc: Doc, sentences: Sequence[Sentence]) -> None:
        mentions = doc.spans.get(doc_keys.MENTIONS, [])
        self._therapies = sorted(
            (span for span in mentions if span.label_ == MentionLabel.THERAPY),
            key=lambda span: (span.end_char, span.start_char),
        )
        self._ends = [span.end_char for span in self._therapies]
        self._sentences = sentences
        self._sentence_ends = [sentence.end for sentence in sentences]

    def find(self, view: SentenceView, anaphor: Range) -> tuple[int, int] | None:
        """Return the article's last therapy before an anaphor, None where two compete.

        The sentence that holds the last therapy must name one concept only; a plural anaphor
        (`these treatments`) may stand for several and is left open.
        """
        if set(view.tokens[anaphor[0] : anaphor[1]]) & _PLURAL:
            return None
        count = bisect_right(self._ends, view.chars(*anaphor)[0])
        if not count:
            return None
        last = self._therapies[count - 1]
        index = bisect_left(self._sentence_ends, last.end_char)
        if index == len(self._sentences):
            return None
        if view.sentence.index - self._sentences[index].index > LOOK_BACK:
            return None
        first = bisect_right(self._ends, self._sentences[index].start)
        names = {_name(span) for span in self._therapies[first:count]}
        return (last.start_char, last.end_char) if len(names) == 1 else None


def _name(span: Span) -> str:
    return span.kb_id_ or span.text.casefold()
