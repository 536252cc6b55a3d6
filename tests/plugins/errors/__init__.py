"""Tests of the default error bodies."""
