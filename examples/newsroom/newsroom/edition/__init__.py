"""What readers of one edition see, below the edition's subdomain."""

from __future__ import annotations

from newsroom.edition.blueprint import blueprint

__all__ = ["blueprint"]
