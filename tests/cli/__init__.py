"""Tests of `puffery.cli`."""
