"""A16: configuration."""

from __future__ import annotations

import errno
import json
import logging
import tomllib
from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from logging.handlers import BufferingHandler
from pathlib import Path
from typing import Any

import pytest
from werkzeug.exceptions import BadRequest, NotFound

from pegboard import Pegboard, Response, abort, request, send_file, session, url_for
from pegboard_hookspecs.errors import (
    ConfigurationError,
    CookieTooLargeError,
    PegboardError,
    SessionUnavailableError,
)

pytestmark = pytest.mark.needs("json", "routing", "sessions", "static", "templating")

KEY = "a key of no less than 32 bytes is needed"
HTTPS = "https://localhost"


class Base:
    """Settings to inherit."""

    NAME = "base"


class Settings(Base):
    """Settings as a class."""

    COLOUR = "green"
    lower = "left out"

    @property
    def COMPUTED(self) -> str:  # noqa: N802 - the name of a setting
        """Give what only an instance has."""
        return "computed"


@pytest.fixture
def app(tmp_path: Path) -> Pegboard:
    """Give an application whose files lie in a folder of their own."""
    return Pegboard("site", root_path=str(tmp_path))


# Sources


@pytest.mark.item("A16.1")
def test_a_python_file_gives_settings(app: Pegboard, tmp_path: Path) -> None:
    """A Python file is run in its own encoding, below the application's folder."""
    source = "# coding: latin-1\nCOLOUR = 'grün'\nlower = 1\n"
    (tmp_path / "site.cfg").write_bytes(source.encode("latin-1"))

    assert app.config.from_pyfile("site.cfg") is True
    assert app.config["COLOUR"] == "grün"
    assert "lower" not in app.config
    assert app.config.from_pyfile("missing.cfg", silent=True) is False


@pytest.mark.item("A16.1")
def test_files_may_be_those_of_an_installation(tmp_path: Path) -> None:
    """With ``instance_relative_config`` file names start from the instance folder."""
    (tmp_path / "site.cfg").write_text("COLOUR = 'green'", encoding="utf-8")
    app = Pegboard("site", instance_path=str(tmp_path), instance_relative_config=True)

    app.config.from_pyfile("site.cfg")

    assert app.config["COLOUR"] == "green"


@pytest.mark.item("A16.2")
def test_a_variable_names_a_file(
    app: Pegboard, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A variable may name the file; one that is unset says its name."""
    (tmp_path / "site.cfg").write_text("COLOUR = 'green'", encoding="utf-8")
    monkeypatch.setenv("SITE_SETTINGS", str(tmp_path / "site.cfg"))
    monkeypatch.setenv("EMPTY_SETTINGS", "")

    assert app.config.from_envvar("SITE_SETTINGS") is True
    assert app.config["COLOUR"] == "green"
    assert app.config.from_envvar("EMPTY_SETTINGS", silent=True) is False
    with pytest.raises(RuntimeError, match="'EMPTY_SETTINGS' is not set"):
        app.config.from_envvar("EMPTY_SETTINGS")


@pytest.mark.item("A16.3")
@pytest.mark.parametrize(
    "source", [Settings, Settings(), f"{__name__}.Settings"], ids=["class", "instance", "path"]
)
def test_an_object_gives_settings(app: Pegboard, source: object) -> None:
    """Attributes of a class or an instance are taken, inherited ones too, by object or path."""
    app.config.from_object(source)

    assert (app.config["NAME"], app.config["COLOUR"]) == ("base", "green")
    assert "lower" not in app.config
    assert (app.config["COMPUTED"] == "computed") is isinstance(source, Settings)


@pytest.mark.item("A16.4")
@pytest.mark.parametrize(
    ("content", "load", "text"),
    [
        ('{"COLOUR": "green", "lower": 1}', json.load, True),
        ("COLOUR = 'green'\nlower = 1", tomllib.load, False),
    ],
    ids=["text", "bytes"],
)
def test_any_loader_gives_settings(
    app: Pegboard, tmp_path: Path, content: str, load: Callable[..., Any], text: bool
) -> None:
    """What a loader makes of a file is taken, whether it wants text or bytes."""
    (tmp_path / "site.any").write_text(content, encoding="utf-8")

    assert app.config.from_file("site.any", load, text=text) is True
    assert app.config["COLOUR"] == "green"
    assert "lower" not in app.config


@pytest.mark.item("A16.5")
def test_a_mapping_gives_settings(app: Pegboard) -> None:
    """A mapping or pairs are taken, keywords go before them, and two are too many."""
    many: Any = app.config.from_mapping
    app.config.from_mapping({"ONE": 1, "TWO": 2, "three": 3}, TWO=4)
    app.config.from_mapping([("FIVE", 5)])

    assert (app.config["ONE"], app.config["TWO"], app.config["FIVE"]) == (1, 4, 5)
    assert "three" not in app.config
    with pytest.raises(TypeError):
        many({}, {})


@pytest.mark.item("A16.6")
def test_variables_give_settings(app: Pegboard, monkeypatch: pytest.MonkeyPatch) -> None:
    """Variables with a prefix are JSON or text, and reach into dictionaries, sorted by name."""
    shared = {"HOST": "localhost"}
    app.config["MAIL"] = shared
    for name, text in {
        "MAIL__PORT": "25",
        "TAGS": '["a"]',
        "WORD": "[no JSON",
        "Mixed": "1",
        "NEW__IN__SIDE": "true",
        "SECRET_KEY": "12345",
        "DEBUG": "yes",
    }.items():
        monkeypatch.setenv(f"PEGBOARD_{name}", text)

    assert app.config.from_prefixed_env() is True
    assert app.config["MAIL"] == {"HOST": "localhost", "PORT": 25}
    assert (app.config["TAGS"], app.config["WORD"], app.config["Mixed"]) == (["a"], "[no JSON", 1)
    assert app.config["NEW"] == {"IN": {"SIDE": True}}
    assert (app.config["SECRET_KEY"], app.config["DEBUG"]) == ("12345", True)
    assert shared == {"HOST": "localhost"}


@pytest.mark.item("A16.6")
def test_variables_may_be_read_otherwise(app: Pegboard, monkeypatch: pytest.MonkeyPatch) -> None:
    """Prefix and loader may be others; of two variables the one that sorts last counts."""
    monkeypatch.setenv("SHOP_A", "x")
    monkeypatch.setenv("SHOP_A__B", "y")
    with pytest.raises(ConfigurationError, match="SHOP_A__B reaches into 'A'"):
        app.config.from_prefixed_env("SHOP", loads=str.upper)

    assert app.config["A"] == "X"


@pytest.mark.item("A16.7")
def test_settings_of_one_prefix_are_together(app: Pegboard) -> None:
    """The settings that share a prefix are given without it, or as they are."""
    app.config.from_mapping(MAIL_HOST="localhost", MAIL_PORT=25)

    assert app.config.get_namespace("MAIL_") == {"host": "localhost", "port": 25}
    assert app.config.get_namespace("MAIL_", lowercase=False, trim_namespace=False) == {
        "MAIL_HOST": "localhost",
        "MAIL_PORT": 25,
    }


@pytest.mark.item("A16.8")
@pytest.mark.parametrize(("name", "number"), [("missing.cfg", errno.ENOENT), (".", errno.EISDIR)])
def test_a_file_that_cannot_be_read_says_so(
    app: Pegboard, tmp_path: Path, name: str, number: int
) -> None:
    """The error is the system's, with number, reason and path; or there is none with silent."""
    with pytest.raises(OSError, match="Unable to load configuration file") as info:
        app.config.from_file(name, json.load)

    assert (info.value.errno, info.value.filename) == (number, str(tmp_path / name))
    assert app.config.from_file(name, json.load, silent=True) is False
    assert app.config.from_pyfile(name, silent=True) is False


@pytest.mark.item("A16.9")
@pytest.mark.parametrize(
    ("attribute", "key", "value", "read"),
    [
        ("debug", "DEBUG", True, True),
        ("testing", "TESTING", True, True),
        ("secret_key", "SECRET_KEY", "key", "key"),
        ("permanent_session_lifetime", "PERMANENT_SESSION_LIFETIME", 60, timedelta(minutes=1)),
    ],
)
def test_attributes_stand_for_settings(
    app: Pegboard, attribute: str, key: str, value: object, read: object
) -> None:
    """What is set by an attribute is the setting, and the other way round."""
    setattr(app, attribute, value)
    assert (app.config[key], getattr(app, attribute)) == (value, read)

    app.config[key] = Pegboard("other").config[key]
    assert getattr(app, attribute) == getattr(Pegboard("other"), attribute)


@pytest.mark.item("A16.9")
def test_a_subclass_has_more_of_them() -> None:
    """A property of a subclass may stand for a setting too."""

    class Shop(Pegboard):
        @property
        def currency(self) -> str:
            return str(self.config["CURRENCY"])

    app = Shop("shop")
    app.config["CURRENCY"] = "EUR"

    assert app.currency == "EUR"


# Settings: what each does when it is left alone, and when it is set


def _site(**settings: Any) -> Pegboard:
    """Make an application whose views use what settings are about."""
    app = Pegboard("site", static_folder=None)
    app.config.from_mapping({"SECRET_KEY": KEY, **settings})

    @app.route("/keep")
    def keep() -> str:
        session.permanent = "permanent" in request.args
        session["name"] = "Ada"
        return "kept"

    @app.route("/look")
    def look() -> str:
        return str(session.get("name"))

    @app.route("/form", methods=["POST"])
    def form() -> str:
        return str(len(request.form.to_dict()) + len(request.get_data()))

    @app.route("/file")
    def file() -> Any:
        return send_file(__file__, mimetype="text/plain")

    @app.route("/key")
    def key() -> str:
        return request.args["missing"]

    @app.route("/bad")
    def bad() -> str:
        abort(400)

    @app.route("/fail")
    def fail() -> str:
        raise ZeroDivisionError

    @app.route("/cookie")
    def cookie() -> Response:
        response = Response()
        response.set_cookie("c", "x" * 5_000)
        return response

    return app


def _raised(path: str, kind: type[Exception]) -> Callable[[Pegboard], bool]:
    def probe(app: Pegboard) -> bool:
        try:
            app.test_client().get(path)
        except kind:
            return True
        return False

    return probe


def _cookie(part: str, base: str = "http://localhost") -> Callable[[Pegboard], bool]:
    """Say whether the session's cookie has some part."""

    def probe(app: Pegboard) -> bool:
        answer = app.test_client().get("/keep", base_url=base)
        cookie: str = answer.headers["Set-Cookie"]
        return part in [each.strip() for each in cookie.split(";")] or cookie.startswith(part)

    return probe


def _status(path: str, **options: Any) -> Callable[[Pegboard], int]:
    def probe(app: Pegboard) -> int:
        data = options.get("data")
        more = {**options, "data": data()} if callable(data) else options
        answer = app.test_client().open(path, **more)
        return int(answer.status_code)

    return probe


def _url(app: Pegboard) -> str:
    with app.app_context():
        return url_for("look", _external=True)


def _header(path: str, name: str) -> Callable[[Pegboard], str | None]:
    def probe(app: Pegboard) -> str | None:
        answer = app.test_client().get(path, buffered=True)
        found: str | None = answer.headers.get(name)
        return found

    return probe


def _debug(app: Pegboard) -> bool:
    return app.debug


def _is_in_test_mode(app: Pegboard) -> bool:
    return app.testing and _raised("/fail", ZeroDivisionError)(app)


def _has_session(app: Pegboard) -> bool:
    app.testing = True
    return not _raised("/keep", SessionUnavailableError)(app)


def _reads_older(app: Pegboard) -> str:
    client = _site(SECRET_KEY="old key: " + KEY).test_client()
    client.get("/keep")
    cookie = client.get_cookie("session")
    assert cookie is not None
    with app.test_client() as other:
        other.set_cookie("session", cookie.value)
        return str(other.get("/look").text)


def _lifetime(app: Pegboard) -> timedelta:
    return app.permanent_session_lifetime


def _foreign(app: Pegboard) -> list[int]:
    client = app.test_client()
    hosts = ("shop.example.org", "example.com")
    return [client.get("/look", base_url=f"http://{host}").status_code for host in hosts]


def _refreshes(app: Pegboard) -> bool:
    client = app.test_client()
    client.get("/keep?permanent")
    return "Set-Cookie" in client.get("/look").headers


def _reload(app: Pegboard) -> bool:
    return bool(app.slot("templating").native.auto_reload)


def _large_field() -> dict[str, Any]:
    return {"field": "x" * 600, "file": (BytesIO(b"x"), "x.txt")}


def _many_parts() -> dict[str, Any]:
    return {"file": (BytesIO(b"x"), "x.txt"), **{f"f{i}": "x" for i in range(20)}}


def _explains(app: Pegboard) -> bool:
    handler = BufferingHandler(capacity=100)
    app.logger.addHandler(handler)
    app.logger.setLevel(logging.INFO)
    with app.app_context(), pytest.raises(LookupError):
        app.slot("templating").native.get_template("missing.html")
    app.logger.removeHandler(handler)
    return any("missing.html" in each.getMessage() for each in handler.buffer)


_JSON = {"method": "POST", "json": list(range(500))}
_FORM = {"method": "POST", "data": _large_field}
_PARTS = {"method": "POST", "data": _many_parts}


@pytest.mark.parametrize(
    ("key", "value", "probe", "without", "with_it"),
    [
        pytest.param("DEBUG", True, _debug, False, True, marks=pytest.mark.item("A16.10")),
        pytest.param(
            "TESTING", True, _is_in_test_mode, False, True, marks=pytest.mark.item("A16.11")
        ),
        pytest.param(
            "PROPAGATE_EXCEPTIONS",
            True,
            _raised("/fail", ZeroDivisionError),
            False,
            True,
            marks=pytest.mark.item("A16.12"),
        ),
        pytest.param(
            "SECRET_KEY", None, _has_session, True, False, marks=pytest.mark.item("A16.13")
        ),
        pytest.param(
            "SECRET_KEY_FALLBACKS",
            ["old key: " + KEY],
            _reads_older,
            "None",
            "Ada",
            marks=pytest.mark.item("A16.14"),
        ),
        pytest.param(
            "PERMANENT_SESSION_LIFETIME",
            90,
            _lifetime,
            timedelta(days=31),
            timedelta(seconds=90),
            marks=pytest.mark.item("A16.15"),
        ),
        pytest.param(
            "USE_X_SENDFILE",
            True,
            _header("/file", "X-Sendfile"),
            None,
            __file__,
            marks=pytest.mark.item("A16.16"),
        ),
        pytest.param(
            "TRUSTED_HOSTS",
            [".example.org"],
            _foreign,
            [200, 200],
            [200, 400],
            marks=pytest.mark.item("A16.17"),
        ),
        pytest.param(
            "APPLICATION_ROOT",
            "/shop",
            _cookie("Path=/shop"),
            False,
            True,
            marks=pytest.mark.item("A16.19"),
        ),
        pytest.param(
            "SESSION_COOKIE_NAME",
            "visit",
            _cookie("visit="),
            False,
            True,
            marks=pytest.mark.item("A16.20"),
        ),
        pytest.param(
            "SESSION_COOKIE_DOMAIN",
            "localhost",
            _cookie("Domain=localhost"),
            False,
            True,
            marks=pytest.mark.item("A16.21"),
        ),
        pytest.param(
            "SESSION_COOKIE_PATH",
            "/shop",
            _cookie("Path=/shop"),
            False,
            True,
            marks=pytest.mark.item("A16.22"),
        ),
        pytest.param(
            "SESSION_COOKIE_HTTPONLY",
            False,
            _cookie("HttpOnly"),
            True,
            False,
            marks=pytest.mark.item("A16.23"),
        ),
        pytest.param(
            "SESSION_COOKIE_SECURE",
            True,
            _cookie("Secure"),
            False,
            True,
            marks=pytest.mark.item("A16.24"),
        ),
        pytest.param(
            "SESSION_COOKIE_SECURE",
            False,
            _cookie("Secure", HTTPS),
            True,
            False,
            marks=pytest.mark.item("A16.24"),
        ),
        pytest.param(
            "SESSION_COOKIE_PARTITIONED",
            True,
            _cookie("Partitioned", HTTPS),
            False,
            True,
            marks=pytest.mark.item("A16.25"),
        ),
        pytest.param(
            "SESSION_COOKIE_SAMESITE",
            "Strict",
            _cookie("SameSite=Lax"),
            True,
            False,
            marks=pytest.mark.item("A16.26"),
        ),
        pytest.param(
            "SESSION_REFRESH_EACH_REQUEST",
            False,
            _refreshes,
            True,
            False,
            marks=pytest.mark.item("A16.27"),
        ),
        pytest.param(
            "MAX_CONTENT_LENGTH",
            100,
            _status("/form", **_JSON),
            200,
            413,
            marks=pytest.mark.item("A16.28"),
        ),
        pytest.param(
            "MAX_FORM_MEMORY_SIZE",
            100,
            _status("/form", **_FORM),
            200,
            413,
            marks=pytest.mark.item("A16.29"),
        ),
        pytest.param(
            "MAX_FORM_PARTS",
            10,
            _status("/form", **_PARTS),
            200,
            413,
            marks=pytest.mark.item("A16.30"),
        ),
        pytest.param(
            "SEND_FILE_MAX_AGE_DEFAULT",
            timedelta(minutes=1),
            _header("/file", "Cache-Control"),
            "no-cache",
            "public, max-age=60",
            marks=pytest.mark.item("A16.31"),
        ),
        pytest.param(
            "TRAP_BAD_REQUEST_ERRORS",
            True,
            _status("/bad"),
            400,
            500,
            marks=pytest.mark.item("A16.32"),
        ),
        pytest.param(
            "TRAP_HTTP_EXCEPTIONS",
            True,
            _status("/nope"),
            404,
            500,
            marks=pytest.mark.item("A16.33"),
        ),
        pytest.param(
            "EXPLAIN_TEMPLATE_LOADING",
            True,
            _explains,
            False,
            True,
            marks=pytest.mark.item("A16.34"),
        ),
        pytest.param(
            "TEMPLATES_AUTO_RELOAD", True, _reload, False, True, marks=pytest.mark.item("A16.36")
        ),
        pytest.param(
            "MAX_COOKIE_SIZE",
            6_000,
            _status("/cookie"),
            500,
            200,
            marks=pytest.mark.item("A16.37"),
        ),
        pytest.param(
            "PROVIDE_AUTOMATIC_OPTIONS",
            False,
            _status("/look", method="OPTIONS"),
            200,
            405,
            marks=pytest.mark.item("A16.38"),
        ),
    ],
)
def test_a_setting_has_its_effect(
    key: str, value: object, probe: Callable[[Pegboard], object], without: object, with_it: object
) -> None:
    """What an application does by itself changes where the setting is another."""
    assert key in _site().config
    assert (probe(_site()), probe(_site(**{key: value}))) == (without, with_it)


@pytest.mark.item("A16.10")
@pytest.mark.parametrize(("text", "expected"), [("1", True), ("false", False), ("", False)])
def test_debug_mode_comes_from_the_environment(
    monkeypatch: pytest.MonkeyPatch, text: str, expected: bool
) -> None:
    """A new application is in debug mode where ``PEGBOARD_DEBUG`` says so."""
    monkeypatch.setenv("PEGBOARD_DEBUG", text)

    assert Pegboard("site").config["DEBUG"] is expected


@pytest.mark.item("A16.12")
def test_exceptions_may_be_kept(caplog: pytest.LogCaptureFixture) -> None:
    """False keeps exceptions inside though the application is in test and debug mode."""
    app = _site(PROPAGATE_EXCEPTIONS=False, TESTING=True, DEBUG=True)

    assert app.test_client().get("/fail").status_code == 500
    assert "ZeroDivisionError" in caplog.text


@pytest.mark.item("A16.13", "A16.14")
@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"SECRET_KEY": "short"}, "fewer than 32 bytes"),
        ({"SECRET_KEY_FALLBACKS": ["short"]}, r"SECRET_KEY_FALLBACKS\[0\] has fewer than 32 bytes"),
    ],
)
def test_a_key_that_can_be_guessed_is_refused(settings: dict[str, Any], words: str) -> None:
    """Outside of debug and test mode a short key is an error."""
    app = _site(PROPAGATE_EXCEPTIONS=True, **settings)

    with pytest.raises(ConfigurationError, match=words):
        app.test_client().get("/keep")


@pytest.mark.item("A16.14", "A16.26")
@pytest.mark.parametrize(
    ("key", "value"), [("SECRET_KEY_FALLBACKS", "text"), ("SESSION_COOKIE_SAMESITE", "Loose")]
)
def test_what_cannot_be_meant_is_refused(key: str, value: str) -> None:
    """A value that nobody can mean is refused by the line that sets it."""
    app = Pegboard("site")

    with pytest.raises(ConfigurationError, match=rf"{key} \({__file__}:\d+\)"):
        app.config[key] = value


@pytest.mark.item("A16.18", "A16.19", "A16.35")
def test_settings_say_where_an_application_is() -> None:
    """URLs outside of requests, and made-up requests, are where the settings say."""
    app = _site(SERVER_NAME="example.org", APPLICATION_ROOT="/shop", PREFERRED_URL_SCHEME="https")
    app.add_url_rule("/where", "where", lambda: request.url)

    assert _url(app) == "https://example.org/shop/look"
    assert app.test_client().get("/where").text == "https://example.org/shop/where"
    assert app.test_client().get("/where", subdomain="api").text == (
        "https://api.example.org/shop/where"
    )
    with pytest.raises(PegboardError, match="SERVER_NAME"):
        _url(_site())


@pytest.mark.item("A16.32")
@pytest.mark.parametrize(("settings", "is_raised"), [({"DEBUG": True}, True), ({}, False)])
def test_a_missing_key_is_raised_in_debug_mode(settings: dict[str, Any], is_raised: bool) -> None:
    """In debug mode a key that a query has not is an exception, unless a setting decides."""
    assert _raised("/key", BadRequest)(_site(**settings)) is is_raised
    assert _raised("/key", BadRequest)(_site(TRAP_BAD_REQUEST_ERRORS=False, **settings)) is False


@pytest.mark.item("A16.33")
def test_http_errors_may_come_out() -> None:
    """Where HTTP errors are ordinary exceptions, a test gets to see a 404."""
    app = _site(TRAP_HTTP_EXCEPTIONS=True, TESTING=True)

    with pytest.raises(NotFound):
        app.test_client().get("/nope")


@pytest.mark.item("A16.36")
def test_templates_are_read_again_in_debug_mode() -> None:
    """Where nothing is set, changed templates are read again in debug mode."""
    assert _reload(_site(DEBUG=True)) is True


@pytest.mark.item("A16.37")
def test_a_cookie_that_would_be_lost_is_an_error() -> None:
    """A cookie that browsers would drop is an error that says how large it is."""
    app = _site(TESTING=True)

    with pytest.raises(CookieTooLargeError, match="5,001 bytes"):
        app.test_client().get("/cookie")
