"""The auditor finds what was broken by hand, says so by its own road, and pings only when all is well."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import aiohttp
import pytest

from bot.audit.auditor import Auditor
from bot.audit.direct import by_slack, by_webhook
from bot.audit.invariants import INVARIANTS, instants
from bot.audit.reading import CannotRead, SqliteReader, reader_for
from bot.domain.action import Action, ActionKind, ActionSource, ActionState
from bot.domain.document import Document, DocumentFormat, DocumentState
from bot.domain.gate import Emergency, EmergencyState, GateKind, Release
from bot.domain.ids import new_id
from bot.domain.incident import IncidentState, RoomKind
from bot.domain.matter import Matter, MatterKind, MatterState
from bot.domain.notice import Notice, NoticeKind, NoticeState
from bot.domain.register import RegisterEntry, RegisterKind
from bot.domain.statement import Statement
from bot.domain.statutory import StatutoryDuty, StatutoryState
from bot.domain.work import SendPriority, Timer
from bot.transports.clock import ManualClock
from storage.migrating import migrate
from storage.opening import open_store
from tests.engine.rig import Rules, a_row
from tests.harness.databases import with_tables
from tests.storage.samples import add_incident, add_lane, arm
from workspace import Workspace

START = datetime(2026, 11, 20, 18, 5, tzinfo=UTC)


class World:
    """A store with one incident in good order, an auditor over it, and what it said."""

    def __init__(self, url):
        self.clock = ManualClock(START)
        self.url = url
        self.store = open_store(url, self.clock, Rules())
        self.pings, self.told = 0, []
        self.auditor = self.audit_with(reader_for(url))

    def audit_with(self, reader, **more):
        return Auditor(
            reader=reader,
            clock=self.clock,
            ping=self.ping,
            alarms=[self.alarm],
            check_skew=False,
            again_after_seconds=0.0,
            **more,
        )

    async def ping(self):
        self.pings += 1
        return True

    async def alarm(self, text):
        self.told.append(text)
        return True

    async def work(self, function):
        return await self.store.run(lambda uow, _: function(uow), None)

    async def in_order(self):
        def make(uow):
            incident = add_incident(uow, room_kind=RoomKind.NONE)
            lane = add_lane(uow, incident)
            timer = Timer(
                id=new_id(uow.now),
                scope_id=incident.id,
                lane_id=lane.id,
                kind="mark",
                seq="1",
                due_at=uow.now + timedelta(minutes=5),
            )
            uow.arm(timer)
            uow.arm(replace(timer, id=new_id(uow.now), kind="ladder", due_at=uow.now + timedelta(hours=12)))
            return incident, lane, timer

        self.incident, self.lane, self.timer = await self.work(make)
        await self.store.beat("worker-1", self.clock.now())

    async def broken(self):
        """The names of what the auditor finds; the engine's beat is kept fresh unless a test is about it."""
        return {finding.name: finding.ids for finding in await self.auditor.once()}


@pytest.fixture
def sqlite_url(tmp_path):
    return with_tables(f"sqlite:///{tmp_path / 'hansho.sqlite3'}")


@pytest.fixture
def migrated_postgres_url(postgres_server):
    template = postgres_server.template("hansho_tables", migrate)
    with postgres_server.database(template=template) as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
async def world(request):
    url = request.getfixturevalue({"sqlite": "sqlite_url", "postgresql": "migrated_postgres_url"}[request.param])
    made = World(url)
    await made.in_order()
    yield made
    made.store.close()


async def test_when_all_holds_it_pings_and_says_nothing(world):
    assert await world.broken() == {}
    assert (world.pings, world.told) == (1, [])


async def test_an_open_incident_whose_timers_are_gone_is_found(world):
    await world.work(lambda uow: uow.cancel_timers(world.incident.id))
    assert await world.broken() == {"A1": (world.incident.id,), "A9": (world.lane.id,)}
    assert world.pings == 0
    assert world.incident.id in world.told[0]


async def test_a_lane_that_only_redraws_its_card_and_rings_nobody_is_found(world):
    await world.work(lambda uow: uow.cancel_timers(world.incident.id, kinds=("ladder",)))
    assert await world.broken() == {"A9": (world.lane.id,)}


async def test_an_owner_whose_silence_nobody_would_notice_is_found(world):
    await world.work(lambda uow: uow.save(replace(world.lane, owner_id="U0SATO", owned_at=uow.now)))
    assert await world.broken() == {"A9": (world.lane.id,)}


async def test_a_ladder_whose_next_step_is_days_away_is_found(world):
    def far(uow):
        [step] = uow.find(Timer, kind="ladder")
        uow.save(replace(step, due_at=uow.now + timedelta(days=2)))

    await world.work(far)
    assert await world.broken() == {"A9": (world.lane.id,)}


def published(world, uow, **more):
    """A publication that relies on an emergency record, both as they should be unless `more` says otherwise."""
    record = Emergency(
        id=new_id(uow.now),
        incident_id=world.incident.id,
        lane_id=world.lane.id,
        kind=GateKind.PUBLICATION,
        why="w",
        saying="s",
        tell_on=uow.now.date(),
        state=EmergencyState.TOLD,
        owner_id="U1",
        asked_at=uow.now,
        decided_by="U2",
    )
    record = replace(record, **more)
    release = Release(
        id=new_id(uow.now),
        incident_id=world.incident.id,
        lane_id=world.lane.id,
        kind=GateKind.PUBLICATION,
        to_whom="x",
        what="x",
        released_on=uow.now.date(),
        reference="",
        basis_id=record.id,
        emergency=True,
        by="U1",
        at=uow.now,
    )
    uow.add(record, release)
    return release


@pytest.mark.parametrize(
    "wrong",
    [{"decided_by": "U1"}, {"decided_by": ""}, {"state": EmergencyState.REFUSED}, {"kind": GateKind.DISCLOSURE}],
)
async def test_a_publication_that_nobody_allowed_is_found(world, wrong):
    await world.work(lambda uow: published(world, uow))
    assert await world.broken() == {}
    release = await world.work(lambda uow: published(world, uow, **wrong))
    assert await world.broken() == {"A11": (release.id,)}


async def test_an_action_that_reminds_nobody_is_found(world):
    def given(uow):
        action = Action(
            id=new_id(uow.now),
            incident_id=world.incident.id,
            lane_id=world.lane.id,
            kind=ActionKind.MEASURE,
            source=ActionSource.FINDING,
            source_id="F",
            description="x",
            owner_id="U1",
            touched_on=uow.now.date(),
            by="U1",
            at=uow.now,
        )
        uow.add(action)
        due = uow.now + timedelta(days=2)
        uow.arm(
            Timer(id=new_id(uow.now), scope_id=world.incident.id, kind="reminder", seq=f"{action.id}.0", due_at=due)
        )
        return action

    action = await world.work(given)
    assert await world.broken() == {}
    await world.work(lambda uow: uow.save(replace(action, remind_epoch=1)))
    assert await world.broken() == {"A12": (action.id,)}, "the reminder of an earlier epoch is void"
    await world.work(lambda uow: uow.save(replace(action, state=ActionState.DROPPED)))
    assert await world.broken() == {}


async def test_a_measure_nobody_will_look_at_again_is_found_also_after_the_incident_was_closed(world):
    def given(uow):
        action = Action(
            id=new_id(uow.now), incident_id=world.incident.id, lane_id=world.lane.id, kind=ActionKind.MEASURE,
            source=ActionSource.FINDING, source_id="F", description="x", owner_id="U1", touched_on=uow.now.date(), by="U1",
            at=uow.now, state=ActionState.DONE, done_on=uow.now.date(),
        )  # fmt: skip
        uow.add(action)
        arm(uow, world.incident.id, seconds=86_400, kind="reminder", seq=f"{action.id}.0")
        uow.save(replace(world.incident, state=IncidentState.CLOSED))
        return action

    action = await world.work(given)
    assert await world.broken() == {}
    await world.work(lambda uow: uow.cancel_timers(world.incident.id))
    assert await world.broken() == {"A13": (action.id,)}
    await world.work(lambda uow: uow.save(replace(action, state=ActionState.OPEN)))
    assert await world.broken() == {"A13": (action.id,)}, "it did not hold: it is to be done again"
    await world.work(lambda uow: uow.save(replace(action, state=ActionState.VERIFIED)))
    assert await world.broken() == {}


def matter(uow, **changes):
    values = {
        "id": new_id(uow.now), "ref": "MAT-1", "kind": MatterKind.CONSENT, "topic": "copy", "pack_id": "client-a",
        "pack_digest": "0" * 64, "state": MatterState.ASKED, "words": "x", "owner_id": "U1", "by": "U1",
        "began_on": uow.now.date(), "touched_on": uow.now.date(), "at": uow.now,
    }  # fmt: skip
    made = Matter(**{**values, **changes})
    uow.add(made)
    return made


async def test_a_matter_that_reminds_nobody_is_found(world):
    made = await world.work(matter)
    assert await world.broken() == {"A14": (made.id,)}
    await world.work(lambda uow: arm(uow, f"matter:{made.id}", seconds=86_400, kind="matter", seq="0"))
    assert await world.broken() == {}
    await world.work(lambda uow: uow.save(replace(made, remind_epoch=1)))
    assert await world.broken() == {"A14": (made.id,)}, "the reminder of an earlier epoch is void"
    await world.work(lambda uow: uow.save(replace(made, remind_epoch=1, state=MatterState.GRANTED)))
    assert await world.broken() == {}, "a leave without a last day is owed to nobody"
    granted = replace(made, remind_epoch=1, state=MatterState.GRANTED)
    for owed in (replace(granted, topic="laptop_out"), replace(granted, until=world.clock.now().date())):
        await world.work(lambda uow, owed=owed: uow.save(owed))
        assert await world.broken() == {"A14": (made.id,)}


async def test_a_part_and_what_the_digest_tells_of_need_no_reminder_of_their_own(world):
    check = {"kind": MatterKind.RECURRING, "topic": "attest"}
    await world.work(lambda uow: arm(uow, "office", seconds=86_400, kind="digest", seq="2026-11-25"))
    whole = await world.work(lambda uow: matter(uow, **check, due_on=uow.now.date()))
    part = {"kind": MatterKind.ENDING, "topic": "return", "state": MatterState.DUE, "part_of": whole.id}
    await world.work(lambda uow: matter(uow, ref="MAT-2", **part))
    assert await world.broken() == {}
    made = await world.work(
        lambda uow: matter(uow, **check | {"topic": "renewal"}, rule_id="r", ref="MAT-3", due_on=uow.now.date())
    )
    assert await world.broken() == {"A14": (made.id,)}


def entry(uow, **changes):
    identifier = changes.pop("id", "") or new_id(uow.now)
    values = {
        "id": identifier, "item_id": identifier, "version": 1, "number": 1, "kind": RegisterKind.CERTIFICATE, "pack_id": "",
        "answers": {"name": "iso27001", "expires_on": "2027-01-15"}, "since": uow.now.date(), "by": "U1", "at": uow.now,
    }  # fmt: skip
    made = RegisterEntry(**{**values, **changes})
    uow.add(made)
    return made


async def test_a_certificate_that_reminds_nobody_is_found(world):
    first = await world.work(entry)
    assert await world.broken() == {"A19": (first.id,)}
    seq = "1@2026-12-16T00:00:00+00:00"
    await world.work(lambda uow: arm(uow, f"register:{first.id}", seconds=86_400, kind="expiry", seq=seq))
    assert await world.broken() == {}
    later = {"item_id": first.id, "version": 2}
    await world.work(lambda uow: entry(uow, **later, number=2))
    assert await world.broken() == {"A19": (first.id,)}, "the reminder of an earlier version is void"
    await world.work(lambda uow: entry(uow, item_id=first.id, version=3, number=3, ended=True))
    assert await world.broken() == {}, "what has ended runs out no more"


@pytest.mark.parametrize("state", [state for state in MatterState if state is not MatterState.GRANTED])
async def test_the_auditor_and_the_matters_agree_on_what_is_open(sqlite_url, state):
    world = World(sqlite_url)
    await world.in_order()
    made = await world.work(lambda uow: matter(uow, state=state))
    assert (await world.broken() != {}) is (made.plan is not None)
    world.store.close()


async def test_what_comes_back_needs_a_digest_to_say_it_and_there_is_one_of_a_rule(world):
    came = {"kind": MatterKind.RECURRING, "topic": "attest", "rule_id": "monthly", "due_on": date(2026, 12, 1)}
    made = await world.work(lambda uow: matter(uow, **came, answers={"for": "2026-12-01"}))
    assert await world.broken() == {"A20": (made.id,)}
    await world.work(lambda uow: arm(uow, "office", seconds=86_400, kind="digest", seq="2026-11-25"))
    assert await world.broken() == {}
    more = await world.work(lambda uow: matter(uow, **came, ref="MAT-2", answers={"for": "2027-01-01"}))
    assert await world.broken() == {"A21": (more.id,)}
    await world.work(lambda uow: uow.save(replace(made, state=MatterState.MISSED)))
    assert await world.broken() == {}
    joined = {**came, "ref": "MAT-3", "answers": {"for": "on_joining", "person": "U1"}}
    await world.work(lambda uow: matter(uow, **joined))
    assert await world.broken() == {}, "each who joins has one"


async def test_what_is_out_without_an_evening_is_found(world):
    made = await world.work(lambda uow: matter(uow, topic="laptop_out", state=MatterState.OUT))
    await world.work(lambda uow: arm(uow, f"matter:{made.id}", seconds=86_400, kind="matter", seq="0"))
    assert await world.broken() == {"A22": (made.id,)}
    await world.work(lambda uow: arm(uow, f"matter:{made.id}", seconds=3600, kind="evening", seq="2026-11-24"))
    assert await world.broken() == {}


def issued(world, uow, *formats):
    """A report that was issued, and documents of it in these formats; returns it and them."""
    notice = Notice(
        id=new_id(uow.now), incident_id=world.incident.id, lane_id=world.lane.id, kind=NoticeKind.FIRST,
        state=NoticeState.ISSUED, language="ja", drafted_by="U1", drafted_at=uow.now, number=1, issued_at=uow.now,
    )  # fmt: skip
    documents = [
        Document(
            id=new_id(uow.now), incident_id=world.incident.id, lane_id=world.lane.id, subject="notice", subject_id=notice.id,
            format=kind, name=f"x.{kind.value}", asked_at=uow.now, state=DocumentState.MADE,
        )
        for kind in formats
    ]  # fmt: skip
    uow.add(notice, *documents)
    return notice, documents


async def test_a_report_without_one_of_its_documents_is_found(world):
    three = (DocumentFormat.TEXT, DocumentFormat.PDF, DocumentFormat.WORD)
    notice, _ = await world.work(lambda uow: issued(world, uow, *three[:2]))
    assert await world.broken() == {"A16": (notice.id,)}
    await world.work(lambda uow: uow.save(replace(notice, state=NoticeState.DRAFT, number=None)))
    await world.work(lambda uow: issued(world, uow, *three))
    assert await world.broken() == {}


async def test_a_statement_without_files_is_found(world):
    def given(uow):
        made = Statement(
            id=new_id(uow.now), incident_id=world.incident.id, lane_id=world.lane.id, number=1, language="ja", data={},
            data_sha256="0" * 64, by="U1", at=uow.now,
        )  # fmt: skip
        uow.add(made)
        return made

    made = await world.work(given)
    assert await world.broken() == {"A16": (made.id,)}


async def test_a_document_nobody_makes_is_found_and_one_that_takes_too_long(world):
    three = (DocumentFormat.TEXT, DocumentFormat.PDF, DocumentFormat.WORD)
    _, (_, pdf, _) = await world.work(lambda uow: issued(world, uow, *three))
    await world.work(lambda uow: uow.save(replace(pdf, state=DocumentState.WANTED)))
    assert await world.broken() == {"A15": (pdf.id,)}
    await world.work(
        lambda uow: uow.post(
            a_row(
                uow.now, f"document:{pdf.id}", kind="document", priority=SendPriority.NOTICE, incident_id=world.incident.id,
            )
        )
    )  # fmt: skip
    assert await world.broken() == {}
    world.clock.advance(minutes=10, seconds=1)
    await world.store.beat("worker-1", world.clock.now())
    assert (await world.broken())["A15"] == (pdf.id,)


async def test_a_promised_report_that_nobody_will_be_told_of_is_found(world):
    promised = START + timedelta(hours=2)
    reached = replace(world.lane, reached_at=START, next_report_at=promised)
    await world.work(lambda uow: uow.save(reached))
    assert await world.broken() == {"A17": (world.lane.id,)}
    await world.work(lambda uow: uow.arm(replace(world.timer, id="T17", kind="report_due", seq="x", due_at=promised)))
    assert await world.broken() == {}
    await world.work(lambda uow: uow.save(replace(reached, next_report_at=promised + timedelta(hours=1))))
    assert await world.broken() == {"A17": (world.lane.id,)}, "the timer is of an earlier promise"


async def test_a_statutory_deadline_that_nobody_will_be_told_of_is_found(world):
    due_at = START + timedelta(hours=72)
    duty = StatutoryDuty(
        id=new_id(START), incident_id=world.incident.id, law_id="eu-gdpr", law_digest="d", rule_id="authority",
        state=StatutoryState.RUNNING, hard=True, start_at=START, due_at=due_at, fired_at=START,
    )  # fmt: skip
    await world.work(lambda uow: uow.add(duty))
    assert await world.broken() == {"A18": (duty.id,)}
    told = replace(
        world.timer, id="T18", lane_id="", kind="law", seq=f"{duty.id}:due@{due_at.isoformat()}", due_at=due_at
    )
    await world.work(lambda uow: uow.arm(told))
    assert await world.broken() == {}
    moved = replace(duty, due_at=due_at - timedelta(hours=1))
    await world.work(lambda uow: uow.save(moved))
    assert await world.broken() == {"A18": (duty.id,)}, "the timer is of an earlier deadline"
    await world.work(lambda uow: uow.save(replace(moved, state=StatutoryState.DONE)))
    assert await world.broken() == {}


async def test_a_room_that_nothing_makes_any_more_is_found(world):
    await world.work(lambda uow: uow.save(replace(world.incident, room_kind=RoomKind.PENDING)))
    assert await world.broken() == {}
    world.clock.advance(minutes=3)
    await world.store.beat("worker-1", world.clock.now())
    assert await world.broken() == {"A10": (world.incident.id,)}
    await world.work(
        lambda uow: uow.post(
            a_row(uow.now, "room", kind="room_create", incident_id=world.incident.id, priority=SendPriority.NOTICE)
        )
    )
    assert await world.broken() == {}


async def test_an_incident_whose_desk_was_reached_needs_no_timer(world):
    await world.work(lambda uow: uow.cancel_timers(world.incident.id))
    await world.work(lambda uow: uow.save(replace(world.lane, reached_at=uow.now)))
    assert await world.broken() == {}


async def test_a_late_timer_is_found_and_one_in_time_is_not(world):
    world.clock.advance(minutes=5, seconds=14)
    await world.store.beat("worker-1", world.clock.now())
    assert await world.broken() == {}
    world.clock.advance(seconds=2)
    assert await world.broken() == {"A2": (world.timer.id,)}


async def test_a_page_that_waits_is_found_unless_another_road_carried_it(world):
    row = a_row(START, "page:1")
    await world.work(lambda uow: uow.post(row))
    world.clock.advance(seconds=61)
    await world.store.beat("worker-1", world.clock.now())
    assert await world.broken() == {"A3": (row.id,)}
    sibling = a_row(START, "page:1:fb1", state="sent", sent_at=START)
    await world.work(lambda uow: uow.add(sibling))
    assert await world.broken() == {}


async def test_a_lease_nobody_took_back_is_found(world):
    from bot.domain.work import TransportKind

    row = a_row(START, "note:1", kind="note", priority=SendPriority.NOTICE)
    await world.work(lambda uow: uow.post(row))
    await world.store.claim("worker-1", 1, 30.0, (TransportKind.SLACK,))
    world.clock.advance(seconds=61)
    await world.store.beat("worker-1", world.clock.now())
    assert await world.broken() == {"A4": (row.id,)}


async def test_an_engine_that_stands_still_is_found_within_a_minute(world):
    world.clock.advance(seconds=16)
    assert await world.broken() == {"A5": ("engine",)}
    assert "A5" in world.told[0]


async def test_a_deadline_without_insurance_is_found_unless_slack_was_asked(world):
    due_at = START + timedelta(hours=1)
    await world.work(lambda uow: uow.save(replace(world.lane, due_at=due_at)))
    await world.work(
        lambda uow: uow.save(replace(world.incident, room_kind="thread", reported_at=START - timedelta(minutes=3)))
    )
    assert await world.broken() == {"A7": (world.lane.id,)}
    await world.work(
        lambda uow: uow.post(
            a_row(START, "insurance:1", kind="insurance", lane_id=world.lane.id, priority=SendPriority.NOTICE)
        )
    )
    assert await world.broken() == {}


async def test_the_same_trouble_is_told_again_only_after_ten_minutes_and_never_pinged(world):
    await world.work(lambda uow: uow.cancel_timers(world.incident.id))
    await world.broken()
    await world.broken()
    assert len(world.told) == 1
    world.clock.advance(minutes=10)
    await world.store.beat("worker-1", world.clock.now())
    await world.broken()
    assert (len(world.told), world.pings) == (2, 0)


async def test_a_database_that_cannot_be_read_is_told_and_not_pinged(tmp_path):
    pings, told = [], []

    async def ping():
        pings.append(1)
        return True

    async def alarm(text):
        told.append(text)
        return True

    auditor = Auditor(
        reader=SqliteReader(tmp_path / "missing"),
        clock=ManualClock(START),
        ping=ping,
        alarms=[alarm],
        check_skew=False,
        again_after_seconds=0,
    )
    assert [finding.name for finding in await auditor.once()] == ["A0"]
    assert (pings, len(told)) == ([], 1)


async def test_a_clock_that_was_set_is_told(sqlite_url):
    world = World(sqlite_url)
    await world.in_order()
    auditor = world.audit_with(reader_for(sqlite_url), clock_step=lambda: -3600.0)
    assert [finding.name for finding in await auditor.once()] == ["A8"]
    world.store.close()


async def test_a_slow_query_is_cut_off(tmp_path):
    path = tmp_path / "slow.sqlite3"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE t (n)")
        connection.executemany("INSERT INTO t VALUES (?)", [(n,) for n in range(3000)])
        connection.commit()
    reader = SqliteReader(path, query_seconds=0.05)
    with pytest.raises(CannotRead):
        await asyncio.to_thread(reader.findings, {"slow": "SELECT count(*) FROM t a, t b, t c"}, {})


async def test_an_audit_never_holds_up_a_writer(sqlite_url):
    world = World(sqlite_url)
    await world.in_order()
    with closing(sqlite3.connect(sqlite_url.removeprefix("sqlite:///"), isolation_level=None)) as writer:
        writer.execute("BEGIN IMMEDIATE")
        assert reader_for(sqlite_url).findings({one.name: one.sql for one in INVARIANTS}, instants(START))
        writer.execute("ROLLBACK")
    world.store.close()


def test_a_clock_apart_from_the_databases_is_measured(migrated_postgres_url):
    reader = reader_for(migrated_postgres_url)
    assert abs(reader.skew_seconds(datetime.now(UTC))) < 2
    assert reader.skew_seconds(datetime.now(UTC) + timedelta(minutes=1)) < -50


async def test_its_own_call_to_slack_reaches_every_operator():
    async with Workspace() as ws, aiohttp.ClientSession() as session:
        alarm = by_slack(
            session, base_url=ws.api_url, token=ws.settings.bot_token, operators=lambda: ("U0MILLER", "U0GONE")
        )
        assert await alarm("A1: something") is True
        assert [message.text for message in ws.messages(ws.state.direct("U0MILLER").id)] == ["A1: something"]
        assert (
            await by_slack(session, base_url=ws.api_url, token="wrong", operators=lambda: ("U0MILLER",))("x") is False
        )
        assert await by_webhook(session, url="http://127.0.0.1:1/")("x") is False


def test_the_auditor_shares_no_code_with_what_it_audits():
    import subprocess
    import sys

    script = (
        "import sys, bot.audit.auditor, bot.audit.direct, bot.audit.reading\n"
        "print([m for m in sys.modules if m.startswith(('bot.engine', 'bot.services', 'storage', 'bot.transports'))])"
    )
    assert (
        subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=30).stdout.strip()
        == "[]"
    )
