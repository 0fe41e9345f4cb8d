"""What happens when timers fall due: one locked transaction per incident, no network inside, everything that is due at once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from bot.domain.errors import TimersWithoutEnd, UnknownTimer
from bot.domain.incident import Incident
from bot.domain.work import Timer, TimerState
from bot.services.clockwork import ALARM, MARK, TARGET, TICK, Marks, fire_mark, fire_soft, fire_tick
from bot.services.contract_watch import CONTRACTS, FollowContracts, follow_contracts
from bot.services.digest import OFFICE, fire_digest
from bot.services.evenings import EVENING, fire_evening
from bot.services.intake_reminders import ASK_START, LEAD_FORM, fire_ask_start, fire_lead_form
from bot.services.matter_reminders import PREFIX, fire_matter
from bot.services.notice_approvals import APPROVAL_LAPSES
from bot.services.notice_issuing import fire_lapse
from bot.services.notice_sending import LATE, fire_late
from bot.services.nudges import NUDGE, fire_nudge
from bot.services.paging import ACK_EXPIRY, LADDER, Pages, fire_expiry, fire_step
from bot.services.ports import UnitOfWork
from bot.services.promises import REPORT_DUE, REPORT_SOON, fire_promise
from bot.services.recurring import ArmRecurring, arm_recurring, fire_recurring
from bot.services.recurring_rules import SCOPE
from bot.services.register_reminders import SCOPE as REGISTER
from bot.services.register_reminders import fire_expiry as fire_expiry_of_entry
from bot.services.reminding import REMINDER, fire_reminder
from bot.services.statutory_calls import LAW, fire_law

MAX_ROUNDS = 50
"""A timer that fires may arm one that is due already; more rounds than this in one transaction is a fault in the rules."""

Firing = Callable[[UnitOfWork, Incident, Timer, Pages, Marks], None]

_BY_KIND: dict[str, Firing] = {
    LADDER: lambda uow, incident, timer, pages, _marks: fire_step(uow, incident, timer, pages),
    ACK_EXPIRY: lambda uow, incident, timer, _pages, _marks: fire_expiry(uow, incident, timer),
    MARK: lambda uow, incident, timer, pages, marks: fire_mark(uow, incident, timer, marks, pages),
    TARGET: lambda uow, incident, timer, pages, _marks: fire_soft(uow, incident, timer, pages),
    ALARM: lambda uow, incident, timer, pages, _marks: fire_soft(uow, incident, timer, pages),
    TICK: lambda uow, incident, timer, _pages, _marks: fire_tick(uow, incident, timer),
    LEAD_FORM: lambda uow, incident, timer, _pages, _marks: fire_lead_form(uow, incident, timer),
    ASK_START: lambda uow, incident, timer, _pages, _marks: fire_ask_start(uow, incident, timer),
    APPROVAL_LAPSES: lambda uow, incident, timer, _pages, _marks: fire_lapse(uow, incident, timer),
    REPORT_SOON: lambda uow, incident, timer, _pages, _marks: fire_promise(uow, incident, timer),
    REPORT_DUE: lambda uow, incident, timer, _pages, _marks: fire_promise(uow, incident, timer),
    LATE: lambda uow, incident, timer, _pages, _marks: fire_late(uow, incident, timer),
    NUDGE: lambda uow, incident, timer, _pages, _marks: fire_nudge(uow, incident, timer),
    LAW: lambda uow, incident, timer, _pages, _marks: fire_law(uow, incident, timer),
    REMINDER: lambda uow, incident, timer, _pages, _marks: fire_reminder(uow, incident, timer),
}


def _fire_of_matter(uow: UnitOfWork, timer: Timer) -> None:
    (fire_evening if timer.kind == EVENING else fire_matter)(uow, timer)


_BESIDE_INCIDENTS: dict[str, Callable[[UnitOfWork, Timer], None]] = {
    PREFIX: _fire_of_matter,
    SCOPE: fire_recurring,
    REGISTER: fire_expiry_of_entry,
}
"""What fires in a scope that is no incident, by the beginning of the scope's name."""


def fire(uow: UnitOfWork, scope_id: str) -> None:
    """Fire every armed timer that is due, oldest first, of a scope: an incident's id, `office`, or one of the beginnings below.

    The caller holds the scope's lock and commits. Pages and marks are collected and compressed: one message per person and
    one per lane, however much was due after a late report or an outage.

    Raises:
        UnknownTimer, TimersWithoutEnd: the caller rolls back, counts the failure and tells the operators.
    """
    if scope_id == OFFICE:
        for timer in _due(uow, OFFICE):
            _note_fired(uow, timer)
            if timer.kind == CONTRACTS:
                follow_contracts(uow, FollowContracts())
                arm_recurring(uow, ArmRecurring())
            else:
                fire_digest(uow, timer)
        return
    for prefix, firing in _BESIDE_INCIDENTS.items():
        if scope_id.startswith(prefix):
            for timer in _due(uow, scope_id):
                _note_fired(uow, timer)
                firing(uow, timer)
            return
    incident = uow.lock(scope_id)
    pages, marks = Pages(), Marks()
    for _ in range(MAX_ROUNDS):
        due = _due(uow, scope_id)
        if not due:
            break
        for timer in due:
            _note_fired(uow, timer)
            if incident.is_open or timer.kind == REMINDER:
                _firing_of(timer)(uow, incident, timer, pages, marks)
    else:
        raise TimersWithoutEnd(scope_id)
    pages.flush(uow, incident)
    marks.flush(uow, incident)


def _due(uow: UnitOfWork, scope_id: str) -> list[Timer]:
    armed = uow.find(Timer, scope_id=scope_id, state=TimerState.ARMED)
    return sorted((timer for timer in armed if timer.due_at <= uow.now), key=lambda timer: (timer.due_at, timer.id))


def _note_fired(uow: UnitOfWork, timer: Timer) -> None:
    lateness = int((uow.now - timer.due_at).total_seconds() * 1000)
    uow.save(replace(timer, state=TimerState.FIRED, fired_at=uow.now, lateness_ms=lateness))


def _firing_of(timer: Timer) -> Firing:
    try:
        return _BY_KIND[timer.kind]
    except KeyError:
        raise UnknownTimer(timer.kind) from None
