"""Tests of `puffery.run`."""
