"""Matters under pressure: owners who are none of ours, days and duties that a contract fixed, the same press twice."""

from __future__ import annotations

import asyncio
import json
import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.domain.errors import BadAnswer, NotAllowed, NotPossibleNow
from bot.domain.matter import Matter, MatterEntry, MatterKind, MatterState
from bot.domain.people import Person
from bot.domain.work import OutboxRow, Timer, TimerState
from bot.services.firing import fire
from bot.services.matter_picture import MatterOf, matter_of
from bot.services.matters import OpenMatter, TakeStep, open_matter, take_step
from bot.services.people import remember_person
from tests.faults.conftest import DEMO, LEAD, SUZUKI, House

STRANGER = "U0STRANGER"


def opened(house: House, **changes: Any) -> Matter:
    given: dict[str, Any] = {
        "actor": LEAD, "key": house.key(), "kind": MatterKind.REQUEST, "topic": "status_report", "pack_id": "kawabata-2026",
        "words": "月次の状況を書面で",
    }  # fmt: skip
    return house.do(open_matter, OpenMatter(**{**given, **changes}))


def step(house: House, matter: Matter, name: str, actor: str = LEAD, **given: Any) -> Matter:
    command = TakeStep(actor=actor, key=house.key(), matter_id=matter.id, step=name, **given)
    return house.do(take_step, command)


@pytest.fixture
def foreign(house: House) -> House:
    """One of another company, known from a shared channel."""
    house.do(
        remember_person,
        Person(
            id=STRANGER,
            team_id="T1",
            name="他社の人",
            locale="ja",
            tz="Asia/Tokyo",
            is_foreign=True,
            fetched_at=house.clock.now(),
        ),
    )
    return house


def test_who_is_none_of_ours_never_owns_a_matter(foreign: House) -> None:
    with pytest.raises(BadAnswer) as refused:
        opened(foreign, owner=STRANGER)
    assert refused.value.block == "owner"
    matter = opened(foreign)
    with pytest.raises(BadAnswer) as refused:
        step(foreign, matter, "assign", owner=STRANGER)
    assert refused.value.block == "owner"
    assert [row for row in foreign.all(OutboxRow, kind="matter") if row.target == STRANGER] == []


def test_who_has_nothing_to_do_with_it_learns_nothing_by_its_id(house: House) -> None:
    matter = opened(house)
    for identifier in (matter.id, "01UNKNOWN"):
        with pytest.raises(NotAllowed, match="not_your_matter"):
            house.do(matter_of, MatterOf(viewer=STRANGER, matter_id=identifier))
        with pytest.raises(NotAllowed, match="not_your_matter"):
            house.do(take_step, TakeStep(actor=STRANGER, key=house.key(), matter_id=identifier, step="withdraw"))


def test_a_persons_name_calls_nobody(house: House) -> None:
    known = Person(
        id=LEAD, team_id="T0", name="<!channel> *x*", locale="ja", tz="Asia/Tokyo", fetched_at=house.clock.now()
    )
    house.do(remember_person, known)
    opened(house, owner=SUZUKI)
    ((_, call),) = [sent for sent in house.deliver() if sent[0].kind == "matter"]
    said = json.dumps(call.arguments, ensure_ascii=False)
    assert "&lt;!channel&gt;" in said and "<!channel>" not in said


@pytest.fixture
def dated(tmp_path: Path) -> Iterator[House]:
    """A house whose client's contract gives ten days to answer, as a number."""
    packs = tmp_path / "packs"
    shutil.copytree(DEMO, packs)
    file = packs / "kawabata.yaml"
    rule = (
        "duties:\n  - id: status-report\n    type: answer\n    cite: ['9(1)']\n"
        "    summary: {ja: 求めに応じて状況を報告する, en: Report the state of things when asked}\n"
        "    when: {request: status_report}\n    clock: {start: client_asked_at, limit: P10D, kind: hard}\n"
    )
    file.write_text(f"{file.read_text(encoding='utf-8')}{rule}", encoding="utf-8")
    made = House(f"sqlite:///{tmp_path / 'dated.sqlite3'}", packs)
    yield made
    made.store.close()


def test_nobody_puts_off_a_day_that_the_contract_fixed(dated: House) -> None:
    matter = opened(dated)
    assert matter.hard and matter.due_on is not None
    later, sooner = matter.due_on + timedelta(days=20), matter.due_on - timedelta(days=3)
    with pytest.raises(BadAnswer) as refused:
        step(dated, matter, "assign", owner=LEAD, due_on=later)
    assert (refused.value.block, refused.value.values) == ("due_on", {"day": matter.due_on})
    assert step(dated, matter, "assign", owner=SUZUKI).due_on == matter.due_on
    assert step(dated, matter, "assign", owner=LEAD, due_on=sooner).due_on == sooner


def test_what_the_contract_fixed_is_dropped_only_with_a_second_person(dated: House) -> None:
    matter = opened(dated)
    with pytest.raises(NotPossibleNow, match="second_person"):
        step(dated, matter, "withdraw", note="もう要らないと聞いた")
    names = {one.name for one in dated.do(matter_of, MatterOf(viewer=LEAD, matter_id=matter.id)).steps}
    assert "withdraw" not in names, "a button that only refuses is no button"
    assert "withdraw" in {one.name for one in dated.do(matter_of, MatterOf(viewer=SUZUKI, matter_id=matter.id)).steps}
    assert step(dated, matter, "withdraw", SUZUKI, note="お客様から取り下げ").state is MatterState.WITHDRAWN
    soft = opened(dated, topic="information")
    assert step(dated, soft, "withdraw", note="もう要らないと聞いた").state is MatterState.WITHDRAWN


async def test_two_people_and_a_reminder_at_once_leave_one_step_and_one_reminder_armed(postgres_house: House) -> None:
    house = postgres_house
    matters = [opened(house, due_on=house.clock.now().date() + timedelta(days=1)) for _ in range(20)]
    house.clock.advance(days=2)  # its day has come everywhere

    async def take(matter: Matter, name: str, actor: str, **given: Any) -> bool:
        command = TakeStep(actor=actor, key=f"{matter.id}:{name}", matter_id=matter.id, step=name, **given)
        try:
            await house.store.run(take_step, command)
        except NotPossibleNow:
            return False
        return True

    async def ring() -> None:
        while (firing := await house.store.fire_next(fire)) is not None:
            assert firing.failure is None

    today = house.clock.now().date()
    results = await asyncio.gather(
        ring(),
        ring(),
        *(
            one
            for matter in matters
            for one in (
                take(matter, "finish", LEAD, happened_on=today, reference="R-7"),
                take(matter, "withdraw", SUZUKI, note="取り下げ"),
            )
        ),
    )
    for matter in matters:
        stored = house.all(Matter, id=matter.id)[0]
        steps = {entry.step for entry in house.all(MatterEntry, matter_id=matter.id)}
        after_it = "nothing is finished once it was withdrawn"
        assert stored.state is (MatterState.WITHDRAWN if "withdraw" in steps else MatterState.DONE), after_it
        assert steps and stored.remind_epoch >= len(steps), "no step was written over another"
        armed = house.all(Timer, scope_id=f"matter:{matter.id}", state=TimerState.ARMED)
        assert len([one for one in armed if one.seq == str(stored.remind_epoch)]) == (1 if stored.is_open else 0)
        rung = [
            row.target
            for row in house.all(OutboxRow, kind="matter")
            if row.params == {"matter": matter.id, "what": "reminder"}
        ]
        assert len(rung) == len(set(rung)), "each is reminded once"
    assert any(results[2:])
