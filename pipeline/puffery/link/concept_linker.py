"""The spaCy component that gives every mention its concept.

In: a `Doc` with mentions. Out: `span.kb_id_` of the mentions and `doc._.puffery_mention_links`.
"""

from __future__ import annotations

from spacy.tokens import Doc, Span

from puffery import doc_keys
from puffery.link.name_index import NameIndex
from puffery.records import MentionLabel, MentionLink


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
        Right concept ids among gold DISEASE mentions with a MeSH id: BC5CDR dev 0.806
        (n = 4124), NCBI disease dev 0.729 (n = 713). Word lists were tuned on the train parts.
    """

    def __init__(self, index: NameIndex, name: str) -> None:
        doc_keys.register_extensions()
        self.name = name
        self._index = index

    def __call__(self, doc: Doc) -> Doc:
        """Link the mentions of `doc` and return it."""
        long_forms = _long_forms(doc)
        links = []
        for span in doc.spans.get(doc_keys.MENTIONS, []):
            link = self._link(span, long_forms)
            links.append(link[1])
            if link[0] != span.kb_id_:
                span.kb_id_ = link[0]
        doc._.puffery_mention_links = tuple(links)
        return doc

    def _link(self, span: Span, long_forms: dict[str, str]) -> tuple[str, MentionLink]:
        if span.kb_id_:
            method = "abbreviation" if span.id_ == "abbreviation" else "exact"
            return span.kb_id_, MentionLink(method, 1.0)
        label = MentionLabel(span.label_)
        text = " ".join(span.text.split())
        long = long_forms.get(text) or (long_forms.get(text[:-1]) if text.endswith("s") else "")
        if long:
            found = self._index.find(long, label)
            if found:
                return found.concept_id, MentionLink("abbreviation", found.score)
        found = self._index.find(text, label)
        if found is None:
            return "", MentionLink()
        return found.concept_id, MentionLink(found.method, found.score)


def _long_forms(doc: Doc) -> dict[str, str]:
    """Return what the article's abbreviations stand for, plural forms included."""
    forms: dict[str, str] = {}
    for short, long in doc._.puffery_abbreviations:
        forms.setdefault(short, long)
        if short.endswith("s"):
            forms.setdefault(short[:-1], long)
    return forms
