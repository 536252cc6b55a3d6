"""Tests of the default parts, one folder each."""
