"""Step 5: the view that the request is for."""

from __future__ import annotations

from typing import Any

from werkzeug.exceptions import NotFound

from pegboard_hookspecs import Application, Request, Response, hookimpl
from pegboard_hookspecs.errors import SetupError

__all__ = ["Views"]


class Views:
    """The application's own implementation of ``dispatch``; plugins' come first."""

    @hookimpl(trylast=True)
    def dispatch(self, app: Application, request: Request) -> Any:
        """Call the view with the values of the URL; answer OPTIONS where the view does not.

        :raises SetupError: the endpoint has a route and no view.
        """
        match = request.match
        if match is None:
            # Only when a plugin took the place of routing and forgot to say what matched.
            raise NotFound
        route = match.route
        if request.method == "OPTIONS" and route.answers_options:
            return _options(app, request)
        view = app.view_functions.get(route.endpoint)
        if view is None:
            raise _no_view(route.endpoint, route.place)
        values = request.view_args
        return view(**values) if values else view()


def _options(app: Application, request: Request) -> Response:
    response = app.response_class()
    response.allow.update(app.allowed_methods(request))
    return response


def _no_view(endpoint: str, place: str) -> SetupError:
    return SetupError(
        f"The endpoint {endpoint!r} has a route ({place}) and no view. Give add_url_rule a "
        f"view_func, or tie one to it with @app.endpoint({endpoint!r})."
    )
