"""Size budgets and docstrings of the package."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "pipeline" / "puffery"
MODULES = sorted(PACKAGE.rglob("*.py"))
MAX_MODULE_LINES, MAX_FUNCTION_LINES, MAX_METHODS, MAX_ROOM_MODULES = 300, 40, 7, 6

ROOMS_OF_ANY_SIZE = {".": "the corridor", "cli": "one file a command"}

ALLOWED: dict[str, int] = {}
"""Module or room (path below the package) over a stop -> number of the decision that allows it."""


def _name(path: Path) -> str:
    return path.relative_to(PACKAGE).as_posix()


def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def _functions(tree: ast.Module) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    return [n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef)]


def _lines(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Count from `def` to the last line: decorators out, docstring in."""
    return (node.end_lineno or node.lineno) - node.lineno + 1


def _public(nodes: list[ast.stmt]) -> list[ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef]:
    kinds = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef
    return [n for n in nodes if isinstance(n, kinds) and not n.name.startswith("_")]


@pytest.mark.parametrize("path", [p for p in MODULES if _name(p) not in ALLOWED], ids=_name)
def test_module_keeps_its_budget(path: Path) -> None:
    tree = _tree(path)
    classes = [node for node in ast.walk(tree) if isinstance(node, ast.ClassDef)]

    long = [f"{f.name}: {_lines(f)}" for f in _functions(tree) if _lines(f) > MAX_FUNCTION_LINES]
    wide = [
        f"{node.name}: {len(_public(node.body))}"
        for node in classes
        if len(_public(node.body)) > MAX_METHODS
    ]

    assert len(path.read_text(encoding="utf-8").splitlines()) <= MAX_MODULE_LINES
    assert [] == long
    assert [] == wide


@pytest.mark.parametrize("name", ["short", "long"])
def test_line_count_leaves_decorators_out(name: str) -> None:
    body = "    pass\n" * (MAX_FUNCTION_LINES - (name == "short"))
    tree = ast.parse(f"@a\n@b\ndef f():\n{body}")

    assert (name == "long") is (_lines(_functions(tree)[0]) > MAX_FUNCTION_LINES)


def test_every_exception_names_a_decision() -> None:
    decisions = (ROOT / "pipeline" / "DECISIONS.md").read_text(encoding="utf-8")

    assert [] == [p for p in ALLOWED if not (PACKAGE / p).exists()]
    assert [] == [n for n in ALLOWED.values() if f"\n## {n}. " not in decisions]


def test_rooms_hold_few_modules() -> None:
    rooms: dict[str, int] = {}
    for path in MODULES:
        if path.name != "__init__.py":
            room = path.parent.relative_to(PACKAGE).as_posix()
            rooms[room] = rooms.get(room, 0) + 1

    free = ROOMS_OF_ANY_SIZE.keys() | ALLOWED.keys()

    assert {} == {r: n for r, n in rooms.items() if n > MAX_ROOM_MODULES and r not in free}


@pytest.mark.parametrize("path", MODULES, ids=_name)
def test_public_names_have_docstrings(path: Path) -> None:
    tree = _tree(path)
    missing = ["module"] if tree.body and not ast.get_docstring(tree) else []
    for node in _public(tree.body):
        inner = _public(node.body) if isinstance(node, ast.ClassDef) else []
        missing += [
            f"{node.name} {n.name}" for n in (node, *inner) if not (ast.get_docstring(n) or "").strip()
        ]

    assert [] == missing


@pytest.mark.parametrize("path", MODULES, ids=_name)
def test_library_code_neither_asserts_nor_prints(path: Path) -> None:
    tree = _tree(path)
    bad = [n.lineno for n in ast.walk(tree) if isinstance(n, ast.Assert)]
    bad += [n.lineno for n in ast.walk(tree) if isinstance(n, ast.ExceptHandler) and n.type is None]
    if not _name(path).startswith("cli/"):
        bad += [
            n.lineno
            for n in ast.walk(tree)
            if isinstance(n, ast.Call) and isinstance(n.func, ast.Name) and n.func.id == "print"
        ]

    assert [] == bad
