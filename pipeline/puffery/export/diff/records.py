"""What differs between two runs.

In: nothing. Out: frozen records.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from enum import StrEnum

from puffery.records import Framing


class ChangeKind(StrEnum):
    """What became of a finding."""

    NEW = "new"
    LABEL = "label_changed"
    REWORDED = "reworded"
    RULE = "rule_changed"
    MOVED = "moved"
    GONE = "gone"
    SAME = "unchanged"


@dataclass(frozen=True, slots=True)
class Side:
    """A sentence in one of the two runs.

    Attributes:
        article_id: The article.
        title: Its title.
        index: Running number of the sentence.
        start: First code point in the article.
        end: One past the last.
        section: Heading above, or empty.
        text: The sentence.
        label: Label as shown.
        device: Device, or empty.
        severity: Of the finding, empty for `none`.
        rule_id: The rule that decided.
        message: Why.
        fingerprint: Of the finding, empty for `none`.
    """

    article_id: str
    title: str
    index: int
    start: int
    end: int
    section: str
    text: str
    label: str
    device: str
    severity: str
    rule_id: str
    message: str
    fingerprint: str

    @property
    def is_finding(self) -> bool:
        """Whether the label is not `none`."""
        return self.label != Framing.NONE.value


@dataclass(frozen=True, slots=True)
class Change:
    """One finding of either run.

    Attributes:
        kind: What became of it.
        before: The sentence in the first run, None for one that is new.
        after: The sentence in the second run, None for one that is gone.
        likeness: How alike the sentences are, 0 to 100; 100 for the same words.
    """

    kind: ChangeKind
    before: Side | None
    after: Side | None
    likeness: float

    @property
    def adds_finding(self) -> bool:
        """Whether the second run has a finding where the first had none."""
        before = self.before is not None and self.before.is_finding
        return self.after is not None and self.after.is_finding and not before


@dataclass(frozen=True, slots=True)
class RunDiff:
    """Two runs compared.

    Attributes:
        before: Name of the first run.
        after: Name of the second.
        changes: In the order of `ChangeKind`, then of place; unchanged findings are left out.
        n_unchanged: Findings that are the same in both.
        articles_gone: Articles that only the first run has.
        articles_new: Articles that only the second run has.
        other_tools: Fingerprints and settings that differ (`rulebook`, `encoder`,
            `settings.labels`): where there are any, labels may differ though the text does not.
    """

    before: str
    after: str
    changes: tuple[Change, ...]
    n_unchanged: int
    articles_gone: tuple[str, ...]
    articles_new: tuple[str, ...]
    other_tools: tuple[str, ...]

    @property
    def counts(self) -> dict[str, int]:
        """Number of findings by kind, all kinds, in their order."""
        found = Counter(change.kind for change in self.changes)
        return {
            str(kind): self.n_unchanged if kind is ChangeKind.SAME else found[kind]
            for kind in ChangeKind
        }

    @property
    def n_added(self) -> int:
        """Findings of the second run where the first had none."""
        return sum(change.adds_finding for change in self.changes)
