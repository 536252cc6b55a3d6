"""A name that nothing has is an error that suggests the nearest that something has."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from pegboard import Pegboard, render_template, url_for

Failing = Callable[[Pegboard], Any]


def _say() -> str:
    return "said"


def _build(app: Pegboard) -> str:
    app.add_url_rule("/", "guestbook", _say)
    with app.test_request_context():
        return url_for("gestbook")


def _build_within(app: Pegboard) -> str:
    app.add_url_rule("/", "shop.index", _say)
    with app.test_request_context("/"):
        return url_for(".indx")


def _render(app: Pegboard) -> str:
    folder = Path(app.root_path, "templates")
    folder.mkdir()
    (folder / "index.html").write_text("")
    with app.app_context():
        return render_template("indx.html")


def _check(app: Pegboard) -> None:
    app.config["SECRT_KEY"] = "a key"
    (finding,) = [each for each in app.check() if each.id == "pegboard.misspelt-setting"]
    raise LookupError(finding.cure)


@pytest.mark.needs("routing", "templating")
@pytest.mark.parametrize(
    ("failing", "nearest"),
    [
        pytest.param(_build, "guestbook", id="endpoint"),
        pytest.param(_build_within, "shop.index", id="relative endpoint"),
        pytest.param(_render, "index.html", id="template"),
        pytest.param(_check, "SECRET_KEY", id="setting"),
        pytest.param(lambda app: app.slot("sesions"), "sessions", id="slot"),
        pytest.param(lambda app: app.hookimpl("request_start")(_say), "request_started", id="hook"),
        pytest.param(
            lambda app: Pegboard(__name__, plugins={"routng": False}), "routing", id="plugin"
        ),
        pytest.param(
            lambda app: app.add_url_rule("/<itn:number>", "number", _say), "int", id="converter"
        ),
        pytest.param(
            lambda app: app.add_url_rule("/", "index", _say, strict_slash=False),
            "strict_slashes",
            id="option of a route",
        ),
    ],
)
def test_the_nearest_name_is_suggested(failing: Failing, nearest: str, tmp_path: Path) -> None:
    """Whatever kind of name it is, the message asks whether the nearest one was meant."""
    with pytest.raises(Exception, match=f"Did you mean '{nearest}'"):
        failing(Pegboard(__name__, root_path=str(tmp_path), static_folder=None))
