"""flask-smorest: an API with schemas, its description, pages, ETags and answers for errors."""

from __future__ import annotations

from io import BytesIO

import flask
from flask.cli import FlaskGroup
from flask.views import MethodView
from flask_smorest import Api, Blueprint, Page, abort
from marshmallow import Schema, fields, validate

from tests.flask_matrix.apps.conversation import Ask, Call


class PetSchema(Schema):
    id = fields.Int(dump_only=True)
    name = fields.String(required=True, validate=validate.Length(1, 9))
    born = fields.Date(load_default=None)


class QuerySchema(Schema):
    name = fields.String()


class FileSchema(Schema):
    photo = fields.Raw(metadata={"type": "string", "format": "binary"})


class CursorPage(Page):
    @property
    def item_count(self):
        return len(self.collection)


def make_app():
    app = flask.Flask(__name__)
    app.config.update(
        API_TITLE="Pets",
        API_VERSION="v1",
        OPENAPI_VERSION="3.0.3",
        OPENAPI_URL_PREFIX="/doc",
        OPENAPI_JSON_PATH="openapi.json",
        OPENAPI_SWAGGER_UI_PATH="/swagger",
        OPENAPI_SWAGGER_UI_URL="https://ui.example/",
        OPENAPI_REDOC_PATH="/redoc",
        OPENAPI_REDOC_URL="https://ui.example/redoc.js",
    )
    api = Api(app)
    blueprint = Blueprint("pets", "pets", url_prefix="/pets", description="Animals")
    pets = {}

    @blueprint.route("/")
    class Pets(MethodView):
        @blueprint.arguments(QuerySchema, location="query")
        @blueprint.response(200, PetSchema(many=True))
        @blueprint.paginate(CursorPage, page_size=2, max_page_size=5)
        def get(self, args):
            """List pets."""
            return [
                each for each in pets.values() if args.get("name", each["name"]) == each["name"]
            ]

        @blueprint.arguments(PetSchema)
        @blueprint.response(201, PetSchema, headers={"X-Made": {"schema": {"type": "string"}}})
        @blueprint.alt_response(409, description="Taken")
        def post(self, new):
            """Add a pet.

            It must have a name.
            """
            if any(each["name"] == new["name"] for each in pets.values()):
                abort(409, message="Taken", errors={"name": ["is taken"]})
            number = len(pets) + 1
            pets[number] = {"id": number, **new}
            return pets[number]

    @blueprint.route("/<int:number>")
    class Pet(MethodView):
        @blueprint.etag
        @blueprint.response(200, PetSchema)
        def get(self, number):
            """One pet."""
            return pets[number] if number in pets else abort(404)

        @blueprint.etag
        @blueprint.arguments(PetSchema(partial=True))
        @blueprint.response(200, PetSchema)
        def put(self, changes, number):
            blueprint.check_etag(pets[number], PetSchema)
            pets[number] |= changes
            return pets[number]

        @blueprint.etag
        @blueprint.response(204)
        def delete(self, number):
            blueprint.check_etag(pets[number], PetSchema)
            del pets[number]

    @blueprint.route("/form", methods=["POST"])
    @blueprint.arguments(PetSchema, location="form")
    @blueprint.response(200, PetSchema)
    def form(new):
        return new

    @blueprint.route("/photo", methods=["POST"])
    @blueprint.arguments(FileSchema, location="files")
    def photo(files):
        return {"name": files["photo"].filename}

    @app.get("/broken")
    def broken():
        raise ZeroDivisionError

    api.register_blueprint(blueprint)
    app.config["PROPAGATE_EXCEPTIONS"] = False
    return app


def printed(app):
    """Its command prints the description."""
    group = FlaskGroup(create_app=lambda: app)
    result = app.test_cli_runner().invoke(group, ["openapi", "print"])
    return [result.exit_code, '"title": "Pets"' in result.output]


def photo():
    return {"photo": (BytesIO(b"PNG"), "rex.png")}


STEPS = [
    Ask("GET", "/pets/", says="X-Pagination"),
    Ask("POST", "/pets/", json={"name": "Rex", "born": "2020-02-03"}, status=201, says='"id":1'),
    Ask("POST", "/pets/", json={"name": "Rex"}, status=409, says="is taken"),
    Ask("POST", "/pets/", json={"name": ""}, status=422, says="Length must be between 1 and 9."),
    Ask("POST", "/pets/", json={}, status=422, says="Missing data for required field."),
    Ask("POST", "/pets/", data="{", content_type="application/json", status=400, says="Bad"),
    Ask("POST", "/pets/", json={"name": "Tom"}, status=201),
    Ask("POST", "/pets/", json={"name": "Kit"}, status=201),
    Ask("GET", "/pets/?page=2", says="Kit"),
    Ask("GET", "/pets/?page_size=9", status=422, says="page_size"),
    Ask("GET", "/pets/?name=Tom", says="Tom"),
    Ask("GET", "/pets/1", keep={"tag": r"ETag: (\S+)"}),
    Ask(
        "GET",
        "/pets/1",
        headers={"If-None-Match": "<tag>"},
        status=304,
    ),
    Ask("PUT", "/pets/1", json={"name": "Max"}, status=428, says="Precondition Required"),
    Ask("PUT", "/pets/1", json={"name": "M"}, headers={"If-Match": '"x"'}, status=412),
    Ask(
        "PUT",
        "/pets/1",
        json={"name": "Max"},
        headers={"If-Match": "<tag>"},
        keep={"tag": r"ETag: (\S+)"},
        says="Max",
    ),
    Ask("DELETE", "/pets/1", status=428),
    Ask("DELETE", "/pets/1", headers={"If-Match": "<tag>"}, status=204),
    Ask("GET", "/pets/9", status=404, says='"status":"Not Found"'),
    Ask("PATCH", "/pets/1", status=405, says="Method Not Allowed"),
    Ask("GET", "/nowhere", status=404, says="Not Found"),
    Ask("GET", "/broken", status=500, says='"code":500'),
    Ask("POST", "/pets/form", data={"name": "Form"}, says="Form"),
    Ask("POST", "/pets/photo", data=photo(), says="rex.png"),
    Ask("GET", "/doc/openapi.json", says='"/pets/{number}"'),
    Ask("GET", "/doc/swagger", says="https://ui.example/"),
    Ask("GET", "/doc/redoc", says="https://ui.example/redoc.js"),
    Call(printed, gives=[0, True]),
]
