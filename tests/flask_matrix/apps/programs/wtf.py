"""Flask-WTF: forms with and without files, their tokens, and protection of whole applications."""

from __future__ import annotations

from io import BytesIO

import flask
from flask_wtf import CSRFProtect, FlaskForm
from flask_wtf.csrf import CSRFError, generate_csrf
from flask_wtf.file import FileAllowed, FileField, FileRequired, FileSize, MultipleFileField
from wtforms import BooleanField, EmailField, IntegerField, SelectField, StringField
from wtforms.validators import DataRequired, Length, NumberRange

from tests.flask_matrix.apps.conversation import Ask, Call


class GuestForm(FlaskForm):
    name = StringField("Name", validators=[DataRequired(), Length(max=10)])
    mail = EmailField("Mail")
    age = IntegerField("Age", validators=[NumberRange(min=18)])
    room = SelectField("Room", choices=[("a", "Attic"), ("c", "Cellar")])
    is_quiet = BooleanField("Quiet")


class PhotoForm(FlaskForm):
    photo = FileField(validators=[FileRequired(), FileAllowed(["png"], "PNG only"), FileSize(20)])
    more = MultipleFileField()


class SearchForm(FlaskForm):
    class Meta:
        csrf = False

    words = StringField("Words", validators=[DataRequired()])


PAGE = """<form method="post">
{{ form.hidden_tag() }}
{% for field in form if field.widget.input_type != "hidden" %}{{ field.label }} {{ field() }}
{% for error in field.errors %}<b>{{ error }}</b>{% endfor %}
{% endfor %}</form>"""


def make_app():
    app = flask.Flask(__name__)
    app.config.update(SECRET_KEY="a key for tests", WTF_CSRF_TIME_LIMIT=600)
    protect = CSRFProtect(app)

    @app.route("/guest", methods=["GET", "POST"])
    def guest():
        form = GuestForm()
        if form.validate_on_submit():
            flask.flash("Welcome!")
            return {name: each for name, each in form.data.items() if name != "csrf_token"}
        return flask.render_template_string(PAGE, form=form), 422 if form.errors else 200

    @app.post("/json-guest")
    def json_guest():
        form = GuestForm(meta={"csrf": False})
        return {"valid": form.validate(), "errors": form.errors, "name": form.name.data}

    @app.post("/photo")
    def photo():
        form = PhotoForm()
        if not form.validate_on_submit():
            return form.errors, 422
        return {
            "name": form.photo.data.filename,
            "more": [each.filename for each in form.more.data or []],
        }

    @app.get("/search")
    def search():
        form = SearchForm(flask.request.args)
        return {"valid": form.validate(), "words": form.words.data}

    @app.get("/token")
    def token():
        return flask.render_template_string('<meta content="{{ csrf_token() }}">')

    @app.get("/fields")
    def fields():
        return {
            "config": app.config["WTF_CSRF_FIELD_NAME"],
            "same": generate_csrf() == generate_csrf(),
        }

    @app.route("/write", methods=["POST", "PUT", "PATCH", "DELETE"])
    def write():
        return flask.request.method

    @app.post("/hook")
    @protect.exempt
    def hook():
        return "hooked"

    free = flask.Blueprint("free", __name__, url_prefix="/free")
    free.add_url_rule("/", view_func=lambda: "free", methods=["POST"])
    protect.exempt(free)
    app.register_blueprint(free)

    @app.errorhandler(CSRFError)
    def refuse(error):
        return {"refused": error.description}, error.code

    return app


def without_protection(app):
    """In tests one switches it off."""
    app.config["WTF_CSRF_ENABLED"] = False
    answer = app.test_client().post("/write")
    app.config["WTF_CSRF_ENABLED"] = True
    return answer.text


def with_a_context(app):
    """A form can be filled by hand within a context of a test."""
    with app.test_request_context("/", method="POST", data={"name": "Ada", "age": "20"}):
        form = GuestForm(meta={"csrf": False}, room="a")
        return [form.is_submitted(), form.validate(), form.errors, form.name.data]


TOKEN = {"token": r'value="([^"]{60,})"'}
META = {"token": r'content="([^"]+)"'}
GUEST = {"csrf_token": "<token>", "name": "Ada", "age": "36", "room": "c", "is_quiet": "y"}


def photo(name, content):
    return {"csrf_token": "<token>", "photo": (BytesIO(content), name)}


STEPS = [
    Ask("GET", "/guest", keep=TOKEN, says='<option value="c">Cellar</option>'),
    Ask("POST", "/guest", data=GUEST, says='"is_quiet":true'),
    Ask(
        "POST", "/guest", data=GUEST | {"age": "7", "name": "Ada" * 9}, status=422, says="<b>Field"
    ),
    Ask("POST", "/guest", data=GUEST | {"room": "x", "age": "old"}, status=422, says="Not a valid"),
    Ask("POST", "/guest", data=GUEST | {"csrf_token": ""}, status=400, says="token is missing"),
    Ask("POST", "/guest", data=GUEST | {"csrf_token": "x"}, status=400, says="token is invalid"),
    Ask("POST", "/guest", data=GUEST, jar="other", status=400, says="session token is missing"),
    Ask("POST", "/guest", data=GUEST, later=700, status=400, says="token has expired"),
    Ask("GET", "/token", keep=META),
    Ask("POST", "/write", status=400),
    Ask("GET", "/write", status=405),
    Ask("POST", "/write", headers={"X-CSRFToken": "<token>"}, says="POST"),
    Ask("PUT", "/write", headers={"X-CSRF-Token": "<token>"}, says="PUT"),
    Ask("PATCH", "/write", headers={"X-CSRFToken": "<token>"}, says="PATCH"),
    Ask("DELETE", "/write", headers={"X-CSRFToken": "no"}, status=400, says="token is invalid"),
    Ask("POST", "/hook", says="hooked"),
    Ask("POST", "/free/", says="free"),
    Ask("GET", "/fields", says='"same":true'),
    Ask("POST", "/json-guest", json={"name": "Eve"}, status=400),
    Ask(
        "POST",
        "/json-guest",
        json={"name": "Eve", "age": 3, "room": "a"},
        headers={"X-CSRFToken": "<token>"},
        says="Number must be at least 18.",
    ),
    Ask("POST", "/photo", data=photo("a.png", b"\x89PNG"), says='"name":"a.png"'),
    Ask("POST", "/photo", data=photo("a.gif", b"GIF"), status=422, says="PNG only"),
    Ask("POST", "/photo", data=photo("a.png", b"\x89PNG" * 9), status=422, says="between"),
    Ask("POST", "/photo", data={"csrf_token": "<token>"}, status=422, says="required"),
    Ask("GET", "/search?words=bread", says='{"valid":true,"words":"bread"}'),
    Ask("GET", "/search", says='"valid":false'),
    Call(without_protection, gives="POST"),
    Call(with_a_context, gives=[True, True, {}, "Ada"]),
]
