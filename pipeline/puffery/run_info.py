"""What a run was made with: versions, settings, fingerprints, notes.

In: settings and the fingerprint of the input. Out: `RunInfo`.
"""

from __future__ import annotations

import importlib.metadata
import platform
from collections.abc import Iterator

from puffery.catalogue.book import AuditBook
from puffery.guidance_setup import book_of
from puffery.records import RunInfo
from puffery.rules import load_rulebook
from puffery.settings import Settings
from puffery.tag.cue_patterns import load_cues
from puffery.terms.lexicon import load_lexicon

PACKAGES = (
    "puffery",
    "spacy",
    "scispacy",
    "pandas",
    "jsonlines",
    "onnxruntime",
    "scikit-learn",
    "tokenizers",
    "resiliparse",
    "pypdfium2",
    "python-docx",
)


def run_info(
    *, run_id: str, created: str, input_name: str, settings: Settings, input_sha256: str
) -> RunInfo:
    """Return what a run was made with.

    Args:
        run_id: Name of the run folder.
        created: Time stamp that was passed in.
        input_name: Last part of the input path.
        settings: Settings.
        input_sha256: Fingerprint of all inputs in order (hex).
    """
    book = book_of(settings, created)
    fingerprints = {
        **data_fingerprints(settings),
        "audit_rules": book.sha256,
        "input": input_sha256,
    }
    return RunInfo(
        run_id=run_id,
        created=created,
        input_name=input_name,
        versions=versions(),
        settings=settings.as_text_pairs(),
        fingerprints=tuple(sorted(fingerprints.items())),
        notes=(abbreviation_note(settings), guidance_note(book)),
    )


def versions() -> tuple[tuple[str, str], ...]:
    """Return Python and the packages that decide what an audit says, with versions, sorted."""
    return tuple(sorted([("python", platform.python_version()), *_versions()]))


def data_fingerprints(settings: Settings) -> dict[str, str]:
    """Return name -> SHA-256 (hex) of rules, cues, lexicon and the models that settings ask for."""
    return {
        "cues": load_cues()[1],
        "lexicon": load_lexicon().fingerprint,
        "rulebook": load_rulebook().sha256,
        **_model_fingerprints(settings),
    }


def _model_fingerprints(settings: Settings) -> dict[str, str]:
    """Return the fingerprints of the models that the settings ask for."""
    from puffery.classify.joint.joint_model import FILE
    from puffery.data_files import fingerprint
    from puffery.encode.encoder_model import load_encoder, shipped_folder

    found = {}
    if settings.labels == "model" or settings.entities in ("model", "encoder"):
        found["encoder"] = load_encoder().fingerprint
    if settings.labels == "model":
        found["joint"] = fingerprint((shipped_folder() / FILE).read_bytes())
    return found


def guidance_note(book: AuditBook) -> str:
    """Return which audit rules a run applied, as a sentence for the report."""
    names = ", ".join(book.profiles)
    return (
        f"{len(book.active)} of {len(book.rules)} audit rules were applied, with guidance in force "
        f"on {book.as_of} of the profiles {names}."
    )


def abbreviation_note(settings: Settings) -> str:
    """Return which abbreviation detector a run uses, as a sentence for the report."""
    found = _version("scispacy")
    if settings.abbreviations == "builtin" or not found:
        why = (
            "as the settings ask"
            if settings.abbreviations == "builtin"
            else "scispaCy is not installed"
        )
        return f"Abbreviations were resolved by the built-in fallback ({why})."
    return f"Abbreviations were resolved by scispaCy {found}."


def _versions() -> Iterator[tuple[str, str]]:
    for package in PACKAGES:
        found = _version(package)
        if found:
            yield package, found


def _version(package: str) -> str:
    try:
        return importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        return ""
