"""Building the pictures of what the laws ask, from the records and the pinned laws."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.domain.clocks import ClockSpec, parse_duration, times_of
from bot.domain.errors import NotAllowed
from bot.domain.incident import Incident
from bot.domain.matching import Match, fires
from bot.domain.people import Approval, ApprovalState
from bot.domain.statutory import StatutoryDuty, StatutoryState
from bot.packs.laws import LawPack, LawRule
from bot.services.names import Names, names_of
from bot.services.ports import UnitOfWork
from bot.services.room import membership
from bot.services.rules import bitext, client_name
from bot.services.statutory_reading import LAW_APPROVAL, moments_asked, ruled_out, ruled_out_of, standing_for
from bot.views.law_pictures import LawPicture, LawsPicture, LawSummary, StatutoryPicture
from bot.views.pictures import BiText

_SHOWN_FACTS = ("regions", "our_role", "significant", "harm_risk")


@dataclass(frozen=True, slots=True, kw_only=True)
class LawsOf:
    """What the laws ask in one incident, for one viewer."""

    viewer: str
    incident_id: str


def laws_of(uow: UnitOfWork, query: LawsOf) -> LawsPicture:
    """Return what the laws ask, for a person of the room. Raises NotAllowed for anybody else, NotFound."""
    incident = uow.get(Incident, query.incident_id)
    if membership(uow, incident.id, query.viewer) is None:
        raise NotAllowed("refused.not_in_room", ref=incident.ref)
    return draw_laws(uow, incident)


def draw_laws(uow: UnitOfWork, incident: Incident) -> LawsPicture:
    """Draw every statutory duty of the incident, law by law, the most pressing law first."""
    name = names_of(uow)
    by_law: dict[str, list[StatutoryDuty]] = {}
    for duty in uow.find(StatutoryDuty, incident_id=incident.id):
        by_law.setdefault(duty.law_digest, []).append(duty)
    laws = [_law(uow, incident, uow.pinned_law(digest), duties, name) for digest, duties in by_law.items()]
    asked = uow.find(
        Approval, incident_id=incident.id, kind=LAW_APPROVAL, subject_id=incident.id, state=ApprovalState.OPEN
    )
    return LawsPicture(
        incident_id=incident.id,
        ref=incident.ref,
        drill=incident.drill,
        reporter_name=name(incident.reporter_id),
        answered_at=incident.law_form_at,
        ruled_out=sum(duty.ruled_out for law in laws for duty in law.duties),
        asked_aside=bool(asked),
        facts={key: incident.facts[key] for key in _SHOWN_FACTS if key in incident.facts},
        moments={key: datetime.fromisoformat(at) for key, at in incident.moments.items()},
        asks=moments_asked([uow.pinned_law(digest) for digest in by_law]),
        first_recognised_at=incident.first_recognised_at,
        laws=tuple(sorted(laws, key=_urgency)),
    )


def law_summary(uow: UnitOfWork, incident: Incident) -> LawSummary | None:
    """Return one line on what the laws ask; None when they ask nothing, or no longer."""
    if not incident.laws:
        return None
    duties = [duty for duty in uow.find(StatutoryDuty, incident_id=incident.id) if duty.is_open]
    if not duties:
        return None
    aside = {duty.id for duty in ruled_out_of(uow, incident, duties)}
    owed = [duty for duty in duties if duty.id not in aside]
    hard = [duty.due_at for duty in owed if duty.due_at]
    soft = [duty.target_at for duty in owed if duty.target_at]
    return LawSummary(
        open=len(duties),
        waiting=sum(duty.state is StatutoryState.WAITING for duty in owed),
        overdue=sum(duty.is_overdue(uow.now) for duty in owed),
        ruled_out=len(aside),
        next_at=min(hard or soft, default=None),
        soft=not hard,
    )


def aside_subject(uow: UnitOfWork, incident: Incident, approval: Approval) -> BiText:
    """Return what a second person is asked to set aside: each duty with its law."""
    of_answers = approval.subject_id == incident.id
    duties = ruled_out(uow, incident) if of_answers else [uow.get(StatutoryDuty, approval.subject_id)]
    laws = [uow.pinned_law(duty.law_digest) for duty in duties]
    rules = [law.by_id[duty.rule_id] for law, duty in zip(laws, duties, strict=True)]
    pairs = list(zip(laws, rules, strict=True))
    return BiText(
        "、".join(f"{law.short.ja}「{rule.summary.ja}」" for law, rule in pairs),
        ", ".join(f"{law.short.en}: {rule.summary.en}" for law, rule in pairs),
    )


def _law(uow: UnitOfWork, incident: Incident, law: LawPack, duties: list[StatutoryDuty], name: Names) -> LawPicture:
    verdicts = {one.rule.id: one.why for one in law.judged(incident.facts)}
    drawn = [_duty(uow, incident, law, duty, verdicts[duty.rule_id], name) for duty in duties]
    return LawPicture(
        id=law.id,
        title=bitext(law.title),
        short=bitext(law.short),
        as_of=law.as_of,
        confirmed_by=law.confirmed_by,
        doubts=tuple(bitext(doubt) for doubt in law.doubts),
        duties=tuple(drawn),
    )


def _duty(
    uow: UnitOfWork, incident: Incident, law: LawPack, duty: StatutoryDuty, why: Match, name: Names
) -> StatutoryPicture:
    rule = law.by_id[duty.rule_id]
    notices = standing_for(uow, incident, rule) if duty.is_open and rule.discharges else ()
    clients = {lane_pack: client_name(uow.pinned(incident.packs[lane_pack])) for lane_pack, _ in notices}
    return StatutoryPicture(
        id=duty.id,
        title=bitext(rule.summary),
        recipient=bitext(rule.recipient),
        to=rule.to,
        word=bitext(rule.clock.word),
        cite=tuple(rule.cite),
        note=bitext(rule.note),
        hard=duty.hard,
        state=duty.state.value,
        number=duty.number,
        unknown=why.unknown,
        ruled_out=duty.is_open and not fires(why),
        waits_for=rule.clock.start if duty.state is StatutoryState.WAITING else "",
        start_at=duty.start_at,
        due_at=duty.due_at,
        target_at=duty.target_at,
        keep_until=_kept(law, rule, duty),
        sent_at=duty.sent_at,
        reference=duty.reference,
        ended_at=duty.ended_at,
        ended_by_name=name(duty.ended_by),
        second_name=name(duty.second_by),
        reason=duty.reason,
        stand_for=tuple((clients[pack_id], notice.number or 0) for pack_id, notice in notices),
    )


def _kept(law: LawPack, rule: LawRule, duty: StatutoryDuty) -> datetime | None:
    if rule.keep is None or duty.start_at is None:
        return None
    return times_of(ClockSpec(limit=parse_duration(rule.keep), count="calendar"), duty.start_at, law.place).due_at


def _urgency(law: LawPicture) -> tuple[int, str, str]:
    instants = [
        at
        for duty in law.duties
        if duty.ended_at is None and not duty.ruled_out and (at := duty.due_at or duty.target_at)
    ]
    return (0, min(instants).isoformat(), law.id) if instants else (1, "", law.id)
