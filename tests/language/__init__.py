"""Tests of `puffery.language`."""
