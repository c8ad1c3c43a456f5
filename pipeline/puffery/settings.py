"""Settings: defaults in one place, a TOML file over them, the command line over both.

In: an optional `puffery.toml` and overrides. Out: a frozen `Settings`.
"""

from __future__ import annotations

import dataclasses
import difflib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from puffery.errors import SettingsError

FILE_NAME = "puffery.toml"
LABELLERS = ("model", "rules")
ABBREVIATION_ENGINES = ("auto", "scispacy", "builtin")


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything a user can set.

    Attributes:
        max_bytes: Files larger than this many bytes are skipped as too large (tables and JSONL
            are streamed and not bound by it).
        max_chars: Articles longer than this many code points are skipped as too large.
        english_only: Whether articles in other languages are skipped.
        min_language_chars: Texts shorter than this many code points are not language-checked,
            because identification is unreliable on them.
        id_field: Column or key that holds a record's id.
        text_field: Column or key that holds a record's text.
        title_field: Column or key for the title.
        url_field: Column or key for the web address.
        date_field: Column or key for the date.
        author_field: Column or key for the author.
        publisher_field: Column or key for the publisher.
        entities: How therapies and diseases are found: `model` joins the shipped encoder with the
            lexicon, `lexicon` takes the lexicon alone, any other value names an installed spaCy or
            scispaCy pipeline whose entities are joined with the lexicon.
        labels: How sentences are labelled: `model` joins rules and encoder, `rules` takes the rules
            alone.
        min_confidence: Probability (0 to 1) below which a label is shown as undecided instead of
            guessed; needs `labels` to be `model`.
        abbreviations: `auto` takes scispaCy's detector where it is installed and the built-in
            fallback elsewhere; `scispacy` and `builtin` force one.
        profiles: Bodies of guidance whose audit rules apply, separated by commas (`us-ftc,uk-cap`);
            empty for all.
        as_of: Day whose guidance applies, ISO 8601; empty for the day of the run.
        rules: Folder with audit rules of the user, beside the shipped ones; empty for none.
        disable: Audit rules that are not applied, separated by commas.
        enable: Audit rules that are off by default and are applied, separated by commas.
        suppressions: TOML file of matches that reviewers set aside; empty for none.
        single_page_chars: Up to this many code points of article text the HTML report is one
            file; above, an index plus one page an article.
        decisions: Folder with the decisions of reviewers that the audit applies; empty for none.
    """

    max_bytes: int = 20_000_000
    max_chars: int = 1_000_000
    english_only: bool = True
    min_language_chars: int = 200
    id_field: str = "id"
    text_field: str = "text"
    title_field: str = "title"
    url_field: str = "url"
    date_field: str = "date"
    author_field: str = "author"
    publisher_field: str = "publisher"
    entities: str = "model"
    labels: str = "model"
    min_confidence: float = 0.0
    abbreviations: str = "auto"
    profiles: str = ""
    as_of: str = ""
    rules: str = ""
    disable: str = ""
    enable: str = ""
    suppressions: str = ""
    single_page_chars: int = 1_000_000
    decisions: str = ""

    def __post_init__(self) -> None:
        for name in ("max_bytes", "max_chars", "single_page_chars"):
            if getattr(self, name) < 1:
                raise SettingsError("PUF202", f"setting {name} must be at least 1")
        if self.min_language_chars < 0:
            raise SettingsError("PUF202", "setting min_language_chars must be 0 or more")
        check_labels(self.labels, self.min_confidence)
        check_day(self.as_of)
        if self.abbreviations not in ABBREVIATION_ENGINES:
            raise SettingsError(
                "PUF202",
                f"setting abbreviations is {self.abbreviations!r}",
                hint=f"use one of: {', '.join(ABBREVIATION_ENGINES)}",
            )

    def as_text_pairs(self) -> tuple[tuple[str, str], ...]:
        """Return all settings as sorted (name, value) text pairs for `run.json`.

        Of the folder of decisions only the last part is told: a report names no place of the
        machine that it was made on.
        """
        values = dataclasses.asdict(self) | {"decisions": Path(self.decisions).name}
        return tuple((name, str(values[name])) for name in sorted(values))


def check_day(day: str) -> None:
    """Raise `SettingsError` (`PUF202`) where `as_of` is no day."""
    try:
        if day:
            date.fromisoformat(day)
    except ValueError as error:
        raise SettingsError(
            "PUF202", f"setting as_of is {day!r}", hint="write a day, as 2026-01-31"
        ) from error


def check_labels(labels: str, min_confidence: float) -> None:
    """Raise `SettingsError` (`PUF202`) where these two settings are wrong or do not go together."""
    if labels not in LABELLERS:
        raise SettingsError(
            "PUF202",
            f"setting labels is {labels!r}",
            hint=f"use one of: {', '.join(LABELLERS)}",
        )
    if not 0.0 <= min_confidence < 1.0:
        raise SettingsError(
            "PUF202",
            f"setting min_confidence is {min_confidence}",
            hint="give a probability from 0 to below 1, for example 0.6",
        )
    if min_confidence and labels != "model":
        raise SettingsError(
            "PUF202",
            "min_confidence needs labels = model",
            hint="rules alone have no calibrated confidence",
        )


def load_settings(
    path: Path | None = None, overrides: Mapping[str, object] | None = None
) -> Settings:
    """Build `Settings` from defaults, a TOML file and overrides.

    Args:
        path: TOML file; None looks for `puffery.toml` in the working directory and goes on
            without when there is none.
        overrides: Setting -> value from the command line; None values are ignored.

    Returns:
        The merged settings.

    Raises:
        SettingsError: `PUF203` for an unreadable file, `PUF201` for an unknown name (with the
            nearest known one), `PUF202` for a value of the wrong type.
    """
    values: dict[str, object] = {}
    chosen = path if path is not None else Path(FILE_NAME)
    if path is not None or chosen.is_file():
        values.update(_read_toml(chosen))
    values.update({k: v for k, v in (overrides or {}).items() if v is not None})
    known = {f.name: f for f in dataclasses.fields(Settings)}
    defaults = Settings()
    for name, value in list(values.items()):
        if name not in known:
            near = difflib.get_close_matches(name, known, n=1)
            hint = f"did you mean {near[0]}?" if near else f"known: {', '.join(sorted(known))}"
            raise SettingsError("PUF201", f"unknown setting {name!r} in {chosen}", hint=hint)
        wanted = type(getattr(defaults, name))
        if wanted is float and type(value) is int:
            values[name] = float(value)
        elif type(value) is not wanted:
            raise SettingsError(
                "PUF202", f"setting {name} is {value!r}, but must be of type {wanted.__name__}"
            )
    return Settings(**values)  # type: ignore[arg-type]  # types were checked just above


def _read_toml(path: Path) -> dict[str, object]:
    try:
        with path.open("rb") as handle:
            return tomllib.load(handle)
    except OSError as error:
        raise SettingsError("PUF203", f"cannot read settings file {path}: {error}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError("PUF203", f"settings file {path} is not valid TOML: {error}") from error
