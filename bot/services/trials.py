"""Trying a contract before anything happens: what a made-up report would set going. Reading only: nothing is kept or sent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import MappingProxyType
from zoneinfo import ZoneInfo

from bot.domain.clocks import Times
from bot.domain.errors import BadAnswer, CalendarOutOfRange, NotAllowed
from bot.domain.gate import GateKind
from bot.domain.people import Role
from bot.packs.evaluate import FiredDuty
from bot.packs.schema import Pack
from bot.packs.simulation import Trial, simulate
from bot.packs.timing import ladder_of
from bot.services.gates import gate_rule
from bot.services.names import Names, names_of
from bot.services.ports import UnitOfWork
from bot.services.report import facts_of
from bot.services.room import HOUSE_ROLES, people_of
from bot.services.rules import SHOWN, bitext, client_name, desk_label, desk_slots
from bot.views.pictures import BiText
from bot.views.trial_picture import TrialPicture, TriedDuty, TriedGate, TriedRing, TriedTalk

OWN = "own"
"""The situation a person describes by answering the report's questions."""
SITUATIONS: Mapping[str, Mapping[str, object]] = MappingProxyType(
    {
        "lost_laptop": {
            "what": ["loss_theft"],
            "how_sure": "occurred",
            "where": ["carried_device"],
            "info": ["client_provided"],
        },
        "malware_beside": {
            "what": ["malware"],
            "how_sure": "suspected",
            "where": ["same_network"],
            "info": ["unknown"],
        },
        "outsider": {
            "what": ["unknown"],
            "how_sure": "told_outside",
            "where": ["elsewhere"],
            "info": ["client_provided"],
        },
        "subcontractor_mail": {
            "what": ["missend", "clause_breach"],
            "how_sure": "occurred",
            "where": ["subcontractor_site", "sent_outside"],
            "info": ["personal"],
        },
        "near_miss": {
            "what": ["missend"],
            "how_sure": "future_risk",
            "where": ["elsewhere"],
            "info": ["client_provided"],
        },
        "all_unknown": {},
    }
)
"""Ready-made situations, as answers of the report's form; what is not answered is unknown."""
MOMENTS = ("now", "night", "golden_week", "year_end", "pick")
FARTHEST = timedelta(days=366 * 20)


@dataclass(frozen=True, slots=True, kw_only=True)
class TryContract:
    """A made-up report: which contract, one of SITUATIONS or OWN with its `answers`, and one of MOMENTS."""

    viewer: str
    pack_id: str
    situation: str
    answers: Mapping[str, object]
    moment: str
    picked: datetime | None = None


def contracts_to_try(uow: UnitOfWork, viewer: str) -> tuple[tuple[str, BiText], ...]:
    """Return (pack id, client's name) of every contract in force in which this person has a role."""
    return tuple((pack.id, client_name(pack)) for pack in uow.rules.packs.values() if _has_role(uow, pack, viewer))


def try_contract(uow: UnitOfWork, query: TryContract) -> TrialPicture:
    """Return what the made-up report would set going, by the same rules as a real one.

    Raises:
        NotAllowed: the person has no role in that contract (an unknown one answers the same).
        BadAnswer: a choice is missing, or the chosen time lies beyond the holiday tables.
    """
    pack = uow.rules.packs.get(query.pack_id)
    if pack is None or not _has_role(uow, pack, query.viewer):
        raise NotAllowed("refused.no_role_to_try")
    answers = query.answers if query.situation == OWN else SITUATIONS.get(query.situation)
    if answers is None:
        raise BadAnswer("situation", "refused.choose")
    at = instant_of(query.moment, uow.now, ZoneInfo(pack.calendar.tz), query.picked)
    try:
        trial = simulate(pack, facts_of({**answers, "contracts": [pack.id]}), at)
    except CalendarOutOfRange as error:
        raise BadAnswer("moment", "refused.beyond_holidays", year=at.year) from error
    return _drawn(uow, pack, trial, at)


def instant_of(moment: str, now: datetime, zone: ZoneInfo, picked: datetime | None) -> datetime:
    """Return the instant a choice of MOMENTS stands for, the next one to come, in the contract's zone.

    Raises BadAnswer: an unknown choice, or no time (or one far from today) where one has to be picked.
    """
    local = now.astimezone(zone)
    match moment:
        case "now":
            return now
        case "night":
            three = local.replace(hour=3, minute=0, second=0, microsecond=0)
            return three if three > local else three + timedelta(days=1)
        case "golden_week":
            return _next(local, month=5, day=3, hour=10, minute=0)
        case "year_end":
            return _next(local, month=12, day=31, hour=23, minute=40)
        case "pick":
            if picked is None:
                raise BadAnswer("moment_at", "refused.pick_time")
            if abs(picked - now) > FARTHEST:
                raise BadAnswer("moment_at", "refused.time_too_far")
            return picked
        case _:
            raise BadAnswer("moment", "refused.choose")


def _next(local: datetime, *, month: int, day: int, hour: int, minute: int) -> datetime:
    this_year = local.replace(month=month, day=day, hour=hour, minute=minute, second=0, microsecond=0)
    return this_year if this_year > local else this_year.replace(year=this_year.year + 1)


def _has_role(uow: UnitOfWork, pack: Pack, viewer: str) -> bool:
    house = uow.rules.office.roles
    return any(viewer in people_of(uow, pack, role) for role in Role) or any(
        viewer in house.get(role, ()) for role in HOUSE_ROLES
    )


def _drawn(uow: UnitOfWork, pack: Pack, trial: Trial, at: datetime) -> TrialPicture:
    names = names_of(uow)
    ladder = ladder_of(pack)
    slots = desk_slots(pack)
    hour, count = trial.busiest or (None, 0)
    tried = [
        _duty(item, times, waits=item.duty.id in trial.waiting)
        for item, times in zip(trial.fired, trial.times, strict=True)
    ]
    notices = [item for item in trial.fired if item.duty.type == "notice"]
    return TrialPicture(
        client=client_name(pack),
        contract=bitext(pack.title),
        tz=pack.calendar.tz,
        at=at,
        phase=trial.phase,
        desk=desk_label(pack) if notices else "",
        desk_names=tuple(slot.name for slot in slots) if notices else (),
        duties=tuple(one for one in tried if one.type not in SHOWN),
        aware=tuple(one for one in tried if one.type in SHOWN),
        rings=tuple(_ring(uow, pack, step.at, step.what, names) for step in trial.rings[: len(ladder.steps)]),
        repeat_minutes=ladder.repeat_seconds // 60,
        busiest_at=hour,
        busiest=count,
        talks=tuple(
            TriedTalk(
                topic=rule.topic, title=bitext(rule.summary), cite=tuple(rule.cite), good_practice=rule.good_practice
            )
            for rule in trial.opens
        ),
        gates=tuple(_gate(pack, kind) for kind in GateKind) if trial.fired else (),
    )


def _duty(item: FiredDuty, times: Times, *, waits: bool) -> TriedDuty:
    return TriedDuty(
        title=bitext(item.duty.summary),
        type=item.duty.type,
        word=item.duty.clock.word if item.duty.clock else "",
        cite=tuple(item.duty.cite),
        recommended=item.recommended,
        due_at=times.due_at,
        target_at=times.target_at,
        unknown=item.why.unknown,
        waits=waits,
    )


def _gate(pack: Pack, kind: GateKind) -> TriedGate:
    rule = gate_rule(pack, kind)
    return TriedGate(kind=kind.value, lock=rule.lock.value, cite=rule.cite)


def _ring(uow: UnitOfWork, pack: Pack, at: datetime, role: str, names: Names) -> TriedRing:
    return TriedRing(at=at, role=role, names=tuple(names(person) for person in people_of(uow, pack, Role(role))))
