"""puffery audits what health articles claim.

In: text, a spaCy `Doc`, or a folder of articles. Out: sentence labels with their reasons.
Everything heavy is imported on first use.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

    from puffery.records import SentenceAudit
    from puffery.report_object import Report
    from puffery.settings import Settings

__all__ = ["audit", "explain_doc", "load"]
__version__ = "0.1.0"


def load(
    *,
    entities: str = "model",
    labels: str = "model",
    abbreviations: str = "auto",
    whole: bool = False,
    min_confidence: float = 0.0,
) -> Language:
    """Return the puffery pipeline as a spaCy `Language`.

    Args:
        entities: `model`, `lexicon`, or the name of an installed spaCy pipeline with entities.
        labels: `model` (rules and encoder together) or `rules`.
        abbreviations: `auto`, `scispacy` or `builtin`.
        whole: Treat each text as one ready-made sentence.
        min_confidence: Probability (0 to 1) below which a label is marked undecided.
    """
    from puffery.language.assemble import load as assemble

    return assemble(
        entities=entities,
        labels=labels,
        abbreviations=abbreviations,
        whole=whole,
        min_confidence=min_confidence,
    )


def explain_doc(doc: Doc) -> tuple[SentenceAudit, ...]:
    """Return label, cues, mentions and reasons of every sentence of an annotated `Doc`."""
    from puffery.run import explain

    return explain(doc)


def audit(
    root: str | Path, *, out: str | Path | None = None, settings: Settings | None = None
) -> Report:
    """Audit a folder or file of articles and keep the result in memory.

    For folders too large for memory use the command line, which streams.

    Args:
        root: Folder or file.
        out: Where to write a run folder as well; None writes nothing.
        settings: Settings; None takes the defaults.

    Returns:
        A `Report` with `.to_pandas()`.

    Raises:
        PufferyError: For a missing input or an output that cannot be written.
    """
    from puffery.run import audit_in_memory
    from puffery.settings import Settings as Defaults

    target = Path(out) if out is not None else None
    return audit_in_memory(Path(root), out=target, settings=settings or Defaults())
