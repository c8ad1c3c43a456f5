"""Tests of `puffery.shards`."""
