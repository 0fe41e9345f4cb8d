"""Writing in the register: something is added, changes, or ends. Every time a new version; nothing is ever rewritten."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from bot.domain.errors import BadAnswer, NotAllowed, NotFound, NotPossibleNow
from bot.domain.ids import new_id
from bot.domain.matter import Matter, MatterKind
from bot.domain.naming import folded
from bot.domain.people import Person
from bot.domain.register import HOUSE, KINDS, RegisterEntry, RegisterKind, checked_answers, newest
from bot.domain.tiers import check_above
from bot.services.dates import FARTHEST, check_past
from bot.services.matter_rules import WATCHERS, people_of
from bot.services.names import names_of
from bot.services.outgoing import HOME_IS_FRESH, refresh_home
from bot.services.people import check_ours
from bot.services.ports import UnitOfWork
from bot.services.recurring import person_joined, person_left
from bot.services.register_filing import file_change
from bot.services.register_reminders import arm_expiry
from bot.services.registered import last_version, log_of
from bot.services.room import needed
from bot.services.rules import local_date

MAX_WHY = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class AddEntry:
    """Something to be put on record. `since` is the day from which it is true, today when empty."""

    actor: str
    key: str
    kind: RegisterKind
    pack_id: str
    answers: Mapping[str, str]
    parent_id: str = ""
    since: date | None = None
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeEntry:
    """A change of something on record: all its answers as they are from `since`. `version` is the one the person saw."""

    actor: str
    key: str
    item_id: str
    version: int
    answers: Mapping[str, str] = field(default_factory=dict)
    parent_id: str = ""
    since: date | None = None
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class EndEntry:
    """The end of something on record. `since` is its last day, today when empty; `why` has to be said."""

    actor: str
    key: str
    item_id: str
    version: int
    since: date | None = None
    why: str = ""
    filed_on: date | None = None
    """The day on which its end was filed with the client already."""


def add_entry(uow: UnitOfWork, command: AddEntry) -> RegisterEntry:
    """Put something on record.

    Raises:
        NotAllowed: the person has no role for the contract.
        BadAnswer: a field is missing or cannot be, a day to come, the tier above is gone, or it is on record already.
    """
    check_writer(uow, command.pack_id, command.actor)
    if seen := _seen(uow, command.key):
        return seen
    _check_owner(command.kind, command.pack_id)
    answers = checked_answers(command.kind, command.answers)
    number = _lock(uow, command.pack_id)
    identifier = new_id(uow.now)
    entry = RegisterEntry(
        id=identifier,
        item_id=identifier,
        version=1,
        number=number,
        kind=command.kind,
        pack_id=command.pack_id,
        parent_id=command.parent_id,
        answers=answers,
        since=_since(uow, command.since, command.actor),
        why=command.why.strip()[:MAX_WHY],
        by=command.actor,
        at=uow.now,
    )
    _check_whole(uow, entry, item_id="")
    return _keep(uow, entry, command.key, "added")


def change_entry(uow: UnitOfWork, command: ChangeEntry) -> RegisterEntry:
    """Keep how something on record is from now on, as a new version.

    Raises:
        NotAllowed: the person has no role for the contract; an unknown entry answers the same.
        NotPossibleNow: it has ended, never changes, or somebody else changed it since the person looked.
        BadAnswer: as for adding.
    """
    last = _enter(uow, command.item_id, command.actor)
    if seen := _seen(uow, command.key):
        return seen
    _check_last(uow, last, command.version)
    changed = replace(
        last,
        id=new_id(uow.now),
        version=last.version + 1,
        number=_lock(uow, last.pack_id),
        parent_id=command.parent_id,
        answers=checked_answers(last.kind, command.answers),
        since=_since(uow, command.since, command.actor, after=last.since),
        why=command.why.strip()[:MAX_WHY],
        by=command.actor,
        at=uow.now,
    )
    if (_without_fresh(changed), changed.parent_id) == (_without_fresh(last), last.parent_id):
        raise BadAnswer(last.spec.fields[0].name, "refused.register_same")
    _check_whole(uow, changed, item_id=last.item_id)
    return _keep(uow, changed, command.key, "changed", old=last)


def end_entry(uow: UnitOfWork, command: EndEntry) -> RegisterEntry:
    """Keep that something on record is over. It stays visible.

    Raises:
        NotAllowed, NotPossibleNow: as for changing; or something still lies with this subcontractor.
        BadAnswer: no reason, or a day that cannot be.
    """
    last = _enter(uow, command.item_id, command.actor)
    if seen := _seen(uow, command.key):
        return seen
    _check_last(uow, last, command.version)
    number = _lock(uow, last.pack_id)
    if below := [one for one in _standing(uow, last.pack_id) if one.parent_id == last.item_id]:
        raise NotPossibleNow("refused.register_below", n=len(below))
    ended = replace(
        last,
        id=new_id(uow.now),
        version=last.version + 1,
        number=number,
        since=_since(uow, command.since, command.actor, after=last.since),
        answers=_without_fresh(last) | ({"filed_on": command.filed_on.isoformat()} if command.filed_on else {}),
        ended=True,
        why=needed(command.why, "why")[:MAX_WHY],
        by=command.actor,
        at=uow.now,
    )
    check_past(uow, command.filed_on, "filed_on", by=command.actor)
    return _keep(uow, ended, command.key, "ended", old=last)


def writers_of(uow: UnitOfWork, pack_id: str) -> tuple[str, ...]:
    """Return who may read and write the register of a contract; of the house's, everybody with such a role anywhere."""
    packs = uow.rules.packs
    if pack_id != HOUSE:
        return people_of(uow, packs[pack_id], *WATCHERS) if pack_id in packs else ()
    office = (user_id for role in WATCHERS for user_id in uow.rules.office.roles.get(role, ()))
    return tuple(
        dict.fromkeys([*office, *(user for pack in packs.values() for user in people_of(uow, pack, *WATCHERS))])
    )


def check_writer(uow: UnitOfWork, pack_id: str, actor: str) -> None:
    """Pass when this person has a role for the contract. Raises NotAllowed; a contract nobody knows answers the same."""
    if actor not in writers_of(uow, pack_id):
        raise NotAllowed("refused.not_your_register")


def _enter(uow: UnitOfWork, item_id: str, actor: str) -> RegisterEntry:
    """Lock an entry, and return its last version to somebody who may write it."""
    try:
        first = uow.hold(RegisterEntry, item_id)
        check_writer(uow, first.pack_id, actor)
        return last_version(uow, first.item_id)
    except NotFound:
        raise NotAllowed("refused.not_your_register") from None


def _seen(uow: UnitOfWork, key: str) -> RegisterEntry | None:
    seen = uow.once(f"register:{key}")
    return None if seen is None else uow.get(RegisterEntry, str(seen.answer["id"]))


def _lock(uow: UnitOfWork, pack_id: str) -> int:
    """Count the contract's register up. Whoever else writes in it waits: a circle of tiers takes two people at once."""
    return uow.next_number(log_of(pack_id))


def _standing(uow: UnitOfWork, pack_id: str) -> list[RegisterEntry]:
    return [entry for entry in newest(uow.find(RegisterEntry, pack_id=pack_id)) if not entry.ended]


def _check_owner(kind: RegisterKind, pack_id: str) -> None:
    if KINDS[kind].owner not in ("either", "house" if pack_id == HOUSE else "contract"):
        raise BadAnswer("kind", "refused.register_owner")


def _check_last(uow: UnitOfWork, last: RegisterEntry, version: int) -> None:
    if last.spec.event:
        raise NotPossibleNow("refused.register_event")
    if last.ended:
        raise NotPossibleNow("refused.register_ended", day=last.since)
    if last.version != version:
        raise NotPossibleNow("refused.register_moved", by=names_of(uow)(last.by))


def _check_whole(uow: UnitOfWork, entry: RegisterEntry, *, item_id: str) -> None:
    """What takes the other entries to know: people are ours, the tier above exists, nothing is there twice, days are past."""
    check_day = [one.name for one in entry.spec.fields if one.kind == "day" and one.name != entry.spec.expires]
    for name in check_day:
        check_past(uow, entry.day(name), name, by=entry.by)
    if (last_day := entry.expires_on) and abs(last_day - local_date(uow)) > FARTHEST:
        raise BadAnswer(entry.spec.expires, "refused.day_off")
    _check_consent(uow, entry)
    for one in entry.spec.fields:
        if one.kind == "person" and one.name in entry.answers:
            check_ours(uow, (entry.answers[one.name],), one.name)
    others = [other for other in _standing(uow, entry.pack_id) if other.item_id != item_id]
    if entry.parent_id:
        if not entry.spec.under_tier:
            raise BadAnswer("parent", "refused.tier_unknown")
        standing = _standing(uow, entry.pack_id)
        check_above(standing, item_id, entry.parent_id)
    named = entry.spec.names
    for other in others:
        same_place = (other.kind, other.parent_id) == (entry.kind, entry.parent_id)
        if named and same_place and _folded(other.answers[named]) == _folded(entry.answers[named]):
            raise BadAnswer(named, "refused.register_twice")


def _check_consent(uow: UnitOfWork, entry: RegisterEntry) -> None:
    """A consent that is named by its number has to be one of this contract."""
    written = entry.answers.get("consent", "").upper()
    if written.startswith("MAT-") and not uow.find(Matter, ref=written, pack_id=entry.pack_id, kind=MatterKind.CONSENT):
        raise BadAnswer("consent", "refused.no_such_consent")


def _without_fresh(entry: RegisterEntry) -> dict[str, str]:
    """The answers without those that belong to one version only."""
    fresh = {one.name for one in entry.spec.fields if one.fresh}
    return {name: value for name, value in entry.answers.items() if name not in fresh}


def _folded(name: str) -> str:
    return folded(name).replace(" ", "")


def _since(uow: UnitOfWork, given: date | None, actor: str, *, after: date | None = None) -> date:
    """The day from which a version is true: never to come, and never before the version that it follows."""
    if given is None:
        return max(local_date(uow), after) if after else local_date(uow)
    check_past(uow, given, "since", by=actor)
    if after is not None and given < after:
        raise BadAnswer("since", "refused.register_before", day=after)
    return given


def _told(entry: RegisterEntry) -> dict[str, object]:
    """What the log tells of a version: its answers, where it lies, from when it is true."""
    return {**entry.answers, "kind": entry.kind.value, "parent": entry.parent_id, "since": entry.since.isoformat()}


def _keep(
    uow: UnitOfWork, entry: RegisterEntry, key: str, what: str, *, old: RegisterEntry | None = None
) -> RegisterEntry:
    uow.add(entry)
    before, after = _told(old) if old else {}, _told(entry)
    kept = {name: value for name, value in before.items() if after.get(name) != value}
    new = {name: value for name, value in after.items() if before.get(name) != value}
    uow.log(
        log_of(entry.pack_id), entry.by, f"register.{what}", subject=entry.item_id, old=kept, new=new, why=entry.why
    )
    file_change(uow, entry, what, key=key)
    arm_expiry(uow, entry)
    if entry.kind is RegisterKind.PERSON and what == "added":
        person_joined(uow, entry.pack_id, entry.answers["person"], trained=entry.day("trained_on") is not None)
    elif entry.kind is RegisterKind.PERSON and what == "ended":
        person_left(uow, entry.pack_id, entry.answers["person"])
    for person in uow.find(Person, id=writers_of(uow, entry.pack_id)):
        if person.home_opened_at is not None and uow.now - person.home_opened_at < HOME_IS_FRESH:
            refresh_home(uow, person.id)
    uow.answer(f"register:{key}", {"id": entry.id})
    return entry
