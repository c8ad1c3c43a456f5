"""Tests of `puffery.learn`."""
