"""Texts of the articles that standoff gold points into."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from puffery.records import Article


def read_texts(paths: list[Path]) -> dict[str, str]:
    """Return article id -> text, as `read_articles_by_id` finds them."""
    return {name: article.text for name, article in read_articles_by_id(paths).items()}


def read_articles_by_id(paths: list[Path]) -> dict[str, Article]:
    """Return article id -> article; a record of a single file also answers to its own id.

    Args:
        paths: Folders or files of articles.

    Raises:
        IngestError: `PUF101` when a path does not exist.
    """
    from puffery.ingest.folder import read_articles
    from puffery.records import Article
    from puffery.settings import Settings

    articles: dict[str, Article] = {}
    for path in paths:
        for item in read_articles(path, Settings()):
            if isinstance(item, Article):
                articles[item.article_id] = item
                if path.is_file():
                    articles[item.article_id.removeprefix(f"{path.name}#")] = item
    return articles
