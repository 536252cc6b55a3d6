"""Class-based views: a class answers a route, by one method or by one for each of HTTP's."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from typing import Any, ClassVar

from pegboard.context import request
from pegboard.places import place_of_function
from pegboard.typing import RouteCallable
from pegboard_hookspecs.errors import RegistrationError

__all__ = ["MethodView", "View"]

# RFC 9110, section 9.3, and PATCH of RFC 5789; CONNECT is for proxies.
_HANDLERS = ("delete", "get", "head", "options", "patch", "post", "put", "trace")


class View:
    """A class whose ``dispatch_request`` answers a route.

    ``add_url_rule`` is given the function that :meth:`as_view` makes of it.
    """

    #: HTTP methods of its routes, unless a route has its own; None is GET.
    methods: ClassVar[Collection[str] | None] = None
    #: OPTIONS is answered for it; None: unless it is among the methods.
    provide_automatic_options: ClassVar[bool | None] = None
    #: What is put around the function of the view, the first innermost.
    decorators: ClassVar[Sequence[Callable[[Any], Any]]] = ()
    #: Make an instance for each request. Requests that share one share its attributes too.
    init_every_request: ClassVar[bool] = True

    def dispatch_request(self, *_args: Any, **_values: Any) -> Any:
        """Answer the current request; a derived class says how, plainly or ``async def``.

        It is given the values of the URL by name, and returns what a view may return.

        :raises NotImplementedError: the class does not say how.
        """
        raise NotImplementedError(
            f"The class-based view {_shown(type(self))} has no dispatch_request(). Define it, or "
            "derive the class from MethodView."
        )

    @classmethod
    def handler_name(cls, method: str) -> str:  # noqa: ARG003 - for derived classes
        """Name the method of the class that answers a method of HTTP, for messages."""
        return "dispatch_request"

    @classmethod
    def as_view(cls, name: str, *class_args: Any, **class_kwargs: Any) -> RouteCallable:
        """Make the function that answers a route by this class.

        Where an instance is made for each request, the function's attribute ``view_class`` may
        be exchanged.

        :param name: the function's name, from which the endpoint is taken.
        :param class_args: and ``class_kwargs``: what instances are made with.
        :raises RegistrationError: a decorator returns something that cannot be called.
        """
        if cls.init_every_request:

            def view(**values: Any) -> Any:
                return made.view_class(*class_args, **class_kwargs).dispatch_request(**values)
        else:
            instance = cls(*class_args, **class_kwargs)

            def view(**values: Any) -> Any:
                return instance.dispatch_request(**values)

        _name_after(view, cls, name)
        made: Any = _decorated(view, cls)
        _name_after(made, cls, name)
        made.view_class = cls
        made.methods = cls.methods
        made.provide_automatic_options = cls.provide_automatic_options
        return made  # type: ignore[no-any-return]  # it can be called


class MethodView(View):
    """A class whose ``get``, ``post`` … answer the methods of HTTP that have these names.

    ``methods`` is gathered from those that it and its bases define, unless the class sets it.
    HEAD is answered by ``get`` where there is no ``head``.
    """

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if "methods" not in vars(cls):
            cls.methods = frozenset(_gathered(cls)) or None

    @classmethod
    def handler_name(cls, method: str) -> str:
        """Name the method of the class that answers a method of HTTP."""
        name = method.lower()
        return "get" if name == "head" and not hasattr(cls, name) else name

    def dispatch_request(self, *args: Any, **values: Any) -> Any:
        """Call the method that has the name of the request's.

        :raises RegistrationError: a route answers a method that the class has no method for.
        """
        handler = getattr(self, self.handler_name(request.method), None)
        if handler is None:
            name = request.method.lower()
            raise RegistrationError(
                f"The class-based view {_shown(type(self))} has no method {name!r}, and its route "
                f"answers {request.method} {request.path}. Define it, or take {request.method!r} "
                "out of the methods of the route or the class."
            )
        return handler(*args, **values)


def _gathered(owner: type[View]) -> Iterator[str]:
    for base in owner.__bases__:
        yield from getattr(base, "methods", None) or ()
    for name in _HANDLERS:
        if hasattr(owner, name):
            yield name.upper()


def _decorated(view: Any, owner: type[View]) -> Any:
    for decorator in owner.decorators:
        view = decorator(view)
        if not callable(view):
            raise RegistrationError(
                f"A decorator of the class-based view {_shown(owner)} returned {view!r}, which "
                f"cannot be called: {decorator!r}, at {place_of_function(decorator)}. Let it "
                "return a function."
            )
    return view


def _name_after(view: Any, owner: type[View], name: str) -> None:
    view.__name__ = name
    view.__module__ = owner.__module__
    view.__doc__ = owner.__doc__


def _shown(owner: type[View]) -> str:
    return f"{owner.__qualname__} ({place_of_function(owner)})"
