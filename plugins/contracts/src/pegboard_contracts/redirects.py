"""The part of the suite of the slot ``routing`` that is about slashes and redirects."""

from __future__ import annotations

import pytest

from pegboard_contracts.matching import NOTHING, MatchingContract, no_view, outcome_of, request_for

__all__ = ["RedirectsContract"]


class RedirectsContract(MatchingContract):
    """Where every provider of the slot ``routing`` sends other spellings of a URL."""

    @pytest.mark.parametrize(
        ("rule", "path", "target"),
        [
            ("/docs/", "/docs", "/docs/"),
            ("/users/<int:n>/", "/users/7", "/users/7/"),
            ("/users/<int:n>", "/users//7", "/users/7"),
            ("/a b/é/", "/a b/é", "/a%20b/%C3%A9/"),
        ],
        ids=["slash", "slash-behind-a-value", "slashes", "quoted"],
    )
    def test_other_spellings_redirect(self, rule: str, path: str, target: str) -> None:
        """Another way to write a URL redirects to the canonical one, of the same host."""
        assert self.outcome([rule], path) == (308, f"http://localhost{target}")

    def test_a_redirect_keeps_the_rest(self) -> None:
        """A redirect keeps scheme, host, port, root path and query, whatever bytes that has."""
        request = request_for(
            "/docs",
            host="example.org:8443",
            scheme="https",
            root_path="/app",
            query_string=b"q=1&r=%20",
        )
        expected = "https://example.org:8443/app/docs/?q=1&r=%20"

        assert outcome_of(self.app(["/docs/"]), request) == (308, expected)

    @pytest.mark.parametrize(
        "path", ["//evil.example/docs", "/\\evil.example/docs", "//evil.example", "/docs//"]
    )
    def test_no_redirect_leads_elsewhere(self, path: str) -> None:
        """Whatever the path, a redirect stays on the host."""
        outcome = str(self.outcome(["/<path:any>/docs/", "/docs/", "/<name>/"], path))

        assert not outcome.startswith("(308") or outcome.startswith("(308, 'http://localhost/")
        assert "localhost//" not in outcome

    @pytest.mark.parametrize(
        ("path", "is_strict", "expected"),
        [
            ("/leaf/", True, 404),
            ("/leaf/", False, ("leaf", NOTHING)),
            ("/branch", False, ("branch", NOTHING)),
            ("/tree/7", False, ("tree", {"n": 7})),
        ],
    )
    def test_slashes_may_not_matter(self, path: str, expected: object, *, is_strict: bool) -> None:
        """A route may say that a slash at its end does not matter."""
        app = self.make_app()
        for rule, endpoint in (
            ("/leaf", "leaf"),
            ("/branch/", "branch"),
            ("/tree/<int:n>/", "tree"),
        ):
            app.add_url_rule(rule, endpoint, no_view, strict_slashes=is_strict)

        assert outcome_of(app, request_for(path)) == expected

    def test_slashes_may_be_kept(self) -> None:
        """A route may say that doubled slashes are part of it."""
        app = self.make_app()
        app.add_url_rule("/a//b", "double", no_view, merge_slashes=False)

        assert outcome_of(app, request_for("/a//b")) == ("double", NOTHING)

    def test_a_route_may_redirect(self) -> None:
        """A route may redirect to another rule, with its values, or to another site."""
        app = self.app({"/users/<int:id>": "user"})
        app.add_url_rule("/old/<int:id>", "old", no_view, redirect_to="/users/<id>")
        app.add_url_rule("/away", "away", no_view, redirect_to="https://example.org/x")
        targets = [outcome_of(app, request_for(path)) for path in ("/old/7", "/away")]

        assert targets == [(308, "http://localhost/users/7"), (308, "https://example.org/x")]
