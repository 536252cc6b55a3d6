"""Providers of the slot ``errors`` that each break one rule."""

from __future__ import annotations

import json
from typing import Any

from werkzeug.exceptions import HTTPException

from pegboard_errors import NegotiatedErrors
from pegboard_hookspecs import Application, Request, Response, hookimpl
from tests.plugins.contracts.running import Fault


class _Changed(NegotiatedErrors, Fault):
    """Changes the response, or makes another one."""

    def changed(self, request: Request, error: HTTPException, response: Response) -> Response:
        return response

    @hookimpl
    def render_error(self, app: Application, request: Request, error: HTTPException) -> Response:
        return self.changed(request, error, super().render_error(app, request, error))


class AnswersOK(_Changed):
    breaks = "test_the_status_is_the_error_s"

    def changed(self, request: Request, error: HTTPException, response: Response) -> Response:
        response.status_code = 200
        return response


class TakesAcceptForGranted(_Changed):
    breaks = "test_the_status_is_the_error_s"

    def changed(self, request: Request, error: HTTPException, response: Response) -> Response:
        assert request.headers["Accept"]
        return response


class LosesItsHeaders(_Changed):
    breaks = "test_headers_are_kept"

    def changed(self, request: Request, error: HTTPException, response: Response) -> Response:
        kept = Response(response.get_data(), response.status_code)
        kept.content_type = response.content_type
        return kept


class KeepsOneOfEach(_Changed):
    breaks = "test_headers_are_kept"

    def changed(self, request: Request, error: HTTPException, response: Response) -> Response:
        for name, value in error.get_headers():
            if name != "Content-Type":
                response.headers[name] = value
        return response


class LosesTheTarget(_Changed):
    breaks = "test_headers_are_kept"

    def changed(self, request: Request, error: HTTPException, response: Response) -> Response:
        response.headers.pop("Location", None)
        return response


class HasTwoTypes(_Changed):
    breaks = "test_the_type_is_the_body_s_only"

    def changed(self, request: Request, error: HTTPException, response: Response) -> Response:
        response.headers.add("Content-Type", "text/html")
        return response


class _Page(_Changed):
    """Makes a page of its own."""

    def page(self, request: Request, error: HTTPException) -> str:
        raise NotImplementedError

    def changed(self, request: Request, error: HTTPException, response: Response) -> Response:
        return Response(self.page(request, error), error.code, dict(response.headers), "text/html")


class EscapesNoDescription(_Page):
    breaks = "test_descriptions_are_escaped"

    def page(self, request: Request, error: HTTPException) -> str:
        return f"<p>{error.description}"


class EscapesNoPath(_Page):
    breaks = "test_paths_are_escaped"

    def page(self, request: Request, error: HTTPException) -> str:
        return f"<p>Nothing at {request.path}."


class EscapesNoTarget(_Page):
    breaks = "test_targets_are_escaped"

    def page(self, request: Request, error: HTTPException) -> str:
        return f'<p>See <a href="{getattr(error, "new_url", "")}">there</a>.'


class ShowsTheException(_Page):
    breaks = "test_a_500_shows_no_detail"

    def page(self, request: Request, error: HTTPException) -> str:
        return f"<p>{getattr(error, 'original_exception', None)!r}"


class ShowsTheReason(_Page):
    breaks = "test_a_500_shows_no_description"

    def page(self, request: Request, error: HTTPException) -> str:
        return f"<p>{error.description}"


class NeedsADescription(_Page):
    breaks = "test_an_error_may_have_no_description"

    def page(self, request: Request, error: HTTPException) -> str:
        text: Any = error.description
        return f"<p>{text.upper()}"


class CallsTextJSON(_Changed):
    breaks = "test_the_body_is_of_its_type"

    def changed(self, request: Request, error: HTTPException, response: Response) -> Response:
        response.content_type = "application/json"
        return response


class CountsCharacters(_Changed):
    breaks = "test_the_body_is_of_its_type"

    def changed(self, request: Request, error: HTTPException, response: Response) -> Response:
        text = json.dumps({"detail": error.description}, ensure_ascii=False)
        made = Response(iter([text.encode()]), error.code, content_type="application/json")
        made.headers["Content-Length"] = str(len(text))
        return made


class KeepsResponses(_Changed):
    breaks = "test_each_answer_is_a_response_of_its_own"

    def changed(self, request: Request, error: HTTPException, response: Response) -> Response:
        kept: Response = vars(self).setdefault("kept", response)
        return kept


class KeepsHeaders(_Changed):
    breaks = "test_fields_are_not_mixed_up"

    def changed(self, request: Request, error: HTTPException, response: Response) -> Response:
        response.headers.update(vars(self).setdefault("kept", dict(response.headers)))
        return response


class KeepsBodies(_Changed):
    breaks = "test_descriptions_are_not_mixed_up"

    def changed(self, request: Request, error: HTTPException, response: Response) -> Response:
        response.set_data(vars(self).setdefault("kept", response.get_data()))
        return response


class VariesSecretly(_Changed):
    breaks = "test_a_choice_by_the_request_is_named"

    def changed(self, request: Request, error: HTTPException, response: Response) -> Response:
        del response.headers["Vary"]
        return response


class AnswersHeadOtherwise(_Changed):
    breaks = "test_head_has_the_head_of_get"

    def changed(self, request: Request, error: HTTPException, response: Response) -> Response:
        if request.method == "HEAD":
            return Response(status=error.code)
        return response


class KnowsNoMembers(_Changed):
    breaks = "test_a_problem_has_the_error_s_members"

    def changed(self, request: Request, error: HTTPException, response: Response) -> Response:
        problem = {"type": "about:blank", "status": error.code}
        return Response(json.dumps(problem), error.code, content_type="application/problem+json")
