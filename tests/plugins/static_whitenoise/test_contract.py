"""The contract of the slot ``static``, by the suite that any provider has to pass."""

from __future__ import annotations

import pytest

from pegboard_contracts.static import StaticContract
from pegboard_static_whitenoise import WhiteNoiseStatic


class TestWhiteNoise(StaticContract):
    provider = WhiteNoiseStatic


@pytest.mark.slow
class TestWhiteNoiseWithHashes(StaticContract):
    provider = WhiteNoiseStatic
    settings = {"WHITENOISE_HASHED_URLS": True}  # noqa: RUF012 - as the suite has it


@pytest.mark.slow
class TestWhiteNoiseAutorefresh(StaticContract):
    provider = WhiteNoiseStatic
    settings = {"WHITENOISE_AUTOREFRESH": True}  # noqa: RUF012 - as the suite has it
