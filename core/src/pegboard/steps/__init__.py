"""What the kernel itself does in the steps of a request, as implementations of their hooks."""

from __future__ import annotations

from pegboard.steps.coercion import Coercion
from pegboard.steps.error_handling import ErrorHandlers
from pegboard.steps.request_functions import RequestFunctions
from pegboard.steps.views import Views

__all__ = ["Coercion", "ErrorHandlers", "RequestFunctions", "Views"]
