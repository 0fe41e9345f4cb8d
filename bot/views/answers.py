"""An incident's facts in words: what happened, how sure, where, what information. Codes come from answers, so all is escaped."""

from __future__ import annotations

from collections.abc import Mapping

from bot.domain.people import Locale
from bot.views.moments import escape
from bot.views.pictures import IncidentPicture
from bot.views.texts import choice, has, text

FAMILIES = {
    "event": "what",
    "status": "status",
    "raised_by": "raised_by",
    "where": "where",
    "ongoing": "ongoing",
    "info_kind": "info",
    "caused_by": "caused_by",
    "terms_broken": "terms_broken",
    "malicious": "malicious",
    "encrypted_ok": "encrypted_ok",
    "told": "told",
    "regions": "region",
    "our_role": "our_role",
    "significant": "significant",
    "harm_risk": "harm_risk",
}
"""Fact -> the list of the catalogue that holds the words of its values."""


def codes(facts: Mapping[str, object], fact: str) -> list[str]:
    """The values of one fact as a list of codes; empty when it was not answered."""
    value = facts.get(fact)
    if value is None or value == "":
        return []
    if isinstance(value, list | tuple | set | frozenset):
        return [str(item) for item in value]
    return [str(value)]


def fact_words(facts: Mapping[str, object], fact: str, locale: Locale) -> str:
    """One fact in words, escaped; empty when it was not answered."""
    family = FAMILIES.get(fact, fact)
    joint = text(locale, "notice.and")
    return joint.join(escape(choice(locale, family, code), limit=300) for code in codes(facts, fact))


def value_words(fact: str, value: object, locale: Locale) -> str:
    """Any value of a fact in words, for a list of corrections; a dash when there is none."""
    return fact_words({fact: value}, fact, locale) or "─"


def fact_name(fact: str, locale: Locale) -> str:
    """The name of a fact for people; its code when the catalogue does not know it."""
    return text(locale, f"fact.{fact}") if has(f"fact.{fact}") else escape(fact)


def what(incident: IncidentPicture, locale: Locale) -> str:
    """What happened in a few words."""
    return fact_words(incident.facts, "event", locale) or text(locale, "what.unknown")


def how_sure(incident: IncidentPicture, locale: Locale) -> str:
    """How sure the report is."""
    return fact_words(incident.facts, "status", locale) or text(locale, "status.unknown")


def is_ongoing(incident: IncidentPicture) -> bool:
    """Whether the reporter said that it still goes on."""
    return codes(incident.facts, "ongoing") == ["yes"]
