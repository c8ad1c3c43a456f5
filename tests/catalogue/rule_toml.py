"""One audit rule as TOML, to be varied by tests."""

from __future__ import annotations

from pathlib import Path

RULE = """[[rule]]
id = "TEST-001"
title = "Cure of a disease"
class = "unqualified"
severity = "high"
profiles = ["us-ftc", "uk-cap"]
valid_from = 2020-01-01
patterns = ["cure~ <3> {disease}"]
message = "{cues} says that a disease goes away."
why = "It seldom does."
fix = "Say what was measured."
hits = ["Moss tea cures lupus."]
misses = ["Moss tea does not cure lupus."]

[[rule.source]]
clause = "Invented clause 1"
url = "https://www.example.org"
checked = 2026-11-24
reading = "full"
"""


def write_rule(folder: Path, *changes: tuple[str, str], name: str = "own.toml") -> Path:
    """Write the rule with (old, new) replacements into `folder` and return the folder."""
    text = RULE
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(text, encoding="utf-8")
    return folder
