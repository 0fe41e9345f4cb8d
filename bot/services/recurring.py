"""What comes back: a timer for each time, a matter when it is asked for, the next timer with it. The pack of that morning counts.

A contract's recurring rules share one scope, so that two processes never ask for one thing twice. After an outage only the latest time
is asked for; those before it are logged as missed.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from bot.domain.errors import CalendarOutOfRange
from bot.domain.ids import new_id
from bot.domain.matter import Matter, MatterKind, MatterState
from bot.domain.work import Timer, TimerState
from bot.packs.rules import RecurringRule
from bot.packs.schema import Pack
from bot.services.contract_course import open_owed
from bot.services.evenings import arm_evening
from bot.services.matter_reminders import pass_over
from bot.services.matter_rules import Asked
from bot.services.outgoing import operators
from bot.services.ports import UnitOfWork
from bot.services.recurring_rules import (
    SCOPE,
    Slot,
    day_in,
    first_slot,
    is_dated,
    morning,
    owner_of,
    rule_of,
    runs,
    scope_of,
    slot_after,
    still_ends,
    what_of,
)
from bot.services.rules import office_calendar

RECURRING = "recurring"
JOINED_DUE_DAYS = 10
"""Working days within which somebody who joins or leaves is seen to: the team's own number."""


@dataclass(frozen=True, slots=True)
class ArmRecurring:
    """Ask for every recurring rule of every pack in force to have its next time armed."""


def arm_recurring(uow: UnitOfWork, _command: ArmRecurring) -> None:
    """Arm the next time of whatever comes back and has none armed: at the start, when packs were taken over, each working morning.

    Also the next evening of whatever is out. Harmless twice.
    """
    for matter in uow.find(Matter, state=MatterState.OUT):
        arm_evening(uow, matter)
    armed = {
        (timer.scope_id, timer.seq.partition("@")[0])
        for timer in uow.find(Timer, kind=RECURRING, state=TimerState.ARMED)
    }
    for pack in uow.rules.packs.values():
        today = day_in(pack, uow.now)
        for rule in pack.recurring:
            # An edited term may end earlier than the one that is armed for; arming twice is harmless.
            waits = (scope_of(pack.id), rule.id) in armed and rule.anchor != "contract_end"
            if not waits and is_dated(rule) and runs(pack, rule, today):
                _begin(uow, pack, rule, today)


def fire_recurring(uow: UnitOfWork, timer: Timer) -> None:
    """Ask for what fell due, and arm the time after it. A rule that is gone, or a contract that has ended, stops here."""
    rule_id, _, name = timer.seq.partition("@")
    pack = uow.rules.packs.get(timer.scope_id.removeprefix(SCOPE))
    rule = rule_of(pack, rule_id) if pack else None
    if pack is None or rule is None or not is_dated(rule) or not runs(pack, rule, day_in(pack, uow.now)):
        return
    slot, missed = _latest(uow, pack, rule, Slot.from_payload(name, timer.payload))
    for passed in missed:
        uow.log(scope_of(pack.id), "hansho", "recurring.missed", subject=rule.id, new={"for": passed})
    if slot is not None:
        _ask(uow, pack, rule, slot)


def person_joined(uow: UnitOfWork, pack_id: str, user_id: str, *, trained: bool = False) -> None:
    """Ask for what a contract wants of somebody who begins to work on it, a training unless they had it. Harmless twice."""
    _of_person(uow, pack_id, user_id, "on_joining", trained=trained)


def person_left(uow: UnitOfWork, pack_id: str, user_id: str) -> None:
    """Ask for what a contract wants of somebody who no longer works on it (to be told that secrecy goes on, say). Harmless twice."""
    _of_person(uow, pack_id, user_id, "on_leaving")


def _of_person(uow: UnitOfWork, pack_id: str, user_id: str, event: str, *, trained: bool = False) -> None:
    pack = uow.rules.packs.get(pack_id)
    if pack is None:
        return
    today = day_in(pack, uow.now)
    for rule in pack.recurring:
        if event not in rule.also or not runs(pack, rule, today) or (trained and rule.what == "training"):
            continue
        asked = _open_of(uow, pack.id, rule.id)
        if any(matter.answers.get("person") == user_id and matter.answers["for"] == event for matter in asked):
            continue
        due_on = office_calendar(uow).add_working_days(today, JOINED_DUE_DAYS)
        slot = Slot(name=event, since=today, ask_on=today, due_on=due_on)
        _keep(uow, pack, rule, slot, {"for": event, "person": user_id})


def _begin(uow: UnitOfWork, pack: Pack, rule: RecurringRule, today: date) -> None:
    try:
        slot = first_slot(pack, rule, today)
        while slot is not None and not _arm(uow, pack, rule, slot):
            slot = slot_after(pack, rule, slot.name)
    except CalendarOutOfRange as error:
        _calendar_ends(uow, pack, rule, error)


def _arm(uow: UnitOfWork, pack: Pack, rule: RecurringRule, slot: Slot) -> bool:
    """Arm a time's timer; False when it was asked for already. One that found its rule gone, and fired in vain, is armed again."""
    due_at = max(morning(uow, pack, slot.ask_on), uow.now)
    seq = f"{rule.id}@{slot.name}"
    payload = slot.as_payload()
    timer = Timer(
        id=new_id(uow.now), scope_id=scope_of(pack.id), kind=RECURRING, seq=seq, due_at=due_at, payload=payload
    )
    if uow.arm(timer):
        return True
    known = uow.find(Timer, scope_id=timer.scope_id, kind=RECURRING, seq=seq)[0]
    if known.state is TimerState.ARMED:
        return True
    if any(matter.answers.get("for") == slot.name for matter in uow.find(Matter, pack_id=pack.id, rule_id=rule.id)):
        return False
    uow.save(replace(known, state=TimerState.ARMED, due_at=due_at, payload=payload))
    return True


def _latest(uow: UnitOfWork, pack: Pack, rule: RecurringRule, slot: Slot) -> tuple[Slot | None, list[str]]:
    """The latest time that is to be asked for by now, and those before it; the timer of the one after is armed on the way.

    The times after it are those of the pack as it is now. A renewal whose day has passed, or whose term ends otherwise now, is not
    asked for.
    """
    missed: list[str] = []
    renews = rule.anchor == "contract_end"
    found: Slot | None = slot
    try:
        if renews and not still_ends(pack, rule, slot.name):
            _begin(uow, pack, rule, day_in(pack, uow.now))
            return None, []
        while found is not None:
            if found is not slot and morning(uow, pack, found.ask_on) > uow.now:
                _arm(uow, pack, rule, found)
                return None, missed
            following = slot_after(pack, rule, found.name)
            over = renews and found.due_on < day_in(pack, uow.now)
            if not over and (following is None or morning(uow, pack, following.ask_on) > uow.now):
                if following is not None:
                    _arm(uow, pack, rule, following)
                break
            missed.append(found.name)
            found = following
    except CalendarOutOfRange as error:
        _calendar_ends(uow, pack, rule, error)
    return found, missed


def _ask(uow: UnitOfWork, pack: Pack, rule: RecurringRule, slot: Slot) -> None:
    """Open the matter of one time. One of an earlier time that nobody saw to ends with it: there is only ever one to do."""
    earlier = _open_of(uow, pack.id, rule.id)
    if _keep(uow, pack, rule, slot, {"for": slot.name}):
        for matter in earlier:
            if "person" not in matter.answers:
                pass_over(uow, matter)


def _keep(uow: UnitOfWork, pack: Pack, rule: RecurringRule, slot: Slot, answers: dict[str, str]) -> bool:
    """Open a matter; False when it was opened before."""
    hard = rule.last_day_before is not None
    asked = Asked(rule=rule, due_on=slot.due_on, target_on=slot.target_on, hard=hard)
    again = [slot.since.isoformat()] if "person" in answers else []  # who leaves may join again, and is trained again
    origin = ":".join([scope_of(pack.id), rule.id, *answers.values(), *again])
    owner, kind = owner_of(uow, pack, rule), MatterKind.RECURRING
    return bool(
        open_owed(uow, pack, kind, what_of(rule), asked, slot.since, origin=origin, owner=owner, answers=answers)
    )


def _open_of(uow: UnitOfWork, pack_id: str, rule_id: str) -> list[Matter]:
    asked = uow.find(Matter, pack_id=pack_id, rule_id=rule_id, kind=MatterKind.RECURRING, state=MatterState.ASKED)
    return [matter for matter in asked if matter.is_open]


def _calendar_ends(uow: UnitOfWork, pack: Pack, rule: RecurringRule, error: CalendarOutOfRange) -> None:
    key = f"calendar:{pack.id}:{rule.id}:{day_in(pack, uow.now).year}"
    operators(uow, "operators.calendar_ends", key=key, pack=pack.id, rule=rule.id, why=str(error))
