"""What is served, by which command, and what is asked of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from tests.flask_matrix.apps.conversation import Ask

__all__ = ["SERVED", "Served"]


@dataclass(frozen=True, slots=True)
class Served:
    """One application.

    :param name: the project's in ``tests.flask_suites``, whose archive has it.
    :param commands: of Python's, the last of which serves.
    :param environ: what else it is told; ``FOLDER`` is where it runs.
    :param files: what else it finds there: its settings, in which ``FOLDER`` is the same.
    """

    name: str
    commands: Sequence[Sequence[str]]
    steps: Sequence[Ask]
    environ: Mapping[str, str] = field(default_factory=dict[str, str])
    files: Mapping[str, str] = field(default_factory=dict[str, str])


_POST = {"title": "First", "body": "Hello!"}
_ADA = {"username": "ada", "password": "secret"}

_FLASKR = [
    Ask("GET", "/hello", says="Hello, World!"),
    Ask("GET", "/", says="Log In"),
    Ask("GET", "/create", status=302, says="/auth/login"),
    Ask("POST", "/auth/register", data=_ADA, status=302, says="/auth/login"),
    Ask("POST", "/auth/register", data=_ADA, says="already registered"),
    Ask("POST", "/auth/login", data={**_ADA, "password": "x"}, says="Incorrect password."),
    Ask("POST", "/auth/login", data=_ADA, status=302, says="Set-Cookie: session="),
    Ask("POST", "/create", data={"title": "", "body": ""}, says="Title is required."),
    Ask("POST", "/create", data=_POST, status=302),
    Ask("GET", "/", says="Hello!"),
    Ask("POST", "/1/update", data={**_POST, "title": "Changed"}, status=302),
    Ask("GET", "/1/update", says="Changed"),
    Ask("POST", "/9/update", status=404, says="Post id 9"),
    Ask("POST", "/1/delete", status=302),
    Ask("GET", "/auth/logout", status=302),
    Ask("GET", "/static/style.css", says="text/css"),
    Ask("HEAD", "/"),
    Ask("DELETE", "/", status=405),
]

_HTTPBIN = [
    Ask("GET", "/get?a=1&b=ü", says='"a": "1"'),
    Ask("POST", "/post", data={"a": "1"}, says='"form"'),
    Ask("PUT", "/put", json={"a": [1, None]}, says='"json"'),
    Ask("PATCH", "/patch", data=b"\x00\xff", content_type="application/octet-stream"),
    Ask("DELETE", "/delete"),
    Ask("GET", "/status/418", status=418, says="teapot"),
    Ask("GET", "/redirect/2", status=302, says="/relative-redirect/1"),
    Ask("GET", "/cookies/set?a=1", status=302, says="a=1"),
    Ask("GET", "/cookies", says='"a": "1"'),
    Ask("GET", "/cookies/delete?a", status=302, says="Max-Age=0"),
    Ask("GET", "/basic-auth/ada/secret", status=401, says="Basic realm"),
    Ask(
        "GET",
        "/basic-auth/ada/secret",
        headers={"Authorization": "Basic YWRhOnNlY3JldA=="},
        says='"authenticated": true',
    ),
    Ask("GET", "/stream/3", says='"id": 2'),
    Ask("GET", "/range/100", headers={"Range": "bytes=10-19"}, status=206, says="klmnopqrst"),
    Ask("GET", "/etag/x", headers={"If-None-Match": '"x"'}, status=304),
    Ask("GET", "/deflate", says="Content-Encoding: deflate"),
    Ask("GET", "/encoding/utf8", says="∮"),
    Ask("GET", "/html", says="Moby-Dick"),
    Ask("GET", "/xml", says="Wake up to WonderWidgets!"),
    Ask("GET", "/image/png", says="image/png"),
    Ask("GET", "/anything/a/b", says='"method": "GET"'),
    Ask("OPTIONS", "/get", says="Access-Control-Allow-Methods"),
    Ask("GET", "/nowhere", status=404),
]

_TOKEN = {"token": r'name="csrf_token" type="hidden" value="([^"]+)"'}
_PROJECT = {
    "csrf_token": "<token>",
    "id": "flat",
    "name": "The flat",
    "password": "secret",
    "contact_email": "ada@notmyidea.org",
    "default_currency": "XXX",
}

_IHATEMONEY = [
    Ask("GET", "/", keep=_TOKEN, says="Manage your shared"),
    Ask("GET", "/healthcheck", says="OK"),
    Ask("POST", "/create", data={**_PROJECT, "csrf_token": ""}, says="The CSRF token is missing"),
    Ask("POST", "/create", data=_PROJECT, status=302, says="/flat"),
    Ask("GET", "/flat/", keep=_TOKEN, says="The flat"),
    Ask("POST", "/flat/members/add", data={"csrf_token": "<token>", "name": "Ada"}, status=302),
    Ask("GET", "/flat/", says="Ada"),
    Ask("GET", "/flat/", jar="other", status=303, says="/authenticate?project_id=flat"),
    Ask("GET", "/flat/statistics", says="Ada"),
    Ask("GET", "/lang/fr", status=302),
    Ask("GET", "/flat/settle_bills", says="fr"),
    Ask(
        "GET",
        "/api/projects/flat/members",
        headers={"Authorization": "Basic ZmxhdDpzZWNyZXQ="},
        jar="other",
        says='"name": "Ada"',
    ),
    Ask("GET", "/api/projects/flat", jar="other", status=401),
    Ask("GET", "/static/css/main.css", says="text/css"),
    Ask("GET", "/nowhere/", status=303),
    Ask("GET", "/exit", status=405),
]

_SETTINGS = """
SECRET_KEY = "a key for tests"
SQLALCHEMY_DATABASE_URI = "sqlite:///FOLDER/data.db"
SQLALCHEMY_TRACK_MODIFICATIONS = False
SITE_NAME = "I Hate Money"
MAIL_DEFAULT_SENDER = "ada@example.org"
MAIL_SUPPRESS_SEND = True
SESSION_COOKIE_SECURE = False
"""

SERVED = (
    Served(
        "flaskr",
        [
            ["flask", "--app", "flaskr", "init-db"],
            ["flask", "--app", "flaskr", "run", "--port", "PORT"],
        ],
        _FLASKR,
    ),
    Served("httpbin", [["gunicorn", "--bind", "127.0.0.1:PORT", "httpbin:app"]], _HTTPBIN),
    Served(
        "ihatemoney",
        [["gunicorn", "--bind", "127.0.0.1:PORT", "ihatemoney.wsgi:application"]],
        _IHATEMONEY,
        {"IHATEMONEY_SETTINGS_FILE_PATH": "FOLDER/settings.py"},
        {"settings.py": _SETTINGS},
    ),
)
