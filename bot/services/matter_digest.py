"""Matters in the morning digest: what is due, late or waits for somebody, and who hears of it that morning."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import takewhile

from bot.domain.matter import CARRIED, OPEN, RENEWAL, Matter, MatterKind, MatterState
from bot.domain.people import Role
from bot.domain.reminding import calls
from bot.packs.schema import Pack
from bot.services.matter_rules import APPROVERS, people_of
from bot.services.outgoing import person_or_none
from bot.services.ports import UnitOfWork
from bot.services.recurring_rules import plan_of
from bot.services.register_gaps import needs_consent, unsettled
from bot.services.rules import client_name, digest_instant, is_working_day, office_calendar
from bot.views.pictures import BiText

MANAGERS_AFTER, EXECUTIVE_AFTER = 3, 10
"""Working days that something which comes back is late before the managers, and then the executive, hear of it too."""
_MANAGERS = (Role.RESPONSIBLE, Role.SECURITY_MANAGER)
_LAST_CALLS = timedelta(days=10)
"""So long before the last safe day a renewal is said each morning; before that on the first working day of the week."""


@dataclass(frozen=True, slots=True)
class Told:
    """A matter that a morning tells of, and who hears of it in their own digest; the compliance channel hears of each."""

    matter: Matter
    people: frozenset[str]


def matters_this_morning(uow: UnitOfWork, today: date) -> list[Told]:
    """Return the matters that this morning's digests tell of, the most pressing first.

    Whoever is reminded of a matter by a message of its own this morning does not read it in the digest once more.
    """
    found = (_told(uow, matter, today) for matter in uow.find(Matter, state=OPEN) if not matter.part_of)
    told = [one for one in found if one is not None]
    return sorted(told, key=lambda one: (not one.matter.is_late(today), one.matter.due_on or date.max, one.matter.id))


def gaps_are_said(uow: UnitOfWork, today: date) -> bool:
    """Whether this is the morning of the week that tells which subcontractors are not bound yet."""
    return first_of_week(uow, today) and bool(flow_down_gaps(uow))


def flow_down_gaps(uow: UnitOfWork) -> list[tuple[BiText, tuple[str, ...]]]:
    """Return the clients with subcontractors, of whatever tier, to whom they have not agreed or who are not bound by their terms."""
    return [(client_name(pack), names) for pack, names in _unsettled(uow)]


def gap_watchers(uow: UnitOfWork) -> tuple[str, ...]:
    """Return who hears of such gaps: compliance of the contracts that have them."""
    return tuple(dict.fromkeys(user for pack, _ in _unsettled(uow) for user in people_of(uow, pack, Role.COMPLIANCE)))


def first_of_week(uow: UnitOfWork, today: date) -> bool:
    """Whether the office has not worked on an earlier day of this week."""
    return not any(is_working_day(uow, today - timedelta(days=back)) for back in range(1, today.weekday() + 1))


def _unsettled(uow: UnitOfWork) -> list[tuple[Pack, tuple[str, ...]]]:
    packs = [pack for pack in uow.rules.packs.values() if _binds_subs(pack) or needs_consent(pack)]
    found = unsettled(uow, packs)
    return [(pack, found[pack.id]) for pack in packs if pack.id in found]


def _binds_subs(pack: Pack) -> bool:
    return any(rule.what == "flow_down" for rule in pack.recurring)


def _told(uow: UnitOfWork, matter: Matter, today: date) -> Told | None:
    pack = uow.pinned(matter.pack_digest)
    if matter.kind is MatterKind.RECURRING and matter.topic != RENEWAL:
        if not _is_said(uow, matter, today):
            return None
        return Told(matter, frozenset({matter.owner_id, *people_of(uow, pack, *_above(uow, matter, today))} - {""}))
    waits = matter.inside and matter.state in (MatterState.ASKED, MatterState.BACK)
    out = matter.topic in CARRIED and matter.state is MatterState.OUT
    # Nobody wrote a day down for what a contract's own course opened: what its word means to us is all there is.
    own = bool(matter.origin) and matter.target_on is not None and matter.target_on <= today
    pressing = matter.is_late(today) or matter.due_on == today or out or own
    if matter.topic == RENEWAL:
        pressing = _renewal_is_said(uow, matter, today)
    if not waits and not pressing:
        return None
    people = set(people_of(uow, pack, *APPROVERS)) - {matter.by} if waits else set()
    if pressing and not _is_reminded(uow, matter, today):
        people.add(matter.owner_id)
    return Told(matter, frozenset(people - {""}))


def _is_reminded(uow: UnitOfWork, matter: Matter, today: date) -> bool:
    """Whether a reminder of its own is sent this morning."""
    plan = plan_of(uow, matter)
    if plan is None:
        return False
    ahead = takewhile(lambda call: call.on <= today, calls(plan, office_calendar(uow)))
    return any(call.on == today for call in ahead)


def _is_said(uow: UnitOfWork, matter: Matter, today: date) -> bool:
    """New since the last digest, due today, or late."""
    last_morning = digest_instant(uow, office_calendar(uow).add_working_days(today, -1))
    return matter.at > last_morning or (matter.due_on is not None and matter.due_on <= today)


def _renewal_is_said(uow: UnitOfWork, matter: Matter, today: date) -> bool:
    day = matter.target_on or matter.due_on
    return first_of_week(uow, today) or (day is not None and today >= day - _LAST_CALLS)


def _above(uow: UnitOfWork, matter: Matter, today: date) -> tuple[Role, ...]:
    """Who hears of it beside its owner: nobody, the managers, then the executive; the managers at once when nobody has it any more."""
    late = _working_days_late(uow, matter, today)
    if late >= EXECUTIVE_AFTER:
        return (*_MANAGERS, Role.EXECUTIVE)
    owner = person_or_none(uow, matter.owner_id) if matter.owner_id else None
    nobody = not matter.owner_id or (owner is not None and owner.is_foreign)
    return _MANAGERS if late >= MANAGERS_AFTER or nobody else ()


def _working_days_late(uow: UnitOfWork, matter: Matter, today: date) -> int:
    """Working days since its day, at most as many as matter."""
    if matter.due_on is None or matter.due_on >= today:
        return 0
    calendar, day, count = office_calendar(uow), matter.due_on, 0
    while count < EXECUTIVE_AFTER and (day := calendar.next_working_day(day)) <= today:
        count += 1
    return count
