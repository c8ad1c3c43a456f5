"""The README tells the truth: its blocks run, its help text is the real one."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
NOT_RUN = r"(?:^<!-- not run: *(?P<reason>.*?) *-->\n+)?"
FENCED = re.compile(rf"{NOT_RUN}^```(?P<language>\w+)\n(?P<code>.*?)^```", re.MULTILINE | re.DOTALL)
MATCHES = list(FENCED.finditer(README))
BLOCKS = [(m["language"], m["code"]) for m in MATCHES if m["reason"] is None]
"""Language and code of the blocks that run; `<!-- not run: reason -->` before one leaves it out."""
COMMANDS = (
    "audit",
    "label",
    "tag",
    "explain",
    "evaluate",
    "review",
    "agreement",
    "train claims",
    "rules list",
    "rules show",
    "rules check",
)


def _environment() -> dict[str, str]:
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    return {**os.environ, "PATH": path, "COLUMNS": "80", "NO_COLOR": "1"}


def _run(language: str, code: str, folder: Path) -> subprocess.CompletedProcess[str]:
    shell = ["bash", "-euc", code] if language == "bash" else [sys.executable, "-c", code]
    return subprocess.run(
        shell, cwd=folder, env=_environment(), capture_output=True, text=True, check=False
    )


@pytest.mark.slow
def test_readme_blocks_run_in_order(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "corpus", tmp_path / "corpus")
    ran = 0
    for language, code in BLOCKS:
        if language in ("bash", "python") and not code.startswith("make "):
            done = _run(language, code, tmp_path)
            assert 0 == done.returncode, f"{code}\n{done.stdout}\n{done.stderr}"
            ran += 1

    assert ran >= 6
    assert (tmp_path / "reports" / "readme-demo" / "index.html").is_file()
    assert (tmp_path / "labelled.jsonl").is_file()


def test_readme_make_lines_are_targets() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = [code.split()[1] for language, code in BLOCKS if code.startswith("make ")]

    assert {"audit", "test"} <= set(targets)
    assert all(re.search(rf"^{target}:", makefile, re.MULTILINE) for target in targets)


def test_readme_blocks_that_do_not_run_say_why() -> None:
    left_out = [m["reason"] for m in MATCHES if m["reason"] is not None]

    assert README.count("<!-- not run") == len(left_out)
    assert all(left_out)


def test_readme_help_is_the_real_help() -> None:
    blocks = [
        code.partition("\n")
        for language, code in BLOCKS
        if language == "console" and re.match(r"\$ puffery( [\w ]+)? --help\n", code)
    ]

    assert blocks
    for command, _, shown in blocks:
        done = _run("bash", command.removeprefix("$ "), ROOT)
        assert shown.rstrip() == done.stdout.rstrip(), command


def test_readme_console_blocks_are_help() -> None:
    other = [c for language, c in BLOCKS if language == "console" and "--help\n" not in c]

    assert [] == other, "commands belong in bash blocks, which run"


@pytest.mark.parametrize("command", COMMANDS)
def test_readme_names_every_command(command: str) -> None:
    assert f"puffery {command}" in README


def test_readme_shows_every_setting_with_its_default() -> None:
    import tomllib

    from puffery.settings import load_settings

    shown = tomllib.loads(next(code for language, code in BLOCKS if language == "toml"))

    assert dict(load_settings(overrides={}).as_text_pairs()) == {
        k: str(v) for k, v in shown.items()
    }
