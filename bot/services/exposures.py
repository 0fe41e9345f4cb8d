"""What the lead must know beside the duties: what the client may do now, and what we answer for. Some of it legal hears at once."""

from __future__ import annotations

from collections.abc import Collection

from bot.domain.duty import Duty, DutyState
from bot.domain.incident import Incident
from bot.domain.lane import Lane
from bot.packs.evaluate import evaluate
from bot.packs.rules import DutyRule
from bot.packs.schema import Pack
from bot.packs.timing import phase_of
from bot.services.outgoing import tell
from bot.services.ports import UnitOfWork
from bot.services.room import join, people_with
from bot.services.rules import SHOWN, bitext
from bot.views.pictures import BiText


def exposures_of(uow: UnitOfWork, pack: Pack, incident: Incident, lane: Lane) -> tuple[BiText, ...]:
    """Return what applies for sure: an answer nobody knows shows nothing here, for it is no duty."""
    found = applying(pack, incident, _late_rules(uow, lane))
    return tuple(bitext(rule.summary) for rule in found if rule.type in SHOWN)


def alert_exposures(uow: UnitOfWork, incident: Incident, lane: Lane) -> None:
    """Tell those whom the pack names under `alert` of what applies now, each once, and bring them into the room."""
    pack = uow.pinned(lane.pack_digest)
    for rule in applying(pack, incident, _late_rules(uow, lane)):
        for role in rule.alert:
            for user_id in people_with(uow, pack, role, incident):
                join(uow, incident, user_id, actor="hansho", role=role.value)
                words, cite = rule.summary, ", ".join(rule.cite)
                values: dict[str, object] = {
                    "client": {"ja": pack.client_name.ja, "en": pack.client_name.en},
                    "what": {"ja": words.ja, "en": words.en},
                    "cite": cite,
                }
                tell(uow, incident, user_id, "note.exposure", key=f"exposure:{lane.id}:{rule.id}", **values)


def applying(pack: Pack, incident: Incident, late: Collection[str] = ()) -> list[DutyRule]:
    """Return the exposures, the standing by and what legal has to hear of that apply for sure; `late` names duties past their number."""

    def happened(kind: str, name: str) -> bool:
        return kind == "overdue" and name in late

    fired = evaluate(pack, incident.facts, phase_of(pack, incident.first_recognised_at), happened)
    return [one.duty for one in fired if (one.duty.type in SHOWN or one.duty.alert) and one.why.verdict == "yes"]


def _late_rules(uow: UnitOfWork, lane: Lane) -> frozenset[str]:
    return frozenset(duty.rule_id for duty in uow.find(Duty, lane_id=lane.id) if _is_late(uow, duty))


def _is_late(uow: UnitOfWork, duty: Duty) -> bool:
    """Whether the contract's number passed before the desk heard of it."""
    if duty.due_at is None or duty.state is DutyState.WAIVED:
        return False
    heard_at = duty.reached_at or duty.ended_at
    return heard_at > duty.due_at if heard_at else uow.now >= duty.due_at
