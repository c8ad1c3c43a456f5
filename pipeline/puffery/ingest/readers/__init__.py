"""One reader a format; `puffery.ingest.folder` registers them by file suffix.

In: a `SourceFile`. Out: `Article` and `SkippedArticle`, streamed.
"""
