from __future__ import annotations
from pegboard_signals import *
