"""What the plugin can be told."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from whitenoise import WhiteNoise

from pegboard_hookspecs.errors import ConfigurationError
from tests.plugins.static_whitenoise.site import Site
from tests.plugins.static_whitenoise.test_hashed_urls import FOR_EVER


@pytest.mark.parametrize(
    ("settings", "field"),
    [
        ({}, "no-cache"),
        ({"WHITENOISE_MAX_AGE": 60}, "public, max-age=60"),
        ({"WHITENOISE_MAX_AGE": timedelta(hours=1)}, "public, max-age=3600"),
        ({"WHITENOISE_MAX_AGE": 60, "SEND_FILE_MAX_AGE_DEFAULT": 5}, "public, max-age=5"),
        ({"WHITENOISE_MAX_AGE": 60, "SEND_FILE_MAX_AGE_DEFAULT": 0}, "no-cache, max-age=0"),
        ({"WHITENOISE_IMMUTABLE_FILE_TEST": r"^/static/a\.\w+$"}, FOR_EVER),
        ({"WHITENOISE_IMMUTABLE_FILE_TEST": r"^/a"}, "no-cache"),
    ],
    ids=lambda value: str(value)[:60],
)
def test_how_long_clients_keep_files(tmp_path: Path, settings: dict[str, Any], field: str) -> None:
    """The application says how long, else the plugin's setting; what never changes is kept."""
    site = Site(tmp_path, **settings)
    site.write("a.css")

    assert site.get("a.css").headers["Cache-Control"] == field


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("WHITENOISE_MAX_AGE", -1),
        ("WHITENOISE_IMMUTABLE_FILE_TEST", "("),
        ("WHITENOISE_MAX_AGE", "1"),
    ],
)
def test_a_setting_may_be_wrong(tmp_path: Path, name: str, value: Any) -> None:
    """A value that cannot be meant keeps the application from starting, and is named."""
    with pytest.raises(ConfigurationError, match=name):
        Site(tmp_path, **{name: value}).app.start()


@pytest.mark.parametrize(("is_set", "field"), [(False, None), (True, "*")])
def test_other_origins_may_be_allowed(tmp_path: Path, is_set: bool, field: str | None) -> None:
    """Pages of other hosts may read the files where that was asked for."""
    site = Site(tmp_path, WHITENOISE_ALLOW_ALL_ORIGINS=is_set)
    site.write("a.woff2")

    assert site.get("a.woff2").headers.get("Access-Control-Allow-Origin") == field


def test_types_may_be_added(tmp_path: Path) -> None:
    """More types go before those of WhiteNoise, by suffix or by the whole name."""
    types = {".model": "model/gltf-binary", "robots": "text/plain"}
    site = Site(tmp_path, WHITENOISE_MIMETYPES=types)
    site.write("a.model")
    site.write("robots")

    assert site.get("a.model").headers["Content-Type"] == "model/gltf-binary"
    assert site.get("robots").headers["Content-Type"] == "text/plain; charset=utf-8"


def test_whitenoise_can_be_reached(tmp_path: Path) -> None:
    """The engine of the started application is an object of WhiteNoise."""
    site = Site(tmp_path)
    site.app.start()

    assert isinstance(site.app.slot("static").native, WhiteNoise)
