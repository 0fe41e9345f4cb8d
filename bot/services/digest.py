"""The morning digest: what each person of a room still owes, and one for the compliance channel. Once per person and day."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Protocol, TypeVar

from bot.domain.calendars import Calendar
from bot.domain.clocks import morning_of
from bot.domain.consultation import Consultation
from bot.domain.duty import Duty, DutyState
from bot.domain.ids import new_id
from bot.domain.incident import Incident
from bot.domain.lane import Lane
from bot.domain.notice import Notice, NoticeState, owed_items
from bot.domain.people import Approval, ApprovalState, RoomMember
from bot.domain.statutory import StatutoryDuty
from bot.domain.work import SendPriority, Timer
from bot.services.cards import cards_of
from bot.services.following_items import following_items
from bot.services.items import LAWYERS, Item, Turns, turns_of, urgency
from bot.services.matter_digest import gap_watchers, gaps_are_said, matters_this_morning
from bot.services.outgoing import person_or_none, send
from bot.services.ports import UnitOfWork
from bot.services.rules import digest_at, digest_instant, is_working_day, local_date
from bot.services.statutory_reading import ruled_out_of

OFFICE = "office"
DIGEST = "digest"


@dataclass(frozen=True, slots=True)
class ArmDigest:
    """Ask for the digests of the last working mornings and the next one to be armed."""


def arm_digest(uow: UnitOfWork, _command: ArmDigest) -> None:
    """Arm the digest of the latest working morning that has passed, and of the next one. Harmless when armed already."""
    today = local_date(uow)
    for day in (_working_day(uow, today, backwards=True), _working_day(uow, today + timedelta(days=1))):
        _arm(uow, day)


def next_morning(uow: UnitOfWork) -> date:
    """Return the next working day after today, by the office's zone and calendar."""
    return _working_day(uow, local_date(uow) + timedelta(days=1))


def _working_day(uow: UnitOfWork, day: date, *, backwards: bool = False) -> date:
    step = timedelta(days=-1 if backwards else 1)
    while not is_working_day(uow, day):
        day += step
    return day


def _latest_morning(uow: UnitOfWork) -> date:
    day = _working_day(uow, local_date(uow), backwards=True)
    if digest_instant(uow, day) > uow.now:
        day = _working_day(uow, day - timedelta(days=1), backwards=True)
    return day


def _arm(uow: UnitOfWork, day: date) -> None:
    uow.arm(
        Timer(id=new_id(uow.now), scope_id=OFFICE, kind=DIGEST, seq=day.isoformat(), due_at=digest_instant(uow, day))
    )


def fire_digest(uow: UnitOfWork, timer: Timer) -> None:
    """Queue one digest for everybody who owes something, one for the compliance channel, and arm the next morning.

    A morning that a later one has overtaken (the bot was down for days) says nothing: the later one says it all.
    """
    day = date.fromisoformat(timer.seq)
    _arm(uow, next_morning(uow))
    latest = _latest_morning(uow)
    if day < latest:
        _arm(uow, latest)
        return
    incidents = uow.open_incidents()
    today = local_date(uow)
    told = matters_this_morning(uow, today)
    people = {user_id for one in told for user_id in one.people}
    cards = cards_of(uow, day)
    if gaps_are_said(uow, today):
        people |= set(gap_watchers(uow))
    owing = tuple({item.incident.id for item in items_of(uow, incidents) if item.on is None or item.on <= today})
    if owing:
        people |= {member.user_id for member in uow.find(RoomMember, incident_id=owing)}
    for user_id in sorted(people | set(cards)):
        card = cards.get(user_id)
        # Who owes nothing gets the card alone, at their own nine in the morning.
        at = timer.due_at if user_id in people else max(timer.due_at, _own_morning(uow, user_id, day))
        send(
            uow,
            "digest",
            target=user_id,
            key=f"digest:{day.isoformat()}:{user_id}",
            priority=SendPriority.NOTICE,
            params={"day": day.isoformat(), **({"card": {"pack": card.pack_id, "name": card.name}} if card else {})},
            due_at=at,
            not_before=max(at, uow.now),
        )
    channel = uow.rules.office.compliance_channel
    if channel and (people or told):
        send(
            uow,
            "digest_channel",
            target=channel,
            key=f"digest:{day.isoformat()}:{channel}",
            priority=SendPriority.NOTICE,
            params={"day": day.isoformat()},
            due_at=timer.due_at,
        )


def _own_morning(uow: UnitOfWork, user_id: str, day: date) -> datetime:
    """The digest's hour of a day where this person is."""
    person, office = person_or_none(uow, user_id), uow.rules.office
    zone = person.tz if person is not None and person.tz else office.timezone
    return morning_of(day, digest_at(uow), Calendar(office.calendar, zone))


def items_for(uow: UnitOfWork, user_id: str) -> list[Item]:
    """Return what one person has to look at this morning, most urgent first: theirs and, for who is of the whole room, others'."""
    turns = turns_for(uow, user_id)
    return sorted(
        [item for item in (*turns.mine, *turns.waiting) if item.approval is None or item.approval.asked_by != user_id],
        key=urgency,
    )


def turns_for(uow: UnitOfWork, user_id: str) -> Turns:
    """Return one person's items of all their open incidents: theirs now, waiting for others, theirs later."""
    items = items_of(uow, uow.open_incidents(member_id=user_id))
    seats = {member.incident_id: member for member in uow.find(RoomMember, user_id=user_id)}
    return turns_of(items, user_id, seats, local_date(uow))


def all_items(uow: UnitOfWork) -> list[Item]:
    """Return everything that is owed by today, for the compliance channel; drills stay with their people."""
    found = items_of(uow, [incident for incident in uow.open_incidents() if not incident.drill])
    today = local_date(uow)
    return sorted([item for item in found if item.on is None or item.on <= today], key=urgency)


def items_of(uow: UnitOfWork, incidents: list[Incident]) -> list[Item]:
    """Return what incidents still owe: clocks, confirmations, what comes after the notices, approvals, closing.

    Reads each kind of record once for all of them, so that a morning with a thousand incidents stays short.
    """
    if not incidents:
        return []
    names = tuple(incident.id for incident in incidents)
    lanes = _by_incident(uow.find(Lane, incident_id=names))
    duties = _by_incident(uow.find(Duty, incident_id=names))
    talks = _by_incident(uow.find(Consultation, incident_id=names))
    approvals = _by_incident(uow.find(Approval, incident_id=names, state=ApprovalState.OPEN))
    reports = _by_incident(uow.find(Notice, incident_id=names, state=NoticeState.ISSUED))
    laws = _by_incident(uow.find(StatutoryDuty, incident_id=names))
    following: dict[str, list[Item]] = defaultdict(list)
    for item in following_items(uow, {incident.id: incident for incident in incidents}, local_date(uow)):
        following[item.incident.id].append(item)
    items: list[Item] = []
    for incident in incidents:
        owed = [duty for duty in duties[incident.id] if not duty.is_ended and not duty.recommended]
        for lane in lanes[incident.id]:
            mine = [notice for notice in reports[incident.id] if notice.lane_id == lane.id]
            items.extend(_of_lane(uow, incident, lane, owed, mine))
        open_talks = [talk for talk in talks[incident.id] if talk.is_open]
        after = following[incident.id]
        items.extend(after)
        items.extend(_request(incident, approval) for approval in approvals[incident.id])
        items.extend(_of_laws(uow, incident, laws[incident.id]))
        if incident.lead_form_at is None:
            items.append(Item(kind="lead_form", incident=incident, owner_id=incident.lead_id))
        nothing_by_law = not any(duty.is_open for duty in laws[incident.id])
        if not owed and not open_talks and nothing_by_law and all(item.kind == "check" for item in after):
            items.append(Item(kind="waiting_to_close", incident=incident, owner_id=incident.lead_id))
    return items


def _of_laws(uow: UnitOfWork, incident: Incident, duties: list[StatutoryDuty]) -> list[Item]:
    """One line on everything the laws ask, with what presses first, and one as long as legal has not answered."""
    owed = [duty for duty in duties if duty.is_open]
    if not owed:
        return []
    aside = {duty.id for duty in ruled_out_of(uow, incident, owed)}
    hard = [duty.due_at for duty in owed if duty.due_at and duty.id not in aside]
    soft = [duty.target_at for duty in owed if duty.target_at and duty.id not in aside]
    of: dict[str, Any] = {"incident": incident, "roles": LAWYERS}
    found = [Item(**of, kind="law", due_at=min(hard or soft, default=None), soft=not hard)]
    return found if incident.law_form_at else [*found, Item(**of, kind="law_form")]


def _request(incident: Incident, approval: Approval) -> Item:
    return Item(kind="approval", incident=incident, approval=approval, subject=("a", approval.id))


class _OfIncident(Protocol):
    @property
    def incident_id(self) -> str: ...


Found = TypeVar("Found", bound=_OfIncident)


def _by_incident(records: list[Found]) -> dict[str, list[Found]]:
    grouped: dict[str, list[Found]] = defaultdict(list)
    for record in records:
        grouped[record.incident_id].append(record)
    return grouped


def _of_lane(uow: UnitOfWork, incident: Incident, lane: Lane, owed: list[Duty], reports: list[Notice]) -> list[Item]:
    owner = lane.owner_id or ("" if lane.clock_runs else incident.lead_id)
    of: dict[str, Any] = {"incident": incident, "lane_id": lane.id, "owner_id": owner}
    if lane.clock_runs:
        late = lane.due_at is not None and uow.now > lane.due_at
        due_at = lane.due_at or lane.target_at
        kind = "overdue" if late else "open_clock"
        return [Item(**of, kind=kind, due_at=due_at, soft=lane.due_at is None)]
    further = [duty for duty in owed if duty.lane_id == lane.id and _is_further_notice(duty, lane)]
    items = _of_reports(uow, lane, reports, of)
    if further:  # came up after the desk was reached: nothing rings for it, so the morning has to
        found = [(at, duty.due_at is None) for duty in further if (at := duty.due_at or duty.target_at)]
        due_at, soft = min(found, default=(None, False))
        items.append(Item(**of, kind="open_clock", due_at=due_at, soft=soft))
    if any(duty.lane_id == lane.id and duty.state is DutyState.REACHED for duty in owed):
        items.append(Item(**of, kind="unconfirmed"))
    if any(duty.lane_id == lane.id and duty.state is DutyState.RUNNING and duty.type in _BY_HAND for duty in owed):
        items.append(Item(**of, kind="open_duty"))
    return items


def _of_reports(uow: UnitOfWork, lane: Lane, reports: list[Notice], of: dict[str, Any]) -> list[Item]:
    """A report promised for today or before, and what the last one called under investigation."""
    items: list[Item] = []
    promised = lane.next_report_at
    if promised is not None and promised < uow.now + timedelta(days=1):
        items.append(Item(**of, kind="report_due", due_at=promised))
    if owed := owed_items(reports):
        items.append(Item(**of, kind="items_owed", count=len(owed)))
    return items


_BY_HAND = frozenset({"contain", "cooperate", "deliver", "update", "instruction", "follow_up"})
"""Duties that no clock rings for and no consultation ends: somebody has to tick them."""


def _is_further_notice(duty: Duty, lane: Lane) -> bool:
    return lane.reached_at is not None and duty.type == "notice" and duty.state is DutyState.RUNNING
