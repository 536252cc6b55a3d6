"""Flask-SQLAlchemy: models, sessions of a request, pages, binds and what is found or not."""

from __future__ import annotations

import flask
import sqlalchemy as sa
from flask_sqlalchemy import SQLAlchemy
from flask_sqlalchemy.record_queries import get_recorded_queries
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship

from tests.flask_matrix.apps.conversation import Ask, Call


class Base(DeclarativeBase):
    pass


db = SQLAlchemy(model_class=Base)


class Author(db.Model):
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    books: Mapped[list[Book]] = relationship(back_populates="author", cascade="all, delete-orphan")


class Book(db.Model):
    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str]
    author_id: Mapped[int] = mapped_column(sa.ForeignKey(Author.id))
    author: Mapped[Author] = relationship(back_populates="books")


class Visit(db.Model):
    __bind_key__ = "log"
    id: Mapped[int] = mapped_column(primary_key=True)
    path: Mapped[str]


def make_app():
    app = flask.Flask(__name__)
    app.config.update(
        SQLALCHEMY_DATABASE_URI="sqlite://",
        SQLALCHEMY_BINDS={"log": "sqlite://"},
        SQLALCHEMY_RECORD_QUERIES=True,
    )
    db.init_app(app)
    with app.app_context():
        db.create_all()

    @app.before_request
    def note():
        db.session.add(Visit(path=flask.request.path))
        db.session.commit()

    @app.post("/authors")
    def add_author():
        author = Author(name=flask.request.form["name"])
        db.session.add(author)
        db.session.commit()
        return {"id": author.id}, 201

    @app.get("/authors/<name>")
    def author(name):
        found = db.one_or_404(db.select(Author).filter_by(name=name), description="No such author.")
        return {"id": found.id, "books": [book.title for book in found.books]}

    @app.delete("/authors/<int:number>")
    def remove(number):
        db.session.delete(db.get_or_404(Author, number))
        db.session.commit()
        return "", 204

    @app.post("/authors/<int:number>/books")
    def add_books(number):
        owner = db.get_or_404(Author, number)
        owner.books.extend(Book(title=title) for title in flask.request.json)
        db.session.commit()
        return {"count": len(owner.books)}

    @app.get("/books")
    def books():
        page = db.paginate(db.select(Book).order_by(Book.title), max_per_page=3)
        return flask.render_template_string(
            "{% for book in page %}{{ book.title }} {% endfor %}"
            "{% for number in page.iter_pages() %}{{ number or '…' }} {% endfor %}"
            "{{ page.first }}-{{ page.last }} of {{ page.total }}",
            page=page,
        )

    @app.get("/first")
    def first():
        return db.first_or_404(db.select(Book).order_by(Book.title.desc())).title

    @app.post("/forgotten")
    def forgotten():
        db.session.add(Author(name="forgotten"))
        db.session.flush()
        return "flushed, not committed"

    @app.get("/count")
    def count():
        return {
            "authors": db.session.scalar(sa.select(sa.func.count()).select_from(Author)),
            "visits": db.session.scalar(sa.select(sa.func.count()).select_from(Visit)),
            "queries": len(get_recorded_queries()),
        }

    @app.errorhandler(sa.exc.IntegrityError)
    def taken(error):
        db.session.rollback()
        return {"error": type(error).__name__}, 409

    return app


def without_a_context(app):
    """Without one it says so."""
    try:
        db.session.execute(db.select(Author))
    except RuntimeError as error:
        return str(error)[:38]
    return None


def in_a_shell(app):
    """A shell has the models at hand."""
    with app.app_context():
        return sorted(app.make_shell_context())


def with_contexts(app):
    """Outside of a request a context is pushed; each has a session of its own."""
    with app.app_context():
        outer = db.session()
        with app.app_context():
            inner = db.session()
        names = list(db.session.scalars(db.select(Author.name).order_by(Author.name)))
        engines = list(db.engines)
    return [outer is inner, names, engines]


STEPS = [
    Ask("POST", "/authors", data={"name": "Ursula"}, status=201, says='{"id":1}'),
    Ask("POST", "/authors", data={"name": "Ursula"}, status=409, says="IntegrityError"),
    Ask("POST", "/authors", data={"name": "Octavia"}, status=201, says='{"id":2}'),
    Ask("POST", "/authors/1/books", json=list("bdfhac"), says='{"count":6}'),
    Ask("POST", "/authors/9/books", json=[], status=404),
    Ask("POST", "/authors/2/books", json=["eg", "z"], says='{"count":2}'),
    Ask("GET", "/authors/Ursula", says='"books":["b","d","f","h","a","c"]'),
    Ask("GET", "/authors/nobody", status=404, says="No such author."),
    Ask("GET", "/books", says="a b c 1 2 3 1-3 of 8"),
    Ask("GET", "/books?page=3&per_page=3", says="h z 1 2 3 7-8 of 8"),
    Ask("GET", "/books?page=2&per_page=2", says="c d 1 2 3 4 3-4 of 8"),
    Ask("GET", "/books?page=9", status=404),
    Ask("GET", "/books?page=x", status=404),
    Ask("GET", "/first", says="z"),
    Ask("POST", "/forgotten", says="flushed"),
    Ask("GET", "/authors/forgotten", status=404),
    Ask("DELETE", "/authors/2", status=204),
    Ask("DELETE", "/authors/2", status=404),
    Ask("GET", "/first", says="h"),
    Ask("GET", "/count", says='{"authors":1,"queries":3,"visits":20}'),
    Call(with_contexts, gives=[False, ["Ursula"], ["log", None]]),
    Call(without_a_context, gives="Working outside of application context"),
    Call(in_a_shell, gives=["Author", "Book", "Visit", "app", "db", "g"]),
]
