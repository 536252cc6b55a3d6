"""APIFlask: its own application class, inputs and outputs, authentication, and the description."""

from __future__ import annotations

from base64 import b64encode
from io import BytesIO

from apiflask import APIBlueprint, APIFlask, HTTPBasicAuth, HTTPError, HTTPTokenAuth, Schema, abort
from apiflask.fields import File, Integer, List, Nested, String
from apiflask.validators import Length, OneOf
from apiflask.views import MethodView
from flask.cli import FlaskGroup

from tests.flask_matrix.apps.conversation import Ask, Call


class PetIn(Schema):
    name = String(required=True, validate=Length(0, 10))
    category = String(required=True, validate=OneOf(["dog", "cat"]))


class PetOut(Schema):
    id = Integer()
    name = String()
    category = String()


class PetsOut(Schema):
    pets = List(Nested(PetOut))


class Wrapped(Schema):
    code = Integer()
    data = Nested(PetOut)


def make_app():
    app = APIFlask(__name__, title="Pet API", version="1.0", docs_path="/docs")
    app.config.update(
        SERVERS=[{"url": "https://pets.example"}], TAGS=["pets"], AUTO_404_RESPONSE=True
    )
    pets = [{"id": 0, "name": "Kitty", "category": "cat"}]
    basic, token = HTTPBasicAuth(), HTTPTokenAuth(description="A token.")

    @basic.verify_password
    def verify(name, word):
        return name if word == "secret" else None

    @token.verify_token
    def verify_token(given):
        return given == "good"

    @app.get("/pets/<int:pet_id>")
    @app.output(PetOut, description="One pet", links={"self": {"operationId": "getPet"}})
    def get_pet(pet_id):
        if pet_id >= len(pets):
            abort(404, message="No such pet.", detail={"id": pet_id}, headers={"X-Lost": "1"})
        return pets[pet_id]

    @app.post("/pets")
    @app.input(PetIn(partial=False), location="json")
    @app.output(PetOut, status_code=201)
    @app.doc(tags=["pets"], operation_id="addPet", responses=[400])
    def add_pet(json_data):
        """Add a pet.

        It has a name and a category.
        """
        pets.append({"id": len(pets), **json_data})
        return pets[-1], {"X-Made": "yes"}

    @app.patch("/pets/<int:pet_id>")
    @app.input(PetIn(partial=True), arg_name="changes")
    @app.output(PetOut)
    def change(pet_id, changes):
        pets[pet_id].update(changes)
        return pets[pet_id]

    @app.delete("/pets/<int:pet_id>")
    @app.output({}, status_code=204)
    @app.auth_required(basic)
    def remove(pet_id):
        return ""

    @app.get("/pets")
    @app.input({"category": String(load_default="")}, location="query")
    @app.output(PetsOut)
    def all_pets(query_data):
        wanted = query_data["category"]
        return {"pets": [each for each in pets if wanted in ("", each["category"])]}

    @app.post("/photo")
    @app.input({"photo": File(required=True)}, location="files")
    def photo(files_data):
        return {"name": files_data["photo"].filename}

    @app.get("/token")
    @app.auth_required(token)
    def by_token():
        return {"in": True}

    @app.get("/teapot")
    def teapot():
        raise HTTPError(418, "short and stout", extra_data={"hint": "tea"})

    part = APIBlueprint("part", __name__, url_prefix="/part", tag="Parts")

    class Things(MethodView):
        decorators = [part.doc(summary="Things")]

        def get(self):
            return ["a list"]

        @part.input(PetIn)
        def put(self, json_data):
            return json_data

    part.add_url_rule("/things", view_func=Things.as_view("things"))
    app.register_blueprint(part)
    return app


def described(app):
    """The description is a property, and a command prints it."""
    group = FlaskGroup(create_app=lambda: app)
    result = app.test_cli_runner().invoke(group, ["spec"])
    return [sorted(app.spec["paths"]), result.exit_code, '"title": "Pet API"' in result.output]


def answering_its_own_way(app):
    """What errors say is a function's to change."""
    other = make_app()

    @other.error_processor
    def process(error):
        return {"wrong": error.message, "more": error.extra_data}, error.status_code, error.headers

    answer = other.test_client().get("/teapot")
    return [answer.status_code, answer.json]


def basic(name, word):
    return {"Authorization": "Basic " + b64encode(f"{name}:{word}".encode()).decode()}


def photo():
    return {"photo": (BytesIO(b"PNG"), "rex.png")}


STEPS = [
    Ask("GET", "/pets/0", says='"name":"Kitty"'),
    Ask("GET", "/pets/7", status=404, says="No such pet."),
    Ask("GET", "/nowhere", status=404, says='"message":"Not Found"'),
    Ask("PUT", "/pets", status=405, says="Method Not Allowed"),
    Ask("POST", "/pets", json={"name": "Rex", "category": "dog"}, status=201, says="X-Made: yes"),
    Ask(
        "POST",
        "/pets",
        json={"name": "R" * 11, "category": "cow"},
        status=422,
        says="Must be one of",
    ),
    Ask("POST", "/pets", json={}, status=422, says="Missing data for required field."),
    Ask("POST", "/pets", data="{", content_type="application/json", status=400),
    Ask("PATCH", "/pets/1", json={"name": "Max"}, says='"name":"Max"'),
    Ask("PATCH", "/pets/1", json={"unknown": 1}, status=422, says="Unknown field."),
    Ask("DELETE", "/pets/1", status=401, says='"message":"Unauthorized"'),
    Ask("DELETE", "/pets/1", headers=basic("ada", "secret"), status=204),
    Ask("GET", "/pets?category=dog", says="Max"),
    Ask("POST", "/photo", data=photo(), says="rex.png"),
    Ask("POST", "/photo", data={}, status=422),
    Ask("GET", "/token", headers={"Authorization": "Bearer good"}, says='"in":true'),
    Ask("GET", "/token", headers={"Authorization": "Bearer bad"}, status=401),
    Ask("GET", "/teapot", status=418, says='"hint":"tea"'),
    Ask("GET", "/part/things", says="a list"),
    Ask("PUT", "/part/things", json={"name": "A", "category": "cat"}, says="cat"),
    Ask("GET", "/openapi.json", says='"operationId":"addPet"'),
    Ask("GET", "/docs", says="Pet API"),
    Call(
        described,
        gives=[["/part/things", "/pets", "/pets/{pet_id}", "/photo", "/teapot", "/token"], 0, True],
    ),
    Call(answering_its_own_way, gives=[418, {"more": {"hint": "tea"}, "wrong": "short and stout"}]),
]
