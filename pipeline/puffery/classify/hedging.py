"""What a hedge governs, and whether it governs a claim.

In: a `SentenceView`. Out: the token range of every hedge's scope, the hedge over a given word.
"""

from __future__ import annotations

from puffery.classify.reading.clauses import CONCESSIVE, words
from puffery.classify.reading.sentence_view import Hit, SentenceView
from puffery.records import CueKind

_TO_END = frozenset({"epistemic"})
_BOTH_WAYS = frozenset({"evaluative", "limit"})
_FORWARD_NOUNS = frozenset({"potential", "hope", "hopes", "prospect", "prospects"})


def scope(view: SentenceView, hedge: Hit) -> tuple[int, int]:
    """Return the token range that a hedge governs.

    Modals, adverbs and "potential to" govern what follows in their clause; verbs such as
    "suggest" and "appear" govern to the end of the sentence; "promising", "in mice" and "some
    patients" limit their whole clause. Source: the scope rules of decision 6.

    Args:
        view: The sentence.
        hedge: A cue of kind hedge.

    Returns:
        Half-open token range.
    """
    clause = view.clause(hedge.start)
    bracket = _bracket_around(view, hedge.start)
    if bracket is not None:
        return bracket
    if hedge.role in _TO_END:
        return hedge.start, _end_of_thought(view, hedge.start)
    if hedge.role in _BOTH_WAYS and view.tokens[hedge.start] not in _FORWARD_NOUNS:
        return clause.start, clause.end
    return hedge.start, clause.end


def _bracket_around(view: SentenceView, index: int) -> tuple[int, int] | None:
    """Return the token range of the brackets that a token stands in."""
    before, after = view.tokens[:index], view.tokens[index:]
    opened = max((i for i, token in enumerate(before) if token in "(["), default=-1)
    closed = max((i for i, token in enumerate(before) if token in ")]"), default=-1)
    ends = [i for i, token in enumerate(after) if token in ")]"]
    return (opened + 1, index + ends[0]) if opened > closed and ends else None


def _end_of_thought(view: SentenceView, start: int) -> int:
    for clause in view.clauses:
        if clause.start > start and view.tokens[clause.start] in words("adversative"):
            return clause.start
    return len(view.tokens)


def hedge_over(view: SentenceView, start: int, end: int, *, verb: bool) -> Hit | None:
    """Return the first hedge whose scope covers the token range, None when there is none.

    Args:
        view: The sentence.
        start: First token of the claim's cue.
        end: One past its last token.
        verb: Whether the cue is a verb; a noun or adjective before a modal is governed as well
            ("The benefits may include").
    """
    for hedge in view.of(CueKind.HEDGE):
        low, high = scope(view, hedge)
        if not verb and hedge.role == "modal":
            low = view.clause(hedge.start).start
        if (low <= start and end <= high) or hedge.start <= start < hedge.end:
            return hedge
    return None


def in_concession(view: SentenceView, index: int) -> bool:
    """Tell whether a token stands in a clause that the main clause sets aside."""
    return view.clause(index).kind == CONCESSIVE
