"""The editions of the paper: one city, one language and one subdomain each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

__all__ = ["EDITIONS", "SECTIONS", "Edition"]

#: What an article is about; how a section is called depends on the language.
SECTIONS = ("city", "politics", "culture", "sport")


@dataclass(frozen=True, slots=True)
class Edition:
    """One edition.

    :param slug: its subdomain, and its name in the database.
    :param title: what stands on top of its pages.
    :param language: of its articles (BCP 47), in which its pages speak too.
    """

    slug: str
    city: str
    title: str
    language: str

    def __str__(self) -> str:
        return self.slug


#: All editions, by slug. A new one needs code anyway: its language in :mod:`newsroom.phrases`.
EDITIONS: Mapping[str, Edition] = {
    edition.slug: edition
    for edition in (
        Edition("berlin", "Berlin", "Berliner Bote", "de"),
        Edition("london", "London", "The London Ledger", "en"),
        Edition("paris", "Paris", "La Gazette de Paris", "fr"),
    )
}
