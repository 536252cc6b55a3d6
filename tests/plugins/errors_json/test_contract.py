"""The contract of the slot ``errors``, by the suite that any provider has to pass."""

from __future__ import annotations

from pegboard_contracts.errors import ErrorsContract
from pegboard_errors_json import ProblemErrors


class TestProblemErrors(ErrorsContract):
    provider = ProblemErrors
