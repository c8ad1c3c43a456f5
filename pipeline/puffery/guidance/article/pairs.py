"""Therapies and diseases over a whole article: one for many, and many called by one name.

In: the views of an article's sentences. Out: therapies with their diseases, merged products.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from puffery.guidance.sentences.find import find_any
from puffery.guidance.sentences.view import RuleView
from puffery.records import Framing, Mention, MentionLabel

LEAST_DISEASES = 5
"""Diseases for one therapy in an article; catalogue, rule U11."""

MOST_NAMED = 8
"""Diseases that a message names."""


def many_diseases(
    views: Sequence[RuleView],
) -> Iterator[tuple[str, tuple[str, ...], tuple[int, ...]]]:
    """Yield therapies that the claims of an article link to many different diseases.

    Args:
        views: Sentences of the article, in order.

    Yields:
        Name of the therapy, names of the diseases in the order of the text (at most `MOST_NAMED`
        and a count of the rest), and the sentences.
    """
    names: dict[str, str] = {}
    found: dict[str, dict[str, str]] = defaultdict(dict)
    where: dict[str, list[int]] = defaultdict(list)
    for view in views:
        if view.audit.label is Framing.NONE:
            continue
        for therapy, disease in _claimed(view):
            key = _key(therapy)
            names.setdefault(key, therapy.canonical_name or therapy.text)
            found[key].setdefault(_key(disease), disease.canonical_name or disease.text)
            where[key].append(view.index)
    for key, diseases in found.items():
        if len(diseases) >= LEAST_DISEASES:
            shown = tuple(diseases.values())
            more = len(shown) - MOST_NAMED
            listed = (*shown[:MOST_NAMED], f"{more} more") if more > 0 else shown
            yield names[key], listed, tuple(dict.fromkeys(where[key]))


def _claimed(view: RuleView) -> Iterator[tuple[Mention, Mention]]:
    """Yield the pairs that the claims of a sentence link; a claim about one of a list links all."""
    at = {(m.start, m.end): m for m in view.audit.mentions}
    diseases = [m for m in view.audit.mentions if m.label is MentionLabel.DISEASE]
    for frame in view.audit.frames:
        named = frame.inferred or frame.therapy
        therapy = at.get(named) if named else None
        if frame.polarity == "+" and therapy is not None and frame.is_disease:
            yield from ((therapy, disease) for disease in diseases)


def _key(mention: Mention) -> str:
    return mention.concept_id or mention.text.casefold()


def merged_therapies(
    generic: Sequence[str], signs: Mapping[str, tuple[str, ...]], views: Sequence[RuleView]
) -> Iterator[tuple[tuple[str, ...], tuple[int, ...]]]:
    """Yield different cell products that an article claims benefits for under one name.

    Args:
        generic: Patterns of the common name ("stem cell therapy").
        signs: Signs of the rulebook; `product_...` name the products.
        views: Sentences of the article, in order.

    Yields:
        At most once: names of the products, and the claims under the common name.
    """
    products: dict[str, int] = {}
    common: list[int] = []
    for view in views:
        for name in signs:
            if name.startswith("product_") and view.text.signs.get(name):
                products.setdefault(name, view.index)
        if view.audit.label is not Framing.NONE and find_any(generic, view.text) is not None:
            common.append(view.index)
    if len(products) > 1 and common:
        kinds = tuple(name.removeprefix("product_").replace("_", " ") for name in products)
        yield kinds, (*products.values(), *common[:2])
