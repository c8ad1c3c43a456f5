"""A comparison of two runs for the terminal.

In: a `RunDiff`. Out: plain text; article text cannot drive the terminal.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from puffery.cli.terminal import clean

if TYPE_CHECKING:
    from puffery.export.diff.records import Change, RunDiff, Side


def diff_text(diff: RunDiff) -> str:
    """Return the counts, then each change with both sentences, as lines of text.

    Args:
        diff: The comparison.
    """
    return "".join(f"{line}\n" for line in _lines(diff))


def _lines(diff: RunDiff) -> Iterator[str]:
    counts = (f"{number} {kind.replace('_', ' ')}" for kind, number in diff.counts.items())
    yield f"{clean(diff.before)} -> {clean(diff.after)}: {', '.join(counts)}"
    if diff.other_tools:
        yield (
            f"not made with the same tools or settings ({', '.join(diff.other_tools)}): "
            "labels can differ though the text does not"
        )
    for head, names in (("only before", diff.articles_gone), ("only after", diff.articles_new)):
        for name in names:
            yield f"article {head}: {clean(name)}"
    for change in diff.changes:
        yield from _change(change)


def _change(change: Change) -> Iterator[str]:
    yield ""
    side = change.after or change.before
    place = f"  {clean(side.article_id)}:{side.start}" if side else ""
    alike = f" ({change.likeness:.0f} % alike)" if 0 < change.likeness < 100 else ""
    yield f"{change.kind.value.replace('_', ' ')}{alike}{place}"
    if change.before is not None and change.after is not None and change.likeness == 100:
        yield f"    {clean(change.after.text)}"
        yield f"    was {_label(change.before)}; is {_label(change.after)}"
        return
    for sign, item in (("-", change.before), ("+", change.after)):
        if item is not None:
            yield f"  {sign} {clean(item.text)}"
            yield f"    {_label(item)}: {clean(item.message)}"


def _label(side: Side) -> str:
    device = f" ({side.device.replace('_', ' ')})" if side.device else ""
    where = f" in {clean(side.article_id)}, {clean(side.section) or 'no heading'}"
    return f"{side.label}{device} {side.rule_id}{where}"
