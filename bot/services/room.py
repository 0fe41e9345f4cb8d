"""Who belongs to an incident's room, and the door every action on an incident goes through."""

from __future__ import annotations

from dataclasses import dataclass, replace

from bot.domain.errors import BadAnswer, NotAllowed, NotPossibleNow
from bot.domain.ids import new_id
from bot.domain.incident import Incident, IncidentState, RoomKind, check_step
from bot.domain.lane import Lane
from bot.domain.people import Role, RoomMember
from bot.packs.schema import Pack
from bot.services.outgoing import send
from bot.services.ports import UnitOfWork

HOUSE_ROLES = (Role.EXECUTIVE, Role.LEGAL, Role.COMPLIANCE)
"""Roles whose people of the office file belong to every incident, also where a pack names its own."""
LATER_ROLES = frozenset({Role.EXECUTIVE, Role.LEGAL})
"""Roles that are brought into the room only when there is something to decide: a missed deadline, a dispute, a disclosure."""


def taken_before(uow: UnitOfWork, key: str) -> bool:
    """Whether this delivery was taken in before (a double click, a repeated envelope). An empty key is never remembered."""
    return key != "" and uow.once(key) is not None


def membership(uow: UnitOfWork, incident_id: str, user_id: str) -> RoomMember | None:
    """Return the person's place in the room, or None."""
    found = uow.find(RoomMember, incident_id=incident_id, user_id=user_id)
    return found[0] if found else None


def enter(uow: UnitOfWork, incident_id: str, actor: str, *, even_closed: bool = False) -> Incident:
    """Lock the incident and check that `actor` is of its room.

    Raises:
        NotAllowed: the person is not of the room.
        NotPossibleNow: the incident has ended.
        NotFound: there is no such incident.
    """
    incident = uow.lock(incident_id)
    if membership(uow, incident_id, actor) is None:
        raise NotAllowed("refused.not_in_room", ref=incident.ref)
    if not even_closed and not incident.is_open:
        raise NotPossibleNow("refused.incident_ended", ref=incident.ref)
    return incident


def check_decides(uow: UnitOfWork, incident: Incident, actor: str) -> None:
    """Pass when the person is of the whole room. Raises NotAllowed for who was brought in for an action alone."""
    seat = membership(uow, incident.id, actor)
    if seat is not None and seat.only_helps and not incident.drill:
        raise NotAllowed("refused.only_helps", ref=incident.ref)


def lane_in(uow: UnitOfWork, incident: Incident, lane_id: str) -> Lane:
    """Return a lane of this incident. Raises NotAllowed when the id belongs to another incident."""
    lane = uow.get(Lane, lane_id)
    if lane.incident_id != incident.id:
        raise NotAllowed("refused.not_in_room", ref=incident.ref)
    return lane


def enter_lane(uow: UnitOfWork, actor: str, lane_id: str) -> tuple[Incident, Lane]:
    """Lock the lane's incident and return both. Raises as `enter` does."""
    incident = enter(uow, uow.get(Lane, lane_id).incident_id, actor)
    return incident, lane_in(uow, incident, lane_id)


def needed(text: str, block: str = "reason") -> str:
    """Return the trimmed text. Raises BadAnswer when nothing was written."""
    cleaned = text.strip()
    if not cleaned:
        raise BadAnswer(block, "refused.needed")
    return cleaned


def step(uow: UnitOfWork, incident: Incident, to: IncidentState, *, actor: str, why: str = "") -> Incident:
    """Move the incident to another state and log it. Raises NotPossibleNow when there is no such step."""
    check_step(incident.state, to)
    moved = replace(incident, state=to)
    uow.save(moved)
    uow.log(incident.id, actor, "incident.state", old={"state": incident.state.value}, new={"state": to.value}, why=why)
    return moved


def activate(uow: UnitOfWork, incident: Incident, actor: str) -> Incident:
    """Leave triage at the first sign that somebody works on it."""
    if incident.state is IncidentState.TRIAGE:
        return step(uow, incident, IncidentState.ACTIVE, actor=actor)
    return incident


def people_with(uow: UnitOfWork, pack: Pack, role: Role, incident: Incident) -> tuple[str, ...]:
    """Return the Slack ids the pack (else the office file) names for a role; in a drill only the people chosen for it."""
    return incident.drill_people if incident.drill else people_of(uow, pack, role)


def people_of(uow: UnitOfWork, pack: Pack, role: Role) -> tuple[str, ...]:
    """Return the Slack ids the pack (else the office file) names for a role."""
    return tuple(pack.people.get(role, ()) or uow.rules.office.roles.get(role, ()))


def seat(uow: UnitOfWork, incident: Incident, packs: list[Pack]) -> None:
    """Give everybody whom the packs and the office file name a place in the room; nobody loses one."""
    roles: dict[str, set[str]] = {}
    for pack in packs:
        for role in Role:
            for user_id in people_with(uow, pack, role, incident):
                roles.setdefault(user_id, set()).add(role.value)
    for role in () if incident.drill else HOUSE_ROLES:
        for user_id in uow.rules.office.roles.get(role, ()):
            roles.setdefault(user_id, set()).add(role.value)
    present = {member.user_id: member for member in uow.find(RoomMember, incident_id=incident.id)}
    for user_id, names in sorted(roles.items()):
        if user_id in present:
            old = present[user_id]
            merged = tuple(sorted(set(old.roles) | names))
            if merged != old.roles:
                uow.save(replace(old, roles=merged))
            continue
        member = RoomMember(
            id=new_id(uow.now),
            incident_id=incident.id,
            user_id=user_id,
            roles=tuple(sorted(names)),
            joined_at=uow.now,
            invited=not names <= LATER_ROLES,
        )
        uow.add(member)
        if member.invited:
            invite(uow, incident, [user_id])


def join(uow: UnitOfWork, incident: Incident, user_id: str, *, actor: str, role: str) -> None:
    """Bring one more person into the room (a hand-over, a told executive)."""
    member = membership(uow, incident.id, user_id)
    if member is None:
        uow.add(
            RoomMember(
                id=new_id(uow.now),
                incident_id=incident.id,
                user_id=user_id,
                roles=(role,),
                joined_at=uow.now,
                invited=True,
            )
        )
        uow.log(incident.id, actor, "room.joined", subject=user_id, new={"role": role})
    elif member.invited:
        return
    else:
        uow.save(replace(member, invited=True))
        uow.log(incident.id, actor, "room.invited", subject=user_id)
    invite(uow, incident, [user_id])


def invite(uow: UnitOfWork, incident: Incident, user_ids: list[str]) -> None:
    """Invite people into the incident's own channel, if it has one; a thread needs no invitation."""
    if incident.room_kind is not RoomKind.CHANNEL:
        return  # a pending room invites everybody when it is there
    for user_id in user_ids:
        send(
            uow,
            "room_invite",
            target=incident.room_channel,
            key=f"room_invite:{incident.id}:{user_id}",
            incident_id=incident.id,
            params={"users": [user_id]},
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteRefusal:
    """Somebody outside the room pressed a button of the incident."""

    actor: str
    incident_id: str
    action: str


def note_refusal(uow: UnitOfWork, command: NoteRefusal) -> None:
    """Log that an action was refused to a person who is not of the room."""
    incident = uow.lock(command.incident_id)
    uow.log(incident.id, command.actor, "refused", subject=command.action)
