"""Flask-Migrate: "flask db" in processes of its own, and its commands by the runner for tests."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import flask
from flask.cli import FlaskGroup
from flask_migrate import Migrate, downgrade, upgrade
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import inspect
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from tests.flask_matrix.apps.conversation import Ask, Call


class Base(DeclarativeBase):
    pass


db = SQLAlchemy(model_class=Base)


class Guest(db.Model):
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]


def make_app():
    folder = Path(os.environ.get("GUESTS", "") or tempfile.mkdtemp())
    app = flask.Flask(__name__)
    app.config["SQLALCHEMY_DATABASE_URI"] = f"sqlite:///{folder / 'guests.db'}"
    app.folder = folder
    db.init_app(app)
    Migrate(app, db, directory=str(folder / "migrations"), compare_type=True)

    @app.get("/tables")
    def tables():
        return sorted(inspect(db.engine).get_table_names())

    @app.post("/guests")
    def add():
        db.session.add(Guest(name=flask.request.form["name"]))
        db.session.commit()
        return "added", 201

    return app


SCRIPT = """
import sys
from flask.cli import cli
for words in (["init"], ["migrate", "-m", "guests come", "--rev-id", "1"], ["upgrade"]):
    cli.main(["--app", sys.argv[1], "db", *words], prog_name="flask", standalone_mode=False)
"""


def in_a_process(app):
    """Run "flask db init", "migrate" and "upgrade" as the command does: from a name."""
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, __name__],
        capture_output=True,
        check=False,
        encoding="utf-8",
        env=os.environ | {"GUESTS": str(app.folder)},
        timeout=60,
    )
    wrong = done.stderr if done.returncode else ""
    if wrong:
        return wrong
    (script,) = app.folder.glob("migrations/versions/*.py")
    made = sorted(each.name for each in app.folder.glob("migrations/[!_]*"))
    return [wrong, made, script.name, "op.create_table('guest'" in script.read_text()]


def by_the_runner(app):
    """The same commands within this process."""
    group = FlaskGroup(create_app=lambda: app)
    run = app.test_cli_runner().invoke
    asked = [["current"], ["history"], ["check"], ["downgrade"], ["heads"], ["upgrade", "head"]]
    ended = [run(group, ["db", *words]) for words in asked]
    said = [word in ended[place].output for place, word in [(1, "guests come"), (4, "1 (head)")]]
    return [[each.exit_code for each in ended], said]


def by_function(app):
    """And as functions."""
    with app.app_context():
        downgrade(revision="base")
        without = sorted(inspect(db.engine).get_table_names())
        upgrade()
    return without


STEPS = [
    Ask("POST", "/guests", data={"name": "ada"}, status=500),
    Call(
        in_a_process,
        gives=[
            "",
            ["README", "alembic.ini", "env.py", "script.py.mako", "versions"],
            "1_guests_come.py",
            True,
        ],
    ),
    Ask("GET", "/tables", says='["alembic_version","guest"]'),
    Ask("POST", "/guests", data={"name": "ada"}, status=201),
    Call(by_the_runner),
    Call(by_function, gives=["alembic_version"]),
    Ask("GET", "/tables", says='["alembic_version","guest"]'),
]
