"""What may stand in tracked files."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
MAX_BYTES = 25 * 1024 * 1024
MACHINE = re.compile("/" + r"(?:work|farm|root/\.|home/\w)" + "/")
REGISTRY = re.compile("//" + r"[a-z0-9.-]*(?:py" + "pi|np" + r"mjs|python" + r"hosted)[a-z0-9.-]*/")


def _tracked() -> list[Path]:
    done = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if done.returncode:
        pytest.skip("not a git checkout")
    return [ROOT / name for name in done.stdout.split("\0") if name and (ROOT / name).is_file()]


def _texts() -> list[tuple[Path, str]]:
    texts = []
    for path in _tracked():
        data = path.read_bytes()
        if b"\0" not in data[:8000] and path.suffix not in {".gz", ".pdf", ".docx", ".png"}:
            texts.append((path, data.decode("utf-8", "replace")))
    return texts


@pytest.mark.parametrize("pattern", [MACHINE, REGISTRY], ids=["machine paths", "registry hosts"])
def test_tracked_files_name_no_machine_and_no_registry(pattern: re.Pattern[str]) -> None:
    assert [] == [str(p) for p, text in _texts() if pattern.search(text)]


def test_tracked_files_are_small_and_end_their_last_line() -> None:
    assert [] == [str(p) for p in _tracked() if p.stat().st_size > MAX_BYTES]
    assert [] == [str(p) for p, text in _texts() if text and not text.endswith("\n")]


def test_tracked_files_hold_no_conflict() -> None:
    marks = ("<" * 7 + " ", ">" * 7 + " ")

    assert [] == [
        str(p) for p, t in _texts() if any(line.startswith(marks) for line in t.splitlines())
    ]
