"""Flask-SocketIO: events, rooms, namespaces and answers by its test client, and real polling."""

from __future__ import annotations

import json

import flask
from flask_socketio import (
    Namespace,
    SocketIO,
    close_room,
    disconnect,
    emit,
    join_room,
    leave_room,
    rooms,
    send,
)
from werkzeug.test import Client

from tests.flask_matrix.apps.conversation import Ask, Call


class Office(Namespace):
    def on_connect(self, auth):
        emit("welcome", {"auth": auth})

    def on_ask(self, word):
        self.emit("told", f"{word}!", namespace=self.namespace)
        return "heard"


def make_app():
    app = flask.Flask(__name__)
    app.secret_key = "a key for tests"
    socketio = SocketIO(app, async_mode="threading")
    app.socketio = socketio

    @app.get("/")
    def index():
        flask.session["name"] = "ada"
        return "index"

    @socketio.on("connect")
    def connected(auth):
        if flask.request.args.get("refuse"):
            return False
        emit("hello", {"path": flask.request.path, "name": flask.session.get("name")})
        return None

    @socketio.on("message")
    def echo(text):
        send(text[::-1], broadcast=True)

    @socketio.on("json")
    def sum_up(values):
        send({"sum": sum(values["numbers"])}, json=True)

    @socketio.on("keep")
    def keep(value):
        flask.session["kept"] = value
        emit("kept", [flask.session["kept"], flask.request.event["message"]])

    @socketio.on("read")
    def read():
        return flask.session.get("kept"), flask.session.get("name")

    @socketio.on("enter")
    def enter(room):
        join_room(room)
        emit("entered", len(rooms()), to=room)

    @socketio.on("leave")
    def leave(room):
        leave_room(room)
        return len(rooms())

    @socketio.on("close")
    def close(room):
        close_room(room)

    @socketio.on("go")
    def go():
        disconnect()

    @socketio.on("break")
    def broken():
        raise ValueError("broken")

    @socketio.on_error()
    def failed(error):
        emit("failed", str(error))

    socketio.on_namespace(Office("/office"))

    @app.post("/shout")
    def shout():
        socketio.emit("shouted", flask.request.form["word"])
        return "", 202

    return app


def heard(client, namespace="/"):
    return [[each["name"], each["args"]] for each in client.get_received(namespace)]


def by_its_test_client(app):
    """Two of them talk."""
    browser = app.test_client()
    browser.get("/")
    ada = app.socketio.test_client(app, flask_test_client=browser)
    bob = app.socketio.test_client(app, query_string="?a=b")
    told = [ada.is_connected(), heard(ada), heard(bob)]
    ada.send("abc")
    told.append([heard(ada), heard(bob)])
    ada.send({"numbers": [1, 2]}, json=True)
    told.append(heard(ada))
    ada.emit("keep", {"a": 1})
    told.extend([heard(ada), ada.emit("read", callback=True), bob.emit("read", callback=True)])
    ada.emit("enter", "room")
    bob.emit("enter", "room")
    told.append([heard(ada), heard(bob)])
    told.append(bob.emit("leave", "room", callback=True))
    ada.emit("break")
    told.append(heard(ada))
    app.test_client().post("/shout", data={"word": "hey"})
    told.append([heard(ada), heard(bob)])
    ada.emit("go")
    bob.disconnect()
    return [*told, ada.is_connected(), bob.is_connected()]


def in_a_namespace(app):
    """A class may answer in a namespace."""
    client = app.socketio.test_client(app, namespace="/office", auth={"key": 1})
    answer = client.emit("ask", "what", namespace="/office", callback=True)
    return [heard(client, "/office"), answer]


def refused(app):
    """Who is refused is not connected."""
    return app.socketio.test_client(app, query_string="?refuse=1").is_connected()


def by_polling(app):
    """A browser without WebSockets: opens, connects, is told, says something and hears of it."""
    # Its test client has taken the other one's packets.
    client = Client(make_app())
    path = "/socket.io/?EIO=4&transport=polling"
    opened = client.get(path)
    session = json.loads(opened.text[1:])
    path += f"&sid={session.pop('sid')}"
    told = [opened.status, opened.content_type, session, client.post(path, data="40").text]
    told.append(sorted(client.get(path).text.split("\x1e")))
    told.append(client.post(path, data='42["message","abc"]').text)
    return [*told, client.get(path).text, client.get(path + "x").status]


STEPS = [
    Ask("GET", "/", says="index"),
    Ask("GET", "/nowhere", status=404),
    Ask("GET", "/socket.io/?EIO=3&transport=polling", status=400, says="unsupported version"),
    Ask("GET", "/socket.io/?EIO=4&transport=other", status=400),
    Call(by_its_test_client),
    Call(
        in_a_namespace, gives=[[["welcome", [{"auth": {"key": 1}}]], ["told", ["what!"]]], "heard"]
    ),
    Call(refused, gives=False),
    Call(by_polling),
    Ask("POST", "/shout", data={"word": "hey"}, status=202),
]
