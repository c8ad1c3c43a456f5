"""A web page taken apart: which parts a visitor reads, and their text in blocks.

In: a parsed HTML tree. Out: text blocks with layout roles.
"""
