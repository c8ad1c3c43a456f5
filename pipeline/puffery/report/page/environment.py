"""The template environment: escaping, the content policy, the page's own style and script.

In: templates and the files of `templates/script/`. Out: a Jinja environment. Audited articles are
hostile input: all text is escaped, control and bidirectional override characters are shown as
U+FFFD, only http and https addresses become links, and the content policy allows nothing but the
page's own style and script, by their hashes.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Mapping
from importlib.resources import files
from urllib.parse import urlsplit

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from puffery.records import UNDECIDED
from puffery.report.data import article_slug
from puffery.report.json_v1 import Json

SCRIPTS = ("core", "data", "filters", "card", "decisions", "views", "start")
"""Files of `templates/script/`, in order; together they are the page's one script."""

_LINK_SCHEMES = ("http", "https")
_BIDI_OVERRIDES = (*range(0x202A, 0x202F), *range(0x2066, 0x206A))
_REPLACED = (
    *(code for code in range(0x20) if chr(code) not in "\t\n\f\r"),
    *range(0x7F, 0xA0),
    *_BIDI_OVERRIDES,
    *range(0xD800, 0xE000),
    0xFFFE,
    0xFFFF,
)
_SHOWN = dict.fromkeys(_REPLACED, 0xFFFD)


def csp_hash(content: str) -> str:
    """Return the source expression that allows an inline style or script.

    **Source:** W3C Content Security Policy Level 3, section 2.3.1 (hash-source).

    Args:
        content: Exactly what stands between the tags.

    Returns:
        `'sha256-<base64>'`, with the quotation marks.
    """
    digest = hashlib.sha256(content.encode("utf-8")).digest()
    return f"'sha256-{base64.b64encode(digest).decode('ascii')}'"


def show_controls(value: object) -> object:
    """Make characters that a browser would drop or obey visible.

    Args:
        value: What a template is about to print; only plain text is changed.

    Returns:
        The text at the same length, with U+FFFD for control characters, bidirectional overrides,
        lone surrogates and non-characters. (Control pictures would say more, but many systems
        have no font for them.)
    """
    if type(value) is not str or value.isprintable():  # Markup is ours and stays as it is
        return value
    return value.translate(_SHOWN)


def show_controls_in(value: Json) -> Json:
    """Return JSON in which every text, also those inside lists and objects, is safe to show."""
    if isinstance(value, str):
        return value if value.isprintable() else value.translate(_SHOWN)
    if isinstance(value, list):
        return [show_controls_in(item) for item in value]
    if isinstance(value, dict):
        return {name: show_controls_in(item) for name, item in value.items()}
    return value


def safe_url(url: str) -> str:
    """Return `url` where it may become a link (http or https with a host), else an empty text."""
    if any(char.isspace() or not char.isprintable() for char in url):
        return ""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    return url if parts.scheme.lower() in _LINK_SCHEMES and parts.netloc else ""


def shown_labels(labels: Iterable[str], counts: Mapping[str, int]) -> list[str]:
    """Return the labels that a list shows: all, and `undecided` only where there is one."""
    return [label for label in labels if label != UNDECIDED or counts[UNDECIDED]]


def make_environment() -> Environment:
    """Return the environment of all pages, with `style`, `script` and their hashes as globals."""
    environment = Environment(
        loader=PackageLoader("puffery.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=show_controls,
    )
    folder = files("puffery.report") / "templates"
    style = (folder / "report.css").read_text(encoding="utf-8")
    parts = [(folder / "script" / f"{name}.js").read_text(encoding="utf-8") for name in SCRIPTS]
    script = '"use strict";\n(() => {\n' + "\n".join(parts) + "})();\n"
    environment.filters["safe_url"] = safe_url
    environment.filters["slug"] = article_slug
    environment.filters["shown"] = shown_labels
    environment.globals.update(
        style=Markup(style),  # noqa: S704  # our own file, not article text
        script=Markup(script),  # noqa: S704
        style_hash=csp_hash(style),
        script_hash=csp_hash(script),
    )
    return environment
