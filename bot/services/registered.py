"""What is on record: the questions that screens, recurring duties, forms and the end of a contract ask the register. Reading only."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from bot.domain.errors import NotFound
from bot.domain.register import HOUSE, RegisterEntry, RegisterKind, newest
from bot.domain.tiers import Tier, tiers
from bot.services.ports import UnitOfWork

_K = RegisterKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Worker:
    """Somebody who works on a contract. `trained_on` is None when no training is on record."""

    user_id: str
    since: date
    trained_on: date | None
    entry: RegisterEntry


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskDrill:
    """The last call of one place of the client's desk, by day or by night. `held_on` is None when it never was called."""

    slot: str
    time: str
    held_on: date | None
    answered: bool
    who: str = ""


def registered(
    uow: UnitOfWork, pack_id: str, *kinds: RegisterKind, house: bool = False, ended: bool = False
) -> list[RegisterEntry]:
    """Return what stands on record for a contract (HOUSE: for the house), in the order it was registered; of these kinds, or all.

    With `house` also what serves every contract; with `ended` also what is over.
    """
    where = tuple(dict.fromkeys((pack_id, HOUSE))) if house else (pack_id,)
    found = newest(uow.find(RegisterEntry, pack_id=where, **({"kind": kinds} if kinds else {})))
    return [entry for entry in found if ended or not entry.ended]


def log_of(pack_id: str) -> str:
    """Return the stream of the log that tells of a contract's register, or the house's."""
    return f"register:{pack_id or 'house'}"


def last_version(uow: UnitOfWork, item_id: str) -> RegisterEntry:
    """Return the last version of an entry. Raises NotFound."""
    found = uow.find(RegisterEntry, item_id=item_id)
    if not found:
        raise NotFound(item_id)
    return max(found, key=lambda entry: entry.version)


def tiers_of(uow: UnitOfWork, pack_id: str) -> tuple[Tier, ...]:
    """Return the subcontractors of a contract as a tree, each with its depth (1 works for us) and the clock up to us."""
    return tiers(registered(uow, pack_id, _K.SUBCONTRACTOR))


def unbound(uow: UnitOfWork, pack_id: str) -> tuple[str, ...]:
    """Return the names of subcontractors, of whatever tier, of whom nothing shows that they are bound by the client's terms."""
    return tuple(
        tier.entry.answers["name"] for tier in tiers_of(uow, pack_id) if tier.entry.day("flow_down_on") is None
    )


def storage_of(uow: UnitOfWork, pack_id: str, *, tier: str | None = None) -> list[RegisterEntry]:
    """Return where the client's data lies (media and cloud services); `tier` is an item of a subcontractor, or "" for with us."""
    found = registered(uow, pack_id, _K.STORAGE, _K.CLOUD)
    return [entry for entry in found if tier is None or entry.parent_id == tier]


def devices_of(uow: UnitOfWork, pack_id: str) -> list[RegisterEntry]:
    """Return the devices used for a contract: its own, and those of the house."""
    return registered(uow, pack_id, _K.DEVICE, house=True)


def workers_of(uow: UnitOfWork, pack_id: str) -> list[Worker]:
    """Return who works on a contract since when, with the day of the last training on record."""
    return [_worker(uow, entry) for entry in registered(uow, pack_id, _K.PERSON)]


def certificates_of(uow: UnitOfWork, pack_id: str) -> list[RegisterEntry]:
    """Return the certificates that stand behind a contract: its own, and those of the house. `expires_on` is the last good day."""
    return registered(uow, pack_id, _K.CERTIFICATE, house=True)


def desk_drills(uow: UnitOfWork, pack_id: str, slots: Collection[str]) -> tuple[DeskDrill, ...]:
    """Return the last call by day and by night of each of these places of the desk, in that order."""
    held = registered(uow, pack_id, _K.DESK_DRILL)
    return tuple(_last_call(held, slot, time) for slot in slots for time in ("day", "night"))


def _last_call(held: list[RegisterEntry], slot: str, time: str) -> DeskDrill:
    calls = [call for call in held if (call.answers["slot"], call.answers["time"]) == (slot, time)]
    if not calls:
        return DeskDrill(slot=slot, time=time, held_on=None, answered=False)
    last = max(calls, key=lambda call: (call.answers["held_on"], call.number))
    return DeskDrill(
        slot=slot,
        time=time,
        held_on=last.day("held_on"),
        answered=last.answers["answered"] == "yes",
        who=last.answers.get("who", ""),
    )


def _worker(uow: UnitOfWork, entry: RegisterEntry) -> Worker:
    first = entry if entry.version == 1 else uow.get(RegisterEntry, entry.item_id)
    return Worker(user_id=entry.answers["person"], since=first.since, trained_on=entry.day("trained_on"), entry=entry)
