"""The template environment: escaping, the content policy, the page's own style and script.

In: templates and the files of `templates/script/`. Out: a Jinja environment. Audited articles are
hostile input: all text is escaped, control and bidirectional override characters are shown as
U+FFFD, only http and https addresses become links, and the content policy allows nothing but the
page's own style and script, by their hashes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from importlib.resources import files

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from puffery.escaping import csp_hash, safe_url, show_controls
from puffery.records import UNDECIDED
from puffery.report.data import article_slug
from puffery.report.json_v1 import Json

SCRIPTS = ("core", "data", "filters", "card", "decisions", "views", "start")
"""Files of `templates/script/`, in order; together they are the page's one script."""


def show_controls_in(value: Json) -> Json:
    """Return JSON in which every text, also those inside lists and objects, is safe to show."""
    if isinstance(value, str):
        return str(show_controls(value))
    if isinstance(value, list):
        return [show_controls_in(item) for item in value]
    if isinstance(value, dict):
        return {name: show_controls_in(item) for name, item in value.items()}
    return value


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
