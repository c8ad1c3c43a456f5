"""Which decision stands for each finding, of one reviewer and of several.

In: `Decision`s in the order in which they were made. Out: the one that counts, by fingerprint.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import chain

from puffery.records import Decision, DecisionKind
from puffery.review.decision_lines import DecisionFile


@dataclass(frozen=True, slots=True)
class Standing:
    """The decision that counts for one finding.

    Attributes:
        decision: The latest one that settles it; an `unsure` one only where no other is.
        contested: Whether another reviewer says otherwise.
    """

    decision: Decision
    contested: bool = False


def latest(decisions: Iterable[Decision]) -> dict[str, Decision]:
    """Return the last decision by fingerprint, `undo` included, in the order of first mention.

    Args:
        decisions: Of one reviewer, oldest first.
    """
    return {decision.fingerprint: decision for decision in decisions}


def standing(files: Iterable[DecisionFile]) -> dict[str, Standing]:
    """Return what counts by fingerprint; findings whose decisions were all undone are left out.

    Args:
        files: Any number a reviewer. In one file the later line counts, clocks may be wrong; of
            two files of a reviewer, the later time.

    Returns:
        For each finding the latest of the reviewers' last words, in the order of first mention. Who
        is unsure overrules nobody.
    """
    last_words: dict[str, dict[str, Decision]] = {}
    for decision in chain.from_iterable(_last_words(file) for file in files):
        words = last_words.setdefault(decision.fingerprint, {})
        other = words.get(decision.reviewer)
        if other is None or _time(other) <= _time(decision):
            words[decision.reviewer] = decision
    standings = {}
    for fingerprint, words in last_words.items():
        kept = [word for word in words.values() if word.decision is not DecisionKind.UNDO]
        if kept:
            standings[fingerprint] = _settle(kept)
    return standings


def by_article(standings: Mapping[str, Standing]) -> dict[str, dict[str, Standing]]:
    """Return article id -> fingerprint -> what counts."""
    dealt: dict[str, dict[str, Standing]] = {}
    for fingerprint, item in standings.items():
        dealt.setdefault(item.decision.article_id, {})[fingerprint] = item
    return dealt


def _last_words(file: DecisionFile) -> Iterable[Decision]:
    """Return the last decision of each reviewer on each finding."""
    return {(item.reviewer, item.fingerprint): item for item in file.decisions}.values()


def _time(decision: Decision) -> datetime:
    return datetime.fromisoformat(decision.at)


def _settle(words: list[Decision]) -> Standing:
    sure = [word for word in words if word.decision is not DecisionKind.UNSURE]
    chosen = max(sure or words, key=_time)
    says = {(word.decision is DecisionKind.REJECT, word.confirmed) for word in sure}
    return Standing(chosen, contested=len(says) > 1)
