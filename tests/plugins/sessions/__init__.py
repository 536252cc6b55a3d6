"""Tests of the default sessions."""
