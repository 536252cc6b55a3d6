"""Stores: where sessions are kept, and what the provider asks of each of them."""

from __future__ import annotations

from pegboard_sessions_server.stores.store import Counts, NotListedError, Record, Store

__all__ = ["Counts", "NotListedError", "Record", "Store"]
