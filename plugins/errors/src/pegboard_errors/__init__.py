"""Pegboard's default error bodies: HTML, problem+json or plain text by negotiation."""
