"""What ``g`` stands for."""

from __future__ import annotations

import pytest

from pegboard.context.namespace import Namespace


def test_attributes_are_kept() -> None:
    """An attribute that was set is there, also by ``in``, iteration and repr."""
    namespace = Namespace()
    namespace.user = "Ada"

    assert namespace.user == "Ada"
    assert "user" in namespace
    assert list(namespace) == ["user"]
    assert repr(namespace) == "<g ['user']>"


def test_a_missing_attribute_says_what_to_do() -> None:
    """Reading what nobody set is an error that says where to set it."""
    with pytest.raises(AttributeError, match=r"no attribute 'user'.*g\.get\('user'\)"):
        _ = Namespace().user


def test_attributes_have_defaults() -> None:
    """``get`` gives a default, ``setdefault`` keeps it."""
    namespace = Namespace()

    assert namespace.get("user") is None
    assert namespace.get("user", "nobody") == "nobody"
    assert namespace.setdefault("user", "Ada") == "Ada"
    assert namespace.get("user") == "Ada"


def test_attributes_are_removed() -> None:
    """``pop`` gives and removes; without a default a missing one is a KeyError."""
    namespace = Namespace()
    namespace.user = "Ada"

    assert namespace.pop("user") == "Ada"
    assert namespace.pop("user", None) is None
    with pytest.raises(KeyError, match="user"):
        namespace.pop("user")
