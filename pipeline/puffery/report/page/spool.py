"""Keeps rendered articles on disk until the order of the run is known.

In: fragments and card data of articles. Out: the same, in any order. Memory: one small record an
article.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Fragment:
    """One rendered article.

    Attributes:
        slug: `ArticleView.slug`.
        title: `ArticleView.title`.
        rules: Numbers of the rules that it refers to.
        html: Its part of the page.
        why: Its reasons for readers without scripts.
        facts: JSON text of what filters ask for.
        cards: JSON text of its cards.
    """

    slug: str
    title: str
    rules: frozenset[int]
    html: str
    why: str
    facts: str
    cards: str


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a fragment stands in the file, in bytes."""

    offset: int
    sizes: tuple[int, ...]
    title: str
    rules: frozenset[int]


class Spool:
    """A temporary file of fragments.

    Args:
        path: The file; replaced when it exists, removed by `remove`.

    Attributes:
        n_bytes: Size of all that was put.
        n_shown_bytes: Size of the HTML in it, as it stands in a page.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file = path.open("wb+")
        self._places: dict[str, _Place] = {}
        self.n_bytes = 0
        self.n_shown_bytes = 0

    def __contains__(self, slug: object) -> bool:
        """Return whether the article is in the spool."""
        return slug in self._places

    def put(self, fragment: Fragment) -> None:
        """Append an article."""
        parts = (fragment.html, fragment.why, fragment.facts, fragment.cards)
        raw = [part.encode("utf-8") for part in parts]
        offset = self._file.seek(0, 2)
        sizes = tuple(len(part) for part in raw)
        self._places[fragment.slug] = _Place(offset, sizes, fragment.title, fragment.rules)
        self._file.writelines(raw)
        self.n_shown_bytes += sizes[0] + sizes[1]
        self.n_bytes += sum(sizes)

    def get(self, slug: str) -> Fragment:
        """Read an article back."""
        place = self._places[slug]
        self._file.seek(place.offset)
        parts = [self._file.read(size).decode("utf-8") for size in place.sizes]
        return Fragment(slug, place.title, place.rules, *parts)

    def rules_of(self, slug: str) -> frozenset[int]:
        """Return the rules that an article refers to, without reading it."""
        return self._places[slug].rules

    def slugs(self) -> tuple[str, ...]:
        """Return what is in the spool, in the order of `put`."""
        return tuple(self._places)

    def clear(self) -> None:
        """Forget everything that was put."""
        self._places.clear()
        self._file.truncate(0)
        self.n_bytes = self.n_shown_bytes = 0

    def close(self) -> None:
        """Close the file; it may be closed already."""
        self._file.close()

    def remove(self) -> None:
        """Close and remove the file."""
        self.close()
        self._path.unlink()
