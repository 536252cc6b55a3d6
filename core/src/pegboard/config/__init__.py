"""Settings: what is declared, what is set, and where it came from."""

from __future__ import annotations

from pegboard.config.config import Config
from pegboard.config.core_settings import lifetime
from pegboard.config.declarations import Declarations
from pegboard.config.deployment import unfit_for_deployment
from pegboard.config.misspelt import misspelt
from pegboard.config.variables import is_on

__all__ = [
    "Config",
    "Declarations",
    "is_on",
    "lifetime",
    "misspelt",
    "unfit_for_deployment",
]
