"""The same errors by this provider, and by the default one for a client that accepts JSON."""

from __future__ import annotations

import json
from importlib import import_module

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from werkzeug.exceptions import HTTPException, default_exceptions

from tests.plugins.errors_json.site import Site

pytestmark = pytest.mark.needs("errors")

ACCEPT = {"Accept": "application/problem+json"}
# Not those that want more than a description.
ERRORS = st.sampled_from([default_exceptions[code] for code in sorted(default_exceptions)])
MEMBERS = st.dictionaries(st.text(), st.none() | st.integers() | st.text() | st.dates(), max_size=3)


@pytest.fixture(scope="module")
def sites() -> tuple[Site, Site]:
    """Give one site with problems, and one with the default provider."""
    return Site(), Site(import_module("pegboard_errors").NegotiatedErrors)


@settings(max_examples=60)
@given(kind=ERRORS, description=st.none() | st.text(), members=st.none() | MEMBERS)
def test_a_client_of_json_sees_no_difference(
    sites: tuple[Site, Site],
    kind: type[HTTPException],
    description: str | None,
    members: dict[str, object] | None,
) -> None:
    """Status, headers and members are equal, but for Vary."""
    answers: list[tuple[int, dict[str, object], dict[str, str]]] = []
    for site in sites:
        error = kind(description=description)
        if members is not None:
            error.problem = members  # type: ignore[attr-defined]  # pyright: ignore[reportAttributeAccessIssue] - of whoever wants it
        response = site.fail(error, headers=ACCEPT)
        headers = {name: value for name, value in response.headers if name != "Vary"}
        answers.append((response.status_code, json.loads(response.data), headers))

    assert answers[0] == answers[1]
