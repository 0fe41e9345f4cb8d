"""The end of a contract: the work is completed, or the contract has ended. Then everything is given back, erased and certified.

One matter stands for the whole: it asks what is held, holds the parts together, reminds for them, and ends when all of them have.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, get_args

from bot.domain.errors import BadAnswer, NotAllowed
from bot.domain.matter import WIND_UP, Matter, MatterKind, MatterState
from bot.packs.rules import EndRule
from bot.packs.schema import Pack
from bot.services.contract_course import HANSHO, asked_of, open_owed, today_of
from bot.services.matter_rules import WATCHERS, Asked, people_of
from bot.services.ports import UnitOfWork
from bot.services.room import taken_before
from bot.views.notice_words import written_day
from bot.views.texts import text

EndEvent = Literal["completed", "ended"]
"""What happened: the work was accomplished, while the contract may still run; or the contract ended."""
EVENTS: tuple[EndEvent, ...] = get_args(EndEvent)
_START: dict[EndEvent, str] = {"completed": "work_completed_at", "ended": "contract_end"}


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordEnd:
    """Somebody says that the work is completed, or that the contract has ended. `on` is the day, the last one that counts."""

    actor: str
    key: str
    pack_id: str
    event: str
    on: date | None


def record_end(uow: UnitOfWork, command: RecordEnd) -> Matter:
    """Open the winding up of a contract and return it; one that is under way for the same event is returned as it is.

    Raises:
        BadAnswer: no such contract or event, no day, one to come, or one before the contract began.
        NotAllowed: the person has no role for the contract.
    """
    pack = uow.rules.packs.get(command.pack_id)
    if pack is None:
        raise BadAnswer("contract", "refused.choose_contract")
    if command.actor not in people_of(uow, pack, *WATCHERS):
        raise NotAllowed("refused.not_your_contract")
    event = next((one for one in EVENTS if one == command.event), None)
    if event is None:
        raise BadAnswer("event", "refused.choose")
    if command.on is None:
        raise BadAnswer("on", "refused.choose_day")
    if command.on > today_of(uow, pack):
        raise BadAnswer("on", "refused.day_to_come")
    if isinstance(pack.term.start, date) and command.on < pack.term.start:
        raise BadAnswer("on", "refused.before_matter", day=pack.term.start)
    before = _wind_ups(uow, pack, event)
    running = [matter for matter in before if matter.is_open]
    if taken_before(uow, command.key) and before:
        return before[-1]
    return running[-1] if running else _open(uow, pack, event, command.on, by=command.actor)


def follow_ends(uow: UnitOfWork) -> None:
    """Open the winding up of every contract whose own dates say that its work is completed or that it has ended, once."""
    for pack in uow.rules.packs.values():
        for event in EVENTS:
            day = _end_day(pack, event)
            if day is None or counted_from(event, day) > today_of(uow, pack) or _wind_ups(uow, pack, event):
                continue
            if _owed(uow, pack, event):
                _open(uow, pack, event, day, by=HANSHO)


def rules_at_end(uow: UnitOfWork, pack: Pack, whole: Matter) -> tuple[EndRule, ...]:
    """Return the rules that a winding up has to see to; none when the contract is silent."""
    return _owed(uow, pack, event_of(whole))


def counted_from(event: EndEvent, day: date) -> date:
    """Return the day from which an end rule's time runs: a contract's last day still belongs to it, work is done when it is done."""
    return day + timedelta(days=1) if event == "ended" else day


def event_of(whole: Matter) -> EndEvent:
    """Return what a winding up was opened for."""
    return "completed" if whole.answers.get("event") == "completed" else "ended"


def _owed(uow: UnitOfWork, pack: Pack, event: EndEvent) -> tuple[EndRule, ...]:
    """What an event starts. A contract that ended before anybody said that its work was completed owes what completion asks for too."""
    said = [one for one in _wind_ups(uow, pack, "completed") if one.state is not MatterState.WITHDRAWN]
    if event == "completed" or said:
        return _rules(pack, event)
    return tuple(rule for rule in pack.end_of_contract if rule in (*_rules(pack, "completed"), *_rules(pack, "ended")))


def _rules(pack: Pack, event: EndEvent) -> tuple[EndRule, ...]:
    """The end rules that an event starts: by their clock; those without one go with the first of the others."""
    own = [rule for rule in pack.end_of_contract if rule.when is None]
    clocked = [rule.clock.start for rule in own if rule.clock is not None and rule.clock.start in _START.values()]
    first = "work_completed_at" if "work_completed_at" in clocked else "contract_end"

    def starts(rule: EndRule) -> str:
        start = rule.clock.start if rule.clock else ""
        return start if start in _START.values() else first

    return tuple(rule for rule in own if starts(rule) == _START[event])


def _end_day(pack: Pack, event: EndEvent) -> date | None:
    """The last day that still counts, as the pack has it. A contract that renews itself ends only by `ended_on`."""
    term = pack.term
    if event == "completed":
        return term.completed_on if isinstance(term.completed_on, date) else None
    if isinstance(term.ended_on, date):
        return term.ended_on
    return term.end if term.auto_renew is None and isinstance(term.end, date) else None


def _open(uow: UnitOfWork, pack: Pack, event: EndEvent, day: date, *, by: str) -> Matter:
    locale = uow.rules.office.language
    asked = min(
        (asked_of(pack, rule, counted_from(event, day)) for rule in _owed(uow, pack, event) if rule.clock is not None),
        key=lambda one: (not one.hard, one.due_on or date.max, one.target_on or date.max),
        default=Asked(rule=None),
    )
    origin = f"wind_up:{pack.id}:{event}:{pack.term.start or ''}:{len(_wind_ups(uow, pack, event))}"
    words = text(locale, f"contract_end.{event}", day=written_day(day, locale))
    made = open_owed(
        uow, pack, MatterKind.CONTRACT, WIND_UP, asked, day, origin=origin, words=words, by=by, answers={"event": event}
    )
    return made if made is not None else uow.find(Matter, origin=origin)[0]


def _wind_ups(uow: UnitOfWork, pack: Pack, event: EndEvent) -> list[Matter]:
    """The windings up of this term: a contract that was concluded anew under the same id ends anew."""
    found = uow.find(Matter, pack_id=pack.id, kind=MatterKind.CONTRACT, topic=WIND_UP)
    start = pack.term.start if isinstance(pack.term.start, date) else date.min
    return [matter for matter in found if event_of(matter) == event and matter.began_on >= start]
