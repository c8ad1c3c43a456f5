"""Where the errors are: scores by genre and by device, and errors by kind.

In: gold sentences and their audits. Out: rows of tables.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from puffery.learn.gold import GoldSentence
from puffery.learn.scoring.confusion import confusion_of, label_indices, macro_f1_of
from puffery.records import Framing, SentenceAudit


@dataclass(frozen=True, slots=True)
class GenreScore:
    """Labels in one genre.

    Attributes:
        genre: As the gold has it.
        n: Sentences.
        accuracy: Share of right labels, 0 to 1.
        macro_f1: Mean F1 over the labels that gold or output of this genre have, 0 to 1.
    """

    genre: str
    n: int
    accuracy: float
    macro_f1: float


@dataclass(frozen=True, slots=True)
class DeviceScore:
    """Promotional sentences of one device.

    Attributes:
        device: As the gold has it.
        n: Sentences.
        found: Share that is labelled promotional, 0 to 1.
        right: Share that is labelled promotional with this device, 0 to 1.
    """

    device: str
    n: int
    found: float
    right: float


@dataclass(frozen=True, slots=True)
class ErrorKind:
    """Errors of one kind: gold label, given label, and the rule that decided."""

    gold: str
    given: str
    rule_id: str
    n: int


def by_genre(
    gold: Sequence[GoldSentence], audits: Sequence[SentenceAudit]
) -> tuple[GenreScore, ...]:
    """Return one row a genre, most sentences first; none where the gold names no genres."""
    pairs: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for item, audit in zip(gold, audits, strict=True):
        if item.genre:
            pairs[item.genre].append((item.label, str(audit.label)))
    rows = [
        GenreScore(
            genre=genre,
            n=len(found),
            accuracy=sum(wanted == given for wanted, given in found) / len(found),
            macro_f1=macro_f1_of(confusion_of(*map(label_indices, zip(*found, strict=True)))),
        )
        for genre, found in pairs.items()
    ]
    return tuple(sorted(rows, key=lambda row: (-row.n, row.genre)))


def by_device(
    gold: Sequence[GoldSentence], audits: Sequence[SentenceAudit]
) -> tuple[DeviceScore, ...]:
    """Return one row a device of promotional gold, most sentences first."""
    given: dict[str, list[str | None]] = defaultdict(list)
    for item, audit in zip(gold, audits, strict=True):
        if item.device:
            promotional = audit.label is Framing.PROMOTIONAL
            given[item.device].append(str(audit.device or "") if promotional else None)
    rows = [
        DeviceScore(
            device=device,
            n=len(found),
            found=sum(name is not None for name in found) / len(found),
            right=found.count(device) / len(found),
        )
        for device, found in given.items()
    ]
    return tuple(sorted(rows, key=lambda row: (-row.n, row.device)))


def error_kinds(
    gold: Sequence[GoldSentence], audits: Sequence[SentenceAudit]
) -> tuple[ErrorKind, ...]:
    """Return the kinds of errors, most frequent first."""
    counts = Counter(
        (item.label, str(audit.label), audit.reasons[0].rule_id)
        for item, audit in zip(gold, audits, strict=True)
        if item.label != audit.label
    )
    kinds = [ErrorKind(*key, n) for key, n in counts.items()]
    return tuple(sorted(kinds, key=lambda kind: (-kind.n, kind.gold, kind.given, kind.rule_id)))
