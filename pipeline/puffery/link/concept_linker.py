"""The spaCy component that gives every mention its concept.

In: a `Doc` with mentions. Out: `span.kb_id_` of the mentions and `doc._.puffery_mention_links`.
"""

from __future__ import annotations

from spacy.tokens import Doc, Span, SpanGroup

from puffery import doc_keys
from puffery.link.name_index import NameIndex
from puffery.records import MentionLabel, MentionLink

HEAD_SCORE = 0.5
"""Score of a name built from a known head word that links to the head's concept alone."""


class ConceptLinker:
    """Links mentions to concepts: exact names, abbreviations, variants, then a flagged suggestion.

    Reads `doc.spans["puffery_mentions"]` and `doc._.puffery_abbreviations`. Sets `kb_id_` of the
    mentions and `doc._.puffery_mention_links`.

    Args:
        index: Names of the lexicon.
        name: Name of the component in the pipeline.

    Example:
        >>> import puffery
        >>> doc = puffery.load()("Rheumatoid artritis is common.")
        >>> [link.method for link in doc._.puffery_mention_links]
        ['fuzzy']

    Quality:
        Right concept ids among gold DISEASE mentions with a MeSH id: BC5CDR dev 0.805
        (n = 4124), NCBI disease dev 0.708 (n = 713). Word lists were tuned on the train parts.
    """

    def __init__(self, index: NameIndex, name: str) -> None:
        doc_keys.register_extensions()
        self.name = name
        self._index = index

    def __call__(self, doc: Doc) -> Doc:
        """Link the mentions of `doc` and return it."""
        long_forms = _long_forms(doc)
        spans, links = [], []
        for span in doc.spans.get(doc_keys.MENTIONS, []):  # each span is a copy
            span.kb_id_, link = self._link(span, long_forms)
            spans.append(span)
            links.append(link)
        doc.spans[doc_keys.MENTIONS] = SpanGroup(doc, spans=spans)
        doc._.puffery_mention_links = tuple(links)
        return doc

    def link_place(self, doc: Doc, place: tuple[int, int]) -> str:
        """Return the concept id of a DISEASE mention at any place, empty when there is none.

        Args:
            doc: A `Doc` whose abbreviations are known.
            place: (start, end) in code points.
        """
        text = " ".join(doc.text[place[0] : place[1]].split())
        return self._find(text, MentionLabel.DISEASE, _long_forms(doc))[0]

    def _link(self, span: Span, long_forms: dict[str, str]) -> tuple[str, MentionLink]:
        if span.kb_id_ and span.id_ != "pattern":
            method = "abbreviation" if span.id_ == "abbreviation" else "exact"
            return span.kb_id_, MentionLink(method, 1.0)
        text = " ".join(span.text.split())
        concept_id, link = self._find(text, MentionLabel(span.label_), long_forms)
        if span.kb_id_ and link.method in ("", "fuzzy"):
            return span.kb_id_, MentionLink("variant", HEAD_SCORE)
        return concept_id, link

    def _find(
        self, text: str, label: MentionLabel, long_forms: dict[str, str]
    ) -> tuple[str, MentionLink]:
        """Link a text; what the article itself says that it stands for comes before any list."""
        long = long_forms.get(text) or (long_forms.get(text[:-1]) if text.endswith("s") else "")
        found = self._index.find(long or text, label)
        if found is None:
            return "", MentionLink()
        method = "abbreviation" if long and found.method == "exact" else found.method
        return found.concept_id, MentionLink(method, found.score)


def _long_forms(doc: Doc) -> dict[str, str]:
    """Return what the article's abbreviations stand for, plural forms included."""
    forms: dict[str, str] = {}
    for short, long in doc._.puffery_abbreviations:
        forms.setdefault(short, long)
        if short.endswith("s"):
            forms.setdefault(short[:-1], long)
    return forms
