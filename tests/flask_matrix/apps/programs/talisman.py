"""flask-talisman: HTTPS, headers that protect, policies with nonces, and exceptions by view."""

from __future__ import annotations

import flask
from flask_talisman import ALLOW_FROM, GOOGLE_CSP_POLICY, Talisman

from tests.flask_matrix.apps.conversation import Ask, Call


def make_app():
    app = flask.Flask(__name__)
    app.secret_key = "a key for tests"
    talisman = Talisman(
        app,
        content_security_policy={"default-src": "'self'", "script-src": ["'self'", "cdn.example"]},
        content_security_policy_nonce_in=["script-src"],
        strict_transport_security_preload=True,
        permissions_policy={"geolocation": "()"},
    )

    @app.get("/")
    def index():
        flask.session["seen"] = True
        return flask.render_template_string('<script nonce="{{ csp_nonce() }}"></script>')

    @app.get("/embedded")
    @talisman(frame_options=ALLOW_FROM, frame_options_allow_from="https://other.example")
    def embedded():
        return "embedded"

    @app.get("/plain")
    @talisman(force_https=False, content_security_policy=None)
    def plain():
        return "plain"

    @app.get("/wide")
    @talisman(content_security_policy=GOOGLE_CSP_POLICY.copy(), content_security_policy_nonce_in=[])
    def wide():
        return "wide"

    return app


def reporting(app):
    """A policy may only report."""
    other = flask.Flask("other")
    Talisman(
        other,
        content_security_policy="default-src 'none'",
        content_security_policy_report_only=True,
        content_security_policy_report_uri="/reports",
        force_https_permanent=True,
        session_cookie_samesite="Strict",
        referrer_policy="no-referrer",
    )
    client = other.test_client()
    return [
        sorted(client.get("/", base_url="https://localhost").headers.items()),
        [client.get("/a?b=c").status, client.get("/a?b=c").location],
        [other.config["SESSION_COOKIE_SECURE"], other.config["SESSION_COOKIE_SAMESITE"]],
    ]


def while_developing(app):
    """In debug mode HTTPS is not forced."""
    other = flask.Flask("other")
    other.debug = True
    Talisman(other)
    return other.test_client().get("/").status


SECURE = {"X-Forwarded-Proto": "https"}

STEPS = [
    Ask("GET", "/?a=b", status=302, says="Location: https://localhost/?a=b"),
    Ask("GET", "/", headers=SECURE, says="Strict-Transport-Security: max-age=31556926"),
    Ask("GET", "/", headers=SECURE, says="script-src 'self' cdn.example 'nonce-"),
    Ask("GET", "/embedded", headers=SECURE, says="ALLOW-FROM https://other.example"),
    Ask("GET", "/plain", says="X-Content-Type-Options: nosniff"),
    Ask("GET", "/wide", headers=SECURE, says="fonts.googleapis.com"),
    Ask("GET", "/nowhere", headers=SECURE, status=404, says="Content-Security-Policy"),
    Ask("POST", "/nowhere", status=302),
    Call(reporting),
    Call(while_developing, gives="404 NOT FOUND"),
]
