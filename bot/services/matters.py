"""Opening a matter through one of the doors, and taking it step by step to its end. Nothing here belongs to an incident."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from zoneinfo import ZoneInfo

from bot.domain.errors import BadAnswer, NotAllowed, NotFound, NotPossibleNow
from bot.domain.ids import new_id
from bot.domain.matter import (
    FIRST,
    OFFERED,
    RENEWAL,
    Matter,
    MatterEntry,
    MatterKind,
    MatterState,
    Step,
    needs_second,
    step_named,
)
from bot.domain.paper import Paper
from bot.packs.schema import Pack
from bot.services.dates import planned_on
from bot.services.evenings import arm_evening
from bot.services.keeping import changes
from bot.services.matter_parts import after_part, check_parts, withdraw_parts
from bot.services.matter_reminders import arm_matter, scope_of
from bot.services.matter_rules import APPROVERS, WATCHERS, Asked, asked_by, people_of
from bot.services.names import NOBODY_OF_OURS
from bot.services.outgoing import refresh_home, send
from bot.services.people import check_ours
from bot.services.ports import UnitOfWork
from bot.services.register_people import note_training
from bot.services.room import needed, taken_before
from bot.services.rules import local_date
from bot.views.texts import text

MAX_WORDS = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenMatter:
    """One door's form as answered. Days are dates; `began_on` of a request is when the client asked, of a filing when it changed."""

    actor: str
    key: str
    kind: MatterKind
    topic: str
    pack_id: str
    words: str
    began_on: date | None = None
    due_on: date | None = None
    owner: str = ""
    answers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeStep:
    """One step of a matter. What its form did not ask for stays empty."""

    actor: str
    key: str
    matter_id: str
    step: str
    happened_on: date | None = None
    who: str = ""
    reference: str = ""
    note: str = ""
    until: date | None = None
    owner: str = ""
    due_on: date | None = None


def open_matter(uow: UnitOfWork, command: OpenMatter) -> Matter:
    """Keep a matter with what its contract says about it, tell whoever has to act, and arm its first reminder.

    Raises:
        BadAnswer: no contract, no topic, no words, a day that cannot be, or an owner who is none of ours.
    """
    seen = uow.once(f"matter:{command.key}")
    if seen is not None:
        return uow.get(Matter, str(seen.answer["id"]))
    pack = uow.rules.packs.get(command.pack_id)
    if pack is None:
        raise BadAnswer("contract", "refused.choose_contract")
    if command.topic not in OFFERED.get(command.kind, ()):
        raise BadAnswer("topic", "refused.choose_topic")
    words = needed(command.words, "words")[:MAX_WORDS]
    today = local_date(uow)
    began_on = _began(uow, pack, command)
    due_on = planned_on(uow, command.due_on, "due_on", by=command.actor)
    check_ours(uow, (command.owner,), "owner")
    asked = asked_by(pack, command.kind, command.topic, began_on)
    matter = Matter(
        id=new_id(uow.now),
        ref=next_ref(uow),
        kind=command.kind,
        topic=command.topic,
        pack_id=pack.id,
        pack_digest=uow.pin(pack),
        rule_id=asked.rule_id,
        inside=asked.inside,
        state=FIRST[command.kind],
        words=words,
        answers=dict(command.answers),
        owner_id=command.owner or command.actor,
        by=command.actor,
        began_on=began_on,
        due_on=_earlier(due_on, asked.due_on),
        target_on=asked.target_on,
        hard=asked.hard,
        word=asked.word,
        touched_on=today,
        at=uow.now,
    )
    uow.add(matter)
    new: dict[str, object] = {"ref": matter.ref, "kind": matter.kind.value, "topic": matter.topic, "pack": pack.id}
    uow.log(scope_of(matter), command.actor, "matter.opened", subject=matter.id, new=new | rule_of(asked))
    arm_matter(uow, matter)
    tell_of(uow, matter, pack, "opened", except_for=command.actor)
    uow.answer(f"matter:{command.key}", {"id": matter.id})
    return matter


def take_step(uow: UnitOfWork, command: TakeStep) -> Matter:
    """Take one step of a matter and keep what was said about it as an entry of its own.

    Raises:
        NotAllowed: the person neither opened it nor owns it nor has a role for its contract; or may not give leave.
        NotPossibleNow: the matter has moved on.
        BadAnswer: something the step needs is missing, a day cannot be, or an owner is none of ours.
    """
    matter = enter_matter(uow, command.matter_id, command.actor)
    if taken_before(uow, command.key):
        return matter
    step = step_named(matter, command.step)
    if step.by == "form":
        raise NotPossibleNow("refused.matter_step", state=matter.state.value)
    check_parts(uow, matter, step)
    pack = uow.pinned(matter.pack_digest)
    if needs_second(matter, step):
        check_approver(uow, matter, pack, command.actor)
    _check(step, command)
    check_ours(uow, (command.owner,), "owner")
    return take(uow, matter, step, command)


def take(uow: UnitOfWork, matter: Matter, step: Step, command: TakeStep) -> Matter:
    """Take a step that somebody may take, with what it needs; the caller holds the matter and has checked both. Raises BadAnswer."""
    pack = uow.pinned(matter.pack_digest)
    moved = _moved(uow, matter, step, command)
    frozen = _frozen(uow, matter) if step.name == "deliver" else None
    entry = MatterEntry(
        id=new_id(uow.now),
        matter_id=matter.id,
        step=step.name,
        happened_on=command.happened_on,
        who=command.who.strip(),
        reference=command.reference.strip() or (version_words(uow, frozen) if frozen else ""),
        note=command.note.strip(),
        until=command.until,
        by=command.actor,
        at=uow.now,
    )
    uow.add(entry)
    uow.save(moved)
    old, new = changes(matter, moved)
    if frozen is not None:
        new |= {"paper": frozen.id, "sha256": frozen.data_sha256}
    uow.log(scope_of(matter), command.actor, f"matter.{step.name}", subject=matter.id, old=old, new=new)
    arm_matter(uow, moved)
    arm_evening(uow, moved)
    note_training(uow, moved, entry.happened_on, entry.reference, by=command.actor)
    tell_of(uow, moved, pack, step.name, except_for=command.actor)
    after_part(uow, moved)
    if step.to is MatterState.WITHDRAWN:
        withdraw_parts(uow, moved, command.note, by=command.actor)
    return moved


def _frozen(uow: UnitOfWork, matter: Matter) -> Paper | None:
    """The version that is handed over: the newest. Later ones cannot be made."""
    papers = uow.find(Paper, matter_id=matter.id)
    return max(papers, key=lambda paper: paper.number, default=None)


def version_words(uow: UnitOfWork, paper: Paper) -> str:
    """Return how a version is named in a matter's record."""
    return text(uow.rules.office.language, "paper.frozen", n=paper.number, sha256=paper.data_sha256[:16])


def enter_matter(uow: UnitOfWork, matter_id: str, actor: str) -> Matter:
    """Lock a matter and check that `actor` may see it. Raises NotAllowed; an unknown id answers the same."""
    try:
        whole = uow.get(Matter, matter_id).part_of
        if whole:
            uow.hold(
                Matter, whole
            )  # the whole before its parts, always: two people at two parts never wait for each other
        matter = uow.hold(Matter, matter_id)
    except NotFound:
        raise NotAllowed("refused.not_your_matter") from None
    check_seen(uow, matter, actor)
    return matter


def check_seen(uow: UnitOfWork, matter: Matter, actor: str) -> None:
    """Pass when this person opened the matter, owns it, or has a role for its contract. Raises NotAllowed."""
    if actor in (matter.by, matter.owner_id):
        return
    if actor not in people_of(uow, uow.pinned(matter.pack_digest), *WATCHERS):
        raise NotAllowed("refused.not_your_matter")


def check_approver(uow: UnitOfWork, matter: Matter, pack: Pack, actor: str) -> None:
    """Pass when this person may give leave and did not ask for it. Raises NotAllowed, NotPossibleNow."""
    if actor == matter.by:
        raise NotPossibleNow("refused.second_person")
    if actor not in people_of(uow, pack, *APPROVERS):
        raise NotAllowed("refused.only_approver")


def _began(uow: UnitOfWork, pack: Pack, command: OpenMatter) -> date:
    today = uow.now.astimezone(ZoneInfo(pack.calendar.tz)).date()
    if command.began_on is None or command.kind is MatterKind.CONSENT:
        return today
    if command.began_on > today:
        raise BadAnswer("began_on", "refused.day_to_come")
    if (today - command.began_on).days > 366:
        raise BadAnswer("began_on", "refused.day_long_ago")
    return command.began_on


def _check(step: Step, command: TakeStep) -> None:
    given = {
        "on": command.happened_on, "who": command.who.strip(), "reference": command.reference.strip(), "note": command.note.strip(),
        "until": command.until, "owner": command.owner, "due_on": command.due_on,
    }  # fmt: skip
    for name in step.needs:
        if not given[name]:
            raise BadAnswer(name, "refused.choose_day" if name in ("on", "until", "due_on") else "refused.needed")


def _moved(uow: UnitOfWork, matter: Matter, step: Step, command: TakeStep) -> Matter:
    today = local_date(uow)
    if command.happened_on is not None:
        if step.name == "scope":
            planned_on(uow, command.happened_on, "on", by=command.actor)
        elif command.happened_on > today:
            raise BadAnswer("on", "refused.day_to_come")
        elif command.happened_on < matter.began_on and step.name != "use":
            raise BadAnswer("on", "refused.before_matter", day=matter.began_on)
    state = step.to or matter.state
    moved = replace(
        matter,
        state=state,
        owner_id=command.owner or matter.owner_id,
        due_on=_due_on(uow, matter, step, command),
        until=planned_on(uow, command.until, "until", by=command.actor) or matter.until,
        touched_on=today,
        remind_epoch=matter.remind_epoch + 1,
    )
    return replace(moved, ended_at=None if moved.is_open else uow.now)


def _due_on(uow: UnitOfWork, matter: Matter, step: Step, command: TakeStep) -> date | None:
    """The day after the step. One that the contract holds as a number is no matter of agreement: it only ever comes sooner."""
    chosen = planned_on(uow, command.due_on, "due_on", by=command.actor)
    if matter.hard and matter.is_open and matter.due_on is not None:
        if chosen is not None and chosen > matter.due_on:
            raise BadAnswer("due_on", "refused.contract_day", day=matter.due_on)
        return chosen or matter.due_on
    if step.name == "scope":
        return command.happened_on
    return chosen if step.name in ("hold", "reopen") else chosen or matter.due_on


def tell_of(uow: UnitOfWork, matter: Matter, pack: Pack, what: str, *, except_for: str) -> None:
    """Tell whoever has to act or waits for it, each once; and draw their App Home again."""
    if matter.kind is MatterKind.RECURRING and what == "owed" and matter.topic != RENEWAL:
        return  # the morning digest says it
    people = {matter.owner_id, matter.by}
    if matter.state in (MatterState.ASKED, MatterState.BACK) and matter.inside:
        people |= set(people_of(uow, pack, *APPROVERS))
    elif what == "opened":
        people |= set(people_of(uow, pack, *APPROVERS[:1]))
    people -= NOBODY_OF_OURS
    for user_id in sorted(people - {except_for}):
        send(
            uow,
            "matter",
            target=user_id,
            key=f"matter:{matter.id}:{matter.remind_epoch}:{user_id}",
            params={"matter": matter.id, "what": what},
        )
    for user_id in sorted(people):
        refresh_home(uow, user_id)


def _earlier(one: date | None, other: date | None) -> date | None:
    return min((day for day in (one, other) if day is not None), default=None)


def rule_of(asked: Asked) -> dict[str, object]:
    """Return what the log keeps of the rule behind a matter."""
    found: dict[str, object] = {"rule": asked.rule_id, "hard": asked.hard}
    if asked.due_on:
        found["due_on"] = asked.due_on.isoformat()
    return found


def next_ref(uow: UnitOfWork) -> str:
    """Return the next reference of today."""
    day = local_date(uow)
    return f"MAT-{day:%y%m%d}-{uow.next_number(f'matter:{day:%y%m%d}'):02d}"
