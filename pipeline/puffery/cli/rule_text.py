"""Rules as text: for the terminal, and as the reference page.

In: rules. Out: plain text or Markdown.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from puffery.catalogue.audit_rule import AuditRule
from puffery.catalogue.book import AuditBook
from puffery.rules import Rule


def label_rule_text(rule: Rule) -> str:
    """Return a rule behind a label as lines of text."""
    lines = [
        f"{rule.rule_id} {rule.name}",
        f"label: {rule.framing}   severity: {rule.severity}",
        f"fires on: {', '.join(rule.patterns)}",
        f"message: {rule.message}",
    ]
    named = (("why", rule.why), ("fix", rule.fix), ("source", rule.clause), ("url", rule.url))
    lines += [f"{name}: {value}" for name, value in named if value]
    lines.append(f"source read: {rule.checked}")
    return "\n".join([*lines, *_examples(rule.hits, rule.misses)])


def audit_rule_text(rule: AuditRule, book: AuditBook) -> str:
    """Return an audit rule as lines of text.

    Args:
        rule: The rule.
        book: Its rulebook, for precision and whether it is applied.
    """
    until = f" to {rule.valid_to}" if rule.valid_to else ""
    applied = "applied" if rule.rule_id in book.active else "off"
    lines = [
        f"{rule.rule_id} {rule.title}",
        f"class: {rule.kind}   severity: {rule.severity}   {applied}",
        f"guidance: {', '.join(rule.profiles)}, from {rule.valid_from}{until}",
        f"precision: {precision_text(rule, book)}",
    ]
    for name, values in (
        ("patterns", rule.patterns),
        ("needs", rule.needs),
        ("labels", tuple(rule.labels)),
        ("near", rule.near),
        ("lacks", rule.lacks),
        ("unless", rule.unless),
    ):
        lines += [f"{name}: {value}" for value in values]
    for name, text in _texts(rule):
        lines.append(f"{name}: {text}")
    lines += [f"source: {text}" for text in _sources(rule)]
    return "\n".join([*lines, *_examples(rule.hits, rule.misses)])


def precision_text(rule: AuditRule, book: AuditBook) -> str:
    """Return how precise a rule was found to be, in words."""
    right, judged = book.tables.precision.get(rule.rule_id, (0, 0))
    if not judged:
        return "not judged yet"
    return f"{right} of {judged} judged matches right ({right / judged:.2f})"


def reference_page(book: AuditBook) -> str:
    """Return the reference page of all audit rules: Markdown, without a final line end."""
    lines = [
        "# Audit rules",
        "",
        "Made by `puffery rules page`. A match says which language matches which guidance; it is",
        "no verdict on truth, intent or law. Precision: matches in real and invented articles,",
        "judged by two independent readers (language models).",
        "",
        "| id | rule | class | severity | precision | on |",
        "|---|---|---|---|---|---|",
    ]
    for rule in book.rules:
        on = "yes" if rule.on else "no"
        cells = (rule.rule_id, rule.title, rule.kind, rule.severity, precision_text(rule, book), on)
        lines.append(f"| {' | '.join(str(cell).replace('|', chr(92) + '|') for cell in cells)} |")
    for rule in book.rules:
        lines += ["", f"## {rule.rule_id} · {rule.title}", ""]
        until = f" to {rule.valid_to}" if rule.valid_to else ""
        lines.append(f"Guidance: {', '.join(rule.profiles)}; from {rule.valid_from}{until}.")
        lines += [f"\n**{name.capitalize()}.** {text}" for name, text in _texts(rule)]
        lines += ["", *(f"* Source: {text}" for text in _sources(rule))]
        lines += [f"* Matches: “{sentence}”" for sentence in rule.hits]
        lines += [f"* Leaves: “{sentence}”" for sentence in rule.misses]
        lines += [f"* Known to be wrong: “{sentence}”" for sentence in rule.known_wrong]
    return "\n".join(lines)


def _texts(rule: AuditRule) -> Iterator[tuple[str, str]]:
    named = (
        ("message", rule.message),
        ("why", rule.why),
        ("fix", rule.fix),
        ("rewrite", rule.rewrite),
        ("caution", rule.caution),
    )
    yield from ((name, text) for name, text in named if text)


def _sources(rule: AuditRule) -> Iterator[str]:
    for source in rule.sources:
        read = f"read {source.checked} ({source.reading})" if source.checked else source.reading
        yield " · ".join(part for part in (source.clause, source.url, read) if part)


def _examples(hits: Iterable[str], misses: Iterable[str]) -> Iterator[str]:
    yield from (f"hit: {sentence}" for sentence in hits)
    yield from (f"miss: {sentence}" for sentence in misses)
