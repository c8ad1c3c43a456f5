"""Pages of a report, with what its script needs to send decisions.

In: the HTML of a page. Out: the same with two `meta` tags and a policy that lets it ask this
server.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape

_HEAD = re.compile(r"<head>", re.IGNORECASE)
_POLICY = re.compile(
    r'(<meta http-equiv="Content-Security-Policy" content=")([^"<>]*)(">)', re.IGNORECASE
)
_PAGE = re.compile(r"index\.html|list-\d+\.html|articles/[a-z0-9-]+\.html")
LOCKED = "default-src 'none'; sandbox"
"""Policy for a page that is not one of puffery's own: it can do nothing."""


@dataclass(frozen=True, slots=True)
class ServedPage:
    """A page as it is sent.

    Attributes:
        html: The page.
        policy: Its content security policy, as a header.
    """

    html: str
    policy: str


def is_report_page(relative: str) -> bool:
    """Tell whether a relative path is that of a page that `puffery audit` writes."""
    return _PAGE.fullmatch(relative) is not None


def serve_page(html: str, *, token: str) -> ServedPage:
    """Put the interface into a page.

    Args:
        html: A page of a report: `<head>` and its own strict policy come before all article text.
        token: The secret; of `A-Za-z0-9_-` alone.

    Returns:
        The page with `puffery-review` and `puffery-token` after `<head>`, and a policy that also
        has `connect-src 'self'`. A page without policy is sent as it is, without the token and
        locked: it is not one of ours.
    """
    head = _HEAD.search(html)
    policy = _POLICY.search(html)
    if not head or not policy or "default-src 'none'" not in unescape(policy[2]):
        return ServedPage(html, LOCKED)
    allowed = f"connect-src 'self'; {policy[2]}"
    metas = (
        '\n<meta name="puffery-review" content="api">'
        f'\n<meta name="puffery-token" content="{token}">'
    )
    parts = (
        html[: head.end()],
        metas,
        html[head.end() : policy.start(2)],
        allowed,
        html[policy.end(2) :],
    )
    return ServedPage("".join(parts), f"frame-ancestors 'none'; {unescape(allowed)}")
