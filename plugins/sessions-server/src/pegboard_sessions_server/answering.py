"""What is answered while the store does not."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager

from werkzeug.exceptions import ServiceUnavailable

from pegboard_hookspecs import Application
from pegboard_sessions_server.stores import NotListedError, Store

__all__ = ["StoreDownError", "answering"]

#: After how many seconds a client may try again.
_RETRY_AFTER = 5


class StoreDownError(ServiceUnavailable):
    """The store of the sessions does not answer: a 503 for whoever uses the session.

    The cause is chained, and was logged.
    """

    description = "Sessions are not available at the moment. Try again in a few seconds."

    def __init__(self) -> None:
        super().__init__(retry_after=_RETRY_AFTER)


@contextmanager
def answering(app: Application, store: Store) -> Generator[None]:
    """Log what a store raises when it cannot be reached, in one line.

    :raises StoreDownError: in place of it.
    """
    try:
        yield
    except NotListedError:
        raise
    except store.failures as error:
        identity = app.slot("sessions").identity
        app.logger.error(  # noqa: TRY400 - one line for each request is enough while it is down
            "The store of the sessions (%s, %s) does not answer: %r",
            identity,
            type(store).__name__,
            error,
        )
        raise StoreDownError from error
