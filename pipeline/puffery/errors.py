"""Every error puffery raises on purpose: a stable code, what happened, what to do next.

In: nothing. Out: `PufferyError` and its subclasses. Codes are never reused.
"""

from __future__ import annotations

from functools import partial

CODES: dict[str, str] = {
    "PUF101": "the input path does not exist or is not readable",
    "PUF102": "a record of an input file does not have the fields it needs",
    "PUF103": "the input format is not supported",
    "PUF104": "the input vanished while it was read",
    "PUF201": "a setting has an unknown name",
    "PUF202": "a setting has a value out of range or of the wrong type",
    "PUF203": "the settings file cannot be read",
    "PUF301": "a shipped or user data file (rule, cue, lexicon) is not valid",
    "PUF401": "a spaCy pipeline lacks a component that another one needs",
    "PUF402": "a model file is missing, damaged or does not fit this version",
    "PUF403": "worker processes cannot be started, reached or kept alive",
    "PUF501": "a gold or annotation file is not valid",
    "PUF502": "training lacks something it needs (start weights, a corpus, the train extra)",
    "PUF503": "a training run cannot be resumed",
    "PUF511": "a file of reviewer decisions is not valid",
    "PUF512": "a decision of a reviewer cannot be stored",
    "PUF513": "a review cannot be served (the review extra, the run folder, the port)",
    "PUF514": "the decisions of two reviewers cannot be compared",
    "PUF801": "a report cannot be written",
    "PUF802": "a shard (the stored audits of a batch of articles) cannot be written or read",
    "PUF810": "a run folder is missing, damaged or not made by this version",
    "PUF811": "a run cannot be exported as asked (format, package, decisions)",
}
"""Error code -> what it is about. `PUF1xx` ingest, `2xx` settings, `3xx` data files,
`4xx` pipeline, `5xx` learning and review, `8xx` report."""


class PufferyError(Exception):
    """Base of all puffery errors.

    Args:
        code: One of `CODES`.
        message: What happened and where (file and line, rule id, setting).
        hint: What the user can do next; may be empty.
    """

    def __init__(self, code: str, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.hint = hint

    def __reduce__(self) -> tuple[object, ...]:
        """Pickle with the hint, so that an error of a worker process arrives whole."""
        return partial(type(self), hint=self.hint), (self.code, self.message)

    def __str__(self) -> str:
        """Return `CODE: message`, with the hint on a second line when there is one."""
        first = f"{self.code}: {self.message}"
        return f"{first}\n  hint: {self.hint}" if self.hint else first


class IngestError(PufferyError):
    """An input as a whole cannot be used (`PUF1xx`)."""


class SettingsError(PufferyError):
    """A setting or the settings file is wrong (`PUF2xx`)."""


class DataFileError(PufferyError):
    """A rule, cue or lexicon file is wrong (`PUF3xx`)."""


class PipelineError(PufferyError):
    """A spaCy pipeline is not put together as a component needs it (`PUF4xx`)."""


class GoldError(PufferyError):
    """A gold or annotation file is wrong (`PUF5xx`)."""


class ReviewError(PufferyError):
    """Decisions of reviewers cannot be read, stored, served or compared (`PUF51x`)."""


class ReportError(PufferyError):
    """A report cannot be written (`PUF8xx`)."""


class ExportError(PufferyError):
    """A finished run cannot be read, exported or compared (`PUF81x`)."""


class TrainingError(PufferyError):
    """A model cannot be trained as asked (`PUF50x`)."""
