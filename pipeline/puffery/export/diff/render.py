"""Shows a `RunDiff` as JSON or as a self-contained HTML page.

In: a `RunDiff`. Out: text. The page runs no script: its content security policy allows its
own style and nothing else. All text is escaped, and control characters are shown as U+FFFD.
"""

from __future__ import annotations

import dataclasses
import difflib
import json
import re
from dataclasses import dataclass

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from puffery.escaping import csp_hash, show_controls
from puffery.export.diff.records import Change, ChangeKind, RunDiff

SCHEMA = "puffery-diff-v1"
MAX_WORDS = 400
"""Longer sentences are shown side by side without marks, because marking them is slow."""

HEADS = {
    ChangeKind.NEW: "New findings",
    ChangeKind.LABEL: "Same words, other label",
    ChangeKind.REWORDED: "Reworded",
    ChangeKind.RULE: "Same label, other rule",
    ChangeKind.MOVED: "Moved",
    ChangeKind.GONE: "Gone",
}
_PIECES = re.compile(r"\s+|[^\s]+")


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of words of one sentence.

    Attributes:
        text: The words with the space around them.
        changed: Whether the other sentence lacks them.
    """

    text: str
    changed: bool


def diff_json(diff: RunDiff) -> str:
    """Return the comparison as JSON, described by `export/schemas/diff.v1.schema.json`.

    Args:
        diff: The comparison.

    Returns:
        One object with a final line end.
    """
    content = {
        "schema": SCHEMA,
        "before": diff.before,
        "after": diff.after,
        "counts": diff.counts,
        "n_added": diff.n_added,
        "articles_gone": diff.articles_gone,
        "articles_new": diff.articles_new,
        "other_tools": diff.other_tools,
        "changes": [
            {**dataclasses.asdict(change), "adds_finding": change.adds_finding}
            for change in diff.changes
        ],
    }
    return json.dumps(content, ensure_ascii=True, indent=1) + "\n"


def diff_html(diff: RunDiff) -> str:
    """Return the comparison as a page.

    Args:
        diff: The comparison.

    Returns:
        A whole HTML document, readable without scripts and without a network.
    """
    environment = Environment(
        loader=PackageLoader("puffery.export.diff"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=show_controls,
    )
    loader = environment.loader
    style = loader.get_source(environment, "diff.css")[0] if loader else ""
    groups = [
        (str(kind), head, [change for change in diff.changes if change.kind is kind])
        for kind, head in HEADS.items()
    ]
    return environment.get_template("diff.html.j2").render(
        diff=diff,
        groups=groups,
        pieces=mark_pieces,
        style=Markup(style),  # noqa: S704  # our own file, not article text
        style_hash=csp_hash(style),
    )


def mark_pieces(change: Change) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    """Return both sentences in pieces, marked where the other differs.

    Args:
        change: A change; a missing side has no pieces.

    Returns:
        The pieces before and after; joined they are the sentences.
    """
    old, new = (
        _PIECES.findall(side.text) if side is not None else []
        for side in (change.before, change.after)
    )
    if not old or not new or len(old) + len(new) > 4 * MAX_WORDS:
        return _whole(old), _whole(new)
    before: list[Piece] = []
    after: list[Piece] = []
    matcher = difflib.SequenceMatcher(a=old, b=new, autojunk=False)
    for kind, low, high, low_new, high_new in matcher.get_opcodes():
        changed = kind != "equal"
        before += [Piece("".join(old[low:high]), changed)] if high > low else []
        after += [Piece("".join(new[low_new:high_new]), changed)] if high_new > low_new else []
    return tuple(before), tuple(after)


def _whole(words: list[str]) -> tuple[Piece, ...]:
    return (Piece("".join(words), changed=False),) if words else ()
