"""Issuing a report: one transaction freezes, numbers and logs it, promises the next one, and has its documents made."""

from __future__ import annotations

from dataclasses import dataclass, replace

from bot.domain.document import DocumentFormat
from bot.domain.errors import NotPossibleNow
from bot.domain.incident import Incident
from bot.domain.lane import Lane
from bot.domain.notice import Notice, NoticeKind, NoticeState, check_notice_step, issued
from bot.domain.people import Approval
from bot.domain.work import Timer
from bot.services.documents import Wanted, ask_document, keep_document
from bot.services.notice_approvals import approvers, arm_lapse, ask, call_off, lapses_at
from bot.services.notice_letters import letter_of, notices_of
from bot.services.notices import PROMISING, EditedMeanwhile, enter_notice, foreign_names
from bot.services.outgoing import post_to_room, show_change
from bot.services.ports import UnitOfWork
from bot.services.promises import promise
from bot.services.room import activate, lane_in, taken_before
from bot.views.letter import letter_text

COMPLETE = frozenset({NoticeKind.FINAL, NoticeKind.WITHDRAWAL})
"""Kinds that leave nothing under investigation: no report comes after them in which it could be filled."""

CLIENT_IN_NAME = 40
"""Letters of a client's name in a file's name; bot.services.documents.NAME_LIMIT holds what stands around it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueNotice:
    """Issue the draft as the person saw it."""

    actor: str
    key: str
    notice_id: str
    version: int


def issue_notice(uow: UnitOfWork, command: IssueNotice) -> Notice:
    """Issue a report, or ask for the approval its pack wants; the state of what is returned says which.

    An approval is not waited for when the person who issues may give it, when nobody has the role, or when a quarter of the
    clock's time is left.

    Raises:
        EditedMeanwhile: the draft is not what the person saw.
        NotPossibleNow: issued already, put aside, the next report is promised for a time that has passed, or something is
            still open that may not be.
    """
    incident, lane, notice = enter_notice(uow, command.actor, command.notice_id)
    if taken_before(uow, command.key):
        return notice
    if notice.state is NoticeState.ISSUED:
        raise NotPossibleNow("refused.notice_issued", person=notice.issued_by, at=notice.issued_at)
    if notice.is_open and notice.version != command.version:
        raise EditedMeanwhile(notice)
    check_notice_step(notice.state, NoticeState.ISSUED)
    check_ready(uow, incident, lane, notice)
    if notice != _promising(uow, notice):
        raise NotPossibleNow("refused.promise_passed")
    asked = replace(notice, asked_by=notice.asked_by or command.actor, asked_at=notice.asked_at or uow.now)
    wanted = approvers(uow, incident, lane, notice)
    lapse = lapses_at(uow, lane)
    if command.actor in wanted:
        return _issue(
            uow, incident, lane, replace(asked, approved_by=command.actor, approved_at=uow.now), command.actor
        )
    if not wanted or (lapse is not None and lapse <= uow.now):
        return _issue(uow, incident, lane, replace(asked, bypassed=bool(wanted)), command.actor)
    if notice.state is NoticeState.WAITING_APPROVAL:
        raise NotPossibleNow("refused.asked_already", person=notice.asked_by)
    waiting = replace(asked, state=NoticeState.WAITING_APPROVAL)
    uow.save(waiting)
    ask(uow, incident, lane, waiting, wanted)
    show_change(uow, incident)
    return waiting


def check_ready(uow: UnitOfWork, incident: Incident, lane: Lane, notice: Notice) -> None:
    """Pass when nothing in the draft forbids to issue it. Raises NotPossibleNow with the reason."""
    if notice.kind in COMPLETE and notice.owed:
        raise NotPossibleNow("refused.notice_incomplete", item=notice.owed[0].label)
    for item, name in foreign_names(uow, incident, lane, notice.items):
        raise NotPossibleNow("refused.notice_names_other", item=item.label, name=name)


def issue_approved(uow: UnitOfWork, incident: Incident, approval: Approval, *, by: str) -> None:
    """Issue the report that somebody has just agreed to, in the name of who asked. Raises NotPossibleNow."""
    notice = uow.get(Notice, approval.subject_id)
    if notice.state is not NoticeState.WAITING_APPROVAL:
        raise NotPossibleNow("refused.notice_step", state=notice.state.value)
    lane = lane_in(uow, incident, notice.lane_id)
    check_ready(uow, incident, lane, notice)
    _issue(uow, incident, lane, replace(_promising(uow, notice), approved_by=by, approved_at=uow.now), notice.asked_by)


def return_to_draft(uow: UnitOfWork, incident: Incident, approval: Approval, *, by: str) -> None:
    """Somebody did not agree: it is a draft again."""
    notice = uow.get(Notice, approval.subject_id)
    if notice.state is NoticeState.WAITING_APPROVAL:
        uow.save(replace(notice, state=NoticeState.DRAFT, asked_by="", asked_at=None))
        uow.log(incident.id, by, "notice.returned", subject=notice.id)


def fire_lapse(uow: UnitOfWork, incident: Incident, timer: Timer) -> None:
    """A quarter of the clock's time is left and nobody agreed: issue what somebody wanted issued, and log that nobody did."""
    notice_id, version, _ = timer.seq.split(".", 2)
    notice = uow.get(Notice, notice_id)
    if notice.state is not NoticeState.WAITING_APPROVAL or version != str(notice.version):
        return
    lane = uow.get(Lane, notice.lane_id)
    at = lapses_at(uow, lane)
    if at is None or at > uow.now:  # the desk was reached, or the clock was corrected: there is time to wait again
        arm_lapse(uow, lane, notice)
        return
    _issue(uow, incident, lane, replace(_promising(uow, notice), bypassed=True), notice.asked_by)


def _promising(uow: UnitOfWork, notice: Notice) -> Notice:
    """Return the notice without a promise whose time has come while it was written or waited: no letter says such a thing."""
    passed = notice.next_report_at is not None and notice.next_report_at <= uow.now
    return replace(notice, next_report_at=None) if passed else notice


def _issue(uow: UnitOfWork, incident: Incident, lane: Lane, notice: Notice, by: str) -> Notice:
    call_off(uow, notice, by=by)  # whoever was asked may have issued it; nobody is to be reminded of the question
    letter = letter_of(uow, incident, lane, notice, caller=by)
    sent = issued(notice, notices_of(uow, lane.id), letter, by=by, at=uow.now)
    uow.save(sent)
    new: dict[str, object] = {
        "kind": sent.kind.value,
        "number": sent.number,
        "sha256": sent.letter_sha256,
        "approved_by": sent.approved_by,
        "bypassed": sent.bypassed,
    }
    uow.log(incident.id, by, "notice.issued", subject=sent.id, new=new)
    active = activate(uow, incident, by)
    promised = replace(lane, next_report_at=sent.next_report_at, progress_at=uow.now)
    if sent.kind not in PROMISING:
        promised = replace(promised, next_report_at=None)
    uow.save(promised)
    promise(uow, promised)
    post_to_room(
        uow, active, "notice_issued", key=f"notice_issued:{sent.id}", lane_id=lane.id, params={"notice": sent.id}
    )
    _documents(uow, active, promised, sent)
    show_change(uow, active)
    return sent


def _documents(uow: UnitOfWork, incident: Incident, lane: Lane, notice: Notice) -> None:
    pack = uow.pinned(lane.pack_digest)
    client = pack.client_name.ja if notice.language == "ja" else pack.client_name.en
    # A long name gives way to the number of the report: by its name a file is looked for after an interrupted upload.
    stem = f"{incident.ref} {client[:CLIENT_IN_NAME]} {notice.letter['heading']}"
    wanted = Wanted(
        lane_id=lane.id, subject="notice", subject_id=notice.id, format=DocumentFormat.TEXT, stem=stem, form=""
    )
    keep_document(uow, incident, wanted, letter_text(notice.letter).encode())
    ask_document(uow, incident, replace(wanted, format=DocumentFormat.PDF))
    ask_document(uow, incident, replace(wanted, format=DocumentFormat.WORD, form=pack.notices.form))
