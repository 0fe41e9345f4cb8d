"""Reading packs and the office file for services: ladders, clocks, desks, names, working mornings."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from bot.domain.calendars import Calendar
from bot.domain.clocks import morning_of
from bot.domain.clocks import working_morning_after as _working_morning_after
from bot.domain.incident import Incident
from bot.domain.lane import Attempt
from bot.domain.people import Locale
from bot.packs.evaluate import FiredDuty, evaluate
from bot.packs.rules import ConsentRule
from bot.packs.schema import Pack
from bot.packs.timing import phase_of
from bot.services.ports import UnitOfWork
from bot.views.pictures import BiText, DeskSlot

PHONE = "phone"
ROADS = frozenset({PHONE, "email", "slack"})
TRACKED = frozenset({"notice", "contain", "cooperate", "deliver", "cost"})
"""Kinds of duty that begin with the incident and have to be done or waived before it closes."""
SHOWN = frozenset({"exposure", "standby"})
"""Kinds that oblige us to nothing by themselves but that the lead must know of."""


def evaluate_pack(pack: Pack, incident: Incident) -> list[FiredDuty]:
    """Return the duties that the incident's facts fire under the pack; unknown fires."""
    return evaluate(pack, incident.facts, phase_of(pack, incident.first_recognised_at))


def bitext(words: object) -> BiText:
    """Return a pack's two-language words for the views."""
    return BiText(getattr(words, "ja", ""), getattr(words, "en", ""))


def client_name(pack: Pack) -> BiText:
    """Return the client's name in both languages."""
    return bitext(pack.client_name)


def desk_label(pack: Pack) -> str:
    """Return what the contract calls the desk."""
    return pack.notice_desk.label


def desk_slots(pack: Pack) -> tuple[DeskSlot, ...]:
    """Return the desk's people in the order to call them."""
    return tuple(
        DeskSlot(slot=slot, name=contact.name, phone=contact.phone, email=contact.email, slack=contact.slack)
        for slot, contact in pack.notice_desk.people.items()
    )


def next_desk_slot(pack: Pack, attempts: Iterable[Attempt]) -> DeskSlot | None:
    """Return whom to call next: the next step of the desk's ladder that is a call; attempts on other roads hold no call up."""
    calls = [step for step in desk_ladder(pack) if step[1] == PHONE]
    return _next(calls, attempts)[0] if calls else None


def next_desk_road(pack: Pack, attempts: Iterable[Attempt]) -> str:
    """Return on which road the desk's ladder tries next: phone, email or slack."""
    ladder = desk_ladder(pack)
    return _next(ladder, attempts)[1] if ladder else PHONE


def desk_ladder(pack: Pack) -> list[tuple[DeskSlot, str]]:
    """Return the steps to the desk, person and road, as the pack's `escalate.client` lists them; without one everybody by phone."""
    people = {slot.slot: slot for slot in desk_slots(pack)}
    steps: list[tuple[DeskSlot, str]] = []
    for step in pack.escalate.client:
        _, slot, road = (*step.who.split("."), PHONE, PHONE)[:3]
        if slot in people:
            steps.append((people[slot], road if road in ROADS else PHONE))
    listed = {slot.slot for slot, _ in steps}
    return steps + [(slot, PHONE) for slot in people.values() if slot.slot not in listed]


def _next(ladder: Sequence[tuple[DeskSlot, str]], attempts: Iterable[Attempt]) -> tuple[DeskSlot, str]:
    """Walk the ladder round and round, past each step that was tried; the first that was not is next."""
    tried = Counter((attempt.slot, attempt.channel) for attempt in attempts)
    for slot, road in itertools.cycle(ladder):
        if not tried[slot.slot, road]:
            return slot, road
        tried[slot.slot, road] -= 1
    return ladder[0]


def contract_language(pack: Pack) -> Locale:
    """Return the language notices to this client are written in."""
    return "ja" if pack.lang == "ja" else "en"


def contract_zone(pack: Pack) -> str:
    """Return the contract's IANA zone."""
    return pack.calendar.tz


_TELLING = ("disclose_protected_info", "provide_or_email")


def discloses(rule: ConsentRule) -> bool:
    """Whether the consent is about telling third parties of the incident or giving them its information."""
    return rule.from_ == "client" and any(name.startswith("tell_") or name in _TELLING for name in rule.gate)


def office_calendar(uow: UnitOfWork) -> Calendar:
    """Return the office's calendar."""
    office = uow.rules.office
    return Calendar(office.calendar, office.timezone)


def local_date(uow: UnitOfWork) -> date:
    """Return today's date in the office's zone."""
    return uow.now.astimezone(ZoneInfo(uow.rules.office.timezone)).date()


def digest_at(uow: UnitOfWork) -> time:
    """Return the local time of the morning digest."""
    return time.fromisoformat(uow.rules.office.digest_at)


def digest_instant(uow: UnitOfWork, day: date) -> datetime:
    """Return the instant (aware UTC) of the digest of a local date."""
    return morning_of(day, digest_at(uow), office_calendar(uow))


def is_working_day(uow: UnitOfWork, day: date) -> bool:
    """Return whether the office works on that local date. Raises CalendarOutOfRange beyond the holiday tables."""
    return office_calendar(uow).is_working_day(day)


def working_morning_after(uow: UnitOfWork, instant: datetime, days: int) -> datetime:
    """Return the office's digest time on the `days`-th working day after the local day of `instant` (aware UTC)."""
    return _working_morning_after(instant, days, digest_at(uow), office_calendar(uow))
