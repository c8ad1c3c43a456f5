from __future__ import annotations

import json
import shutil
from collections import Counter
from pathlib import Path

import pytest

from puffery import run as conductor
from puffery import run_info
from puffery.errors import IngestError, ReportError
from puffery.records import ArticleAudit, SkippedArticle, SkipReason
from puffery.run import audit_folder, iter_audits
from puffery.settings import Settings

from .conftest import READ, WriteFolder, folder_bytes, read_lines

pytestmark = [pytest.mark.model, pytest.mark.usefixtures("shared_pipeline")]

CREATED = "2026-01-01T00:00:00+00:00"


def ids(root: Path) -> tuple[list[str], dict[str, SkipReason]]:
    read, skipped = [], {}
    for item in iter_audits(root, Settings()):
        if isinstance(item, SkippedArticle):
            skipped[item.article_id] = item.reason
        else:
            read.append(item.article.article_id)
    return read, skipped


def test_iter_audits_read_and_skipped_are_all_inputs(mixed_folder: Path) -> None:
    read, skipped = ids(mixed_folder)

    assert list(READ) == read
    assert {
        "binary.txt": SkipReason.BINARY,
        "blank.md": SkipReason.EMPTY,
        "broken.docx": SkipReason.UNREADABLE,
        "broken.pdf": SkipReason.UNREADABLE,
        "empty.txt": SkipReason.EMPTY,
        "many.jsonl#2": SkipReason.BAD_RECORD,
        "many.jsonl#d": SkipReason.BAD_RECORD,
        "many.jsonl#5": SkipReason.BAD_RECORD,
        "photo.jpg": SkipReason.UNSUPPORTED,
    } == skipped


def test_audit_folder_report_loses_nothing(mixed_folder: Path, tmp_path: Path) -> None:
    run, folder = audit_folder(
        mixed_folder, tmp_path / "out", created=CREATED, settings=Settings(), run_id="one"
    )

    written = json.loads((folder / "run.json").read_text(encoding="utf-8"))
    counted = Counter(str(row["article_id"]) for row in read_lines(folder / "sentences.jsonl"))
    findings = list(read_lines(folder / "findings.jsonl"))
    assert tmp_path / "out" / "one" == folder
    assert sorted(READ) == sorted(article.article_id for article in run.articles)
    assert 9 == len(run.skipped) == len(written["skipped"]) == written["counts"]["skipped"]
    assert 5 == written["counts"]["articles"]
    assert {a.article_id: a.n_sentences for a in run.articles} == counted
    assert sum(a.n_sentences - a.n_none for a in run.articles) == len(findings)
    assert len(findings) == len({row["fingerprint"] for row in findings})
    assert all(row["reasons"] for row in read_lines(folder / "sentences.jsonl"))


def test_audit_folder_counts_agree_in_every_file(mixed_folder: Path, tmp_path: Path) -> None:
    run, folder = audit_folder(
        mixed_folder, tmp_path / "out", created=CREATED, settings=Settings(), run_id="one"
    )

    labels = Counter(str(row["label"]) for row in read_lines(folder / "sentences.jsonl"))
    counts = json.loads((folder / "run.json").read_text(encoding="utf-8"))["counts"]
    assert {name: counts[name] for name in ("none", "hedged", "unqualified", "promotional")} == {
        name: labels[name] for name in ("none", "hedged", "unqualified", "promotional")
    }
    assert labels["none"] == sum(a.n_none for a in run.articles)
    page = (folder / "index.html").read_text(encoding="utf-8")
    assert all(item.article_id in page for item in run.skipped)


def test_audit_folder_same_input_same_bytes(mixed_folder: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "moved" / mixed_folder.name
    shutil.copytree(mixed_folder, elsewhere)
    settings = Settings()

    _, one = audit_folder(
        mixed_folder, tmp_path / "1", created=CREATED, settings=settings, run_id="x"
    )
    _, two = audit_folder(elsewhere, tmp_path / "2", created=CREATED, settings=settings, run_id="x")

    first, second = folder_bytes(one), folder_bytes(two)
    assert sorted(first) == sorted(second)
    assert [] == [name for name in first if first[name] != second[name]]
    assert [] == [name for name in first if str(tmp_path).encode() in first[name]]


def test_audit_folder_time_stamp_is_the_only_difference(mixed_folder: Path, tmp_path: Path) -> None:
    later = "2027-02-03T04:05:06+00:00"
    settings = Settings(as_of="2026-11-24")

    _, one = audit_folder(
        mixed_folder, tmp_path / "1", created=CREATED, settings=settings, run_id="x"
    )
    _, two = audit_folder(
        mixed_folder, tmp_path / "2", created=later, settings=settings, run_id="x"
    )

    second = folder_bytes(two)
    differ = [name for name, data in folder_bytes(one).items() if data != second[name]]
    assert {"run.json", "index.html"} >= set(differ)
    run = json.loads(second["run.json"])
    assert json.loads((one / "run.json").read_bytes()) == {**run, "created": CREATED}


def test_audit_folder_replaces_a_run_of_the_same_name(
    write_folder: WriteFolder, tmp_path: Path
) -> None:
    root = write_folder({"a.txt": "PRP cures arthritis."})
    settings = Settings()
    _, folder = audit_folder(root, tmp_path / "out", created=CREATED, settings=settings, run_id="x")
    before = folder_bytes(folder)

    audit_folder(root, tmp_path / "out", created=CREATED, settings=settings, run_id="x")

    assert before == folder_bytes(folder)
    assert ["x"] == [path.name for path in (tmp_path / "out").iterdir()]


def test_audit_folder_makes_a_run_name_of_input_and_time(
    write_folder: WriteFolder, tmp_path: Path
) -> None:
    root = write_folder({"a.txt": "PRP cures arthritis."}, name="my articles (new)")

    run, folder = audit_folder(root, tmp_path / "out", created=CREATED, settings=Settings())

    assert "my-articles-new-2026-01-01T000000-0000" == folder.name == run.info.run_id
    assert "my articles (new)" == run.info.input_name


def test_audit_folder_calls_progress_once_per_input(mixed_folder: Path, tmp_path: Path) -> None:
    seen: list[str] = []

    run, _ = audit_folder(
        mixed_folder, tmp_path, created=CREATED, settings=Settings(), progress=seen.append
    )

    assert len(run.articles) + len(run.skipped) == len(seen) == len(set(seen))


def test_audit_folder_crashing_article_is_listed_and_the_batch_goes_on(
    mixed_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    audit_text = conductor.audit_text

    def crash(nlp: object, article: object, auditor: object) -> ArticleAudit:
        if article.article_id == "many.jsonl#a":  # type: ignore[attr-defined]
            raise RecursionError("too deep")
        return audit_text(nlp, article, auditor)  # type: ignore[arg-type]

    monkeypatch.setattr(conductor, "audit_text", crash)

    run, folder = audit_folder(mixed_folder, tmp_path, created=CREATED, settings=Settings())

    (failed,) = (item for item in run.skipped if item.reason is SkipReason.FAILED)
    assert "many.jsonl#a" == failed.article_id
    assert "many.jsonl" == failed.source
    assert "RecursionError: too deep" in failed.detail
    assert set(READ) - {"many.jsonl#a"} == {article.article_id for article in run.articles}
    assert "many.jsonl#a" in (folder / "index.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("error", [KeyboardInterrupt, SystemExit])
def test_audit_folder_stopped_by_hand_leaves_nothing(
    mixed_folder: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    error: type[BaseException],
) -> None:
    def stop(nlp: object, article: object, auditor: object) -> ArticleAudit:
        raise error

    monkeypatch.setattr(conductor, "audit_text", stop)

    with pytest.raises(error):
        audit_folder(mixed_folder, tmp_path / "out", created=CREATED, settings=Settings())

    assert [] == list((tmp_path / "out").iterdir())


def test_audit_folder_missing_input_leaves_no_folder(tmp_path: Path) -> None:
    with pytest.raises(IngestError) as caught:
        audit_folder(tmp_path / "no", tmp_path / "out", created=CREATED, settings=Settings())

    assert "PUF101" == caught.value.code
    assert not list((tmp_path / "out").glob("*"))


def test_audit_folder_of_nothing_is_a_report_too(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()

    run, folder = audit_folder(
        tmp_path / "in", tmp_path / "out", created=CREATED, settings=Settings()
    )

    assert ((), ()) == (run.articles, run.skipped)
    assert "" == (folder / "sentences.jsonl").read_text(encoding="utf-8")
    assert (folder / "index.html").is_file()


def test_audit_folder_refuses_a_run_name_that_leaves_the_folder(
    mixed_folder: Path, tmp_path: Path
) -> None:
    with pytest.raises(ReportError):
        audit_folder(
            mixed_folder, tmp_path / "out", created=CREATED, settings=Settings(), run_id="../x"
        )


def test_audit_folder_never_audits_its_own_reports(
    write_folder: WriteFolder, tmp_path: Path
) -> None:
    root = write_folder({"a.txt": "PRP cures arthritis."})
    settings = Settings()
    audit_folder(root, root / "reports", created=CREATED, settings=settings, run_id="one")

    run, _ = audit_folder(root, root / "reports", created=CREATED, settings=settings, run_id="two")

    assert ["a.txt"] == [article.article_id for article in run.articles]


def test_run_info_says_what_the_run_was_made_with(mixed_folder: Path, tmp_path: Path) -> None:
    run, _ = audit_folder(mixed_folder, tmp_path, created=CREATED, settings=Settings())

    assert CREATED == run.info.created
    assert {"python", "puffery", "spacy"} <= {name for name, _ in run.info.versions}
    assert ["audit_rules", "cues", "encoder", "input", "joint", "lexicon", "rulebook"] == [
        n for n, _ in run.info.fingerprints
    ]
    assert all(len(digest) == 64 for _, digest in run.info.fingerprints)
    assert dict(Settings().as_text_pairs()) == dict(run.info.settings)
    assert run.info.notes


def test_run_info_input_fingerprint_follows_the_text(
    write_folder: WriteFolder, tmp_path: Path
) -> None:
    def digest(text: str, name: str) -> str:
        root = write_folder({"a.txt": text}, name=name)
        run, _ = audit_folder(root, tmp_path / "out", created=CREATED, settings=Settings())
        return dict(run.info.fingerprints)["input"]

    one = digest("PRP cures arthritis.", "one")

    assert one == digest("PRP cures arthritis.", "two")
    assert one != digest("PRP cured arthritis.", "three")


@pytest.mark.parametrize(
    ("engine", "words"),
    [("builtin", "as the settings ask"), ("auto", "scispaCy"), ("scispacy", "scispaCy")],
)
def test_abbreviation_note_names_the_engine(engine: str, words: str) -> None:
    assert words in run_info.abbreviation_note(Settings(abbreviations=engine))


def test_abbreviation_note_says_when_scispacy_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run_info, "_version", lambda package: "")

    assert "scispaCy is not installed" in run_info.abbreviation_note(Settings())
