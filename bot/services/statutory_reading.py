"""What the statutory duties of an incident come to: which the answers rule out, which a notice stands for, what legal is asked."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.incident import Incident
from bot.domain.lane import Lane
from bot.domain.matching import fires
from bot.domain.notice import Notice, NoticeKind, issued_of
from bot.domain.people import Approval, ApprovalState
from bot.domain.statutory import StatutoryDuty
from bot.packs.laws import LawPack, LawRule
from bot.services.ports import UnitOfWork
from bot.services.rules import bitext
from bot.views.pictures import BiText

LAW_APPROVAL = "law"
"""Kind of the approval that sets statutory duties aside; its subject is one duty, or the incident for all that the answers rule out."""
ASKED = ("aware_at", "determined_at", "recovered_at", "fix_available_at", "ransom_paid_at")
"""Moments that legal is asked for, in the form's order, as far as a law that is switched on counts from them."""


def moments_asked(laws: list[LawPack]) -> tuple[str, ...]:
    """Return the moments that these laws count from and that legal has to give."""
    wanted = {name for law in laws for name in law.moments}
    return tuple(name for name in ASKED if name in wanted)


def with_law_items(
    uow: UnitOfWork, incident: Incident, asked: tuple[tuple[str, BiText, bool], ...]
) -> tuple[tuple[str, BiText, bool], ...]:
    """Return what a notice to a client has to say: what its contract asks, and what a law wants the client to be told besides.

    An item that the contract asks for under another name is not asked twice.
    """
    if not incident.laws:
        return asked
    found = list(asked)
    there = {key for key, _, _ in asked}
    for duty in uow.find(StatutoryDuty, incident_id=incident.id):
        rule = uow.pinned_law(duty.law_digest).by_id[duty.rule_id]
        if rule.to != "client" or not duty.is_open:
            continue
        for item in rule.content:
            if not there & {item.id, *rule.also_called.get(item.id, ())}:
                found.append((item.id, bitext(item.label), item.allow_empty))
                there.add(item.id)
    return tuple(found)


def standing_for(uow: UnitOfWork, incident: Incident, rule: LawRule) -> tuple[tuple[str, Notice], ...]:
    """Return (pack id, notice) of every client concerned when each was sent every item the rule lists; empty otherwise.

    Only where we are a processor and nothing else: whoever holds data of their own besides owes their own report for it.
    """
    if not rule.discharges or incident.facts.get("our_role") != "processor":
        return ()
    found: list[tuple[str, Notice]] = []
    for lane in uow.find(Lane, incident_id=incident.id):
        if lane.reached_at is None and lane.stood_down_at is not None:
            continue  # nothing of theirs, said by name and with a reason
        carrying = [notice for notice in issued_of(uow.find(Notice, lane_id=lane.id)) if _carries(notice, rule)]
        if not carrying or lane.reached_at is None:
            return ()
        found.append((lane.pack_id, carrying[-1]))
    return tuple(found)


def _carries(notice: Notice, rule: LawRule) -> bool:
    """Whether the notice has a place for every item: what is not known yet stands in it as under investigation, which the law allows."""
    there = {item.key for item in notice.items}
    return notice.kind is not NoticeKind.WITHDRAWAL and all(
        item.allow_empty or there & {item.id, *rule.also_called.get(item.id, ())} for item in rule.content
    )


def withdraw_asked(uow: UnitOfWork, incident: Incident) -> None:
    """Withdraw what a second person was asked about the answers: they have changed, and so has what would be set aside."""
    asked = uow.find(
        Approval, incident_id=incident.id, kind=LAW_APPROVAL, subject_id=incident.id, state=ApprovalState.OPEN
    )
    for approval in asked:
        uow.save(replace(approval, state=ApprovalState.WITHDRAWN, decided_at=uow.now))
        uow.log(incident.id, "hansho", "approval.withdrawn", subject=approval.id, new={"kind": approval.kind})


def ruled_out(uow: UnitOfWork, incident: Incident) -> list[StatutoryDuty]:
    """Return the open duties that the answers now rule out."""
    return ruled_out_of(uow, incident, uow.find(StatutoryDuty, incident_id=incident.id))


def ruled_out_of(uow: UnitOfWork, incident: Incident, duties: list[StatutoryDuty]) -> list[StatutoryDuty]:
    """Return those of an incident's duties that are open and that the answers now rule out."""
    found: list[StatutoryDuty] = []
    verdicts: dict[str, set[str]] = {}
    for duty in duties:
        if not duty.is_open:
            continue
        if duty.law_id not in verdicts:
            judged = uow.pinned_law(duty.law_digest).judged(incident.facts)
            verdicts[duty.law_id] = {one.rule.id for one in judged if fires(one.why)}
        if duty.rule_id not in verdicts[duty.law_id]:
            found.append(duty)
    return found
