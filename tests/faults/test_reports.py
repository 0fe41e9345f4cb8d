"""Reports under pressure: approvals that lapse, a process that dies at every place, answers that no report may hold."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.documents.press import Press
from bot.domain.document import Document, DocumentContent, DocumentState
from bot.domain.duty import Duty, DutyState
from bot.domain.errors import BadAnswer, NotAllowed, NotPossibleNow
from bot.domain.log import LogEntry
from bot.domain.notice import Notice, NoticeKind, NoticeState
from bot.domain.people import Approval, ApprovalState
from bot.domain.work import Call, OutboxRow, Timer, TransportKind
from bot.engine.ports import Claimed, HandedOver, Sent
from bot.engine.roads import Delivered, Refused
from bot.services.delivery import after_refused, after_sent
from bot.services.ending import AskEnd, Decide, ask_not_incident, decide
from bot.services.notice_issuing import IssueNotice, issue_notice
from bot.services.notices import EditedMeanwhile, SaveNotice, StartNotice, save_notice, start_notice
from bot.services.reaching import MarkReached, mark_reached
from bot.services.rendering import render
from bot.services.reopening import Reopen, reopen
from storage import outbox
from tests.documents.forms import form
from tests.faults.conftest import DEMO, LEAD, MANAGER, SUZUKI, House

Approving = Callable[[str], House]


@pytest.fixture
def approving(tmp_path: Path) -> Iterator[Approving]:
    """A house whose 60-minute client wants reports approved, with whatever else its pack says about them."""
    made: list[House] = []

    def build(more: str = "") -> House:
        packs = tmp_path / "packs"
        shutil.copytree(DEMO, packs)
        file = packs / "kawabata.yaml"
        text = file.read_text(encoding="utf-8")
        (packs / "mine.docx").write_bytes(form("{{ subject }}"))
        file.write_text(f"{text}notices: {{approval: responsible{more}}}\n", encoding="utf-8")
        made.append(House(f"sqlite:///{tmp_path / 'approving.sqlite3'}", packs))
        return made[-1]

    yield build
    for one in made:
        one.store.close()


def start(house: House, kind: NoticeKind = NoticeKind.FIRST, pack: str = "kawabata-2026", actor: str = LEAD) -> Notice:
    (lane,) = {lane.id for lane in [house.lane(house.incident_id, pack)]}
    return house.do(start_notice, StartNotice(actor=actor, key=house.key(), lane_id=lane, kind=kind))


def save(house: House, notice: Notice, actor: str = LEAD, **values: str) -> Notice:
    promised = None
    command = SaveNotice(
        actor=actor,
        key=house.key(),
        notice_id=notice.id,
        version=notice.version,
        values=values,
        next_report_at=promised,
    )
    return house.do(save_notice, command)


def issue(house: House, notice: Notice, actor: str = LEAD, key: str = "") -> Notice:
    command = IssueNotice(actor=actor, key=key or house.key(), notice_id=notice.id, version=notice.version)
    return house.do(issue_notice, command)


def stored(house: House, notice: Notice) -> Notice:
    return house.all(Notice, id=notice.id)[0]


@pytest.fixture
def reported(house: House) -> House:
    house.incident_id = house.report()  # type: ignore[attr-defined]
    house.deliver()
    return house


def asked(house: House) -> tuple[Notice, Approval]:
    """A first report that waits for its approval."""
    house.incident_id = house.report()  # type: ignore[attr-defined]
    house.deliver()
    waiting = issue(house, start(house))
    (approval,) = house.all(Approval)
    return waiting, approval


# -- approvals


def test_where_the_pack_asks_nothing_is_issued_before_somebody_agreed(approving: Approving) -> None:
    house = approving("")
    waiting, approval = asked(house)
    assert (waiting.state, waiting.number, approval.state) == (NoticeState.WAITING_APPROVAL, None, ApprovalState.OPEN)
    assert house.all(Document) == []
    assert {row.target for row in house.all(OutboxRow, kind="approval")} == {SUZUKI}
    assert {row.priority for row in house.all(OutboxRow, kind="approval")} == {0}, "a report that waits is urgent"

    with pytest.raises(NotAllowed):
        house.do(decide, Decide(actor=MANAGER, key=house.key(), approval_id=approval.id, confirm=True))
    with pytest.raises(NotPossibleNow, match="asked_already"):
        issue(house, stored(house, waiting))
    house.do(decide, Decide(actor=SUZUKI, key=house.key(), approval_id=approval.id, confirm=True))
    sent = stored(house, waiting)
    assert (sent.state, sent.number, sent.issued_by, sent.approved_by, sent.bypassed) == (
        NoticeState.ISSUED, 1, LEAD, SUZUKI, False,
    )  # fmt: skip
    house.pass_time(minutes=60)
    assert stored(house, waiting) == sent


def test_with_a_quarter_of_the_hour_left_it_is_issued_without_and_the_log_says_so(approving: Approving) -> None:
    house = approving("")
    waiting, approval = asked(house)
    house.pass_time(minutes=44)
    assert stored(house, waiting).state is NoticeState.WAITING_APPROVAL
    house.pass_time(minutes=1)
    sent = stored(house, waiting)
    assert (sent.state, sent.bypassed, sent.issued_by, sent.approved_by) == (NoticeState.ISSUED, True, LEAD, "")
    assert house.all(Approval)[0].state is ApprovalState.WITHDRAWN
    (entry,) = house.all(LogEntry, action="notice.issued")
    assert entry.new["bypassed"] is True
    with pytest.raises(NotPossibleNow, match="approval_withdrawn"):
        house.do(decide, Decide(actor=SUZUKI, key=house.key(), approval_id=approval.id, confirm=True))
    assert len(house.all(Notice, state=NoticeState.ISSUED)) == 1


def test_who_may_agree_need_not_ask_and_late_in_the_hour_nobody_has_to(approving: Approving) -> None:
    house = approving("")
    house.incident_id = house.report()  # type: ignore[attr-defined]
    draft = start(house, actor=SUZUKI)
    assert issue(house, draft, SUZUKI).approved_by == SUZUKI
    house.pass_time(minutes=46)
    second = save(house, start(house, NoticeKind.FOLLOW_UP), done_so_far="遠隔ロックを行いました。")
    assert issue(house, second).bypassed is True


def test_who_was_asked_and_issues_it_leaves_no_request_open(approving: Approving) -> None:
    house = approving("")
    waiting, approval = asked(house)
    assert issue(house, stored(house, waiting), SUZUKI).approved_by == SUZUKI
    assert house.all(Approval, id=approval.id)[0].state is not ApprovalState.OPEN, "nobody is reminded of it any more"
    with pytest.raises(NotPossibleNow, match="approval_withdrawn"):
        house.do(decide, Decide(actor=SUZUKI, key=house.key(), approval_id=approval.id, confirm=False))


def test_a_report_never_leaves_with_a_promise_that_has_passed(reported: House) -> None:
    draft = start(reported)
    late = SaveNotice(
        actor=LEAD, key=reported.key(), notice_id=draft.id, version=1, values={},
        next_report_at=reported.clock.now() + timedelta(minutes=20),
    )  # fmt: skip
    saved = reported.do(save_notice, late)
    reported.pass_time(minutes=20)
    with pytest.raises(NotPossibleNow, match="promise_passed"):
        issue(reported, saved)
    assert issue(reported, save(reported, saved)).number == 1


def test_a_report_that_lapses_promises_no_time_that_has_passed(approving: Approving) -> None:
    house = approving("")
    house.incident_id = house.report()  # type: ignore[attr-defined]
    draft = start(house)
    soon = house.clock.now() + timedelta(minutes=20)
    command = SaveNotice(actor=LEAD, key=house.key(), notice_id=draft.id, version=1, values={}, next_report_at=soon)
    waiting = issue(house, house.do(save_notice, command))
    house.pass_time(minutes=45)
    sent = stored(house, waiting)
    assert (sent.state, sent.bypassed) == (NoticeState.ISSUED, True)
    assert sent.next_report_at is None or sent.next_report_at > sent.issued_at


def test_only_the_kinds_the_pack_names_need_it(approving: Approving) -> None:
    house = approving(", approval_for: [final]")
    house.incident_id = house.report()  # type: ignore[attr-defined]
    sent = issue(house, start(house))
    assert (sent.number, sent.approved_by, sent.bypassed) == (1, "", False)


def test_an_edit_while_it_waits_makes_the_answer_void(approving: Approving) -> None:
    house = approving("")
    waiting, approval = asked(house)
    changed = save(house, waiting, MANAGER, done_so_far="アカウントを停止しました。")
    assert changed.state is NoticeState.DRAFT
    with pytest.raises(NotPossibleNow, match="approval_withdrawn"):
        house.do(decide, Decide(actor=SUZUKI, key=house.key(), approval_id=approval.id, confirm=True))
    house.pass_time(minutes=50)
    assert stored(house, waiting).state is NoticeState.DRAFT, "the lapse was of other words"


def test_a_no_makes_it_a_draft_again(approving: Approving) -> None:
    house = approving("")
    waiting, approval = asked(house)
    house.do(decide, Decide(actor=SUZUKI, key=house.key(), approval_id=approval.id, confirm=False))
    assert stored(house, waiting).state is NoticeState.DRAFT
    house.pass_time(minutes=50)
    assert stored(house, waiting).state is NoticeState.DRAFT


def test_once_the_desk_was_reached_the_approval_is_waited_for_until_the_promise_presses(approving: Approving) -> None:
    house = approving("")
    waiting, _ = asked(house)
    now = house.clock.now()
    house.pass_time(minutes=10)
    house.do(
        mark_reached,
        MarkReached(
            actor=LEAD, key=house.key(), lane_id=waiting.lane_id, who="窓口", how="phone", at=house.clock.now(),
            next_report_at=now + timedelta(hours=4),
        ),
    )  # fmt: skip
    house.pass_time(minutes=50)
    assert stored(house, waiting).state is NoticeState.WAITING_APPROVAL
    house.pass_time(hours=3)
    assert stored(house, waiting).bypassed is True


# -- once, and never otherwise


def test_a_delivery_twice_and_a_second_press_issue_once(reported: House) -> None:
    house = reported
    draft = start(house)
    first = issue(house, draft, key="view:V1:issue")
    assert issue(house, draft, key="view:V1:issue") == first
    with pytest.raises(NotPossibleNow, match="notice_issued"):
        issue(house, draft, MANAGER)
    assert len(house.all(Document)) == 3
    assert len(house.all(LogEntry, action="notice.issued")) == 1


def test_a_draft_of_another_kind_takes_over_what_was_written(reported: House) -> None:
    house = reported
    issue(house, start(house))
    follow_up = save(house, start(house, NoticeKind.FOLLOW_UP), done_so_far="遠隔ロックを行いました。")
    final = start(house, NoticeKind.FINAL)
    assert stored(house, follow_up).state is NoticeState.SUPERSEDED
    assert {item.key: item.value for item in final.items}["done_so_far"] == "遠隔ロックを行いました。"
    with pytest.raises(NotPossibleNow):
        issue(house, follow_up)


@pytest.mark.parametrize("kind", [NoticeKind.FOLLOW_UP, NoticeKind.FINAL, NoticeKind.WITHDRAWAL])
def test_nothing_comes_before_the_first_report(reported: House, kind: NoticeKind) -> None:
    with pytest.raises(NotPossibleNow, match="notice_kind"):
        start(reported, kind)


def test_what_was_none_is_withdrawn_before_it_is_no_incident(reported: House) -> None:
    house = reported
    issue(house, start(house))
    command = AskEnd(actor=LEAD, key=house.key(), incident_id=house.incident_id, reason="机にあった")
    with pytest.raises(NotPossibleNow, match="withdraw_first"):
        house.do(ask_not_incident, command)
    withdrawal = start(house, NoticeKind.WITHDRAWAL)
    with pytest.raises(NotPossibleNow, match="notice_incomplete"):
        issue(house, withdrawal)
    issue(house, save(house, withdrawal, withdrawal_reason="社内で見つかりました。"))
    house.do(ask_not_incident, command)


def test_a_report_issued_while_the_second_person_thinks_has_to_be_withdrawn_first(reported: House) -> None:
    house = reported
    house.do(ask_not_incident, AskEnd(actor=LEAD, key=house.key(), incident_id=house.incident_id, reason="机にあった"))
    (approval,) = house.all(Approval)
    issue(house, start(house))
    with pytest.raises(NotPossibleNow, match="withdraw_first"):
        house.do(decide, Decide(actor=MANAGER, key=house.key(), approval_id=approval.id, confirm=True))
    assert house.lane(house.incident_id).clock_runs, "nothing was stood down"


def test_a_desk_that_heard_it_was_none_is_told_anew_on_a_clock_of_its_own_when_it_goes_on(reported: House) -> None:
    house = reported
    first_told = house.clock.now()
    reached = MarkReached(
        actor=LEAD, key=house.key(), lane_id=house.lane(house.incident_id).id, who="窓口", how="phone", at=first_told
    )
    house.do(mark_reached, reached)
    issue(house, start(house))
    withdrawal = start(house, NoticeKind.WITHDRAWAL)
    issue(house, save(house, withdrawal, withdrawal_reason="社内で見つかりました。"))
    house.do(ask_not_incident, AskEnd(actor=LEAD, key=house.key(), incident_id=house.incident_id, reason="机にあった"))
    (approval,) = house.all(Approval)
    house.do(decide, Decide(actor=MANAGER, key=house.key(), approval_id=approval.id, confirm=True))
    house.clock.advance(hours=5)
    rung = len(house.pages(LEAD))
    command = Reopen(actor=LEAD, key=house.key(), incident_id=house.incident_id, reason="別の端末だった")
    with pytest.raises(BadAnswer):
        house.do(reopen, replace(command, reason=" "))
    with pytest.raises(NotAllowed):
        house.do(reopen, replace(command, actor="U0STRANGER"))
    named = house.all(Duty, rule_id="report-incident")[0]
    named = replace(named, ended_at=first_told - timedelta(minutes=1), state=DutyState.WAIVED)
    stopped = replace(house.lane(house.incident_id), stood_down_reason="もう伝わった")
    for record in (named, stopped):  # what people decided by name before: one duty, and that nobody need be called
        house.do(lambda uow, one: uow.save(one), record)
    house.do(reopen, command)
    lane, (duty,) = house.lane(house.incident_id), house.all(Duty, rule_id="notify-60")
    assert house.all(Duty, rule_id="report-incident") == [named], "a duty waived by name stays waived"
    assert (lane.clock_runs, lane.reached_at, lane.due_at) == (True, None, house.clock.now() + timedelta(minutes=60))
    assert (duty.state, duty.start_at) == (DutyState.RUNNING, house.clock.now())
    house.fire_due()
    assert len(house.pages(LEAD)) == rung + 1, "somebody has to take it"
    (kept,) = house.all(LogEntry, action="lane.told_anew")
    assert kept.old == {"reached_at": first_told.isoformat(), "who": "窓口"}, "what was heard before stays proved"
    assert start(house, NoticeKind.FOLLOW_UP), "and the next report follows the withdrawal"
    with pytest.raises(NotPossibleNow, match="not_ended"):
        house.do(reopen, replace(command, key=house.key()))


# -- what may not stand in a report


def test_what_is_too_long_is_told_at_its_box_and_nothing_is_saved(reported: House) -> None:
    draft = start(reported)
    with pytest.raises(BadAnswer) as refused:
        save(reported, draft, what="あ" * 3001)
    assert refused.value.block == "item_what"
    assert save(reported, draft, what="あ" * 3000).version == 2


def test_control_characters_fall_away_and_line_breaks_stay(reported: House) -> None:
    saved = save(reported, start(reported), what="紛失\x07\u202e\r\n二行目\x1b[31m 𠮷🔔")
    assert saved.items[0].value == "紛失\n二行目[31m 𠮷🔔"
    assert issue(reported, saved).number == 1


@pytest.mark.parametrize(
    "typed", ["東部商事のPC", "東部商事株式会社も", "Ｔｏｂｕ Trading", "tobu trading", "東部 商事", "東 部商事"]
)
def test_another_clients_name_is_refused_however_it_is_written(reported: House, typed: str) -> None:
    with pytest.raises(BadAnswer) as refused:
        save(reported, start(reported), what=typed)
    assert refused.value.block == "item_what"
    assert "東部" in str(refused.value.values["name"]) or "Tobu" in str(refused.value.values["name"])


def test_letters_of_a_clients_name_inside_another_word_hold_up_no_report(tmp_path: Path) -> None:
    packs = tmp_path / "packs"
    shutil.copytree(DEMO, packs)
    file = packs / "tobu.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("en: Tobu Trading}", "en: NEC}"), encoding="utf-8")
    house = House(f"sqlite:///{tmp_path / 'hansho.sqlite3'}", packs)
    house.incident_id = house.report()  # type: ignore[attr-defined]
    saved = save(house, start(house), what="The connection was cut as necessary.")
    assert saved.version == 2
    with pytest.raises(BadAnswer):
        save(house, saved, what="We told NEC first.")
    house.store.close()


def test_two_reports_of_a_client_with_a_long_name_are_two_files(tmp_path: Path) -> None:
    packs = tmp_path / "packs"
    shutil.copytree(DEMO, packs)
    file = packs / "kawabata.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("ja: 川端市,", f"ja: {'川端' * 60}市,"), encoding="utf-8")
    house = House(f"sqlite:///{tmp_path / 'hansho.sqlite3'}", packs)
    house.incident_id = house.report()  # type: ignore[attr-defined]
    issue(house, start(house))
    issue(house, start(house, NoticeKind.FOLLOW_UP))
    names = [one.name for one in house.all(Document)]
    assert len(names) == len(set(names)) == 6, "the history is searched by them after an interrupted upload"
    assert all("第一報" in name or "第二報" in name for name in names)
    house.store.close()


def test_the_clients_own_name_is_of_course_allowed(reported: House) -> None:
    assert save(reported, start(reported), what="川端市からお預かりした書類").version == 2


def test_a_promise_in_the_past_is_refused(reported: House) -> None:
    draft = start(reported)
    command = SaveNotice(
        actor=LEAD, key=reported.key(), notice_id=draft.id, version=1, values={}, next_report_at=reported.clock.now()
    )
    with pytest.raises(BadAnswer) as refused:
        reported.do(save_notice, command)
    assert refused.value.block == "next_report"


def test_who_is_not_of_the_room_writes_nothing(reported: House) -> None:
    draft = start(reported)
    with pytest.raises(NotAllowed):
        save(reported, draft, actor="U0STRANGER", what="x")
    with pytest.raises(NotAllowed):
        issue(reported, draft, "U0STRANGER")


def test_a_stale_save_changes_nothing_and_carries_what_is_there(reported: House) -> None:
    draft = start(reported)
    save(reported, draft, MANAGER, what="盗難")
    with pytest.raises(EditedMeanwhile) as meanwhile:
        save(reported, draft, what="紛失")
    assert meanwhile.value.notice.items[0].value == "盗難"
    assert stored(reported, draft).version == 2


def test_the_log_names_reports_and_documents_by_digest_and_holds_none_of_their_words(reported: House) -> None:
    secret = "深夜の倉庫"
    issue(reported, save(reported, start(reported), what=secret))
    reported.deliver()
    logged = json.dumps([[e.old, e.new, e.why] for e in reported.all(LogEntry)], ensure_ascii=False)
    assert secret not in logged
    (document,) = reported.all(Document, format="txt")
    assert document.sha256 in logged


# -- a process that dies


def carry(house: House, press: Press, *, die: str = "") -> list[str]:
    """Carry every document that is due as the engine does, with the real press; `die` names where the process ends."""
    import asyncio

    done: list[str] = []
    while batch := house.store.write_now(lambda uow: outbox.claim(uow, "w", 9, 30.0, (TransportKind.DOCUMENT,), None)):
        if die == "claimed":
            return done
        for claimed in batch:
            done += carry_one(house, press, claimed, die, asyncio.run)
            if die:
                return done
    return done


def carry_one(house: House, press: Press, claimed: Claimed, die: str, run: Any) -> list[str]:
    row = claimed.row
    call = house.store.write_now(lambda uow: outbox.mark_dispatched(uow, row, render))
    if not isinstance(call, Call) or die == "dispatched":
        return []
    answer = run(press.send(row, call))
    if die == "made":
        return []
    if isinstance(answer, Refused):
        error = answer.error
        house.store.write_now(
            lambda uow: outbox.finish(uow, row, HandedOver(error=error), lambda inner: after_refused(inner, row, error))
        )
        return [error]
    assert isinstance(answer, Delivered)
    response = answer.response
    house.store.write_now(lambda uow: outbox.finish(uow, row, Sent(), lambda inner: after_sent(inner, row, response)))
    return [str(call.arguments["format"])]


@pytest.mark.parametrize("place", ["", "claimed", "dispatched", "made"])
def test_a_process_that_dies_anywhere_leaves_the_order_or_the_document_and_each_is_made_once(
    tmp_path: Path, place: str
) -> None:
    url = f"sqlite:///{tmp_path / 'hansho.sqlite3'}"
    house = House(url)
    house.incident_id = house.report()  # type: ignore[attr-defined]
    sent = issue(house, start(house))
    carry(house, Press(DEMO), die=place or "claimed")
    house.store.close()

    again = House(url)
    assert sorted(carry(again, Press(DEMO))) == ["docx", "pdf"]
    assert carry(again, Press(DEMO)) == []
    documents = again.all(Document, subject_id=sent.id)
    assert {document.state for document in documents} == {DocumentState.MADE}
    assert len(again.all(DocumentContent)) == len(documents) == 3
    assert len(again.all(OutboxRow, kind="file")) == 2
    for document in documents:
        (content,) = again.all(DocumentContent, id=document.id)
        assert content.sha256 == document.sha256
    assert len(again.all(LogEntry, action="document.made")) == 3
    again.store.close()


def test_an_answer_that_comes_twice_keeps_the_first(reported: House) -> None:
    issue(reported, start(reported))
    (row,) = [row for row in reported.all(OutboxRow, kind="document") if row.target == "pdf"]
    for content in (b"first", b"second"):
        reported.store.write_now(lambda uow, content=content: after_sent(uow, row, {"content": content}))
    assert [one.content for one in reported.all(DocumentContent, id=row.params["document"])] == [b"first"]


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (form("{{ ''.__class__ }}"), "form_runs_code"),
        (form("{{ nobody }}"), "form_unknown_field"),
        (b"no Word file", "form_not_word"),
        (b"0" * 30_000_000, "form_too_large"),
    ],
    ids=["runs code", "unknown field", "no Word file", "30 MB"],
)
def test_a_form_that_cannot_be_used_is_named_to_the_operators_and_ours_takes_its_place(
    approving: Approving, content: bytes, error: str
) -> None:
    house = approving(", approval_for: [final], form: mine.docx")
    house.rules.folder.joinpath("mine.docx").write_bytes(content)
    house.incident_id = house.report()  # type: ignore[attr-defined]
    issue(house, start(house))
    made = carry(house, Press(house.rules.folder))
    assert sorted(made) == sorted(["pdf", error, "docx"])
    (document,) = house.all(Document, format="docx")
    assert (document.state, document.form, document.error) == (DocumentState.MADE, "", "")
    (told,) = house.to_operators("operators.form_refused")
    assert told.params["values"] == {"name": document.name, "form": "mine.docx", "error": error}


def test_when_a_document_cannot_be_made_at_all_its_words_are_kept_and_said(
    reported: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    from bot.documents import press
    from bot.documents.typesetting import CannotTypeset

    def broken(*_: object, **__: object) -> bytes:
        raise CannotTypeset("letter", "x")

    monkeypatch.setattr(press, "typeset", broken)
    issue(reported, start(reported))
    carry(reported, Press(DEMO))
    states = {document.format.value: document.state for document in reported.all(Document)}
    assert states == {"txt": DocumentState.MADE, "pdf": DocumentState.FAILED, "docx": DocumentState.MADE}
    assert reported.to_operators("operators.document_failed")


def test_where_slack_takes_no_files_the_room_reads_the_words_once(reported: House) -> None:
    issue(reported, start(reported))
    reported.deliver()
    files = reported.all(OutboxRow, kind="file")
    assert len(files) == 2
    for row in files:
        reported.store.write_now(lambda uow, row=row: after_refused(uow, row, "missing_scope"))
    posts = [row for row in reported.all(OutboxRow, kind="room_post") if row.params["what"] == "notice_text"]
    assert len(posts) == 1
    assert len(reported.to_operators("operators.optional_refused")) == 1
    (words,) = [call for row, call in reported.deliver() if row.id == posts[0].id]
    assert "件名: 【第一報】" in json.dumps(words.arguments, ensure_ascii=False)


def test_a_promise_made_on_the_phone_rings_too_and_a_new_one_silences_the_old(reported: House) -> None:
    house = reported
    lane = house.lane(house.incident_id)
    now = house.clock.now()
    promised = now + timedelta(hours=2)
    house.do(
        mark_reached,
        MarkReached(
            actor=LEAD, key=house.key(), lane_id=lane.id, who="窓口", how="phone", at=now, next_report_at=promised
        ),
    )  # fmt: skip
    armed = [timer.due_at for timer in house.all(Timer, kind="report_due")]
    assert armed == [promised]
    draft = start(house)
    assert draft.next_report_at == promised, "what was said on the phone stands in the first report"
    issue(house, draft)
    house.pass_time(hours=3)
    posts = [row.params["what"] for row in house.all(OutboxRow, kind="room_post")]
    assert posts.count("report_soon") == posts.count("report_due") == 1
