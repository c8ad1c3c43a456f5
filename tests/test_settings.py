"""Settings: defaults, file, overrides, and their errors."""

from __future__ import annotations

from pathlib import Path

import pytest

from puffery.errors import SettingsError
from puffery.settings import Settings, load_settings


def test_load_settings_without_a_file_gives_the_defaults(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    assert Settings() == load_settings()


def test_load_settings_takes_the_file_over_defaults_and_overrides_over_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("puffery.toml").write_text("max_chars = 10\nid_field = 'key'\n", encoding="utf-8")

    settings = load_settings(overrides={"max_chars": 20, "text_field": None})

    assert (20, "key", "text") == (settings.max_chars, settings.id_field, settings.text_field)


@pytest.mark.parametrize(
    ("content", "code", "says"),
    [
        ("max_char = 1", "PUF201", "max_chars"),
        ("max_chars = 'many'", "PUF202", "int"),
        ("max_chars = 0", "PUF202", "at least 1"),
        ("english_only = 1", "PUF202", "bool"),
        ("abbreviations = 'magic'", "PUF202", "scispacy"),
        ("max_chars = ", "PUF203", "TOML"),
    ],
)
def test_load_settings_says_what_is_wrong(
    tmp_path: Path, content: str, code: str, says: str
) -> None:
    path = tmp_path / "s.toml"
    path.write_text(content, encoding="utf-8")

    with pytest.raises(SettingsError) as caught:
        load_settings(path)

    assert code == caught.value.code
    assert says in str(caught.value)


def test_load_settings_refuses_a_missing_file(tmp_path: Path) -> None:
    with pytest.raises(SettingsError) as caught:
        load_settings(tmp_path / "none.toml")

    assert "PUF203" == caught.value.code


def test_load_settings_names_the_known_ones_where_none_is_near(tmp_path: Path) -> None:
    path = tmp_path / "s.toml"
    path.write_text("qqqqqq = 1", encoding="utf-8")

    with pytest.raises(SettingsError) as caught:
        load_settings(path)

    assert "abbreviations" in caught.value.hint
    assert "s.toml" in caught.value.message


@pytest.mark.parametrize(
    "overrides", [{"max_chars": "10"}, {"max_chars": True}, {"id_field": 3}, {"max_chars": 1.0}]
)
def test_load_settings_checks_overrides_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, overrides: dict[str, object]
) -> None:
    monkeypatch.chdir(tmp_path)

    with pytest.raises(SettingsError, match="must be of type") as caught:
        load_settings(overrides=overrides)

    assert "PUF202" == caught.value.code


def test_load_settings_refuses_a_file_that_is_not_utf8(tmp_path: Path) -> None:
    path = tmp_path / "s.toml"
    path.write_bytes("title_field = 'é'".encode("latin-1"))

    with pytest.raises(SettingsError):
        load_settings(path)


def test_settings_as_text_pairs_are_sorted_and_whole() -> None:
    pairs = Settings().as_text_pairs()

    assert sorted(pairs) == list(pairs)
    assert {"english_only": "True", "max_chars": "1000000"}.items() <= dict(pairs).items()
