"""Compares the findings of two runs, article by article.

In: two `RunFolder`s. Out: a `RunDiff`. A sentence is first looked for with the same words in the
same article, then with the same words in another article, then, in the same article, with words
that are alike.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from puffery.export.diff.records import Change, ChangeKind, RunDiff, Side
from puffery.export.finished.lookup import RunLookup
from puffery.export.finished.rows import RunArticle
from puffery.export.finished.run_folder import RunFolder

MIN_LIKENESS_HERE, MIN_LIKENESS_ELSEWHERE = 45.0, 65.0
"""Least `token_sort_ratio` (0 to 100) of two wordings of one sentence: between the same unchanged
sentences, and anywhere else in the article (figures: decision 40)."""

CANDIDATES = 20
"""How many of the most alike sentences a sentence is tried with."""

_WORDS = re.compile(r"\w+")
_ORDER = {kind: number for number, kind in enumerate(ChangeKind)}


def compare_runs(before: RunFolder, after: RunFolder) -> RunDiff:
    """Compare two runs.

    Args:
        before: The earlier run.
        after: The later run.

    Returns:
        What became of each finding of either run. Two articles are held in memory at a time, and
        the changes.

    Raises:
        ExportError: `PUF810` for a damaged run.
    """
    first, second = RunLookup(before), RunLookup(after)
    changes: list[Change] = []
    for article_id in dict.fromkeys((*first.article_ids, *second.article_ids)):
        changes += _compare(_sides(first.get(article_id)), _sides(second.get(article_id)))
    changes = _join_moved(changes)
    kept = sorted((c for c in changes if c.kind is not ChangeKind.SAME), key=_key)
    return RunDiff(
        before=before.facts.run_id,
        after=after.facts.run_id,
        changes=tuple(kept),
        n_unchanged=len(changes) - len(kept),
        articles_gone=tuple(sorted(before.summaries.keys() - after.summaries.keys())),
        articles_new=tuple(sorted(after.summaries.keys() - before.summaries.keys())),
        other_tools=_other_tools(before, after),
    )


def words_of(text: str) -> str:
    """Return the words of a sentence without case and punctuation: what makes it the same."""
    return " ".join(_WORDS.findall(text.casefold())) or text.strip()


def _key(change: Change) -> tuple[int, str, int]:
    side = change.after or change.before
    return (_ORDER[change.kind], side.article_id, side.start) if side else (0, "", 0)


def _sides(article: RunArticle | None) -> list[Side]:
    if article is None:
        return []
    summary = article.summary
    return [
        Side(
            article_id=summary.article_id,
            title=summary.title,
            index=item.index,
            start=item.start,
            end=item.end,
            section=item.section,
            text=item.text,
            label=item.label,
            device=item.device,
            severity=item.severity,
            rule_id=item.reasons[0].rule_id,
            message=item.reasons[0].message,
            fingerprint=item.fingerprint,
        )
        for item in article.sentences
    ]


def _compare(before: Sequence[Side], after: Sequence[Side]) -> list[Change]:
    """Compare the sentences of one article; pairs without a finding are left out."""
    pairs, old, new = _same_words(before, after)
    changes = [_same(a, b) for a, b in pairs if a.is_finding or b.is_finding]
    reworded = _alike(old, new, _gaps(before, after, pairs))
    changes += [Change(ChangeKind.REWORDED, a, b, likeness) for a, b, likeness in reworded]
    paired = {a.index for a, _, _ in reworded}, {b.index for _, b, _ in reworded}
    gone = (side for side in old if side.is_finding and side.index not in paired[0])
    added = (side for side in new if side.is_finding and side.index not in paired[1])
    changes += [Change(ChangeKind.GONE, side, None, 0.0) for side in gone]
    changes += [Change(ChangeKind.NEW, None, side, 0.0) for side in added]
    return changes


def _same_words(
    before: Iterable[Side], after: Iterable[Side]
) -> tuple[list[tuple[Side, Side]], list[Side], list[Side]]:
    """Return pairs of the same words, first with first, then what is left of either side."""
    waiting: dict[str, list[Side]] = defaultdict(list)
    for side in before:
        waiting[words_of(side.text)].append(side)
    pairs, new = [], []
    for side in after:
        found = waiting.get(words_of(side.text))
        if found:
            pairs.append((found.pop(0), side))
        else:
            new.append(side)
    old = sorted((side for left in waiting.values() for side in left), key=lambda s: s.start)
    return pairs, old, new


def _same(before: Side, after: Side) -> Change:
    if before.label != after.label:
        kind = ChangeKind.LABEL
    elif words_of(before.section) != words_of(after.section):
        kind = ChangeKind.MOVED
    elif before.rule_id != after.rule_id:
        kind = ChangeKind.RULE
    else:
        kind = ChangeKind.SAME
    return Change(kind, before, after, 100.0)


def _gaps(
    before: Sequence[Side], after: Sequence[Side], pairs: Iterable[tuple[Side, Side]]
) -> tuple[dict[int, int], dict[int, int]]:
    """Return, for both sides, index of a sentence -> index of the pair before it in `after`."""
    partner = {a.index: b.index for a, b in pairs}
    gaps: tuple[dict[int, int], dict[int, int]] = ({}, {})
    at = -1
    for side in before:
        at = partner.get(side.index, at)
        gaps[0][side.index] = at
    paired, at = set(partner.values()), -1
    for side in after:
        at = side.index if side.index in paired else at
        gaps[1][side.index] = at
    return gaps


def _alike(
    old: Sequence[Side], new: Sequence[Side], gaps: tuple[dict[int, int], dict[int, int]]
) -> list[tuple[Side, Side, float]]:
    """Return pairs of sentences that are two wordings of one, the most alike first."""
    found = sorted(_candidates(old, new, gaps), key=lambda row: (-row[0], row[1], row[2]))
    taken_old: set[int] = set()
    taken_new: set[int] = set()
    pairs = []
    for score, number, at in found:
        if number not in taken_old and at not in taken_new:
            taken_old.add(number)
            taken_new.add(at)
            pairs.append((old[number], new[at], round(score, 1)))
    return pairs


def _candidates(
    old: Sequence[Side], new: Sequence[Side], gaps: tuple[dict[int, int], dict[int, int]]
) -> Iterator[tuple[float, int, int]]:
    """Yield (likeness, position in `old`, position in `new`) of what may be one sentence."""
    from rapidfuzz import fuzz, process

    choices = [words_of(side.text) for side in new]
    for number, side in enumerate(old):
        best = process.extract(
            words_of(side.text),
            choices,
            scorer=fuzz.token_sort_ratio,
            score_cutoff=MIN_LIKENESS_HERE,
            limit=CANDIDATES,
        )
        for _, score, at in best:
            here = gaps[0][side.index] == gaps[1][new[at].index]
            concerned = side.is_finding or new[at].is_finding
            if concerned and (here or score >= MIN_LIKENESS_ELSEWHERE):
                yield score, number, at


def _join_moved(changes: list[Change]) -> list[Change]:
    """Join what is gone in one article and new with the same words in another."""
    gone: dict[str, list[Change]] = defaultdict(list)
    for change in changes:
        if change.kind is ChangeKind.GONE and change.before:
            gone[words_of(change.before.text)].append(change)
    joined: list[Change] = []
    used: set[int] = set()
    for change in changes:
        if change.kind is ChangeKind.NEW and change.after:
            found = gone.get(words_of(change.after.text))
            if found:
                used.add(id(match := found.pop(0)))
                joined.append(Change(ChangeKind.MOVED, match.before, change.after, 100.0))
                continue
        joined.append(change)
    return [change for change in joined if id(change) not in used]


def _other_tools(before: RunFolder, after: RunFolder) -> tuple[str, ...]:
    def tools(run: RunFolder) -> dict[str, str]:
        made = {k: v for k, v in run.facts.fingerprints.items() if k != "input"}
        made |= {f"settings.{k}": v for k, v in run.facts.settings.items()}
        return {**made, "puffery": run.facts.versions.get("puffery", "")}

    one, two = tools(before), tools(after)
    return tuple(name for name in sorted(one | two) if one.get(name) != two.get(name))
