"""Gold sentences and audits for tests of scores."""

from __future__ import annotations

from collections.abc import Sequence

from puffery.learn.gold import GoldSentence
from puffery.records import (
    BlockKind,
    Device,
    Framing,
    Mention,
    MentionLabel,
    Question,
    Reason,
    Sentence,
    SentenceAudit,
)


def gold(
    label: str = "none",
    *,
    doc: str = "d",
    device: str = "",
    genre: str = "",
    strength: int | None = None,
    therapy: Sequence[str] | None = None,
    disease: Sequence[str] | None = None,
) -> GoldSentence:
    """Return a gold sentence; a label of mentions that is None was not annotated."""
    strings = {MentionLabel.THERAPY: therapy, MentionLabel.DISEASE: disease}
    mentions = {kind: None if found is None else tuple(found) for kind, found in strings.items()}
    return GoldSentence(
        f"{doc}-1", doc, "the text", label, device, mentions, genre=genre, strength=strength
    )


def audit(
    label: str = "none",
    *mentions: tuple[str, str],
    device: Device | None = None,
    rule: str = "NON-001",
    strength: int | None = None,
) -> SentenceAudit:
    """Return an audit with (text, label) mentions."""
    return SentenceAudit(
        sentence=Sentence(0, 0, 8, "the text", BlockKind.PARAGRAPH),
        label=Framing(label),
        scores=(0.25, 0.25, 0.25, 0.25),
        device=device,
        cues=(),
        mentions=tuple(Mention(0, len(text), text, MentionLabel(kind)) for text, kind in mentions),
        reasons=(Reason(rule, Question.NO_CLAIM, "m"),),
        strength=strength,
    )
