"""`puffery rules list|show|check`: read and test the rulebook."""

from __future__ import annotations

import typer

EXIT_FAILED = 1

app = typer.Typer(help="List, show and check the rules behind the labels.", no_args_is_help=True)


@app.command("list")
def list_rules() -> None:
    """List every rule: id, label, severity, name."""
    from puffery.rules import load_rulebook

    for rule in load_rulebook().rules:
        typer.echo(f"{rule.rule_id}  {rule.framing:12} {rule.severity:7} {rule.name}")


@app.command("show")
def show(
    rule_id: str = typer.Argument(help="Id as printed in a report, for example HED-001."),
) -> None:
    """Show one rule with its source, its reasons and its example sentences."""
    from puffery.rules import load_rulebook

    rule = load_rulebook().by_id(rule_id)
    typer.echo(f"{rule.rule_id} {rule.name}\nlabel: {rule.framing}   severity: {rule.severity}")
    typer.echo(f"fires on: {', '.join(rule.patterns)}\nmessage: {rule.message}")
    for name, value in (
        ("why", rule.why),
        ("fix", rule.fix),
        ("source", rule.clause),
        ("url", rule.url),
    ):
        if value:
            typer.echo(f"{name}: {value}")
    typer.echo(f"source read: {rule.checked}")
    for name, sentences in (("hit", rule.hits), ("miss", rule.misses)):
        for sentence in sentences:
            typer.echo(f"{name}: {sentence}")


@app.command("check")
def check() -> None:
    """Test every rule on its own hits and misses; exit 1 when one fails."""
    from puffery.learn.check_rules import failing_examples

    failures = failing_examples()
    for failure in failures:
        typer.echo(
            f"{failure.rule_id}: {failure.wanted}, got {', '.join(failure.got)}: {failure.sentence}"
        )
    if failures:
        raise typer.Exit(EXIT_FAILED)
    typer.echo("every rule gets its hits and leaves its misses")
