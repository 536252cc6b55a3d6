"""Flask-Caching: views, functions, what a key is made of, fragments of templates, timeouts."""

from __future__ import annotations

import hashlib
import itertools

import flask
from flask_caching import Cache
from flask_caching.utils import make_template_fragment_key

from tests.flask_matrix.apps.conversation import Ask, Call

cache = Cache()


def make_app():
    app = flask.Flask(__name__)
    app.config.update(CACHE_TYPE="SimpleCache", CACHE_DEFAULT_TIMEOUT=300)
    cache.init_app(app)
    count = itertools.count(1)

    @app.get("/plain")
    @cache.cached(timeout=50, response_hit_indication=True)
    def plain():
        return f"plain {next(count)}"

    @app.get("/by-query")
    @cache.cached(query_string=True)
    def by_query():
        return f"query {sorted(flask.request.args.items())} {next(count)}"

    @app.get("/by-header")
    @cache.cached(make_cache_key=lambda: flask.request.headers.get("X-Who", ""))
    def by_header():
        return {"count": next(count)}

    @app.get("/unless")
    @cache.cached(unless=lambda: "fresh" in flask.request.args)
    def unless():
        return f"unless {next(count)}"

    @app.get("/only-good")
    @cache.cached(response_filter=lambda given: not isinstance(given, tuple))
    def only_good():
        return (f"bad {next(count)}", 503) if "bad" in flask.request.args else f"good {next(count)}"

    @app.get("/forced")
    @cache.cached(forced_update=lambda: flask.request.args.get("force") == "1")
    def forced():
        return f"forced {next(count)}"

    @app.post("/by-body")
    @cache.cached(hash_method=flask_hash, source_check=True, query_string=True)
    def by_body():
        return f"body {next(count)}"

    @cache.memoize(60)
    def add(first, second=1):
        return first + second, next(count)

    @app.get("/add/<int:first>/<int:second>")
    def added(first, second):
        return {"sum": add(first, second=second)}

    @app.delete("/add/<int:first>/<int:second>")
    def forget(first, second):
        cache.delete_memoized(add, first, second=second)
        return "", 204

    @app.delete("/add")
    def forget_all():
        cache.delete_memoized(add)
        return "", 204

    @app.get("/fragment/<name>")
    def fragment(name):
        return flask.render_template_string(
            "{% cache 60, 'part', name %}{{ name }} {{ number }}{% endcache %} {{ number }}",
            name=name,
            number=next(count),
        )

    @app.get("/streamed")
    @cache.cached()
    def streamed():
        return flask.Response(iter([f"streamed {next(count)}"]), headers={"X-Kept": "yes"})

    @app.get("/made")
    @cache.cached()
    def made():
        answer = flask.make_response(f"made {next(count)}", 201)
        answer.set_cookie("seen", "1")
        return answer

    return app


def flask_hash(text=b""):
    return hashlib.sha256(text)


def by_hand(app):
    """A cache is a mapping with timeouts, within a context or without one."""
    with app.app_context():
        cache.set("word", ["a", 1], timeout=10)
        cache.set_many({"x": 1, "y": 2})
        kept = [cache.get("word"), cache.get_many("x", "y", "z"), cache.has("word")]
        cache.delete("word")
        return [*kept, cache.get("word"), cache.cached().__class__.__name__]


def without_a_fragment(app):
    """A fragment can be taken out by its key."""
    key = make_template_fragment_key("part", vary_on=["a"])
    before = app.test_client().get("/fragment/a").text.split()[1]
    with app.app_context():
        was_there = cache.delete(key)
    return [was_there, app.test_client().get("/fragment/a").text.split()[1] != before]


def emptied(app):
    """All of it can be taken out."""
    with app.app_context():
        cache.clear()
    return app.test_client().get("/plain").text.split()[0]


STEPS = [
    Ask("GET", "/plain", says="plain 1"),
    Ask("GET", "/plain", says="plain 1"),
    Ask("HEAD", "/plain"),
    Ask("GET", "/plain", later=51, says="plain 2"),
    Ask("GET", "/by-query?a=1&b=2", says="3"),
    Ask("GET", "/by-query?b=2&a=1", says="3"),
    Ask("GET", "/by-query?a=2", says="4"),
    Ask("GET", "/by-header", says='{"count":5}'),
    Ask("GET", "/by-header", headers={"X-Who": "me"}, says='{"count":6}'),
    Ask("GET", "/by-header", headers={"X-Who": "me"}, says='{"count":6}'),
    Ask("GET", "/unless", says="unless 7"),
    Ask("GET", "/unless?fresh", says="unless 8"),
    Ask("GET", "/unless", says="unless 7"),
    Ask("GET", "/only-good?bad", status=503),
    Ask("GET", "/only-good", says="good 10"),
    Ask("GET", "/only-good", says="good 10"),
    Ask("GET", "/forced", says="forced 11"),
    Ask("GET", "/forced", says="forced 11"),
    Ask("GET", "/forced?force=1", says="forced 12"),
    Ask("GET", "/forced", says="forced 12"),
    Ask("POST", "/by-body?a", data="one", says="body 13"),
    Ask("GET", "/add/1/2", says='{"sum":[3,14]}'),
    Ask("GET", "/add/1/2", says='{"sum":[3,14]}'),
    Ask("GET", "/add/2/2", says='{"sum":[4,15]}'),
    Ask("DELETE", "/add/1/2", status=204),
    Ask("GET", "/add/1/2", says='{"sum":[3,16]}'),
    Ask("GET", "/add/2/2", says='{"sum":[4,15]}'),
    Ask("DELETE", "/add", status=204),
    Ask("GET", "/add/2/2", says='{"sum":[4,17]}'),
    Ask("GET", "/fragment/a", says="a 18 18"),
    Ask("GET", "/fragment/a", says="a 18 19"),
    Ask("GET", "/fragment/b", says="b 20 20"),
    Ask("GET", "/streamed", says="streamed 21"),
    Ask("GET", "/streamed", says="streamed 21"),
    Ask("GET", "/made", status=201, says="made 22"),
    Ask("GET", "/made", status=201, says="made 22"),
    Call(by_hand, gives=[["a", 1], [1, 2, None], True, None, "function"]),
    Call(without_a_fragment, gives=[True, True]),
    Call(emptied, gives="plain"),
]
