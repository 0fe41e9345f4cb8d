"""What comes back, when things go wrong: the bot is down, packs change, people leave, calendars end, two processes start at once."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.domain.calendars import Calendar
from bot.domain.errors import BadAnswer, NotPossibleNow
from bot.domain.log import LogEntry
from bot.domain.matter import Matter, MatterKind, MatterState
from bot.domain.people import Person
from bot.domain.register import RegisterEntry, RegisterKind
from bot.domain.work import OutboxRow, Timer, TimerState
from bot.rulebook import PackBook
from bot.services.cards import KeepCard, cards_of, keep_card
from bot.services.digest import ArmDigest, arm_digest
from bot.services.matter_digest import flow_down_gaps, gaps_are_said
from bot.services.matters import OpenMatter, TakeStep, open_matter, take_step
from bot.services.people import remember_person
from bot.services.recurring import ArmRecurring, arm_recurring, person_joined, person_left
from bot.services.register import AddEntry, EndEntry, add_entry, end_entry
from tests.faults.conftest import DEMO, ENGINEER, EXECUTIVE, LEAD, SUZUKI, TOKYO, House, nobody_left

COMPLIANCE, SECURITY, OPERATOR = "U0MORI", "U0KATO", "U0KATO"
FLOW_DOWN = "  - {id: bound, what: flow_down, cite: ['5'], every: P6M, summary: {ja: 再委託先, en: Subcontractors}}\n"
RULES = """
recurring:
  - {id: monthly, cite: ['1'], every: P1M, summary: {ja: 毎月の確認, en: Monthly check}}
  - {id: drill, what: drill, cite: ['2'], every: P3M, summary: {ja: 窓口の訓練, en: Desk drill}}
  - {id: training, what: training, cite: ['3'], also: [on_joining], summary: {ja: 教育, en: Training}}
  - {id: secrecy, cite: ['4'], also: [on_leaving], summary: {ja: 秘密, en: Secrecy}}
"""


class Office(House):
    """A house whose packs can be edited."""

    def __init__(self, url: str, packs: Path) -> None:
        super().__init__(url, packs)
        self.packs = packs

    def edit(self, name: str, change: Callable[[str], str]) -> None:
        """Edit a pack on disk and take it over, as the program does."""
        file = self.packs / f"{name}.yaml"
        file.write_text(change(file.read_text(encoding="utf-8")), encoding="utf-8")
        self.rules._good = PackBook.load(self.packs)._good
        self.do(arm_recurring, ArmRecurring())

    def armed(self, rule: str = "", pack: str = "kawabata-2026") -> list[Timer]:
        """The armed timers of a rule."""
        found = self.all(Timer, kind="recurring", scope_id=f"recurring:{pack}", state=TimerState.ARMED)
        return [timer for timer in found if not rule or timer.seq.startswith(f"{rule}@")]

    def matters(self, rule: str) -> list[Matter]:
        return self.all(Matter, kind=MatterKind.RECURRING, rule_id=rule)

    def until(self, year: int, month: int, day: int, hour: int = 10) -> None:
        """Let time pass to an hour of a day in Tokyo, everything happening when it is due."""
        length = datetime(year, month, day, hour, tzinfo=TOKYO) - self.clock.now()
        self.pass_time(seconds=length.total_seconds())

    def step(self, matter: Matter, name: str, actor: str = COMPLIANCE, **given: Any) -> Matter:
        return self.do(take_step, TakeStep(actor=actor, key=self.key(), matter_id=matter.id, step=name, **given))

    def digests(self, user: str) -> list[str]:
        """The days on which this person got a digest."""
        return [str(row.params["day"]) for row in self.all(OutboxRow, kind="digest", target=user)]


def small(text: str) -> str:
    """The pack with a few short rules in place of those it inherits."""
    return f"{text}{RULES}"


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    """The 60-minute client with a monthly check, a quarterly drill, and what joining and leaving ask for; nothing of the other."""
    made = Office(f"sqlite:///{tmp_path / 'hansho.sqlite3'}", _packs(tmp_path))
    made.do(arm_recurring, ArmRecurring())
    yield made
    made.store.close()


def _packs(tmp_path: Path) -> Path:
    packs = tmp_path / "packs"
    shutil.copytree(DEMO, packs)
    (packs / "tobu.yaml").unlink()
    file = packs / "kawabata.yaml"
    file.write_text(small(file.read_text(encoding="utf-8")), encoding="utf-8")
    return packs


def test_a_year_has_twelve_monthly_checks_each_asked_for_once(office: Office) -> None:
    office.until(2026, 12, 2)
    for _ in range(12):
        (matter,) = [one for one in office.matters("monthly") if one.is_open]
        office.step(matter, "attest", happened_on=office.clock.now().astimezone(TOKYO).date(), reference="点検表")
        office.pass_time(days=31)
    done = [one for one in office.matters("monthly") if one.state is MatterState.FULFILLED]
    assert len(done) == 12
    assert [one.answers["for"] for one in done] == [
        f"{2026 + (11 + n) // 12}-{(11 + n) % 12 + 1:02d}-01" for n in range(12)
    ]


def test_done_late_moves_nothing(office: Office) -> None:
    office.until(2026, 12, 18)
    (matter,) = office.matters("monthly")
    assert matter.is_late(date(2026, 12, 18))
    office.step(matter, "attest", happened_on=date(2026, 12, 18), reference="点検表")
    assert [timer.seq for timer in office.armed("monthly")] == ["monthly@2027-01-01"]


def test_a_training_held_before_it_was_asked_for_counts_for_this_time(office: Office) -> None:
    office.until(2026, 11, 26)
    (matter,) = office.matters("monthly")
    assert office.step(matter, "attest", happened_on=date(2026, 11, 2), reference="名簿").state is MatterState.FULFILLED
    with pytest.raises(NotPossibleNow):
        office.step(matter, "attest", happened_on=date(2026, 11, 2), reference="名簿")


def test_nothing_is_fulfilled_without_something_to_show_and_nothing_skipped_without_a_reason(office: Office) -> None:
    office.until(2026, 11, 26)
    (matter,) = office.matters("monthly")
    for step, given, block in (
        ("attest", {"happened_on": date(2026, 11, 25)}, "reference"),
        ("skip", {"note": " "}, "note"),
    ):
        with pytest.raises(BadAnswer) as refused:
            office.step(matter, step, **given)
        assert refused.value.block == block
    assert office.step(matter, "skip", note="今月は業務がなかった").state is MatterState.SKIPPED
    assert [timer.seq for timer in office.armed("monthly")] == ["monthly@2027-01-01"], (
        "and the next time comes all the same"
    )


def test_a_drill_says_who_answered_by_day_and_by_night(office: Office) -> None:
    office.until(2026, 12, 15)
    (matter,) = office.matters("drill")
    today = date(2026, 12, 14)
    for given in ({"who": "窓口 太郎"}, {"reference": "22:10 夜間 守"}):
        with pytest.raises(BadAnswer):
            office.step(matter, "drill", happened_on=today, **given)
    assert (
        office.step(matter, "drill", happened_on=today, who="窓口 太郎", reference="22:10 夜間 守").state
        is MatterState.FULFILLED
    )


def test_after_four_months_down_only_the_latest_is_asked_for_and_the_others_are_logged(office: Office) -> None:
    office.clock.set(datetime(2027, 3, 28, 12, tzinfo=TOKYO))
    office.fire_due()
    (matter,) = office.matters("monthly")
    assert matter.answers["for"] == "2027-04-01"
    missed = [
        entry.new["for"] for entry in office.all(LogEntry, action="recurring.missed") if entry.subject == "monthly"
    ]
    assert missed == ["2026-12-01", "2027-01-01", "2027-02-01", "2027-03-01"]
    assert [timer.seq for timer in office.armed("monthly")] == ["monthly@2027-05-01"]


def test_there_is_only_ever_one_to_do_of_a_rule_and_one_that_nobody_did_stays_on_record(office: Office) -> None:
    office.until(2027, 2, 1)
    states = [(one.answers["for"], one.state) for one in office.matters("monthly")]
    assert states == [("2026-12-01", "missed"), ("2027-01-01", "missed"), ("2027-02-01", "asked")]
    assert len(office.all(LogEntry, action="matter.passed")) == 2


def test_starting_again_and_again_arms_nothing_twice(office: Office) -> None:
    before = {(timer.seq, timer.due_at) for timer in office.armed()}
    for _ in range(3):
        office.do(arm_recurring, ArmRecurring())
    after = [(timer.seq, timer.due_at) for timer in office.armed()]
    assert set(after) == before and len(after) == len(before)
    office.until(2026, 11, 26)
    office.do(arm_recurring, ArmRecurring())
    assert [timer.seq for timer in office.armed("monthly")] == ["monthly@2027-01-01"], (
        "what is asked for already is not armed again"
    )


def test_a_contract_that_becomes_active_gets_its_first_times_on_its_own_days(office: Office) -> None:
    office.edit("kawabata", lambda text: text.replace("status: active", "status: draft"))
    office.until(2026, 12, 30)
    assert office.matters("monthly") == [] and office.armed("monthly") == []
    office.edit("kawabata", lambda text: text.replace("status: draft", "status: active"))
    assert [timer.seq for timer in office.armed("monthly")] == ["monthly@2027-02-01"]
    assert all(not one.is_late(date(2026, 12, 30)) for one in office.matters("monthly")), (
        "nothing is late the day it is installed"
    )


def test_an_edited_interval_counts_from_the_next_time_and_a_rule_taken_out_stops(office: Office) -> None:
    office.edit(
        "kawabata", lambda text: text.replace("every: P1M", "every: P6M").replace("毎月の確認", "半年ごとの確認")
    )
    assert [timer.seq for timer in office.armed("monthly")] == ["monthly@2026-12-01"], "what was armed stands"
    office.until(2026, 11, 26)
    assert [timer.seq for timer in office.armed("monthly")] == ["monthly@2027-04-01"]
    office.edit("kawabata", lambda text: "\n".join(line for line in text.split("\n") if "id: monthly" not in line))
    office.until(2027, 4, 2)
    assert len(office.matters("monthly")) == 1 and office.armed("monthly") == []


def test_what_was_asked_for_keeps_the_edition_it_was_asked_under(office: Office) -> None:
    office.until(2026, 11, 26)
    (matter,) = office.matters("monthly")
    office.edit("kawabata", lambda text: text.replace("毎月の確認", "別の言葉"))
    pinned = office.store.read_now(lambda uow: uow.pinned(matter.pack_digest))
    assert [rule.summary.ja for rule in pinned.recurring if rule.id == "monthly"] == ["毎月の確認"]


def test_a_contract_that_has_ended_asks_for_nothing_but_what_survives(office: Office) -> None:
    survives = "survival:\n  - {cite: ['9'], rules: [drill]}\n"
    office.edit("kawabata", lambda text: f"{text.replace('end: 2099-03-31', 'end: 2026-11-30')}{survives}")
    office.until(2027, 4, 2)
    assert [one.answers["for"] for one in office.matters("monthly")] == ["2026-12-01"], "asked for while it ran"
    office.do(arm_recurring, ArmRecurring())
    assert office.armed("monthly") == [], "neither is its next time armed"
    assert [one.answers["for"] for one in office.matters("drill")] == ["2027-01-01", "2027-04-01"]


def test_where_the_calendar_ends_the_operators_are_told_once_and_nothing_breaks(office: Office) -> None:
    office.edit(
        "kawabata",
        lambda text: text.replace("{start: 2026-04-01, end: 2099-03-31}", "{start: 2099-12-01, end: 2099-12-31}"),
    )
    office.clock.set(datetime(2099, 12, 30, 12, tzinfo=TOKYO))
    office.fire_due()
    office.do(arm_recurring, ArmRecurring())
    office.do(arm_recurring, ArmRecurring())
    told = office.to_operators("operators.calendar_ends")
    assert len(told) == len({str(row.params["values"]["rule"]) for row in told}) > 0


def test_something_late_is_said_to_its_owner_each_working_morning_then_to_the_managers_then_to_the_executive(
    office: Office,
) -> None:
    office.do(arm_digest, ArmDigest())
    office.until(2026, 12, 18)
    first = {
        user: office.digests(user)[0] for user in (COMPLIANCE, SUZUKI, SECURITY, EXECUTIVE) if office.digests(user)
    }
    assert office.digests(COMPLIANCE)[:6] == [
        "2026-11-24",
        "2026-12-01",
        "2026-12-02",
        "2026-12-03",
        "2026-12-04",
        "2026-12-07",
    ]
    assert EXECUTIVE in first and first[EXECUTIVE] == "2026-12-15", "ten working days after the first of December"
    heard = office.all(OutboxRow, kind="digest", target=SUZUKI)
    assert heard, "the managers have cards each day; what is late reaches them on the fourth"


def test_an_owner_who_left_is_not_asked_and_what_they_had_reaches_the_managers_at_once(office: Office) -> None:
    gone = Person(
        id=COMPLIANCE,
        team_id="T0",
        name="森",
        locale="ja",
        tz="Asia/Tokyo",
        is_foreign=True,
        fetched_at=office.clock.now(),
    )
    office.until(2026, 11, 26)
    (had,) = office.matters("monthly")
    assert had.owner_id == COMPLIANCE
    office.do(remember_person, gone)
    office.until(2026, 12, 26)
    (now,) = [one for one in office.matters("monthly") if one.is_open]
    assert now.owner_id == SUZUKI, "the responsible person is next"
    office.do(arm_digest, ArmDigest())
    assert had.id != now.id


def test_nobody_at_all_is_told_to_the_operators_and_it_is_asked_for_all_the_same(office: Office) -> None:
    def nobody(text: str) -> str:
        return (
            text.replace("  compliance: [U0MORI]\n", "")
            .replace("  responsible: [U0SUZUKI]\n", "")
            .replace("  security_manager: [U0KATO]\n", "")
        )

    office.edit("kawabata", lambda text: nobody(text).replace("[15m, responsible]", "[15m, executive]"))
    nobody_left(office)
    office.until(2026, 11, 26)
    (matter,) = office.matters("monthly")
    assert matter.owner_id == OPERATOR and len(office.to_operators("operators.no_owner")) == 1


def test_somebody_who_joins_is_to_be_trained_and_somebody_who_leaves_is_told_of_secrecy(office: Office) -> None:
    for _ in range(2):
        office.do(lambda uow, _: person_joined(uow, "kawabata-2026", ENGINEER), None)
    office.do(lambda uow, _: person_joined(uow, "kawabata-2026", LEAD), None)
    office.do(lambda uow, _: person_left(uow, "kawabata-2026", ENGINEER), None)
    asked = [(one.rule_id, one.answers["person"], one.due_on) for one in office.all(Matter)]
    day = date(2026, 12, 8)
    assert asked == [("training", ENGINEER, day), ("training", LEAD, day), ("secrecy", ENGINEER, day)]


def on_register(office: Office, person: str, **more: str) -> RegisterEntry:
    answers, kind = {"person": person, **more}, RegisterKind.PERSON
    command = AddEntry(actor=COMPLIANCE, key=office.key(), kind=kind, pack_id="kawabata-2026", answers=answers)
    return office.do(add_entry, command)


def test_who_is_put_on_the_register_is_asked_a_training_of_and_gets_the_cards(office: Office) -> None:
    entry = on_register(office, ENGINEER)
    (training,) = office.matters("training")
    assert training.answers["person"] == ENGINEER
    on_register(office, LEAD, trained_on="2026-11-01")
    assert len(office.matters("training")) == 1, "who was trained is not asked again"
    cards = office.store.read_now(lambda uow: cards_of(uow, date(2026, 11, 24)))
    assert set(cards) == {ENGINEER, LEAD}, "those whom the register names, and nobody else"
    office.do(end_entry, EndEntry(actor=COMPLIANCE, key=office.key(), item_id=entry.item_id, version=1, why="異動"))
    assert [one.answers["person"] for one in office.matters("secrecy")] == [ENGINEER]
    assert ENGINEER not in office.store.read_now(lambda uow: cards_of(uow, date(2026, 11, 24)))


def test_the_first_morning_of_the_week_tells_compliance_which_subcontractors_are_not_bound(office: Office) -> None:
    office.edit("kawabata", lambda text: f"{text}{FLOW_DOWN}")
    for name, bound in (("甲社", ""), ("乙社", "2026-11-01")):
        answers = {"name": name, "work": "入力", **({"flow_down_on": bound, "consent": "承諾書 1"} if bound else {})}
        kind = RegisterKind.SUBCONTRACTOR
        office.do(
            add_entry, AddEntry(actor=COMPLIANCE, key=office.key(), kind=kind, pack_id="kawabata-2026", answers=answers)
        )
    said = office.store.read_now(flow_down_gaps)
    assert [(client.en, names) for client, names in said] == [("City of Kawabata", ("甲社",))]
    days = [date(2026, 11, 20) + timedelta(days=n) for n in range(14)]
    working = [day for day in days if Calendar("jp-business", "Asia/Tokyo").is_working_day(day)]
    told = [day.day for day in working if office.store.read_now(lambda uow, day=day: gaps_are_said(uow, day))]
    assert told == [24, 30], "Tuesday the 24th, for the Monday is a public holiday; then each Monday"


def test_two_processes_that_start_at_once_arm_and_ask_once(postgres_house: House) -> None:
    house = postgres_house

    async def both() -> None:
        await asyncio.gather(*(house.store.run(arm_recurring, ArmRecurring()) for _ in range(4)))

    asyncio.run(both())
    seqs = [(timer.scope_id, timer.seq) for timer in house.all(Timer, kind="recurring")]
    assert len(seqs) == len(set(seqs)) > 5
    house.clock.set(datetime(2026, 12, 15, 12, tzinfo=TOKYO))

    async def ring() -> None:
        from bot.services.firing import fire

        while (firing := await house.store.fire_next(fire)) is not None:
            assert firing.failure is None

    async def rings() -> None:
        await asyncio.gather(*(ring() for _ in range(4)))

    asyncio.run(rings())
    asked = [(one.pack_id, one.rule_id, one.answers["for"]) for one in house.all(Matter)]
    assert len(asked) == len(set(asked)) > 2


def renewing(tmp_path: Path, at: datetime) -> Office:
    """The memorandum between companies, begun on 1 April 2026."""
    packs = tmp_path / "packs"
    shutil.copytree(DEMO, packs)
    (packs / "kawabata.yaml").unlink()
    made = Office(f"sqlite:///{tmp_path / 'hansho.sqlite3'}", packs)
    made.clock.set(at)
    made.do(arm_recurring, ArmRecurring())
    return made


@pytest.fixture
def memorandum(tmp_path: Path) -> Iterator[Office]:
    made = renewing(tmp_path, datetime(2026, 11, 24, 3, tzinfo=TOKYO))
    yield made
    made.store.close()


def told_of(office: Office, user: str, what: str) -> list[date]:
    rows = office.all(OutboxRow, kind="matter", target=user)
    return [row.created_at.astimezone(TOKYO).date() for row in rows if row.params["what"] == what]


def test_the_renewal_is_asked_for_and_said_again_on_its_days_and_then_renews_by_itself(memorandum: Office) -> None:
    office = memorandum
    office.until(2027, 2, 27)
    (matter,) = office.matters("renewal-decision")
    assert (matter.due_on, matter.target_on, matter.hard) == (date(2027, 2, 28), date(2027, 2, 19), True)
    assert told_of(office, COMPLIANCE, "owed") == [date(2026, 12, 31)]
    days = [
        date(2027, 1, 29),
        date(2027, 2, 12),
        date(2027, 2, 19),
        date(2027, 2, 24),
        date(2027, 2, 26),
    ]
    assert told_of(office, COMPLIANCE, "reminder") == days
    assert told_of(office, SUZUKI, "reminder") == [date(2027, 2, 19), date(2027, 2, 26)], (
        "the last safe day and the last day"
    )
    office.until(2027, 3, 2)
    (matter,) = office.matters("renewal-decision")
    assert matter.state is MatterState.MISSED
    assert told_of(office, COMPLIANCE, "renewed") == told_of(office, "U0LEE", "renewed") == [date(2027, 3, 1)]
    assert [timer.seq for timer in office.armed("renewal-decision", "tobu-2026")] == ["renewal-decision@2028-03-31"]


def test_notice_needs_a_day_a_person_there_and_a_paper_and_ends_the_reminders(memorandum: Office) -> None:
    office = memorandum
    office.until(2027, 1, 10)
    (matter,) = office.matters("renewal-decision")
    assert "skip" not in {step.name for step in steps_of_(matter)}, (
        "what the contract holds as a number is decided, never passed over"
    )
    with pytest.raises(BadAnswer):
        office.step(matter, "give_notice", happened_on=date(2027, 1, 8), who="東 一郎")
    with pytest.raises(BadAnswer) as refused:
        office.step(matter, "assign", owner=SUZUKI, due_on=date(2027, 3, 5))
    assert refused.value.key == "refused.contract_day"
    given = office.step(matter, "give_notice", happened_on=date(2027, 1, 8), who="東 一郎", reference="内容証明 K-1")
    assert given.state is MatterState.FULFILLED
    before = len(office.all(OutboxRow, kind="matter"))
    office.until(2027, 3, 10)
    assert len(office.all(OutboxRow, kind="matter")) == before


def steps_of_(matter: Matter) -> tuple[Any, ...]:
    from bot.domain.matter import steps_of

    return steps_of(matter)


def test_a_renewal_whose_day_passed_while_nothing_ran_is_not_asked_for_any_more(memorandum: Office) -> None:
    memorandum.clock.set(datetime(2027, 3, 3, 12, tzinfo=TOKYO))
    memorandum.fire_due()
    assert memorandum.matters("renewal-decision") == []
    missed = [
        entry.new["for"]
        for entry in memorandum.all(LogEntry, action="recurring.missed")
        if entry.subject == "renewal-decision"
    ]
    assert missed == ["2027-03-31"]
    assert [timer.seq for timer in memorandum.armed("renewal-decision", "tobu-2026")] == ["renewal-decision@2028-03-31"]


def test_a_term_edited_to_end_sooner_is_asked_for_by_its_new_end_and_one_that_is_ended_not_at_all(
    memorandum: Office,
) -> None:
    office = memorandum
    office.edit(
        "tobu", lambda text: text.replace("term: {start: 2026-04-01}", "term: {start: 2026-04-01, length: P10M}")
    )
    assert "renewal-decision@2027-01-31" in [timer.seq for timer in office.armed("renewal-decision", "tobu-2026")]
    office.until(2027, 1, 10)
    assert [one.answers["for"] for one in office.matters("renewal-decision")] == ["2027-01-31"]
    office.edit("tobu", lambda text: text.replace("length: P10M}", "length: P10M, ended_on: 2027-01-31}"))
    office.until(2028, 3, 1)
    assert len(office.matters("renewal-decision")) == 1


def carried(office: Office, topic: str = "laptop_out", due_on: date | None = None) -> Matter:
    command = OpenMatter(
        actor=ENGINEER,
        key=office.key(),
        kind=MatterKind.CONSENT,
        topic=topic,
        pack_id="kawabata-2026",
        words="PC-12 を客先へ",
        due_on=due_on,
    )
    matter = office.do(open_matter, command)
    office.step(matter, "approve", SUZUKI)
    return office.step(matter, "take_out", ENGINEER)


def test_what_is_out_is_said_each_working_evening_in_the_carriers_own_zone_until_it_is_back(office: Office) -> None:
    abroad = Person(
        id=ENGINEER, team_id="T0", name="山田", locale="ja", tz="America/New_York", fetched_at=office.clock.now()
    )
    office.do(remember_person, abroad)
    matter = carried(office)
    office.until(2026, 11, 28)
    evenings = [(row.due_at.isoformat(), row.params["risky"]) for row in office.all(OutboxRow, kind="evening")]
    assert evenings == [
        ("2026-11-24T22:30:00+00:00", False),
        ("2026-11-25T22:30:00+00:00", False),
        ("2026-11-26T22:30:00+00:00", False),
        ("2026-11-27T22:30:00+00:00", True),
    ], "half past five in New York; it is a working day there by the office's calendar"
    office.step(matter, "bring_back", ENGINEER, happened_on=date(2026, 11, 28))
    office.until(2026, 12, 4)
    assert len(office.all(OutboxRow, kind="evening")) == 4


def test_an_evening_the_bot_slept_through_is_not_told_in_the_night_and_the_next_one_comes(office: Office) -> None:
    carried(office)
    office.clock.set(datetime(2026, 11, 25, 2, 0, tzinfo=TOKYO))
    office.fire_due()
    assert office.all(OutboxRow, kind="evening") == []
    office.until(2026, 11, 25, 18)
    assert len(office.all(OutboxRow, kind="evening")) == 1


def test_what_was_out_before_there_were_evenings_gets_one_at_the_next_start(office: Office) -> None:
    matter = carried(office)
    office.store.write_now(lambda uow: uow.cancel_timers(f"matter:{matter.id}", kinds=("evening",)))
    for timer in office.all(Timer, kind="evening"):
        office.store.write_now(lambda uow, timer=timer: uow.save(replace(timer, seq="an older one")))
    office.do(arm_recurring, ArmRecurring())
    assert len(office.all(Timer, kind="evening", state=TimerState.ARMED)) == 1


def test_what_is_not_back_by_its_day_is_said_to_whoever_gave_leave_every_working_morning(office: Office) -> None:
    carried(office, due_on=date(2026, 11, 25))
    office.until(2026, 12, 1)
    assert told_of(office, SUZUKI, "late") == [date(2026, 11, day) for day in (26, 27, 30)] + [date(2026, 12, 1)]


def test_the_cards_of_a_contract_go_to_those_on_its_register_and_kept_ones_are_logged_once(house: House) -> None:
    day = date(2026, 11, 24)
    cards = house.store.read_now(lambda uow: cards_of(uow, day))
    assert {LEAD, SUZUKI} <= set(cards) and EXECUTIVE not in cards and ENGINEER not in cards
    card = cards[LEAD]
    command = KeepCard(actor=LEAD, key=house.key(), pack_id=card.pack_id, card=card.name, day=day)
    house.do(keep_card, command)
    house.do(keep_card, replace(command, key=house.key()))
    kept = house.all(LogEntry, action="card.kept")
    assert [(entry.actor, entry.subject, entry.new) for entry in kept] == [(LEAD, card.name, {"day": "2026-11-24"})]
    for wrong in (
        replace(command, pack_id="nobody"),
        replace(command, card="nothing"),
        replace(command, day=day - timedelta(days=30)),
    ):
        with pytest.raises(NotPossibleNow, match="card_gone"):
            house.do(keep_card, replace(wrong, key=house.key()))
