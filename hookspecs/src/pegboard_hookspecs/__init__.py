"""The contract between Pegboard's kernel and its plugins.

Hook specifications (:class:`Lifecycle` and one class per slot in
:mod:`pegboard_hookspecs.slots`), the words they speak, and one error tree. A plugin needs
nothing else: ``from pegboard_hookspecs import hookimpl``.
"""

from __future__ import annotations

from pegboard_hookspecs.application import Application, Slotted, StaticFolder, TemplateFolder
from pegboard_hookspecs.command import Command, Option, Program
from pegboard_hookspecs.finding import Finding, Level
from pegboard_hookspecs.lazy import lazy
from pegboard_hookspecs.lifecycle import Lifecycle
from pegboard_hookspecs.markers import PROJECT, Kind, Point, hookimpl, hookspec, point_of
from pegboard_hookspecs.request import Request
from pegboard_hookspecs.response import HTML, Response, Wire
from pegboard_hookspecs.route import Match, Route
from pegboard_hookspecs.session import Session
from pegboard_hookspecs.setting import Setting
from pegboard_hookspecs.slot import Slot
from pegboard_hookspecs.slots import SLOTS
from pegboard_hookspecs.version import CONTRACT_VERSION

__all__ = [
    "CONTRACT_VERSION",
    "HTML",
    "PROJECT",
    "SLOTS",
    "Application",
    "Command",
    "Finding",
    "Kind",
    "Level",
    "Lifecycle",
    "Match",
    "Option",
    "Point",
    "Program",
    "Request",
    "Response",
    "Route",
    "Session",
    "Setting",
    "Slot",
    "Slotted",
    "StaticFolder",
    "TemplateFolder",
    "Wire",
    "hookimpl",
    "hookspec",
    "lazy",
    "point_of",
]
