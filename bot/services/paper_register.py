"""What the register knows of a paper's places: where data lies, in which cloud services, who else works with it, who manages it."""

from __future__ import annotations

from collections.abc import Iterable

from bot.domain.matter import Matter
from bot.domain.people import Locale
from bot.domain.register import RegisterEntry, RegisterKind
from bot.services.names import names_of
from bot.services.ports import UnitOfWork
from bot.services.registered import registered, storage_of, tiers_of
from bot.views.notice_words import written_day
from bot.views.texts import choice, text

_K = RegisterKind


def on_record(uow: UnitOfWork, matter: Matter, locale: Locale) -> dict[str, str]:
    """Return the places of a paper that the register fills, in the contract's language; what is not on record is left out.

    For a form that a subcontractor files, what lies with that subcontractor, and who works below it.
    """
    tier = matter.answers.get("register", "") if matter.answers.get("tier") else ""
    stores = storage_of(uow, matter.pack_id, tier=tier)
    media = [one for one in stores if one.kind is _K.STORAGE]
    clouds = [one for one in stores if one.kind is _K.CLOUD]
    below = [one for one in tiers_of(uow, matter.pack_id) if one.entry.parent_id == tier]
    managers, places = registered(uow, matter.pack_id, _K.MANAGER), registered(uow, matter.pack_id, _K.PLACE)
    name = names_of(uow)
    found = {
        "media": _lines(_medium(one, locale) for one in media),
        "place": _where(stores, locale),
        "cloud": _lines(_cells(one, "service", "provider", "place") for one in clouds),
        "subcontractors": _lines(_cells(one.entry, "name", "work") for one in below),
        "manager": _lines(
            " ".join(part for part in (one.answers.get("position", ""), name(one.answers["person"])) if part)
            for one in managers
        ),
        "handling_place": _lines(one.answers["place"] for one in places),
        "since": written_day(max((one.since for one in (*managers, *places)), default=None), locale),
    }
    return {place: words for place, words in found.items() if words}


def _lines(parts: Iterable[str]) -> str:
    return "\n".join(dict.fromkeys(part for part in parts if part))


def _cells(entry: RegisterEntry, *names: str) -> str:
    return "／".join(entry.answers.get(name, "").replace("／", " ") for name in names)


def _medium(entry: RegisterEntry, locale: Locale) -> str:
    medium = choice(locale, "register_choice", entry.answers["medium"])
    return text(locale, "paper.medium_at", medium=medium, place=entry.answers["place"])


def _where(stores: Iterable[RegisterEntry], locale: Locale) -> str:
    """Japan only; or each place abroad, as it is on record."""
    found = list(stores)
    abroad = _lines(one.answers["place"] for one in found if one.answers.get("country") == "abroad")
    if not found:
        return ""
    return text(locale, "paper.abroad", places=abroad) if abroad else text(locale, "paper.japan_only")
