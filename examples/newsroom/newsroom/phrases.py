"""Phrases: what pages say by themselves, in the language of the edition."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

__all__ = ["PHRASES", "long_date", "say"]

#: By language and key; every language has all keys.
PHRASES: Mapping[str, Mapping[str, str]] = {
    "de": {
        "briefing": "Der Tag in Kürze",
        "by": "Von",
        "city": "Stadt",
        "culture": "Kultur",
        "feed": "Feed",
        "gone": "Diese Seite gibt es nicht.",
        "markets": "Börse",
        "nothing": "Hier steht noch nichts.",
        "paper": "Die gedruckte Ausgabe (PDF)",
        "politics": "Politik",
        "sections": "Ressorts",
        "silent": "keine Auskunft",
        "sport": "Sport",
        "title": "Titelseite",
        "transit": "S-Bahn",
        "weather": "Wetter",
    },
    "en": {
        "briefing": "The day in brief",
        "by": "By",
        "city": "City",
        "culture": "Culture",
        "feed": "Feed",
        "gone": "There is no such page.",
        "markets": "Markets",
        "nothing": "Nothing is written here yet.",
        "paper": "The printed paper (PDF)",
        "politics": "Politics",
        "sections": "Sections",
        "silent": "no answer",
        "sport": "Sport",
        "title": "Front page",
        "transit": "The Tube",
        "weather": "Weather",
    },
    "fr": {
        "briefing": "Le jour en bref",
        "by": "Par",
        "city": "Ville",
        "culture": "Culture",
        "feed": "Flux",
        "gone": "Cette page n’existe pas.",  # noqa: RUF001 - its apostrophe
        "markets": "Bourse",
        "nothing": "Rien n’est encore écrit ici.",  # noqa: RUF001 - as above
        "paper": "Le journal imprimé (PDF)",
        "politics": "Politique",
        "sections": "Rubriques",
        "silent": "pas de réponse",
        "sport": "Sport",
        "title": "La une",
        "transit": "Métro",
        "weather": "Météo",
    },
}

_WEEKDAYS = {
    "de": "Montag Dienstag Mittwoch Donnerstag Freitag Samstag Sonntag",
    "en": "Monday Tuesday Wednesday Thursday Friday Saturday Sunday",
    "fr": "lundi mardi mercredi jeudi vendredi samedi dimanche",
}
_MONTHS = {
    "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
    "en": "January February March April May June July August September October November December",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
}
_DATES = {"de": "{}, {}. {} {}", "en": "{}, {} {} {}", "fr": "{} {} {} {}"}


def say(key: str, language: str) -> str:
    """Give a phrase in a language.

    :raises KeyError: nobody wrote it.
    """
    return PHRASES[language][key]


def long_date(day: date, language: str) -> str:
    """Write a day as people say it: ``Monday, 4 May 2026``."""
    weekday = _WEEKDAYS[language].split()[day.weekday()]
    month = _MONTHS[language].split()[day.month - 1]
    return _DATES[language].format(weekday, day.day, month, day.year)
