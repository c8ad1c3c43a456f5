"""Who may import whom: cli -> run -> language -> rooms -> rules -> records -> errors."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "pipeline" / "puffery"
ROOMS = (
    "ingest",
    "segment",
    "tag",
    "encode",
    "link",
    "classify",
    "explain",
    "guidance",
    "aggregate",
    "report",
    "export",
    "review",
)
GROUND = {
    "errors",
    "escaping",
    "notebook",
    "records",
    "data_files",
    "doc_keys",
    "settings",
    "rules",
    "terms",
    "catalogue",
}
CORRIDOR = {"run", "run_info", "collector", "report_object", "guidance_setup"}


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
    """Return the first parts below `puffery` that a file imports."""
    return {name.split(".")[1] for name in _imports(path) if name.startswith("puffery.")}


def _files(room: str) -> list[Path]:
    return sorted((PACKAGE / room).rglob("*.py"))


@pytest.mark.parametrize("room", ROOMS)
def test_rooms_never_import_each_other_or_the_corridor(room: str) -> None:
    above = CORRIDOR | {"cli", "shards", "language", "learn"} | set(ROOMS) - {room}

    guilty = {p.name: sorted(_parts(p) & above) for p in _files(room) if _parts(p) & above}

    assert {} == guilty


def test_the_ground_stands_on_nothing_above() -> None:
    above = CORRIDOR | {"cli", "language", "learn"} | set(ROOMS)
    files = [
        p
        for p in PACKAGE.rglob("*.py")
        if p.relative_to(PACKAGE).parts[0].removesuffix(".py") in GROUND
    ]

    assert files
    assert {} == {p.name: _parts(p) & above for p in files if _parts(p) & above}


def test_language_imports_no_report_and_no_cli() -> None:
    for path in _files("language"):
        assert not _parts(path) & {"cli", "run", "ingest", "report", "aggregate", "learn"}


@pytest.mark.parametrize("module", sorted(CORRIDOR))
def test_corridor_imports_no_command_and_no_learning(module: str) -> None:
    assert not _parts(PACKAGE / f"{module}.py") & {"cli", "learn"}


def test_shards_stand_above_run_and_below_the_commands() -> None:
    for path in _files("shards"):
        assert not _parts(path) & {"cli", "learn", "report", "aggregate", "language"}
    for module in sorted(CORRIDOR):
        assert "shards" not in _parts(PACKAGE / f"{module}.py")


def test_dask_lives_in_one_file() -> None:
    users = {
        p.name
        for p in PACKAGE.rglob("*.py")
        if any(n.split(".")[0] in ("dask", "distributed") for n in _imports(p))
    }

    assert {"dask_pool.py"} == users


def test_every_folder_has_its_place() -> None:
    rooms = {p.name for p in PACKAGE.iterdir() if (p / "__init__.py").is_file()}

    others = {"cli", "shards", "language", "learn", "records", "terms", "catalogue"}
    assert set(ROOMS) | others == rooms


def test_torch_lives_in_training_alone() -> None:
    users = {
        p.relative_to(PACKAGE).parts[:2]
        for p in PACKAGE.rglob("*.py")
        if any(n.split(".")[0] in ("torch", "safetensors", "onnx") for n in _imports(p))
    }

    assert {("learn", "training")} == users


def test_the_server_stack_lives_in_review_serve_alone() -> None:
    users = {
        p.relative_to(PACKAGE).parts[:2]
        for p in PACKAGE.rglob("*.py")
        if any(n.split(".")[0] in ("starlette", "uvicorn") for n in _imports(p))
    }

    assert {("review", "serve")} == users


def test_learn_stands_off_the_corridor() -> None:
    for path in _files("learn"):
        assert not _parts(path) & {"cli", "run", "ingest", "report", "aggregate"}


def test_export_imports_spacy_for_docbin_alone() -> None:
    users = {
        p.name for p in _files("export") if any(n.split(".")[0] == "spacy" for n in _imports(p))
    }

    assert {"docbin.py"} == users


@pytest.mark.parametrize("room", ["ingest", "aggregate", "report"])
def test_rooms_of_plain_records_never_import_spacy(room: str) -> None:
    for path in _files(room):
        assert not {n for n in _imports(path) if n.split(".")[0] == "spacy"}


def test_pandas_lives_in_aggregate_alone() -> None:
    users = {
        p.relative_to(PACKAGE).as_posix()
        for p in PACKAGE.rglob("*.py")
        if any(n.split(".")[0] == "pandas" for n in _imports(p))
    }

    assert {"aggregate/tables.py"} == users


def test_scispacy_lives_in_one_file() -> None:
    users = [
        p.name
        for p in PACKAGE.rglob("*.py")
        if any(n.split(".")[0] == "scispacy" for n in _imports(p))
    ]

    assert ["scispacy_abbreviations.py"] == users


@pytest.mark.parametrize(
    ("code", "absent"),
    [
        ("import puffery", ("spacy", "pandas", "torch")),
        ("import puffery.cli.main", ("spacy", "pandas", "torch")),
        ("import puffery.run", ("pandas", "scispacy", "torch", "docx", "pypdfium2")),
        ("import puffery.shards.conduct", ("pandas", "scispacy", "torch", "distributed", "joblib")),
        ("import puffery.ingest.folder", ("spacy", "pandas", "docx", "pypdfium2", "pyarrow")),
        ("import puffery.aggregate.summary, puffery.aggregate.tables", ("spacy",)),
        ("import puffery.report.write", ("spacy", "pandas")),
        (
            "import puffery.export.formats, puffery.export.gate, puffery.export.diff.render",
            ("spacy", "pandas", "openpyxl", "rapidfuzz", "pyarrow"),
        ),
        ("import puffery.records, puffery.errors, puffery.settings", ("spacy", "numpy")),
        ("import puffery.run, puffery.cli.main", ("starlette", "uvicorn", "sklearn")),
        ("import puffery.review.serve.server", ("spacy", "numpy", "pandas", "pyarrow")),
    ],
)
def test_import_stays_light(code: str, absent: tuple[str, ...]) -> None:
    # Where the train extra is installed, spaCy itself imports torch.
    script = (
        f"import sys; {code}; found = set({absent!r}) & set(sys.modules);"
        "print(sorted(found - ({'torch'} if 'spacy' in sys.modules else set())))"
    )

    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )

    assert "[]" == done.stdout.strip()
