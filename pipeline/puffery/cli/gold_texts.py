"""Texts of the articles that standoff gold points into."""

from __future__ import annotations

from pathlib import Path


def read_texts(paths: list[Path]) -> dict[str, str]:
    """Return article id -> text; a record of a single file also answers to its own id.

    Args:
        paths: Folders or files of articles.

    Raises:
        IngestError: `PUF101` when a path does not exist.
    """
    from puffery.ingest.folder import read_articles
    from puffery.records import Article
    from puffery.settings import Settings

    texts = {}
    for path in paths:
        for item in read_articles(path, Settings()):
            if isinstance(item, Article):
                texts[item.article_id] = item.text
                if path.is_file():
                    texts[item.article_id.removeprefix(f"{path.name}#")] = item.text
    return texts
