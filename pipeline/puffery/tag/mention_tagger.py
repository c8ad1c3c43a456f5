"""The spaCy component that marks THERAPY and DISEASE mentions.

In: a `Doc`, with sentence starts where the pipeline has set them. Out: `doc.spans` and
`doc._.puffery_abbreviations`, see `MentionTagger`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from spacy.language import Language
from spacy.tokens import Doc, Span, SpanGroup

from puffery import doc_keys
from puffery.errors import SettingsError
from puffery.settings import ABBREVIATION_ENGINES
from puffery.tag import scispacy_abbreviations
from puffery.tag.abbreviations import schwartz_hearst
from puffery.tag.abbreviations.article_abbreviations import resolve
from puffery.tag.abbreviations.schwartz_hearst import Definition
from puffery.tag.matching.candidates import Candidate, find_names, join_pairs, outermost
from puffery.tag.matching.composed_names import compose_names
from puffery.tag.matching.context import (
    drop_institutions,
    drop_unclear,
    keep_mentions,
)
from puffery.tag.matching.context_file import load_context
from puffery.tag.matching.pattern_file import load_patterns
from puffery.terms.lexicon import Lexicon
from puffery.terms.word_keys import Words, read_words


class MentionTagger:
    """Marks therapies and diseases by lexicon, patterns and the article's own abbreviations.

    Reads token sentence starts. Sets `doc.spans["puffery_mentions"]` and
    `doc._.puffery_abbreviations`.

    Args:
        nlp: The pipeline, for its vocabulary.
        name: Name of the component in the pipeline.
        lexicon: Names to look for.
        abbreviations: `auto` takes scispaCy where it is installed, else the built-in detector;
            `scispacy` and `builtin` force one.

    Raises:
        PipelineError: `PUF401` when scispaCy is asked for and missing.

    Example:
        >>> import spacy
        >>> from puffery.terms.lexicon import load_lexicon
        >>> nlp = spacy.blank("en")
        >>> tagger = MentionTagger(nlp, "mentions", lexicon=load_lexicon())
        >>> doc = tagger(nlp.make_doc("Exosome injections may ease knee pain."))
        >>> [(span.text, span.label_) for span in doc.spans["puffery_mentions"]]
        [('Exosome injections', 'THERAPY'), ('knee pain', 'DISEASE')]

    Quality:
        Exact F1 on claims-gold dev, whose sentences shaped the lists (336 sentences): THERAPY
        0.957 (n = 213), DISEASE 0.979 (n = 215): optimistic. On sets whose errors were looked
        through once, exact and overlap:
        BC5CDR dev DISEASE 0.783 and 0.858 (n = 4140), NCBI dev 0.711 and 0.856 (n = 787).
    """

    def __init__(
        self, nlp: Language, name: str, *, lexicon: Lexicon, abbreviations: str = "auto"
    ) -> None:
        doc_keys.register_extensions()
        self.name = name
        self.lexicon = lexicon
        if abbreviations not in ABBREVIATION_ENGINES:
            raise SettingsError(
                "PUF202",
                f"setting abbreviations is {abbreviations!r}",
                hint=f"use one of: {', '.join(ABBREVIATION_ENGINES)}",
            )
        self.engine = abbreviations
        if abbreviations == "auto":
            self.engine = "scispacy" if scispacy_abbreviations.is_available() else "builtin"
        if self.engine == "scispacy":
            scispacy_abbreviations.require()
        self._patterns = load_patterns()
        self._context = load_context()
        self._nlp = nlp
        self._detector: Callable[[Doc], Doc] | None = None

    def __call__(self, doc: Doc) -> Doc:
        """Set mentions and abbreviations on `doc` and return it."""
        starts = _sentence_starts(doc)
        words = read_words(doc.text, starts)
        definitions = self._definitions(doc, starts or ())
        candidates = self._find(words, definitions)
        doc.spans[doc_keys.MENTIONS] = SpanGroup(doc, spans=_spans(doc, words, candidates))
        doc._.puffery_abbreviations = tuple((item.short, item.long) for item in definitions)
        return doc

    def _find(self, words: Words, definitions: Sequence[Definition]) -> list[Candidate]:
        names = drop_unclear(
            words, find_names(words, self.lexicon), lexicon=self.lexicon, rules=self._context
        )
        found = self._compose(words, names)
        named = drop_institutions(words, found, lexicon=self.lexicon, rules=self._context)
        resolved = resolve(words, named, definitions)
        if resolved.spoken_for:
            names = [
                item
                for item in names
                if not resolved.spoken_for.issuperset(range(item.start, item.end))
            ]
            found = self._compose(words, [*names, *resolved.mentions])
        kept = keep_mentions(
            words, found, lexicon=self.lexicon, rules=self._context, defined=resolved.defined
        )
        return join_pairs(words, kept, self.lexicon)

    def _compose(self, words: Words, names: list[Candidate]) -> list[Candidate]:
        composed = compose_names(words, names, self._patterns, self.lexicon)
        return outermost([*names, *composed])

    def _definitions(self, doc: Doc, starts: Sequence[int]) -> list[Definition]:
        if "(" not in doc.text:
            return []
        if self.engine == "builtin":
            return schwartz_hearst.find_definitions(doc.text, starts)
        if self._detector is None:
            self._detector = scispacy_abbreviations.make_detector(self._nlp)
        return scispacy_abbreviations.find_definitions(doc, self._detector)


def _sentence_starts(doc: Doc) -> list[int] | None:
    if not doc.has_annotation("SENT_START"):
        return None
    return [token.idx for token in doc if token.is_sent_start]


def _spans(doc: Doc, words: Words, candidates: Sequence[Candidate]) -> list[Span]:
    found = []
    for item in candidates:
        ends = words.full_ends if item.possessive else words.ends
        start, end = words.starts[item.start], ends[item.end - 1]
        found.append((start, end, item.label, item.concept_id, item.method))
    return [span for span in doc_keys.mention_spans(doc, found) if span]
