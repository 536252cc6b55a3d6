"""Class-based views: a class answers a route, by one method or by one for each of HTTP's."""

from __future__ import annotations

from typing import Any, ClassVar

import pegboard.views

__all__ = ["MethodView", "View", "http_method_funcs"]

#: The methods of a :class:`MethodView` that answer requests.
http_method_funcs = frozenset({"get", "post", "head", "options", "delete", "put", "trace", "patch"})


class View(pegboard.views.View):
    """A class whose ``dispatch_request`` answers a route; see :class:`pegboard.views.View`."""

    #: What is put around the function of the view, the first innermost; lists are added to it.
    decorators: ClassVar[Any] = []


class MethodView(View, pegboard.views.MethodView):
    """A class whose ``get``, ``post`` … answer requests; see :class:`pegboard.views.MethodView`."""

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if isinstance(cls.methods, frozenset):
            # Extensions change it.
            cls.methods = set(cls.methods)
