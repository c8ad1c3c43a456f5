"""What kind of text an article reads like: an advertisement, information, or both.

In: labelled sentences. Out: one of three words.

Most guidance binds advertisements alone. The tool cannot know who paid for a text; it says what the
language is like, so that a reviewer can judge whether such guidance applies.
"""

from __future__ import annotations

from collections.abc import Sequence

from puffery.records import Pivot, SentenceAudit

ADVERTISEMENT, MIXED, INFORMATION = "advertisement", "mixed", "information"

ADVERT_SHARE, ADVERT_LEAST = 0.15, 2
"""From this share and number of selling sentences on a text reads like an advertisement."""

MIXED_LEAST = 2
"""From this number on, below that share, it reads like information that also sells."""


def reads_as(audits: Sequence[SentenceAudit], pivot: Pivot | None) -> str:
    """Return `advertisement`, `mixed` or `information`.

    Args:
        audits: Sentences of the article.
        pivot: Where it turns from teaching to selling; such an article is mixed.
    """
    n_selling = sum(audit.sells for audit in audits)
    if pivot is not None:
        return MIXED
    if n_selling >= ADVERT_LEAST and n_selling >= ADVERT_SHARE * len(audits):
        return ADVERTISEMENT
    return MIXED if n_selling >= MIXED_LEAST else INFORMATION
