"""A name that nothing has is an error that suggests the nearest that something has."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from pegboard import Pegboard, render_template, url_for

Failing = Callable[[Pegboard], object]


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


def _ask_for_slot(app: Pegboard) -> object:
    return app.slot("sesions")


def _implement(app: Pegboard) -> object:
    return app.hookimpl("request_start")(_say)


def _choose(_app: Pegboard) -> object:
    return Pegboard(__name__, plugins={"routng": False})


def _convert(app: Pegboard) -> None:
    app.add_url_rule("/<itn:number>", "number", _say)


def _set_option(app: Pegboard) -> None:
    app.add_url_rule("/", "index", _say, strict_slash=False)


def _check(app: Pegboard) -> None:
    app.config["SECRT_KEY"] = "a key"
    (finding,) = [each for each in app.check() if each.id == "pegboard.misspelt-setting"]
    raise LookupError(finding.cure)


@pytest.mark.needs("routing", "templating")
@pytest.mark.parametrize(
    ("failing", "nearest"),
    [
        (_build, "guestbook"),
        (_build_within, "shop.index"),
        (_render, "index.html"),
        (_check, "SECRET_KEY"),
        (_ask_for_slot, "sessions"),
        (_implement, "request_started"),
        (_choose, "routing"),
        (_convert, "int"),
        (_set_option, "strict_slashes"),
    ],
)
def test_the_nearest_name_is_suggested(failing: Failing, nearest: str, tmp_path: Path) -> None:
    """Whatever kind of name it is, the message asks whether the nearest one was meant."""
    with pytest.raises(Exception, match=f"Did you mean '{nearest}'"):
        failing(Pegboard(__name__, root_path=str(tmp_path), static_folder=None))
