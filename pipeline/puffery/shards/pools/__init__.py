"""Where shards run: worker processes of this machine, or a Dask cluster.

In: shards. Out: futures of their ledgers.
"""
