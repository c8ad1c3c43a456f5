"""`puffery rules list|show|check|page`: read and test the rulebook."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from puffery.catalogue.book import AuditBook

EXIT_FAILED = 1

app = typer.Typer(
    help="List, show and check the rules: those behind the labels, and the audit rules.",
    no_args_is_help=True,
)

RULES = typer.Option(None, "--rules", help="Folder with audit rules of your own (*.toml).")


@app.command("list")
def list_rules(
    rules: Path | None = RULES,
    profile: str = typer.Option("", help="Audit rules of these bodies of guidance only."),
    as_of: str | None = typer.Option(None, help="Guidance in force on this day (2026-01-31)."),
) -> None:
    """List every rule: id, label or class, severity, name; audit rules that are off say so."""
    from puffery.rules import load_rulebook

    book = _book(rules, profile, as_of)
    for rule in load_rulebook().rules:
        typer.echo(f"{rule.rule_id}  {rule.framing:12} {rule.severity:8} {rule.name}")
    asked = set(book.profiles)
    for audit_rule in book.rules:
        if asked & set(audit_rule.profiles) and audit_rule.holds_on(book.as_of):
            off = "" if audit_rule.rule_id in book.active else "  (off)"
            line = f"{audit_rule.rule_id:7}  {audit_rule.kind:12} {audit_rule.severity:8} "
            typer.echo(f"{line}{audit_rule.title}{off}")


@app.command("show")
def show(
    rule_id: str = typer.Argument(help="Id as printed in a report, for example HED-001 or U02."),
    rules: Path | None = RULES,
) -> None:
    """Show one rule with its source, its reasons and its example sentences."""
    from puffery.cli.rule_text import audit_rule_text, label_rule_text
    from puffery.errors import DataFileError
    from puffery.rules import load_rulebook

    book = _book(rules)
    labels = load_rulebook()
    if any(rule.rule_id == rule_id.strip().upper() for rule in labels.rules):
        typer.echo(label_rule_text(labels.by_id(rule_id)))
        return
    try:
        typer.echo(audit_rule_text(book.by_id(rule_id), book))
    except DataFileError as error:
        # the nearest id of either kind
        known = [r.rule_id for r in labels.rules] + [r.rule_id for r in book.rules]
        raise DataFileError(error.code, error.message, hint=_nearest(rule_id, known)) from error


@app.command("check")
def check(
    rules: Path | None = RULES,
    only: str = typer.Option("", help="Audit rules to check, separated by commas; default: all."),
) -> None:
    """Test every rule on its own hits and misses; exit 1 when one fails."""
    from puffery.learn.check_audit_rules import wrong_examples
    from puffery.learn.check_rules import failing_examples

    failures = [] if only else failing_examples()
    for failure in failures:
        typer.echo(
            f"{failure.rule_id}: {failure.wanted}, got {', '.join(failure.got)}: {failure.sentence}"
        )
    ids = frozenset(name.strip().upper() for name in only.split(",") if name.strip())
    wrong = wrong_examples((rules,) if rules else (), ids)
    for item in wrong:
        place = f"{item.file}:{item.line}" if item.line else item.file
        typer.echo(f"{place}: {item.rule_id} {item.wanted}: {item.sentence}\n  got {item.got}")
    if failures or wrong:
        raise typer.Exit(EXIT_FAILED)
    typer.echo("every rule gets its hits and leaves its misses")


@app.command("page")
def page(rules: Path | None = RULES) -> None:
    """Print the reference page of all audit rules as Markdown."""
    from puffery.cli.rule_text import reference_page

    typer.echo(reference_page(_book(rules)))


def _book(rules: Path | None, profile: str = "", as_of: str | None = None) -> AuditBook:
    from puffery.guidance_setup import book_of
    from puffery.settings import Settings

    settings = Settings(profiles=profile, as_of=as_of or "", rules=str(rules) if rules else "")
    return book_of(settings, datetime.now(tz=UTC).isoformat())


def _nearest(rule_id: str, known: list[str]) -> str:
    import difflib

    near = difflib.get_close_matches(rule_id.strip().upper(), known, n=1, cutoff=0.3)
    return f"did you mean {near[0]}?" if near else "puffery rules list shows all"
