"""What is remembered of Slack members, so that a page needs no look-up while Slack is away."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from bot.domain.errors import BadAnswer, NotFound
from bot.domain.incident import Incident
from bot.domain.people import Person, Role
from bot.services.ports import UnitOfWork


def remember_person(uow: UnitOfWork, person: Person) -> None:
    """Keep or renew what Slack said of a member; when their App Home was opened last is not lost."""
    try:
        known = uow.get(Person, person.id)
    except NotFound:
        uow.add_if_new(person)
        return
    uow.save(replace(person, home_opened_at=known.home_opened_at))


def home_opened(uow: UnitOfWork, user_id: str) -> None:
    """Note that the person looks at App Home, so that it is kept current for them."""
    try:
        uow.save(replace(uow.get(Person, user_id), home_opened_at=uow.now))
    except NotFound:
        return  # remembered with the next look-up


def check_ours(uow: UnitOfWork, user_ids: Iterable[str], block: str) -> None:
    """Pass when nobody of these is known to be foreign. Raises BadAnswer for the input `block`, naming the first who is.

    Whoever takes a lane or a drill's page reads clients' names: that stays among our own people.
    """
    foreign = [person.id for person in uow.find(Person, id=tuple(user_ids)) if person.is_foreign]
    if foreign:
        raise BadAnswer(block, "refused.not_ours", person=foreign[0])


def check_may_join(uow: UnitOfWork, incident: Incident, user_id: str, block: str) -> None:
    """Pass when this person may be brought into the incident: one of ours, and in a drill one of those chosen for it.

    Raises BadAnswer for the input `block`.
    """
    check_ours(uow, (user_id,), block)
    if incident.drill and user_id not in ("", *incident.drill_people):
        raise BadAnswer(block, "refused.not_in_drill", person=user_id)


@dataclass(frozen=True, slots=True)
class WhoMatters:
    """Ask for the Slack ids whose names and languages the bot should know before anything happens."""


def who_matters(uow: UnitOfWork, _command: WhoMatters) -> tuple[str, ...]:
    """Return everybody a pack or the office file names, operators included."""
    office = uow.rules.office
    named: set[str] = set(office.operators)
    for role in Role:
        named |= set(office.roles.get(role, ()))
        for pack in uow.rules.packs.values():
            named |= set(pack.people.get(role, ()))
    return tuple(sorted(named))
