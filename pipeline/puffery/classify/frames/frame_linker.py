"""The spaCy component that puts claim frames on a `Doc`, with what `it` stands for.

In: a `Doc` with sentences, cues and mentions. Out: `doc._.puffery_frames`.
"""

from __future__ import annotations

from bisect import bisect_left

from spacy.tokens import Doc, Span

from puffery import doc_keys
from puffery.classify.frames.claim_frames import Frame, Range, find_frames
from puffery.classify.reading.sentence_view import SentenceView, view_sentences
from puffery.records import ClaimFrame, MentionLabel, Sentence

LOOK_BACK = 3
"""Sentences before an anaphor in which its antecedent may stand."""


class FrameLinker:
    """Finds which therapy is claimed to do what to which disease.

    Reads `doc._.puffery_sentences`, `doc.spans["puffery_cues"]` and
    `doc.spans["puffery_mentions"]`. Sets `doc._.puffery_frames`.

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
        therapies = [
            span
            for span in doc.spans.get(doc_keys.MENTIONS, [])
            if span.label_ == MentionLabel.THERAPY
        ]
        frames: list[ClaimFrame] = []
        for view in view_sentences(doc, sentences):
            if view is not None:
                frames += [_frame(view, f, sentences, therapies) for f in find_frames(view)]
        doc._.puffery_frames = tuple(frames)
        return doc


def _frame(
    view: SentenceView, frame: Frame, sentences: tuple[Sentence, ...], therapies: list[Span]
) -> ClaimFrame:
    antecedent = None
    if frame.anaphor and frame.therapy is not None:
        antecedent = _antecedent(view, frame.therapy, sentences, therapies)
    return ClaimFrame(
        sentence_index=view.sentence.index,
        effect=frame.effect,
        polarity="-" if frame.denied else "+",
        cue=view.chars(*frame.cue),
        therapy=_chars(view, frame.therapy),
        inferred=antecedent,
        target=_chars(view, frame.target),
        is_disease=frame.is_disease,
        denial=_chars(view, frame.denial),
    )


def _chars(view: SentenceView, tokens: Range | None) -> tuple[int, int] | None:
    return view.chars(*tokens) if tokens else None


def _antecedent(
    view: SentenceView, anaphor: Range, sentences: tuple[Sentence, ...], therapies: list[Span]
) -> tuple[int, int] | None:
    """Return the article's last therapy before an anaphor, None where two compete.

    The sentence that holds the last therapy must name one concept only; a plural anaphor
    (`these treatments`) may stand for several and is left open.
    """
    if view.tokens[anaphor[0]] in ("these", "those", "they", "both"):
        return None
    start, _ = view.chars(*anaphor)
    before = [span for span in therapies if span.end_char <= start]
    if not before:
        return None
    last = before[-1]
    index = bisect_left([s.end for s in sentences], last.end_char)
    if view.sentence.index - index > LOOK_BACK:
        return None
    inside = [s for s in before if s.start_char >= sentences[index].start]
    names = {span.kb_id_ or span.text.casefold() for span in inside}
    return (last.start_char, last.end_char) if len(names) == 1 else None
