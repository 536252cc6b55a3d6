"""Minimal builds: an application with the kernel and chosen plugins only, in one file.

It is what ``python`` runs as it is (PEP 441): the application, what it needs, and a lock that says
which plugins are loaded.
"""

from __future__ import annotations

from pegboard.archives.choosing import ChosenParts, choose_parts
from pegboard.archives.installing import Libraries
from pegboard.archives.measuring import Measurement, measure
from pegboard.archives.packing import pack
from pegboard.archives.sources import AppSources, find_sources
from pegboard.archives.tree import Tree, grow

__all__ = [
    "AppSources",
    "ChosenParts",
    "Libraries",
    "Measurement",
    "Tree",
    "choose_parts",
    "find_sources",
    "grow",
    "measure",
    "pack",
]
