"""Who may import whom: cli -> run -> language -> rooms -> rules -> records -> errors."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "pipeline" / "puffery"
ROOMS = {"ingest", "segment", "tag", "classify", "explain", "aggregate", "report"}
FLOOR = {"rules", "data_files", "settings", "doc_keys", "records", "errors"}
CORRIDOR = {"run", "run_info", "report_object"}

MAY_IMPORT: dict[str, set[str]] = {
    "": CORRIDOR | {"language"} | FLOOR,  # puffery/__init__.py, on first use
    "__main__": {"cli"},
    "cli": {"cli", "learn", "language"} | CORRIDOR | ROOMS | FLOOR,
    **dict.fromkeys(CORRIDOR, CORRIDOR | {"language"} | ROOMS | FLOOR),
    "language": {"language", "segment", "tag", "classify"} | FLOOR,
    "learn": {"learn", "language", "tag", "segment"} | FLOOR,
    **{room: {room} | FLOOR for room in ROOMS},
    **dict.fromkeys(("rules", "data_files", "settings", "doc_keys"), FLOOR),
    "records": {"records", "errors"},
    "errors": set(),
}
"""Top-level part of the package -> parts it may import, anywhere in a file, not for types only."""

def _imports(path: Path) -> set[str]:
    """Return the modules that a file imports anywhere, except for type checking only."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    typing_only = {
        id(inner)
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test)
        for inner in ast.walk(node)
    }
    found = set()
    for node in ast.walk(tree):
        if id(node) in typing_only:
            continue
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def _parts(path: Path) -> set[str]:
    """Return the first parts below `puffery` that a file imports; names of `__init__` are none."""
    names = {n.split(".")[1] for n in _imports(path) if n.startswith("puffery.")}
    return {n for n in names if (PACKAGE / n).is_dir() or (PACKAGE / f"{n}.py").is_file()}


def _part_of(path: Path) -> str:
    first = path.relative_to(PACKAGE).parts[0].removesuffix(".py")
    return "" if first == "__init__" else first


def _files(room: str) -> list[Path]:
    return sorted((PACKAGE / room).rglob("*.py"))


def _users(package: str) -> set[str]:
    return {
        path.relative_to(PACKAGE).as_posix()
        for path in PACKAGE.rglob("*.py")
        if any(name.split(".")[0] == package for name in _imports(path))
    }


def test_every_part_has_its_place() -> None:
    assert set(MAY_IMPORT) == {_part_of(path) for path in PACKAGE.rglob("*.py")}


@pytest.mark.parametrize("part", sorted(MAY_IMPORT), ids=lambda part: part or "puffery")
def test_parts_import_downwards_only(part: str) -> None:
    files = [path for path in PACKAGE.rglob("*.py") if _part_of(path) == part]

    upward = {path.name: sorted(_parts(path) - MAY_IMPORT[part]) for path in files}

    assert {} == {name: found for name, found in upward.items() if found}


def test_imports_are_absolute_and_spelled_out() -> None:
    hidden = []
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            relative = isinstance(node, ast.ImportFrom) and node.level
            starred = isinstance(node, ast.ImportFrom) and node.names[0].name == "*"
            dynamic = isinstance(node, ast.Call) and ast.unparse(node.func).endswith(
                ("import_module", "__import__")
            )
            if relative or starred or dynamic:
                hidden.append(f"{path.name}:{node.lineno}")

    assert [] == hidden


def test_rooms_do_not_import_the_package_root() -> None:
    assert [] == [p.name for r in ROOMS for p in _files(r) if {"puffery.load"} & _imports(p)]


@pytest.mark.parametrize("room", ["ingest", "aggregate", "report"])
def test_rooms_of_plain_records_never_import_spacy(room: str) -> None:
    for path in _files(room):
        assert not {n for n in _imports(path) if n.split(".")[0] == "spacy"}


def test_pandas_lives_in_aggregate_alone() -> None:
    assert {"aggregate/tables.py"} == _users("pandas")
    named = {
        path.relative_to(PACKAGE).as_posix()
        for path in PACKAGE.rglob("*.py")
        if "import pandas" in path.read_text(encoding="utf-8")
    }
    assert {"aggregate/tables.py", "report_object.py"} == named


def test_scispacy_lives_in_one_file() -> None:
    assert {"tag/scispacy_abbreviations.py"} == _users("scispacy")


@pytest.mark.parametrize(
    ("code", "absent"),
    [
        ("import puffery", ("spacy", "pandas", "torch")),
        ("import puffery.cli.main", ("spacy", "pandas", "torch")),
        ("import puffery.run", ("pandas", "scispacy", "torch", "docx", "pypdfium2")),
    ],
)
def test_import_stays_light(code: str, absent: tuple[str, ...]) -> None:
    script = f"import sys; {code}; print(sorted(set({absent!r}) & set(sys.modules)))"

    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )

    assert "[]" == done.stdout.strip()


@pytest.mark.parametrize("arguments", [["--help"], ["--version"], ["audit", "--help"]])
def test_help_loads_no_spacy(arguments: list[str]) -> None:
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "puffery", *arguments],
        capture_output=True,
        text=True,
        check=True,
    )

    loaded = {line.rsplit("|", 1)[-1].strip() for line in done.stderr.splitlines()}
    assert "puffery.cli.main" in loaded
    assert set() == loaded & {"spacy", "pandas", "thinc", "numpy", "scispacy"}
