"""Providers that each break one rule of their contract, in a way that happens."""
