"""Audits in shards: batches of articles that are audited anywhere, stored, and merged in order.

In: articles in the order of reading. Out: the same audits in the same order, whether one process
or many made them.
"""
