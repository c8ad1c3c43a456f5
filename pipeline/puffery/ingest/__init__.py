"""Reads files into articles: one reader a format, every input accounted for.

In: a folder or file and `Settings`. Out: `Article` and `SkippedArticle`, streamed.
"""
