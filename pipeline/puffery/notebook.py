"""What a notebook shows of an audit: small, self-contained HTML.

In: audits. Out: escaped HTML without scripts, links to article addresses or outside resources. The
label stands in words beside its colour.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from puffery.escaping import safe_url, show_controls
from puffery.records.kinds import UNDECIDED, Framing, MentionLabel

if TYPE_CHECKING:
    from markupsafe import Markup

    from puffery.records.runs import ArticleSummary
    from puffery.records.verdicts import ArticleAudit, SentenceAudit

MOST_ROWS = 20
"""Findings or articles that a notebook cell shows; the rest is counted."""

_COLOURS = {
    Framing.PROMOTIONAL.value: "#a4152c",
    Framing.UNQUALIFIED.value: "#874800",
    Framing.HEDGED.value: "#1b5983",
    Framing.NONE.value: "#5d5952",
    UNDECIDED: "#5d5952",
}
"""Contrast of at least 5 : 1 on the white that every block sets behind them."""

_BLOCK = (
    '<div style="background:#fff;color:#1d1c1a;border:1px solid #d8d3c7;border-radius:4px;'
    'padding:8px 12px;max-width:60em;font:14px/1.5 system-ui,sans-serif">{}</div>'
)
_BADGE = '<b style="color:{}">{}</b>'
_CELL = '<td style="text-align:right;padding:2px 8px">{}</td>'
_NAME = '<td style="text-align:left;padding:2px 8px">{}</td>'


def sentence_html(audit: SentenceAudit) -> str:
    """Return one sentence: label, deciding words, mentions, reasons with their guidance.

    Args:
        audit: The sentence.
    """
    return _block([_sentence(audit, with_reasons=True)])


def article_html(audit: ArticleAudit) -> str:
    """Return one article: title, counts, and its first `MOST_ROWS` findings.

    Args:
        audit: The article.
    """
    findings = [item for item in audit.sentences if item.shown != Framing.NONE]
    labels = [item.shown for item in audit.sentences]
    counts = {label: labels.count(label) for label in _COLOURS if label in labels}
    head = _markup("<p><b>{}</b><br>{} sentences: {}</p>").format(
        _plain(audit.article.title or audit.article.article_id), len(labels), _counts(counts)
    )
    rows = [_sentence(item, with_reasons=False) for item in findings[:MOST_ROWS]]
    return _block([head, *rows, _rest(len(findings) - MOST_ROWS, "findings")])


def run_html(articles: Iterable[ArticleSummary], counts: Mapping[str, int], n_skipped: int) -> str:
    """Return a run: counts, and its first `MOST_ROWS` articles, worst first.

    Args:
        articles: The rows of the article table, worst first.
        counts: Sentences by label.
        n_skipped: Inputs that were not audited.
    """
    rows = list(articles)
    head = _markup("<p><b>{} articles</b>, {} inputs skipped: {}</p>").format(
        len(rows), n_skipped, _counts(counts)
    )
    names = ("risk", "article", "promotional", "unqualified", "hedged", "none")
    cells = [_markup('<th style="padding:2px 8px">{}</th>').format(name) for name in names]
    lines = [_markup("<tr>{}</tr>").format(_join(cells)), *map(_row, rows[:MOST_ROWS])]
    table = _markup('<table style="color:inherit;font:inherit">{}</table>').format(_join(lines))
    return _block([head, table, _rest(len(rows) - MOST_ROWS, "articles")])


def _row(row: ArticleSummary) -> Markup:
    numbers = (row.n_promotional, row.n_unqualified, row.n_hedged, row.n_none)
    cells = [
        _markup(_CELL).format(f"{row.risk_score:.1f}"),
        _markup(_NAME).format(_plain(row.title or row.article_id)),
        *(_markup(_CELL).format(number) for number in numbers),
    ]
    return _markup("<tr>{}</tr>").format(_join(cells))


def _sentence(audit: SentenceAudit, *, with_reasons: bool) -> Markup:
    device = f", {audit.device.value.replace('_', ' ')}" if audit.device else ""
    label = _markup(_BADGE).format(_COLOURS[audit.shown], audit.shown + device)
    parts = [_markup("<p>{}: {}<br>{}</p>").format(label, _marked(audit), _reason(audit))]
    if with_reasons:
        parts.append(_reasons(audit))
    return _join(parts)


def _reason(audit: SentenceAudit) -> Markup:
    first = audit.reasons[0]
    return _markup("<small>{} {}</small>").format(first.rule_id, _plain(first.message))


def _reasons(audit: SentenceAudit) -> Markup:
    items = []
    for reason in audit.reasons:
        words = _plain(" ".join(part for part in (reason.why, reason.fix) if part))
        items.append(
            _markup("<li>{} ({}): {} {}</li>").format(
                reason.rule_id, reason.question.value, words, _clause(reason.clause, reason.url)
            )
        )
    return _markup("<ul>{}</ul>").format(_join(items))


def _clause(clause: str, url: str) -> Markup:
    if not safe_url(url):
        return _markup("{}").format(_plain(clause))
    return _markup('<a href="{}" rel="noreferrer noopener">{}</a>').format(url, _plain(clause))


def _marked(audit: SentenceAudit) -> Markup:
    """Return the sentence with its deciding words marked and its mentions underlined."""
    sentence = audit.sentence
    places = [(c.start, c.end, "<mark>{}</mark>") for c in audit.cues if c.decided]
    for mention in audit.mentions:
        tag = "<u>{}</u>" if mention.label is MentionLabel.THERAPY else "<i><u>{}</u></i>"
        places.append((mention.start, mention.end, tag))
    parts, at = [], sentence.start
    for start, end, tag in sorted(places):
        if start >= at:  # of spans that overlap the first is marked
            parts.append(_markup("{}").format(_piece(audit, at, start)))
            parts.append(_markup(tag).format(_piece(audit, start, end)))
            at = end
    parts.append(_markup("{}").format(_piece(audit, at, sentence.end)))
    return _join(parts)


def _piece(audit: SentenceAudit, start: int, end: int) -> str:
    first = audit.sentence.start
    return _plain(audit.sentence.text[start - first : end - first])


def _counts(counts: Mapping[str, int]) -> Markup:
    shown = [_markup(_BADGE).format(_COLOURS[k], f"{n} {k}") for k, n in counts.items()]
    return _markup(", ").join(shown)


def _rest(number: int, what: str) -> Markup:
    return _markup("<p>… and {} more {}</p>").format(number, what) if number > 0 else _markup("")


def _plain(text: str) -> str:
    return str(show_controls(text))


def _markup(template: str) -> Markup:
    from markupsafe import Markup  # here: records stay light

    return Markup(template)  # noqa: S704  # a template of this file; what is put in is escaped


def _join(parts: Iterable[Markup]) -> Markup:
    return _markup("").join(parts)


def _block(parts: Iterable[Markup]) -> str:
    return str(_markup(_BLOCK).format(_join(parts)))
