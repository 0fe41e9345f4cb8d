from __future__ import annotations

from dataclasses import fields, replace
from datetime import UTC, date, datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import text

from bot.domain.action import Action, ActionCheck, ActionKind, ActionSource, ActionState
from bot.domain.closing import Closing
from bot.domain.consultation import Consultation, ConsultationState, Round
from bot.domain.delivery import Delivery, DeliveryRoad, DeliveryState
from bot.domain.document import Document, DocumentContent, DocumentFormat, DocumentState
from bot.domain.duty import Duty, DutyState
from bot.domain.errors import NotFound, RecordRefused
from bot.domain.gate import Emergency, EmergencyState, GateKind, Release
from bot.domain.ids import new_id
from bot.domain.incident import Incident, IncidentState, RoomKind
from bot.domain.instruction import Instruction, InstructionState
from bot.domain.lane import Attempt, AttemptResult, Lane
from bot.domain.ledger import CostLine, ShareTerms, Stage, Standing
from bot.domain.log import LogEntry
from bot.domain.matter import Matter, MatterEntry, MatterKind, MatterState
from bot.domain.money import Tax
from bot.domain.notice import Notice, NoticeItem, NoticeKind, NoticeState
from bot.domain.paper import Paper, PaperKind
from bot.domain.people import Approval, ApprovalState, Person, RoomMember
from bot.domain.reading import Reading
from bot.domain.register import RegisterEntry, RegisterKind
from bot.domain.statement import Statement
from bot.domain.statutory import StatutoryDuty, StatutoryState
from bot.domain.survey import Finding, Severity, Survey, SurveyState
from bot.domain.work import InboxKey, OutboxRow, OutboxState, SendPriority, Timer, TimerState, TransportKind
from storage.mapping import TABLES, table_of
from tests.storage.samples import add_incident, add_lane

if TYPE_CHECKING:
    from storage.store import SqlStore

OWN_COLUMNS = {Timer: {"retry_at"}}


@pytest.mark.parametrize("kind", TABLES, ids=lambda kind: kind.__name__)
def test_every_field_has_its_column_and_every_column_its_field(kind: type[Any]) -> None:
    columns = set(table_of(TABLES[kind]).c.keys())
    assert columns - OWN_COLUMNS.get(kind, set()) == {field.name for field in fields(kind)}


def one_of_each(now: datetime) -> list[Any]:
    """A record of every kind in which every field holds something that is not its default."""
    later = now + timedelta(seconds=1, microseconds=1)
    incident = Incident(
        id=new_id(now), ref="INC-1121-07", team_id="T1", source_key="view-7", state=IncidentState.CONTAINED, drill=True,
        drill_people=("U1", "U2"), reporter_id="U1", reported_at=now, first_recognised_at=now - timedelta(hours=1), start_uncertain=True,
        recognised_by="夜勤の担当", summary="紛失 'quoted' \"と\" 改行\n🔔", facts={"what": ["loss"], "n": 3, "deep": {"a": None}, "yes": True},
        packs={"client-a": "d" * 64}, permalink="https://example.test/x", lead_id="U2", lead_form_at=later, law_form_at=later, room_kind=RoomKind.CHANNEL,
        room_channel="C1", room_ts="1.2", board_channel="C1", board_ts="1.5", contained_at=later, recovered_at=later, ended_at=later, ended_reason="done", version=4,
    )  # fmt: skip
    lane = Lane(
        id=new_id(now), incident_id=incident.id, pack_id="client-a", pack_digest="d" * 64, position=2, word="直ちに", start_at=now, due_at=later,
        target_at=later, alarm_at=later, ladder_start_at=now, ladder_epoch=3, owner_id="U2", owned_at=later, progress_at=later, reached_at=later,
        reached_who="受付", reached_how="phone", reached_ref="A-1", reached_by="U2", confirmed_at=later, confirmed_ref="B-2", next_report_at=later,
        overdue_told_at=later, delay_reason="停電", stood_down_at=later, stood_down_reason="別件", card_channel="C1", card_ts="1.3",
        insurance=[{"channel": "C1", "id": "Q1", "post_at": "1"}],
    )  # fmt: skip
    duty = Duty(
        id=new_id(now), incident_id=incident.id, lane_id=lane.id, rule_id="r1", type="notice", hard=True, recommended=True, state=DutyState.WAIVED,
        start_at=now, due_at=later, target_at=later, alarm_at=later, reached_at=later, acknowledged_at=later, ended_at=later, ended_by="U1",
        second_by="U2", reason="重複",
    )  # fmt: skip
    consultation = Consultation(
        id=new_id(now), incident_id=incident.id, lane_id=lane.id, rule_id="r2", topic="cost", good_practice=True, state=ConsultationState.TALKING,
        subject="何を", owner_id="U2", our_position="折半", our_reason="前例", asked_on=date(2026, 11, 24), asked_who="窓口", asked_how="email",
        next_date=date(2026, 12, 1), result=ConsultationState.AGREED, permits=True, outcome="x", minute_on=date(2026, 12, 2), minute_ours="佐藤",
        minute_theirs="窓口", minute_ref="M-1", opened_at=now, last_activity_at=later,
        nudge_epoch=2, closed_at=later, closed_reason="y",
    )  # fmt: skip
    action = Action(
        id=new_id(now), incident_id=incident.id, lane_id=lane.id, kind=ActionKind.CONDITION, source=ActionSource.CONSULTATION,
        source_id=consultation.id, description="鍵を替える", owner_id="U2", due_on=date(2026, 12, 10), state=ActionState.VERIFIED, evidence="E-1",
        done_on=date(2026, 12, 9), ended_by="U2", dropped_reason="重複", checked_days=90, touched_on=date(2026, 12, 9), remind_epoch=4, by="U1", at=now,
    )  # fmt: skip
    matter = Matter(
        id=new_id(now), ref="MAT-261124-01", kind=MatterKind.CONSENT, topic="laptop_out", pack_id="p", pack_digest="5" * 64, rule_id="r3", inside=True,
        state=MatterState.RETURNED, words="PC-12", answers={"device": "PC-12"}, owner_id="U1", by="U2", began_on=date(2026, 11, 24), due_on=date(2026, 11, 25), target_on=date(2026, 11, 24),
        hard=True, word="都度", until=date(2026, 11, 30), touched_on=date(2026, 11, 24), remind_epoch=3, at=now, ended_at=later,
    )  # fmt: skip
    matter = replace(matter, origin="end:p:completed", part_of=matter.id)
    survey = Survey(
        id=new_id(now), incident_id=incident.id, lane_id=lane.id, rule_id="inspection", announced_on=date(2026, 12, 1), announced_by="検査 官",
        announced_how="letter", scope="執務室", owner_id="U2", state=SurveyState.REPORTED, scheduled_on=date(2026, 12, 3), held_on=date(2026, 12, 4),
        held_who="両社", substitute="認証", reported_on=date(2026, 12, 9), reported_to="検査 官", reported_ref="R-1", closed_on=date(2026, 12, 10),
        closed_reason="x", touched_on=date(2026, 12, 9), remind_epoch=5, by="U1", at=now,
    )  # fmt: skip
    return [
        incident, lane, duty, consultation, action, survey,
        Finding(id=new_id(now), incident_id=incident.id, lane_id=lane.id, survey_id=survey.id, text="鍵", severity=Severity.MAJOR, tier=2, site="丙社", by="U1", at=now),
        Instruction(
            id=new_id(now), incident_id=incident.id, lane_id=lane.id, rule_id="follow", text="調べて", given_by="窓口", given_at=now, channel="phone", owner_id="U2",
            due_on=date(2026, 12, 1), state=InstructionState.REPORTED, reported_on=date(2026, 12, 1), reported_to="窓口", reported_how="email", reported_ref="R-2",
            touched_on=date(2026, 12, 1), remind_epoch=1, by="U1", at=now,
        ),
        Emergency(
            id=new_id(now), incident_id=incident.id, lane_id=lane.id, kind=GateKind.DISCLOSURE, why="急ぐ", saying="一文", tell_on=date(2026, 12, 1),
            state=EmergencyState.TOLD, owner_id="U1", asked_at=now, decided_by="U2", decided_at=later, told_on=date(2026, 12, 1), told_who="窓口", told_ref="T-1",
            remind_epoch=2,
        ),
        Release(
            id=new_id(now), incident_id=incident.id, lane_id=lane.id, kind=GateKind.PUBLICATION, to_whom="自社サイト", what="お知らせ",
            released_on=date(2026, 12, 1), reference="P-1", basis_id=consultation.id, emergency=True, by="U1", at=now,
        ),
        StatutoryDuty(
            id=new_id(now), incident_id=incident.id, law_id="law-a", law_digest="e" * 64, rule_id="final", number=2,
            state=StatutoryState.SET_ASIDE, hard=True, start_at=now, due_at=later, target_at=later, alarm_at=later, sent_at=later,
            reference="R-3", by_answers=True, fired_at=now, ended_at=later, ended_by="U1", second_by="U2", reason="900人",
        ),
        matter,
        Closing(
            id=new_id(now), incident_id=incident.id, root_cause="鍵", prevention="二重に", retain_until=date(2031, 11, 24), by="U1", at=later,
        ),
        Paper(
            id=new_id(now), matter_id=matter.id, number=2, kind=PaperKind.RETURN_LIST, language="ja", values={"a": "b"}, data={"title": "x"},
            data_sha256="6" * 64, blanks=("address",), by="U1", at=now,
        ),
        MatterEntry(
            id=new_id(now), matter_id=matter.id, step="approve", happened_on=date(2026, 11, 24), who="責任者", reference="S-1", note="条件なし",
            until=date(2026, 11, 30), by="U3", at=later,
        ),
        Reading(id=new_id(now), pack_id="p", doubts_digest="7" * 64, by="U1", at=later),
        RegisterEntry(
            id=(registered := new_id(now)), item_id=registered, version=2, number=7, kind=RegisterKind.SUBCONTRACTOR, pack_id="p", parent_id="above",
            answers={"name": "見本工業", "inner_minutes": "15"}, since=date(2026, 11, 24), ended=True, why="終わり", by="U1", at=later,
        ),
        ActionCheck(id=new_id(now), incident_id=incident.id, action_id=action.id, days=30, held_on=date(2027, 1, 8), holds=True, note="見た", by="U2", at=later),
        Attempt(id=new_id(now), incident_id=incident.id, lane_id=lane.id, at=later, by="U2", channel="phone", slot="primary", result=AttemptResult.BUSY, note="話中"),
        Person(id="U1", team_id="T1", name="見本 花子", locale="ja", tz="Asia/Tokyo", email="hanako@example.test", is_foreign=True, fetched_at=now, home_opened_at=later),
        RoomMember(id=new_id(now), incident_id=incident.id, user_id="U1", roles=("legal", "duty_manager"), joined_at=now, invited=False),
        Approval(id=new_id(now), incident_id=incident.id, kind="close", subject_id=incident.id, reason="r", asked_by="U1", asked_at=now, state=ApprovalState.REFUSED, decided_by="U2", decided_at=later),
        Round(id=new_id(now), incident_id=incident.id, consultation_id=consultation.id, held_on=date(2026, 11, 30), who="両社", our_position="a", their_position="b", by="U1", at=later),
        CostLine(
            id=new_id(now), incident_id=incident.id, lane_id=lane.id, line_id=new_id(now), number=3, version=2, stage=Stage.ACTUAL, item="own_hours",
            description="調査", currency="USD", amount_minor=10**14, minutes=450, hourly_minor=10**12, tax=Tax.EXCLUDED_8, tax_stated=10**12,
            rate="151.23", rate_source="架空銀行 TTM", rate_on=date(2026, 11, 24), net_yen=2 * 10**14, tax_yen=10**13, payer="client", cause="us",
            basis="cost", evidence="請求書 12", incurred_on=date(2026, 11, 25), approved_by="U2", struck=True, reason="二重", by="U1", at=now,
        ),
        ShareTerms(
            id=new_id(now), incident_id=incident.id, lane_id=lane.id, consultation_id=consultation.id, number=2, standing=Standing.AGREED,
            item="forensics", us_bp=6000, client_bp=3000, third_party_bp=1000, cap_yen=10**13, cap_per="contract", cap_used_yen=5, conditions="年内",
            reason="前例", by="U1", at=later,
        ),
        Statement(id=new_id(now), incident_id=incident.id, lane_id=lane.id, number=1, language="ja", data={"total": 10**14, "lines": [1]}, data_sha256="3" * 64, by="U1", at=later),
        notice := Notice(
            id=new_id(now), incident_id=incident.id, lane_id=lane.id, kind=NoticeKind.FOLLOW_UP, state=NoticeState.ISSUED, language="en", version=4,
            items=(NoticeItem(key="what", label="何が", value='紛失\n"改行"', optional=True, changed=True), NoticeItem(key="where", label="どこで")),
            next_report_at=later, drafted_by="U1", drafted_at=now, edited_by="U2", edited_at=later, asked_by="U1", asked_at=later, approved_by="U3",
            approved_at=later, bypassed=True, number=2, issued_by="U1", issued_at=later, letter={"items": [{"value": "紛失"}], "n": 1}, letter_sha256="3" * 64,
        ),
        document := Document(
            id=new_id(now), incident_id=incident.id, lane_id=lane.id, matter_id=matter.id, subject="notice", subject_id="n1", format=DocumentFormat.WORD, name="第二報.docx",
            state=DocumentState.MADE, form="forms/a.docx", sha256="4" * 64, size=9, error="e", asked_at=now, made_at=later,
        ),
        Delivery(
            id=new_id(now), incident_id=incident.id, lane_id=lane.id, notice_id=notice.id, road=DeliveryRoad.SLACK, slot="backup", address="C1", brief=True,
            documents=("d1", "d2"), state=DeliveryState.BOUNCED, message_id="<m@example.jp>", answer="250 OK", asked_by="U1", asked_at=now, settled_at=later,
            expires_at=later, received_at=later, received_by="窓口", received_from="192.0.2.0/24",
        ),
        DocumentContent(id=document.id, content=b"\x00\xff%PDF"),
        LogEntry(id=new_id(now), stream=incident.id, number=1, at=now, actor="U1", action="a", subject="s", old={"a": 1}, new={"b": [2]}, why="w", previous_hash="1" * 64, hash="2" * 64),
        Timer(id=new_id(now), scope_id=incident.id, lane_id=lane.id, kind="ladder", seq="3", due_at=now, state=TimerState.FIRED, payload={"n": 1}, fired_at=later, lateness_ms=2**40, fails=2),
        OutboxRow(
            id=new_id(now), incident_id=incident.id, lane_id=lane.id, priority=SendPriority.PAGE, transport=TransportKind.MAIL, kind="page", target="U1",
            params={"reasons": ["x"]}, idem_key="k", supersede_key="s", due_at=now, state=OutboxState.UNKNOWN, next_attempt_at=later, attempt=3, lease_owner="w",
            lease_until=later, lease_token=9, dispatched_at=later, looked_at=later, provider_channel="C1", provider_ts="1.4", error="e", created_at=now, sent_at=later,
        ),
        InboxKey(id="event-1", received_at=now, answer={"ok": True}),
    ]  # fmt: skip


async def test_a_record_comes_back_exactly_as_it_went_in(store: SqlStore, clock: Any) -> None:
    records = one_of_each(clock.now())
    assert {type(record) for record in records} == set(TABLES), "the sample misses a kind of record"
    await store.run(lambda uow, _: uow.add(*records), None)
    loaded = await store.read(lambda uow, _: [uow.get(type(record), record.id) for record in records], None)
    assert loaded == records
    for before, after in zip(records, loaded, strict=True):
        assert [type(getattr(before, field.name)) for field in fields(before)] == [
            type(getattr(after, field.name)) for field in fields(after)
        ]


async def test_the_sample_leaves_no_field_at_its_default(clock: Any) -> None:
    for record in one_of_each(clock.now()):
        for field in fields(record):
            assert getattr(record, field.name) != field.default, f"{type(record).__name__}.{field.name}"


async def test_many_records_of_one_kind_are_kept_in_one_go(store: SqlStore) -> None:
    def work(uow: Any, _: None) -> None:
        incident = add_incident(uow)
        uow.add(
            *(
                RoomMember(id=new_id(uow.now), incident_id=incident.id, user_id=f"U{n}", roles=(), joined_at=uow.now)
                for n in range(50)
            )
        )

    await store.run(work, None)
    assert len(await store.read(lambda uow, _: uow.find(RoomMember), None)) == 50


@pytest.mark.parametrize(
    "instant",
    [
        datetime(2026, 11, 21, 3, 5, 0, 1, tzinfo=UTC),
        datetime(2026, 11, 21, 12, 5, 0, 999999, tzinfo=ZoneInfo("Asia/Tokyo")),
        datetime(2026, 11, 21, 3, 5, tzinfo=UTC),
        datetime(2026, 3, 8, 1, 30, tzinfo=timezone(timedelta(hours=-5, minutes=-30))),
    ],
)
async def test_instants_keep_their_microseconds_and_come_back_in_utc(store: SqlStore, instant: datetime) -> None:
    made = await store.run(lambda uow, _: add_incident(uow, first_recognised_at=instant), None)
    loaded = await store.read(lambda uow, _: uow.get(Incident, made.id), None)
    assert loaded.first_recognised_at == instant
    assert loaded.first_recognised_at.utcoffset() == timedelta(0)


async def test_instants_are_ordered_by_the_database_as_they_are_in_time(store: SqlStore) -> None:
    base = datetime(2026, 11, 21, 3, 5, tzinfo=UTC)
    instants = [
        base,
        base + timedelta(microseconds=1),
        (base + timedelta(microseconds=2)).astimezone(ZoneInfo("America/New_York")),
        base + timedelta(seconds=1),
        base + timedelta(days=400),
    ]

    def work(uow: Any, _: None) -> None:
        for number, instant in enumerate(reversed(instants)):
            add_incident(uow, str(number), first_recognised_at=instant)

    await store.run(work, None)
    found = await store.write(
        lambda uow: list(uow.execute(text("SELECT ref FROM incident ORDER BY first_recognised_at")).scalars())
    )
    assert found == [f"INC-1121-{number}" for number in (4, 3, 2, 1, 0)]


async def test_sqlite_keeps_every_instant_in_one_zone_and_one_width(sqlite_store: SqlStore) -> None:
    def work(uow: Any, _: None) -> list[str]:
        add_incident(uow, first_recognised_at=datetime(2026, 11, 21, 12, 5, tzinfo=ZoneInfo("Asia/Tokyo")))
        return list(uow.execute(text("SELECT first_recognised_at FROM incident")).scalars())

    assert await sqlite_store.run(work, None) == ["2026-11-21T03:05:00.000000+00:00"]


async def test_a_datetime_without_a_zone_is_refused_and_nothing_is_kept(store: SqlStore) -> None:
    def work(uow: Any, _: None) -> None:
        add_incident(uow, "1")
        add_incident(uow, "2", reported_at=datetime(2026, 11, 21, 3, 5))

    with pytest.raises(ValueError, match="naive"):
        await store.run(work, None)
    assert await store.read(lambda uow, _: uow.find(Incident), None) == []


async def test_a_state_nobody_knows_is_refused_on_the_way_in_and_on_the_way_out(store: SqlStore) -> None:
    with pytest.raises(ValueError, match="lost"):
        await store.run(lambda uow, _: add_incident(uow, state="lost"), None)
    await store.run(lambda uow, _: add_incident(uow), None)
    await store.write(lambda uow: uow.change(text("UPDATE incident SET state = 'lost'")))
    with pytest.raises(ValueError, match="lost"):
        await store.read(lambda uow, _: uow.find(Incident), None)


async def test_the_same_form_cannot_make_two_incidents(store: SqlStore) -> None:
    await store.run(lambda uow, _: add_incident(uow, "1"), None)
    with pytest.raises(RecordRefused, match="source_key"):
        await store.run(lambda uow, _: add_incident(uow, "2", source_key="view-1"), None)


async def test_add_if_new_tells_whether_it_was_new_and_leaves_the_old_one_alone(store: SqlStore, clock: Any) -> None:
    person = Person(id="U1", team_id="T1", name="first", locale="en", tz="UTC", fetched_at=clock.now())
    assert await store.run(lambda uow, _: uow.add_if_new(person), None)
    assert not await store.run(lambda uow, _: uow.add_if_new(replace(person, name="second")), None)
    assert (await store.read(lambda uow, _: uow.get(Person, "U1"), None)).name == "first"


async def test_a_record_of_an_incident_that_does_not_exist_is_refused(store: SqlStore, clock: Any) -> None:
    stray = RoomMember(id=new_id(clock.now()), incident_id="nowhere", user_id="U1", roles=(), joined_at=clock.now())
    with pytest.raises(RecordRefused):
        await store.run(lambda uow, _: uow.add(stray), None)
    assert await store.read(lambda uow, _: uow.find(RoomMember), None) == []
    await store.run(lambda uow, _: add_incident(uow), None)  # the refused transaction is over, the next one begins


async def test_a_lane_may_be_inserted_before_its_incident_in_the_same_transaction(store: SqlStore) -> None:
    def work(uow: Any, _: None) -> None:
        add_lane(
            uow,
            Incident(
                id="01ABC",
                ref="",
                team_id="",
                source_key="",
                state=IncidentState.TRIAGE,
                reporter_id="",
                reported_at=uow.now,
                first_recognised_at=uow.now,
            ),
        )
        add_incident(uow, id="01ABC")

    await store.run(work, None)
    assert len(await store.read(lambda uow, _: uow.find(Lane, incident_id="01ABC"), None)) == 1


async def test_saving_or_getting_what_is_not_there_says_so(store: SqlStore, clock: Any) -> None:
    person = Person(id="U9", team_id="T1", name="x", locale="en", tz="UTC", fetched_at=clock.now())
    with pytest.raises(NotFound, match="U9"):
        await store.run(lambda uow, _: uow.save(person), None)
    with pytest.raises(NotFound, match="U9"):
        await store.read(lambda uow, _: uow.get(Person, "U9"), None)
    with pytest.raises(NotFound, match="nowhere"):
        await store.run(lambda uow, _: uow.lock("nowhere"), None)


async def test_save_overwrites_every_field_of_that_record_only(store: SqlStore, clock: Any) -> None:
    first = await store.run(lambda uow, _: add_incident(uow, "1", id="01"), None)
    second = await store.run(lambda uow, _: add_incident(uow, "2", id="02"), None)
    changed = replace(
        first, state=IncidentState.ACTIVE, facts={"what": ["loss"]}, contained_at=clock.now(), drill_people=("U3",)
    )
    await store.run(lambda uow, _: uow.save(changed), None)
    assert await store.read(lambda uow, _: uow.find(Incident), None) == [changed, second]


async def test_find_takes_equal_values_one_of_several_and_nothing(store: SqlStore) -> None:
    def work(uow: Any, _: None) -> tuple[Incident, ...]:
        return tuple(add_incident(uow, str(n), id=f"0{n}", lead_form_at=uow.now if n == 2 else None) for n in (3, 1, 2))

    third, first, second = await store.run(work, None)

    async def find(**equals: Any) -> list[Incident]:
        return await store.read(lambda uow, _: uow.find(Incident, **equals), None)

    assert await find() == [first, second, third], "ordered by id, whatever the order of insertion"
    assert await find(ref="INC-1121-2") == [second]
    assert await find(ref=("INC-1121-1", "INC-1121-3", "INC-1121-9")) == [first, third]
    assert await find(ref=()) == []
    assert await find(lead_form_at=None) == [first, third]
    assert await find(state=(IncidentState.TRIAGE, IncidentState.ACTIVE), ref="INC-1121-1") == [first]
    with pytest.raises(TypeError, match="no field colour"):
        await find(colour="red")


async def test_open_incidents_are_those_still_running_of_a_member_or_a_reporter(store: SqlStore) -> None:
    def work(uow: Any, _: None) -> None:
        for n, state in enumerate(IncidentState):
            incident = add_incident(uow, str(n), id=f"0{n}", state=state, reporter_id="U1" if n % 2 else "U2")
            if n in {1, 2, 5}:
                uow.add(RoomMember(id=f"m{n}", incident_id=incident.id, user_id="U7", roles=(), joined_at=uow.now))

    await store.run(work, None)

    async def ids(**who: str) -> list[str]:
        return [incident.id for incident in await store.read(lambda uow, _: uow.open_incidents(**who), None)]

    assert await ids() == ["00", "01", "02", "03", "04"]
    assert await ids(member_id="U7") == ["01", "02"]
    assert await ids(reporter_id="U1") == ["01", "03"]
    assert await ids(reporter_id="U1", member_id="U7") == ["01"]


async def test_what_is_no_record_cannot_be_kept(store: SqlStore) -> None:
    with pytest.raises(TypeError, match="str"):
        await store.run(lambda uow, _: uow.add("x"), None)


@pytest.mark.parametrize("value", [float("nan"), {"a"}, b"bytes"])
async def test_a_value_that_is_no_json_is_refused(store: SqlStore, value: Any) -> None:
    with pytest.raises((ValueError, TypeError)):
        await store.run(lambda uow, _: add_incident(uow, facts={"x": value}), None)
    assert await store.read(lambda uow, _: uow.find(Incident), None) == []


async def test_a_lane_has_many_drafts_without_a_number_and_each_number_once(store: SqlStore) -> None:
    def drafted(uow: Any, _: None) -> tuple[Notice, Notice]:
        incident = add_incident(uow)
        lane = add_lane(uow, incident)
        made = [
            Notice(
                id=new_id(uow.now), incident_id=incident.id, lane_id=lane.id, kind=NoticeKind.FIRST, language="ja", drafted_by="U1", drafted_at=uow.now,
            )
            for _ in range(2)
        ]  # fmt: skip
        uow.add(*made)
        return made[0], made[1]

    first, second = await store.run(drafted, None)
    await store.run(lambda uow, _: uow.save(replace(first, number=1)), None)
    with pytest.raises(RecordRefused):
        await store.run(lambda uow, _: uow.save(replace(second, number=1)), None)
    assert [one.number for one in await store.read(lambda uow, _: uow.find(Notice), None)] == [1, None]


async def test_a_documents_bytes_come_back_as_they_were_and_are_read_only_when_asked_for(store: SqlStore) -> None:
    content = bytes(range(256)) * 40_000
    await store.run(lambda uow, _: uow.add(DocumentContent(id="D1", content=content)), None)
    kept = await store.read(lambda uow, _: uow.get(DocumentContent, "D1"), None)
    assert (kept.content, kept.sha256) == (content, DocumentContent(id="D1", content=content).sha256)
    assert "content" not in {field.name for field in fields(Document)}
