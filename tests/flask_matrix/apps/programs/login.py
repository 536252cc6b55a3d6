"""Flask-Login: signing in and out, remembering, fresh logins, and who is turned away."""

from __future__ import annotations

import flask
import flask_login
from flask_login import current_user, login_required, login_user, logout_user

from tests.flask_matrix.apps.conversation import Ask, Call


class User(flask_login.UserMixin):
    def __init__(self, name, is_active=True):
        self.id = name
        self.active = is_active

    @property
    def is_active(self):
        return self.active


USERS = {"ada": User("ada"), "bob": User("bob", is_active=False)}


def make_app():
    app = flask.Flask(__name__)
    app.secret_key = "a key for tests"
    app.test_client_class = flask_login.FlaskLoginClient
    manager = flask_login.LoginManager(app)
    manager.login_view = "login"
    manager.refresh_view = "reauthenticate"
    manager.needs_refresh_message = "Say it again, please."
    manager.blueprint_login_views = {"office": "/office-door"}

    @manager.user_loader
    def load(name):
        return USERS.get(name)

    @manager.request_loader
    def from_request(request):
        key = request.headers.get("X-Key")
        return USERS["ada"] if key == "ada's key" else None

    @app.route("/login", methods=["GET", "POST"])
    def login():
        if flask.request.method == "GET":
            return {"messages": flask.get_flashed_messages(with_categories=True)}
        user = USERS[flask.request.form["name"]]
        is_in = login_user(user, remember="remember" in flask.request.form)
        return {"in": is_in, "next": flask.request.args.get("next")}

    @app.post("/reauthenticate")
    def reauthenticate():
        flask_login.confirm_login()
        return "confirmed"

    @app.get("/")
    def index():
        name = current_user.get_id() if current_user.is_authenticated else "nobody"
        return flask.render_template_string(
            "{{ current_user.is_authenticated }} {{ name }} {{ fresh }}",
            name=name,
            fresh=flask_login.login_fresh(),
        )

    @app.get("/mine")
    @login_required
    def mine():
        return f"{current_user.id}'s"

    @app.get("/secret")
    @flask_login.fresh_login_required
    def secret():
        return "secret"

    @app.post("/logout")
    @login_required
    def logout():
        logout_user()
        return flask.redirect(flask.url_for("index"))

    office = flask.Blueprint("office", __name__, url_prefix="/office")

    @office.get("/")
    @login_required
    def desk():
        return "desk"

    app.register_blueprint(office)

    @app.get("/counted")
    def counted():
        flask.session["count"] = flask.session.get("count", 0) + 1
        return str(flask.session["count"])

    return app


def with_its_client(app):
    """Flask-Login's own client signs a user in as it is made."""
    with app.test_client(user=USERS["ada"]) as client:
        text = client.get("/mine").text
        with client.session_transaction() as session:
            return [text, session["_user_id"], flask.request.path, flask_login.current_user.id]


def with_signals(app):
    """It tells of those who come in and go."""
    seen = []

    def note_in(sender, user):
        seen.append(["in", user.id])

    def note_out(sender, user):
        seen.append(["out", user.id])

    with (
        flask_login.user_logged_in.connected_to(note_in, app),
        flask_login.user_logged_out.connected_to(note_out, app),
    ):
        client = app.test_client()
        client.post("/login", data={"name": "ada"})
        client.post("/logout")
    return seen


def with_strangers(app):
    """Who is turned away is a handler's to answer, where there is one."""
    manager = app.login_manager

    def turn_away():
        return flask.jsonify(error="who are you?"), 401

    manager.unauthorized_handler(turn_away)
    answer = app.test_client().get("/mine")
    manager.unauthorized_callback = None
    return [answer.status, answer.json]


def within_a_test_context(app):
    """A test may sign a user in within a context of its own."""
    with app.test_request_context("/"):
        before = current_user.is_anonymous
        login_user(USERS["ada"])
        return [before, current_user.id, flask.session["_fresh"]]


STEPS = [
    Ask("GET", "/", says="False nobody False"),
    Ask("GET", "/mine", status=302, says="/login?next=%2Fmine"),
    Ask("GET", "/login", says="Please log in to access this page."),
    Ask("GET", "/office/", status=302, says="/office-door?next=%2Foffice%2F"),
    Ask("POST", "/logout", status=302, says="/login?next=%2Flogout"),
    Ask("GET", "/mine", headers={"X-Key": "ada's key"}, says="ada's", jar="key"),
    Ask("GET", "/secret", headers={"X-Key": "ada's key"}, status=302, jar="key"),
    Ask("POST", "/login", data={"name": "bob"}, says='{"in":false,"next":null}'),
    Ask("POST", "/login?next=/mine", data={"name": "ada"}, says='"next":"/mine"'),
    Ask("GET", "/", says="True ada True"),
    Ask("GET", "/mine", says="ada's"),
    Ask("GET", "/secret", says="secret"),
    Ask("GET", "/office/", says="desk"),
    Ask("GET", "/counted", says="1"),
    Ask("GET", "/counted", headers={"User-Agent": "another browser"}, says="2"),
    Ask("GET", "/mine", headers={"User-Agent": "another browser"}),
    Ask("POST", "/logout", status=302, says="Location: /"),
    Ask("GET", "/", says="False nobody False"),
    Ask("POST", "/login", data={"name": "ada", "remember": "1"}, says="remember_token=ada|"),
    Ask("GET", "/secret", says="secret"),
    Ask("GET", "/mine", headers={"Cookie": ""}, says="ada's"),
    Ask("GET", "/", later=3600 * 24 * 30, says="True ada True"),
    Ask(
        "GET", "/secret", headers={"User-Agent": "yet another"}, status=302, says="/reauthenticate"
    ),
    Ask("GET", "/login", headers={"User-Agent": "yet another"}, says="Say it again, please."),
    Ask("POST", "/reauthenticate", headers={"User-Agent": "yet another"}, says="confirmed"),
    Ask("GET", "/secret", headers={"User-Agent": "yet another"}, says="secret"),
    Ask("POST", "/logout", headers={"User-Agent": "yet another"}, status=302),
    Ask("GET", "/mine", status=302),
    Call(with_its_client, gives=["ada's", "ada", "/mine", "ada"]),
    Call(with_signals, gives=[["in", "ada"], ["out", "ada"]]),
    Call(with_strangers, gives=["401 UNAUTHORIZED", {"error": "who are you?"}]),
    Call(within_a_test_context, gives=[True, "ada", True]),
]
