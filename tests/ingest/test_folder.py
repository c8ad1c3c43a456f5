from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from puffery.errors import IngestError
from puffery.ingest import folder
from puffery.ingest.folder import FORMATS, read_articles
from puffery.ingest.interface import Format, SourceFile
from puffery.records import Article, SkippedArticle, SkipReason
from puffery.settings import Settings

ENGLISH = "Vitamin D may help some people with weak bones, but the trial found no benefit. " * 4
GERMAN = (
    "Das Mittel lindert die Schmerzen in den Gelenken und hilft vielen Menschen im Alltag, "
    "auch wenn die Wirkung bisher nur in kleinen Studien untersucht wurde. "
) * 3


def write(root: Path, files: dict[str, str]) -> None:
    for name, content in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")


def read(root: Path, **settings: object) -> dict[str, Article | SkippedArticle]:
    items = list(read_articles(root, Settings(**settings)))  # type: ignore[arg-type]
    found = {item.article_id: item for item in items}
    assert len(found) == len(items), "article ids are unique"
    return found


def reason(item: Article | SkippedArticle) -> SkipReason | None:
    return item.reason if isinstance(item, SkippedArticle) else None


def test_read_articles_sorts_by_relative_path(tmp_path: Path) -> None:
    write(tmp_path, {"b.txt": "b", "a/z.txt": "z", "a.txt": "a", "a/b/c.md": "c", "B.txt": "B"})

    assert list(read(tmp_path)) == ["B.txt", "a.txt", "a/b/c.md", "a/z.txt", "b.txt"]


def test_read_articles_reads_a_single_file(tmp_path: Path) -> None:
    write(tmp_path, {"README.md": "# An article all the same"})

    found = read(tmp_path / "README.md")

    assert list(found) == ["README.md"]
    assert reason(found["README.md"]) is None


def test_read_articles_missing_root_fails_before_the_first_item(tmp_path: Path) -> None:
    with pytest.raises(IngestError, match="cannot read") as caught:
        read_articles(tmp_path / "nowhere", Settings())

    assert caught.value.code == "PUF101"
    assert caught.value.hint


def test_read_articles_leaves_out_hidden_files_and_folders(tmp_path: Path) -> None:
    write(tmp_path, {".hidden.txt": "x", ".git/config.txt": "x", "shown.txt": "x"})

    assert list(read(tmp_path)) == ["shown.txt"]


@pytest.mark.parametrize(
    ("name", "detail"),
    [
        ("letter.doc", "save it as .docx"),
        ("sheet.xlsx", "save it as .csv"),
        ("pack.zip", "unpack it first"),
        ("one.json", "name it .jsonl"),
        ("photo.jpg", "puffery reads .txt"),
        ("noname", "without a suffix"),
        ("README.md", "a README, not an article"),
        ("readme.txt", "a README, not an article"),
        ("LICENSE", "a licence, not an article"),
        ("LICENCE.txt", "a licence, not an article"),
        ("LICENSE-MIT.txt", "a licence, not an article"),
    ],
)
def test_read_articles_reports_what_is_not_read(tmp_path: Path, name: str, detail: str) -> None:
    write(tmp_path, {name: "some text"})

    item = read(tmp_path)[name]

    assert reason(item) is SkipReason.UNSUPPORTED
    assert isinstance(item, SkippedArticle)
    assert detail in item.detail


@pytest.mark.parametrize("name", ["license-to-heal.txt", "readme-if-tired.md", "NOTES.TXT"])
def test_read_articles_reads_names_that_look_special(tmp_path: Path, name: str) -> None:
    write(tmp_path, {name: "some text"})

    assert reason(read(tmp_path)[name]) is None


@pytest.mark.parametrize("name", ["a.txt", "a.md", "a.html", "a.jsonl", "a.csv", "a.tsv"])
@pytest.mark.parametrize("content", ["", " \n\t\n "])
def test_read_articles_reports_empty_files(tmp_path: Path, name: str, content: str) -> None:
    write(tmp_path, {name: content})

    assert reason(read(tmp_path)[name]) is SkipReason.EMPTY


@pytest.mark.parametrize("suffix", sorted(FORMATS))
def test_read_articles_reports_damaged_files_and_goes_on(tmp_path: Path, suffix: str) -> None:
    (tmp_path / f"a{suffix}").write_bytes(bytes(range(256)) * 20)
    write(tmp_path, {"b.txt": "fine"})

    found = list(read(tmp_path).values())

    assert all(reason(item) for item in found[:-1])
    assert found[-1].article_id == "b.txt"
    assert reason(found[-1]) is None


def test_read_articles_too_many_bytes(tmp_path: Path) -> None:
    write(tmp_path, {"a.txt": "x" * 101, "b.jsonl": '{"text": "ok"}\n' * 20})

    found = read(tmp_path, max_bytes=100)

    first = found["a.txt"]
    assert isinstance(first, SkippedArticle)
    assert first.reason is SkipReason.TOO_LARGE
    assert first.detail == "101 bytes, more than 100 (setting max_bytes)"
    assert len(found) == 21, "JSON Lines are streamed and not bound by max_bytes"


@pytest.mark.parametrize("name", ["a.txt", "a.html"])
def test_read_articles_too_many_characters(tmp_path: Path, name: str) -> None:
    write(tmp_path, {name: "word " * 30})

    item = read(tmp_path, max_chars=100)[name]

    assert isinstance(item, SkippedArticle)
    assert item.reason is SkipReason.TOO_LARGE
    assert "setting max_chars" in item.detail


def test_read_articles_leaves_out_other_languages(tmp_path: Path) -> None:
    write(tmp_path, {"de.txt": GERMAN, "en.txt": ENGLISH})

    found = read(tmp_path)

    german = found["de.txt"]
    assert isinstance(german, SkippedArticle)
    assert german.reason is SkipReason.NOT_ENGLISH
    assert "language code de" in german.detail
    assert reason(found["en.txt"]) is None
    assert reason(read(tmp_path, english_only=False)["de.txt"]) is None


def test_read_articles_repeated_ids_get_a_number(tmp_path: Path) -> None:
    lines = '{"id": "a", "text": "1"}\n' * 3 + '{"id": "a~2", "text": "4"}\n'
    write(tmp_path, {"x.jsonl": lines, "x.jsonl#a.txt": "5"})

    found = read(tmp_path)

    expected = ["x.jsonl#a", "x.jsonl#a~2", "x.jsonl#a~3", "x.jsonl#a~2~2", "x.jsonl#a.txt"]
    assert expected == list(found)
    assert [item.text for item in found.values() if isinstance(item, Article)] == [
        "1",
        "1",
        "1",
        "4",
        "5",
    ]


def test_read_articles_keeps_records_before_a_failure(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def break_off(file: SourceFile, settings: Settings) -> Iterator[Article | SkippedArticle]:
        yield Article(file.article_id("1"), "first", source=file.source)
        raise RecursionError(f"too deep in {file.path}")

    monkeypatch.setitem(folder.FORMATS, ".txt", Format(break_off))
    write(tmp_path, {"a.txt": "x"})

    first, last = read(tmp_path).values()

    assert reason(first) is None
    assert isinstance(last, SkippedArticle)
    assert last.reason is SkipReason.UNREADABLE
    assert last.detail == "cannot be read after 1 records: RecursionError: too deep in a.txt"


def test_read_articles_is_lazy(tmp_path: Path) -> None:
    write(tmp_path, {f"{number}.txt": "text" for number in range(5)})

    items = read_articles(tmp_path, Settings())
    first = next(items)
    (tmp_path / "1.txt").write_text("changed later", encoding="utf-8")
    second = next(items)

    assert first.article_id == "0.txt"
    assert isinstance(second, Article)
    assert second.text == "changed later"


def test_read_articles_reports_a_file_that_went_away(tmp_path: Path) -> None:
    write(tmp_path, {"0.txt": "x", "1.txt": "x"})

    items = read_articles(tmp_path, Settings())
    next(items)
    (tmp_path / "1.txt").unlink()
    gone = next(items)

    assert isinstance(gone, SkippedArticle)
    assert gone.detail == "cannot be read: No such file or directory"


@pytest.mark.skipif(os.name != "posix", reason="links and odd names as POSIX has them")
class TestPosix:
    def test_read_articles_leaves_out_links_that_leave_the_root(self, tmp_path: Path) -> None:
        outside = tmp_path / "outside.txt"
        outside.write_text("secret", encoding="utf-8")
        root = tmp_path / "root"
        write(root, {"a.txt": "x", "sub/b.txt": "y"})
        (root / "leak.txt").symlink_to(outside)
        (root / "up").symlink_to(tmp_path)
        (root / "loop").symlink_to(root)
        (root / "sub" / "again.txt").symlink_to(root / "a.txt")

        assert list(read(root)) == ["a.txt", "sub/again.txt", "sub/b.txt"]

    def test_read_articles_reports_a_broken_link(self, tmp_path: Path) -> None:
        (tmp_path / "a.txt").symlink_to(tmp_path / "missing.txt")

        assert reason(read(tmp_path)["a.txt"]) is SkipReason.UNREADABLE

    def test_read_articles_reports_a_link_to_itself(self, tmp_path: Path) -> None:
        (tmp_path / "a.txt").symlink_to(tmp_path / "b.txt")
        (tmp_path / "b.txt").symlink_to(tmp_path / "a.txt")

        assert {SkipReason.UNREADABLE} == {reason(item) for item in read(tmp_path).values()}

    def test_read_articles_does_not_open_a_pipe(self, tmp_path: Path) -> None:
        os.mkfifo(tmp_path / "a.txt")

        assert reason(read(tmp_path)["a.txt"]) is SkipReason.UNSUPPORTED

    def test_read_articles_escapes_odd_names(self, tmp_path: Path) -> None:
        for name in (b"not-utf8-\xff.txt", b"line\nbreak.txt", "é ü.txt".encode()):
            Path(os.fsdecode(os.path.join(os.fsencode(tmp_path), name))).write_bytes(b"x")  # noqa: PTH118

        found = read(tmp_path)

        assert list(found) == ["line\\nbreak.txt", "not-utf8-\\udcff.txt", "é ü.txt"]
        assert all(item.source.encode("utf-8") for item in found.values())

    @pytest.mark.skipif(hasattr(os, "geteuid") and os.geteuid() == 0, reason="root reads all")
    def test_read_articles_reports_a_folder_that_may_not_be_listed(self, tmp_path: Path) -> None:
        write(tmp_path, {"shut/a.txt": "x", "b.txt": "y"})
        (tmp_path / "shut").chmod(0)
        try:
            found = read(tmp_path)
        finally:
            (tmp_path / "shut").chmod(0o700)

        assert reason(found["shut"]) is SkipReason.UNREADABLE
        assert reason(found["b.txt"]) is None


def test_read_articles_reports_an_unlistable_folder_of_any_user(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, {"shut/a.txt": "x", "b.txt": "y"})
    real = os.scandir

    def scandir(path: str) -> object:
        if Path(path).name == "shut":
            raise PermissionError(13, "Permission denied", path)
        return real(path)

    monkeypatch.setattr(os, "scandir", scandir)

    found = read(tmp_path)

    assert list(found) == ["b.txt", "shut"]
    assert reason(found["shut"]) is SkipReason.UNREADABLE


def test_reading_text_imports_no_heavy_library(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(ENGLISH, encoding="utf-8")
    code = (
        "import sys; from pathlib import Path\n"
        "from puffery.ingest.folder import read_articles\n"
        "from puffery.settings import Settings\n"
        "list(read_articles(Path(sys.argv[1]), Settings()))\n"
        "heavy = {'pandas', 'pyarrow', 'pypdfium2', 'docx', 'jsonlines', 'spacy', 'numpy'}\n"
        "print(sorted(heavy & set(sys.modules)))\n"
    )

    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path)], capture_output=True, text=True, check=True
    )

    assert done.stdout.strip() == "[]"


def test_read_articles_stops_when_the_whole_input_vanishes(tmp_path: Path) -> None:
    root = tmp_path / "in"
    write(root, {"a.txt": ENGLISH, "b.txt": ENGLISH, "c.txt": ENGLISH})
    items = read_articles(root, Settings())
    first = next(items)
    root.rename(tmp_path / "away")

    with pytest.raises(IngestError, match=r"vanished while it was read, at b\.txt") as caught:
        next(items)

    assert "a.txt" == first.article_id
    assert "PUF104" == caught.value.code
    assert "repeat the command" in caught.value.hint


def test_read_articles_reports_one_file_that_vanishes_and_goes_on(tmp_path: Path) -> None:
    write(tmp_path, {"a.txt": ENGLISH, "b.txt": ENGLISH, "c.txt": ENGLISH})
    items = read_articles(tmp_path, Settings())
    next(items)
    (tmp_path / "b.txt").unlink()

    second, third = items

    assert isinstance(second, SkippedArticle)
    assert ("b.txt", SkipReason.UNREADABLE) == (second.article_id, second.reason)
    assert "c.txt" == third.article_id
