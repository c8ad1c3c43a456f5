"""Tests of `puffery.shards.pools`."""
