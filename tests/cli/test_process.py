"""The command line as a process: terminals, time stamps, hash seeds, broken input."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from puffery.cli import audit
from puffery.cli.main import app, main
from puffery.errors import SettingsError

pytestmark = pytest.mark.model


def test_help_needs_no_spacy_and_no_pandas() -> None:
    script = (
        "import sys\nfrom puffery.cli.main import app\n"
        "app(['audit', '--help'], standalone_mode=False)\n"
        "sys.exit(bool({'spacy', 'pandas', 'numpy'} & set(sys.modules)))"
    )

    done = subprocess.run([sys.executable, "-c", script], capture_output=True, check=False)

    assert 0 == done.returncode
    assert b"--run-id" in done.stdout


def test_main_turns_an_error_into_one_message(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(
        sys, "argv", ["puffery", "audit", str(tmp_path / "no"), "-o", str(tmp_path / "o")]
    )

    with pytest.raises(SystemExit) as stopped:
        main()

    printed = capsys.readouterr()
    assert (2, "") == (stopped.value.code, printed.out)
    assert printed.err.startswith("puffery: PUF101: cannot read ")
    assert "\n  hint: " in printed.err


@pytest.mark.parametrize(
    "arguments",
    [["audit"], ["nonsense"], ["label", "x.jsonl"], ["audit", ".", "--format", "xml"], ["rules"]],
)
def test_wrong_usage_exits_2(arguments: list[str]) -> None:
    assert 2 == CliRunner().invoke(app, arguments).exit_code


@pytest.mark.parametrize(
    ("epoch", "stamp"),
    [
        ("0", "1970-01-01T00:00:00+00:00"),
        ("1700000000", "2023-11-14T22:13:20+00:00"),
    ],
)
def test_now_takes_source_date_epoch(
    monkeypatch: pytest.MonkeyPatch, epoch: str, stamp: str | None
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)

    now = audit._now()

    assert stamp == now if stamp else re.fullmatch(r"20\d\d-\d\d-\d\dT[\d:]{8}\+00:00", now)


@pytest.mark.parametrize("epoch", ["²", "99999999999999", "soon", "-1"])
def test_now_refuses_an_epoch_that_it_cannot_use(
    monkeypatch: pytest.MonkeyPatch, epoch: str
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)

    with pytest.raises(SettingsError, match="SOURCE_DATE_EPOCH"):
        audit._now()


@pytest.mark.slow
def test_audit_gives_the_same_bytes_under_any_hash_seed(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    text = "Platelet-rich plasma (PRP) may help knees. PRP cures arthritis, lupus and migraine!"
    (tmp_path / "in" / "a.txt").write_text(text, encoding="utf-8")
    for seed in ("1", "2"):
        subprocess.run(
            [
                sys.executable,
                "-m",
                "puffery",
                "audit",
                "in",
                "-o",
                seed,
                "-q",
                "--created",
                "2026-11-24",
            ],
            cwd=tmp_path,
            env={**os.environ, "PYTHONHASHSEED": seed},
            check=True,
            capture_output=True,
        )

    one, two = (
        {p.name: p.read_bytes() for p in (tmp_path / seed / "in-2026-11-24").iterdir()}
        for seed in "12"
    )

    assert 14 == len(one)
    assert one == two


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="there are no pseudo-terminals")
def test_no_color_holds_on_a_terminal(tmp_path: Path) -> None:
    import pty

    (tmp_path / "a.jsonl").write_text(
        '{"id": "\\u001b]0;owned\\u0007", "title": "\\u001b[31mx", "text": "PRP cures lupus."}\n'
        '{"id": "[red]"}\n',
        encoding="utf-8",
    )
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-m", "puffery", "audit", "a.jsonl", "-o", "o"],
        cwd=tmp_path,
        env={**os.environ, "NO_COLOR": "1", "TERM": "xterm-256color", "COLUMNS": "80"},
        stdout=theirs,
        stderr=theirs,
    ) as child:
        os.close(theirs)
        shown = read_all(ours)

    assert 3 == child.returncode
    assert b"1 unqualified" in re.sub(rb"\x1b\[\d*m", b"", shown)
    assert not re.search(rb"\x1b\[(?:\d+;)*(?:[349]\d|10\d)(?:;\d+)*m", shown), "a colour"
    assert not re.search(rb"\x1b\]", shown), "a title or link sequence"


def read_all(descriptor: int) -> bytes:
    data = b""
    while True:
        try:
            piece = os.read(descriptor, 65536)
        except OSError:  # Linux says so when the other end is closed
            piece = b""
        if not piece:
            os.close(descriptor)
            return data
        data += piece


@pytest.mark.slow
def test_explain_reads_standard_input_that_is_not_utf8() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "puffery", "explain", "-"],
        input=b"The caf\xe9 says PRP cures lupus.",
        capture_output=True,
        check=False,
    )

    assert b"Traceback" not in done.stderr
