"""The register under pressure: two people at once, who has no role, the same press twice, days and tiers that cannot be."""

from __future__ import annotations

import asyncio
import csv
import io
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from bot.domain.errors import BadAnswer, NotAllowed, NotPossibleNow, Refused
from bot.domain.log import LogEntry
from bot.domain.matter import Matter, MatterKind, MatterState
from bot.domain.people import Person
from bot.domain.register import HOUSE, RegisterEntry, RegisterKind
from bot.domain.work import OutboxRow
from bot.register_table import register_table
from bot.services.matters import OpenMatter, TakeStep, open_matter, take_step
from bot.services.people import remember_person
from bot.services.register import AddEntry, ChangeEntry, EndEntry, add_entry, change_entry, end_entry
from bot.services.register_gaps import pressing_gaps, unsettled
from bot.services.register_people import note_training
from bot.services.registered import (
    certificates_of,
    desk_drills,
    devices_of,
    registered,
    storage_of,
    tiers_of,
    workers_of,
)
from tests.faults.conftest import ENGINEER, LEGAL, SUZUKI, House

PACK, OTHER = "kawabata-2026", "tobu-2026"
TODAY = date(2026, 11, 24)
SUB = {"name": "見本工業", "work": "集計", "inner_minutes": "１５", "night_phone": "０３－００００－０１０１"}
STORE = {"medium": "server", "place": "東京の本社 3 階", "country": "japan"}


def add(house: House, kind: str, answers: dict[str, str], **changes: Any) -> RegisterEntry:
    given = {"actor": SUZUKI, "key": house.key(), "pack_id": PACK, **changes}
    return house.do(add_entry, AddEntry(kind=RegisterKind(kind), answers=answers, **given))


def change(house: House, entry: RegisterEntry, answers: dict[str, str], **changes: Any) -> RegisterEntry:
    given = {"actor": SUZUKI, "key": house.key(), "version": entry.version, "parent_id": entry.parent_id, **changes}
    return house.do(change_entry, ChangeEntry(item_id=entry.item_id, answers=answers, **given))


def end(house: House, entry: RegisterEntry, **changes: Any) -> RegisterEntry:
    given = {"actor": SUZUKI, "key": house.key(), "version": entry.version, "why": "終わったため", **changes}
    return house.do(end_entry, EndEntry(item_id=entry.item_id, **given))


def ask(house: House, query: Any, *args: Any, **more: Any) -> Any:
    return house.store.read_now(lambda uow: query(uow, *args, **more))


def test_what_is_registered_changes_and_ends_version_by_version_and_stays_visible(house: House) -> None:
    first = add(house, "storage", STORE, since=date(2026, 4, 1))
    second = change(house, first, {**STORE, "place": "大阪支社"}, since=date(2026, 11, 1), why="移転")
    last = end(house, second)
    assert ask(house, storage_of, PACK) == []
    assert ask(house, registered, PACK, ended=True) == [last]
    assert house.all(RegisterEntry, item_id=first.item_id) == [first, second, last], "no version is rewritten"
    assert [one.version for one in (first, second, last)] == [1, 2, 3]
    logged = [entry for entry in house.all(LogEntry) if entry.stream == f"register:{PACK}"]
    assert [entry.action for entry in logged] == ["register.added", "register.changed", "register.ended"]
    assert (logged[1].old, logged[1].new, logged[1].why) == (
        {"place": "東京の本社 3 階", "since": "2026-04-01"},
        {"place": "大阪支社", "since": "2026-11-01"},
        "移転",
    )


@pytest.mark.parametrize("actor", [ENGINEER, "U0NOBODY", ""])
def test_who_has_no_role_for_the_contract_writes_nothing_and_learns_nothing_by_an_id(house: House, actor: str) -> None:
    entry = add(house, "storage", STORE)
    for attempt in (
        lambda: add(house, "storage", STORE, actor=actor),
        lambda: change(house, entry, {**STORE, "place": "x"}, actor=actor),
        lambda: end(house, entry, actor=actor),
        lambda: house.do(end_entry, EndEntry(actor=actor, key="k", item_id="01UNKNOWN", version=1, why="x")),
        lambda: add(house, "storage", STORE, pack_id="no-such-contract"),
    ):
        with pytest.raises(NotAllowed, match="not_your_register"):
            attempt()
    assert house.all(RegisterEntry) == [entry]


def test_the_same_press_twice_registers_once(house: House) -> None:
    first = add(house, "storage", STORE, key="press")
    assert add(house, "storage", STORE, key="press") == first
    changed = change(house, first, {**STORE, "place": "x"}, key="again")
    assert change(house, first, {**STORE, "place": "x"}, key="again") == changed
    ended = end(house, changed, key="over")
    assert end(house, changed, key="over") == ended
    assert len(house.all(RegisterEntry)) == 3


def test_who_looked_at_an_older_version_is_told_who_changed_it(house: House) -> None:
    first = add(house, "storage", STORE)
    change(house, first, {**STORE, "place": "大阪"}, actor=LEGAL)
    for late in (lambda: change(house, first, {**STORE, "place": "福岡"}), lambda: end(house, first)):
        with pytest.raises(NotPossibleNow, match="register_moved") as refused:
            late()
        assert refused.value.values["by"]
    assert ask(house, storage_of, PACK)[0].answers["place"] == "大阪"


async def test_two_who_change_an_entry_at_once_do_not_overwrite_each_other(postgres_house: House) -> None:
    house = postgres_house
    first = add(house, "storage", STORE)

    async def one(number: int) -> str:
        command = ChangeEntry(
            actor=SUZUKI,
            key=f"at-once-{number}",
            item_id=first.item_id,
            version=1,
            answers={**STORE, "place": str(number)},
        )
        try:
            return str((await house.store.run(change_entry, command)).version)
        except Refused as refused:
            return refused.key

    said = await asyncio.gather(*(one(number) for number in range(6)))
    assert sorted(said) == ["2", *["refused.register_moved"] * 5]


async def test_two_who_hang_two_tiers_below_each_other_at_once_make_no_circle(postgres_house: House) -> None:
    house = postgres_house
    a, b = (add(house, "subcontractor", {**SUB, "name": name}) for name in ("甲社", "乙社"))

    async def below(entry: RegisterEntry, above: RegisterEntry) -> str:
        command = ChangeEntry(
            actor=SUZUKI,
            key=f"below-{entry.item_id}",
            item_id=entry.item_id,
            version=1,
            answers=entry.answers,
            parent_id=above.item_id,
        )
        try:
            return (await house.store.run(change_entry, command)).parent_id
        except Refused as refused:
            return refused.key

    said = await asyncio.gather(below(a, b), below(b, a))
    assert max(said) == "refused.tier_circle"
    assert len(ask(house, tiers_of, PACK)) == 2


def test_subcontractors_are_a_tree_and_nothing_hangs_below_what_is_over(house: House) -> None:
    top = add(house, "subcontractor", SUB)
    low = add(house, "subcontractor", {**SUB, "name": "例示組", "inner_minutes": "10"}, parent_id=top.item_id)
    add(house, "storage", STORE, parent_id=low.item_id)
    assert [(tier.entry.answers["name"], tier.depth, tier.chain_minutes) for tier in ask(house, tiers_of, PACK)] == [
        ("見本工業", 1, 15),
        ("例示組", 2, 25),
    ]
    assert len(ask(house, storage_of, PACK, tier=low.item_id)) == 1 and ask(house, storage_of, PACK, tier="") == []
    with pytest.raises(NotPossibleNow, match="register_below"):
        end(house, top)
    with pytest.raises(BadAnswer, match="tier_circle"):
        change(house, top, SUB, parent_id=low.item_id)
    gone = end(house, add(house, "subcontractor", {**SUB, "name": "旧社"}))
    for unknown in ("01NOBODY", gone.item_id):
        with pytest.raises(BadAnswer, match="tier_unknown"):
            add(house, "storage", {**STORE, "place": "x"}, parent_id=unknown)
    with pytest.raises(BadAnswer, match="tier_unknown"):
        add(house, "person", {"person": SUZUKI}, parent_id=top.item_id)


def test_a_tier_of_another_clients_contract_is_not_there(house: House) -> None:
    theirs = add(house, "subcontractor", SUB, pack_id=OTHER)
    with pytest.raises(BadAnswer, match="tier_unknown"):
        add(house, "storage", STORE, parent_id=theirs.item_id)
    assert ask(house, tiers_of, PACK) == ()


@pytest.mark.parametrize(
    ("answers", "since", "block"),
    [
        ({}, TODAY + timedelta(days=1), "since"),
        ({"flow_down_on": "2026-12-01"}, TODAY, "flow_down_on"),
        ({"flow_down_on": "2026-02-30"}, TODAY, "flow_down_on"),
        ({"night_phone": "折り返し"}, TODAY, "night_phone"),
    ],
)
def test_days_that_cannot_be_are_refused_at_their_field(house: House, answers: Any, since: date, block: str) -> None:
    with pytest.raises(BadAnswer) as refused:
        add(house, "subcontractor", {**SUB, **answers}, since=since)
    assert refused.value.block == block and house.all(RegisterEntry) == []


def test_nothing_changes_before_it_was_registered_nor_after_it_ended(house: House) -> None:
    first = add(house, "storage", STORE, since=TODAY)
    for wrong in (
        lambda: change(house, first, {**STORE, "place": "x"}, since=date(2026, 11, 1)),
        lambda: end(house, first, since=date(2026, 11, 1)),
    ):
        with pytest.raises(BadAnswer, match="register_before"):
            wrong()
    with pytest.raises(BadAnswer) as refused:
        end(house, first, why=" ")
    assert refused.value.block == "why"
    with pytest.raises(BadAnswer, match="register_same"):
        change(house, first, STORE)
    over = end(house, first)
    with pytest.raises(NotPossibleNow, match="register_ended"):
        change(house, over, {**STORE, "place": "x"})


def test_the_same_person_or_company_is_registered_once_however_it_is_written(house: House) -> None:
    add(house, "subcontractor", {**SUB, "name": "ABC 工業"})
    with pytest.raises(BadAnswer, match="register_twice"):
        add(house, "subcontractor", {**SUB, "name": "ａｂｃ工業"})
    worker = add(house, "person", {"person": ENGINEER})
    with pytest.raises(BadAnswer, match="register_twice"):
        add(house, "person", {"person": ENGINEER})
    add(house, "person", {"person": ENGINEER}, pack_id=OTHER)
    end(house, worker)
    assert add(house, "person", {"person": ENGINEER}).version == 1, "who left may come again"


def test_who_is_none_of_ours_is_not_registered_as_one_who_works_here(house: House) -> None:
    stranger = Person(
        id="U0STRANGER", team_id="T1", name="他社", locale="ja", tz="Asia/Tokyo", is_foreign=True, fetched_at=house.clock.now()
    )  # fmt: skip
    house.do(remember_person, stranger)
    for kind in ("person", "manager"):
        with pytest.raises(BadAnswer, match="not_ours") as refused:
            add(house, kind, {"person": "U0STRANGER"})
        assert refused.value.block == "person"


def test_who_works_on_a_contract_keeps_the_day_of_joining_when_training_is_noted(house: House) -> None:
    worker = add(house, "person", {"person": ENGINEER}, since=date(2026, 4, 1))
    assert ask(house, workers_of, PACK)[0].trained_on is None
    change(house, worker, {"person": ENGINEER, "trained_on": "2026-06-01", "proof": "教材 3"}, since=date(2026, 6, 1))
    (now,) = ask(house, workers_of, PACK)
    assert (now.user_id, now.since, now.trained_on) == (ENGINEER, date(2026, 4, 1), date(2026, 6, 1))


def test_a_training_held_counts_for_all_who_work_on_it_and_never_takes_a_later_one_back(house: House) -> None:
    old = add(house, "person", {"person": ENGINEER})
    fresh = add(house, "person", {"person": LEGAL, "trained_on": "2026-11-20"})
    add(house, "person", {"person": ENGINEER}, pack_id=OTHER)
    training = next(matter for matter in house.all(Matter, topic="training") if matter.answers["person"] == ENGINEER)
    everybody = replace(training, answers={"for": "2026"}, state=MatterState.FULFILLED)
    house.store.write_now(lambda uow: note_training(uow, everybody, date(2026, 11, 10), "教材", by=SUZUKI))
    assert [(one.user_id, one.trained_on) for one in ask(house, workers_of, PACK)] == [
        (ENGINEER, date(2026, 11, 10)),
        (LEGAL, date(2026, 11, 20)),
    ]
    assert [one.trained_on for one in ask(house, workers_of, OTHER)] == [None], "another client's contract"
    assert old.version == fresh.version == 1


def test_what_belongs_to_the_house_serves_every_contract_and_what_is_one_contracts_does_not(house: House) -> None:
    laptop = {"name": "PC-12", "use": "laptop", "network": "no", "carried": "yes", "guards": "encrypted,two_factor,x"}
    add(house, "device", laptop, pack_id=HOUSE)
    add(house, "device", {**laptop, "name": "PC-13"}, pack_id=OTHER)
    add(house, "certificate", {"name": "iso27001", "expires_on": "2026-01-31"}, pack_id=HOUSE)
    assert [one.answers["name"] for one in ask(house, devices_of, PACK)] == ["PC-12"]
    assert ask(house, devices_of, PACK)[0].flags("guards") == {"encrypted", "two_factor"}
    assert [one.expires_on for one in ask(house, certificates_of, PACK)] == [date(2026, 1, 31)], "expired ones show too"
    with pytest.raises(BadAnswer, match="register_owner"):
        add(house, "storage", STORE, pack_id=HOUSE)


def test_the_last_call_of_each_place_of_the_desk_counts_by_day_and_by_night(house: House) -> None:
    call = {"slot": "primary", "held_on": "2026-10-01", "time": "day", "answered": "yes", "who": "受付"}
    add(house, "desk_drill", call)
    drill = add(house, "desk_drill", {**call, "held_on": "2026-11-02", "answered": "no", "who": ""})
    add(house, "desk_drill", {**call, "held_on": "2026-09-01"})  # an older one, written down later
    found = ask(house, desk_drills, PACK, ("primary", "backup"))
    assert [(one.slot, one.time, one.held_on, one.answered) for one in found] == [
        ("primary", "day", date(2026, 11, 2), False),
        ("primary", "night", None, False),
        ("backup", "day", None, False),
        ("backup", "night", None, False),
    ]
    with pytest.raises(NotPossibleNow, match="register_event"):
        change(house, drill, call)


def test_a_register_as_a_table_holds_every_version_and_nothing_a_spreadsheet_would_run(house: House) -> None:
    top = add(house, "subcontractor", {**SUB, "name": "=cmd|x"})
    first = add(house, "storage", STORE, parent_id=top.item_id)
    end(house, change(house, first, {**STORE, "place": "大阪"}, why="移転"))
    add(house, "storage", {**STORE, "place": "他社の棚"}, pack_id=OTHER)
    table = ask(house, register_table, PACK, "ja").decode("utf-8-sig")
    lines = list(csv.DictReader(io.StringIO(table)))
    assert [(line["種類"], line["状態"], line["再委託先"]) for line in lines] == [
        ("保存先", "変更前", "'=cmd|x"),
        ("保存先", "変更前", "'=cmd|x"),
        ("保存先", "終わり", "'=cmd|x"),
        ("再委託先", "有効", ""),
    ]
    assert lines[1]["理由"] == "移転" and "大阪" in lines[1]["内容"] and lines[3]["名前"] == "'=cmd|x"
    assert "他社の棚" not in table, "another client's"


def test_only_the_last_version_of_a_certificate_reminds_and_an_ended_one_never(house: House) -> None:
    given = {"name": "iso27001", "expires_on": "2026-11-30"}
    first = add(house, "certificate", given, pack_id=HOUSE)
    other = add(house, "certificate", {**given, "name": "audit"}, pack_id=HOUSE)
    change(house, first, {**given, "expires_on": "2028-11-30"})
    end(house, other)
    house.pass_time(days=12)
    assert house.all(OutboxRow, kind="register_expiry") == []


def test_a_certificate_that_ran_out_before_it_was_registered_is_said_so_at_once_and_each_morning(house: House) -> None:
    add(house, "certificate", {"name": "privacy_mark", "expires_on": "2026-10-30"}, pack_id=HOUSE)
    assert [gap.code for gap in ask(house, pressing_gaps, ())] == ["expired"]
    house.pass_time(days=3)
    mornings = {row.due_at for row in house.all(OutboxRow, kind="register_expiry", target=SUZUKI)}
    assert len(mornings) == 3, "Tuesday, Wednesday and Thursday"


@pytest.mark.parametrize("day", ["2031-12-31", "2019-01-01"])
def test_a_day_of_expiry_years_away_is_taken_for_a_slip(house: House, day: str) -> None:
    with pytest.raises(BadAnswer, match="day_off") as refused:
        add(house, "certificate", {"name": "audit", "expires_on": day}, pack_id=HOUSE)
    assert refused.value.block == "expires_on"


def test_a_consent_named_by_number_has_to_be_one_of_this_contract_and_counts_once_it_is_given(house: House) -> None:
    wish = OpenMatter(
        actor=SUZUKI, key="wish", kind=MatterKind.CONSENT, topic="subcontract_any_tier", pack_id=PACK, words="集計"
    )
    asked = house.do(open_matter, wish)
    with pytest.raises(BadAnswer, match="no_such_consent"):
        add(house, "subcontractor", {**SUB, "consent": asked.ref}, pack_id=OTHER)
    with pytest.raises(BadAnswer, match="no_such_consent"):
        add(house, "subcontractor", {**SUB, "consent": "MAT-990101-01"})
    add(house, "subcontractor", {**SUB, "consent": asked.ref.lower(), "flow_down_on": "2026-11-01"})
    pack = house.rules.packs[PACK]
    assert ask(house, unsettled, [pack]) == {PACK: ("見本工業",)}, "asked for is not yet given"
    given = {"happened_on": TODAY, "who": "窓口", "reference": "承諾書 3"}
    house.do(take_step, TakeStep(actor=SUZUKI, key="given", matter_id=asked.id, step="record_grant", **given))
    assert ask(house, unsettled, [pack]) == {}
