"""The report of a run on loopback, with an interface for decisions.

`app`, `guard` and `server` need the `review` extra.
"""
