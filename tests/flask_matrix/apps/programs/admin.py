"""Flask-Admin: views of models by forms, filters, search, actions, files, and who may see them."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec

import flask
from flask_admin import Admin, AdminIndexView, BaseView, expose
from flask_admin.actions import action
from flask_admin.contrib.sqla import ModelView
from flask_admin.menu import MenuLink
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import ForeignKey
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship

from tests.flask_matrix.apps.conversation import Ask, Call


class Base(DeclarativeBase):
    pass


db = SQLAlchemy(model_class=Base)


class Author(db.Model):
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    is_alive: Mapped[bool] = mapped_column(default=True)
    books: Mapped[list[Book]] = relationship(back_populates="author")

    def __str__(self):
        return self.name


class Book(db.Model):
    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str]
    author_id: Mapped[int | None] = mapped_column(ForeignKey(Author.id))
    author: Mapped[Author | None] = relationship(back_populates="books")

    def __str__(self):
        return self.title


class AuthorView(ModelView):
    column_searchable_list = ["name"]
    column_filters = ["name", "is_alive"]
    column_editable_list = ["name"]
    column_labels = {"is_alive": "Alive"}
    can_export = True
    can_view_details = True
    page_size = 3

    @action("shout", "Shout", "Really?")
    def shout(self, ids):
        for each in self.get_query().filter(Author.id.in_(map(int, ids))):
            each.name = each.name.upper()
        db.session.commit()
        flask.flash(f"{len(ids)} shouted")


class BookView(ModelView):
    form_columns = ["title", "author"]
    column_formatters = {"title": lambda view, context, model, name: f"«{model.title}»"}

    def on_model_change(self, form, model, is_created):
        if model.title == "forbidden":
            raise ValueError("This title is taken out.")


class Closed(BaseView):
    def is_accessible(self):
        return flask.request.args.get("key") == "open"

    def inaccessible_callback(self, name, **kwargs):
        return flask.redirect(flask.url_for("admin.index", next=flask.request.path))

    @expose("/")
    def index(self):
        return self.render("admin/index.html")

    @expose("/more/<int:number>", methods=["GET", "POST"])
    def more(self, number):
        return flask.jsonify(number=number, url=self.get_url(".index"))


class Front(AdminIndexView):
    @expose("/")
    def index(self):
        return super().index()

    @expose("/number")
    def number(self):
        return str(len(self.admin.menu()))


def make_app():
    app = flask.Flask(__name__)
    app.config.update(SECRET_KEY="a key for tests", SQLALCHEMY_DATABASE_URI="sqlite://")
    db.init_app(app)
    if find_spec("flask_babel") is not None:
        # Where it is installed Flask-Admin asks it for its words.
        import_module("flask_babel").Babel(app)
    with app.app_context():
        db.create_all()
    admin = Admin(app, name="The house", index_view=Front())
    admin.add_view(AuthorView(Author, db))
    admin.add_view(BookView(Book, db, category="Things"))
    admin.add_view(Closed(name="Closed", endpoint="closed", category="Things"))
    admin.add_link(MenuLink(name="Out", url="/"))
    return app


def counted(app):
    """What was written is in the database."""
    with app.app_context():
        authors = db.session.scalars(db.select(Author.name).order_by(Author.id))
        books = db.session.scalars(db.select(Book).order_by(Book.id))
        return [list(authors), [[each.title, str(each.author)] for each in books]]


def addressed(app):
    """Its views are endpoints like any other."""
    with app.test_request_context():
        return [
            flask.url_for("author.index_view", search="a"),
            flask.url_for("closed.more", number=3),
            flask.url_for("admin.static", filename="admin/css/bootstrap4/admin.css"),
        ]


def author(name, **more):
    return Ask(
        "POST", "/admin/author/new/", data={"name": name, "is_alive": "y"}, status=302, **more
    )


FORM = {"list_form_pk": "1", "name": "Ursula K."}

STEPS = [
    Ask("GET", "/admin/", says="The house"),
    Ask("GET", "/admin/number", says="3"),
    Ask("GET", "/admin/author/", says="There are no items in the table."),
    Ask("GET", "/admin/author/new/", says='name="is_alive"'),
    author("Ursula"),
    author("Octavia"),
    author("Stanislaw"),
    author("Italo", later=1),
    Ask("GET", "/admin/author/", says="Record was successfully created."),
    Ask("GET", "/admin/author/?page=1", says="Italo"),
    Ask("GET", "/admin/author/?sort=1&desc=1", says="Ursula"),
    Ask("GET", "/admin/author/?search=oct", says="Octavia"),
    Ask("GET", "/admin/author/?flt0_0=Ursula", says="Ursula"),
    Ask("POST", "/admin/author/ajax/update/", data=FORM, says="Record was successfully saved."),
    Ask("POST", "/admin/author/ajax/update/", data={"list_form_pk": "99"}, status=500),
    Ask("GET", "/admin/author/details/?id=1", says="Ursula K."),
    Ask("GET", "/admin/author/export/csv/", says="Octavia"),
    Ask(
        "POST",
        "/admin/author/action/",
        data={"action": "shout", "rowid": ["2", "3"], "url": "/admin/author/"},
        status=302,
    ),
    Ask("GET", "/admin/author/", says="2 shouted"),
    Ask("GET", "/admin/book/new/", says="Octavia".upper()),
    Ask("POST", "/admin/book/new/", data={"title": "Kindred", "author": "2"}, status=302),
    Ask("POST", "/admin/book/new/", data={"title": ""}, says="This field is required."),
    Ask("POST", "/admin/book/new/", data={"title": "forbidden"}, says="taken out"),
    Ask("GET", "/admin/book/edit/?id=1", says='value="Kindred"'),
    Ask("POST", "/admin/book/edit/?id=1", data={"title": "Dawn", "author": "1"}, status=302),
    Ask(
        "POST",
        "/admin/book/new/?url=/admin/book/",
        data={"title": "Solaris", "author": "3", "_add_another": "1"},
        status=302,
        says="Location: /admin/book/new/",
    ),
    Ask("GET", "/admin/book/", says="«Dawn»"),
    Ask("POST", "/admin/author/delete/", data={"id": "4"}, status=302),
    Ask("GET", "/admin/author/delete/?id=4", status=405),
    Ask("GET", "/admin/author/edit/?id=99", status=302),
    Ask("GET", "/admin/author/", says="Record does not exist."),
    Ask("GET", "/admin/closed/", status=302, says="next=/admin/closed/"),
    Ask("GET", "/admin/closed/?key=open"),
    Ask("POST", "/admin/closed/more/7?key=open", says='{"number":7,"url":"/admin/closed/"}'),
    Ask("GET", "/admin/static/admin/css/bootstrap4/admin.css", says="text/css"),
    Ask("GET", "/admin/static/nothing.css", status=404),
    Call(counted),
    Call(addressed),
]
