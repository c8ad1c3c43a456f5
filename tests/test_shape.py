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


def _name(path: Path) -> str:
    return path.relative_to(PACKAGE).as_posix()


def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def _functions(tree: ast.Module) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    return [n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef)]


@pytest.mark.parametrize("path", MODULES, ids=_name)
def test_module_keeps_its_budget(path: Path) -> None:
    tree = _tree(path)
    long = [
        f.name for f in _functions(tree) if (f.end_lineno or 0) - f.lineno + 1 > MAX_FUNCTION_LINES
    ]
    wide = [
        node.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef)
        and sum(isinstance(n, ast.FunctionDef) and not n.name.startswith("_") for n in node.body)
        > MAX_METHODS
    ]

    assert len(path.read_text(encoding="utf-8").splitlines()) <= MAX_MODULE_LINES
    assert [] == long
    assert [] == wide


def test_rooms_hold_few_modules() -> None:
    rooms: dict[str, int] = {}
    for path in MODULES:
        if path.name != "__init__.py":
            room = path.parent.relative_to(PACKAGE).as_posix()
            rooms[room] = rooms.get(room, 0) + 1

    full = {r: n for r, n in rooms.items() if n > MAX_ROOM_MODULES and r not in ROOMS_OF_ANY_SIZE}

    assert {} == full


@pytest.mark.parametrize("path", MODULES, ids=_name)
def test_public_names_have_docstrings(path: Path) -> None:
    tree = _tree(path)
    missing = []
    if path.name != "__init__.py" and not ast.get_docstring(tree):
        missing.append("module")
    for node in tree.body:
        if isinstance(node, ast.ClassDef | ast.FunctionDef) and not node.name.startswith("_"):
            if not ast.get_docstring(node):
                missing.append(node.name)
            for inner in node.body if isinstance(node, ast.ClassDef) else ():
                public = isinstance(inner, ast.FunctionDef) and not inner.name.startswith("_")
                if public and not ast.get_docstring(inner):
                    missing.append(f"{node.name}.{inner.name}")

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
