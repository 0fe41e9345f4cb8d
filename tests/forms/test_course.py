"""The course of every contract form: what is filed at its start, what comes back and when, and what is owed at its end."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from bot.domain.matter import Matter, MatterKind
from bot.domain.work import Timer, TimerState
from bot.packs.schema import Pack
from bot.services.cards import cards_of, draw_card
from bot.services.contract_watch import FollowContracts, follow_contracts
from bot.services.inventory import TakeInventory, take_inventory
from bot.services.matters import OpenMatter, open_matter
from bot.services.recurring import ArmRecurring, arm_recurring
from bot.services.recurring_rules import is_dated
from bot.views.texts import text
from tests.faults.conftest import LEAD, SUZUKI, House
from tests.forms.every_form import FORMS, packs_of_every_form

AT_THE_START = {
    "seed-000": {"procedure"},
    "seed-001": set(),
    "seed-002": {"storage-form"},
    "seed-003": {"manager", "place"},
    "seed-004": set(),
}
ON_A_CHANGE = [
    ("seed-002", "storage", "storage-change"),
    ("seed-002", "cloud", "storage-change"),
    ("seed-002", "subcontractor", "storage-change"),
    ("seed-003", "manager", "manager-change"),
    ("seed-003", "place", "place-change"),
]
AT_THE_END = {
    "seed-001": {"return-assets"},
    "seed-002": {"return-assets"},
    "seed-003": {"return-assets", "erase-certificate", "hand-over-collected"},
}


def housed(folder: Path, **term: str) -> House:
    (folder / "packs").mkdir()
    return House(f"sqlite:///{folder / 'course.sqlite3'}", packs_of_every_form(folder / "packs", **term))


def pack_of(house: House, form: str) -> Pack:
    return house.rules.packs[f"client-{form}"]


def test_what_every_form_wants_filed_at_its_start_is_opened_on_its_first_day_and_nothing_else(tmp_path: Path) -> None:
    house = housed(tmp_path, start="2026-11-20")
    house.do(follow_contracts, FollowContracts())
    for form, expected in AT_THE_START.items():
        filed = house.all(Matter, kind=MatterKind.FILING, pack_id=f"client-{form}")
        assert {matter.rule_id for matter in filed} == expected, form
        for matter in filed:
            rule = next(rule for rule in pack_of(house, form).submissions if rule.id == matter.rule_id)
            assert (matter.began_on, matter.word) == (date(2026, 11, 20), rule.clock.word if rule.clock else "")
    house.store.close()


@pytest.mark.parametrize(("form", "topic", "rule"), ON_A_CHANGE)
def test_a_change_every_form_wants_to_hear_of_is_filed_by_its_article(
    every_form: House, form: str, topic: str, rule: str
) -> None:
    command = OpenMatter(
        actor=LEAD,
        key=every_form.key(),
        kind=MatterKind.FILING,
        topic=topic,
        pack_id=f"client-{form}",
        words="前から後へ",
    )
    assert every_form.do(open_matter, command).rule_id == rule


@pytest.mark.parametrize("form", FORMS)
def test_everything_that_comes_back_under_every_form_is_asked_for_when_its_time_comes(
    tmp_path: Path, form: str
) -> None:
    house = housed(tmp_path)
    house.do(arm_recurring, ArmRecurring())
    pack = pack_of(house, form)
    dated = {rule.id for rule in pack.recurring if is_dated(rule)}
    waiting = {
        timer.seq.partition("@")[0]: timer
        for timer in house.all(Timer, kind="recurring", scope_id=f"recurring:{pack.id}", state=TimerState.ARMED)
    }
    assert set(waiting) == dated, "a time of each is armed"
    house.clock.set(max(timer.due_at for timer in waiting.values()) if waiting else house.clock.now())
    house.fire_due()
    asked = house.all(Matter, kind=MatterKind.RECURRING, pack_id=pack.id)
    assert {matter.rule_id for matter in asked} == dated
    assert all(matter.due_on for matter in asked)
    house.store.close()


def test_every_card_of_the_contractor_rules_comes_to_everybody_with_its_words(every_form: House) -> None:
    (daily,) = [rule for rule in pack_of(every_form, "seed-002").recurring if rule.rotate]
    seen: set[str] = set()
    day = date(2026, 11, 24)
    for _ in range(40):
        day += timedelta(days=1)
        if day.weekday() >= 5:
            continue
        cards = every_form.store.read_now(lambda uow, day=day: cards_of(uow, day))
        card = cards[SUZUKI]
        picture = every_form.store.read_now(lambda uow, card=card, day=day: draw_card(uow, card, SUZUKI, day))
        assert picture is not None
        seen.add(card.name)
    assert seen == set(daily.rotate)
    for name in seen:
        assert text("ja", f"card_rule.{name}") and text("en", f"card_rule.{name}")


def test_what_every_form_wants_back_at_its_end_is_opened_and_listed_part_by_part(tmp_path: Path) -> None:
    house = housed(tmp_path, start="2025-04-01", end="2026-11-23", more=", completed_on: 2026-11-20")
    house.do(follow_contracts, FollowContracts())
    for form, expected in AT_THE_END.items():
        (whole,) = [
            one
            for one in house.all(Matter, kind=MatterKind.CONTRACT, pack_id=f"client-{form}")
            if one.topic == "wind_up"
        ]
        held = {"us": ("papers", "server", "collected")}
        house.do(take_inventory, TakeInventory(actor=SUZUKI, key=house.key(), matter_id=whole.id, held=held))
        parts = house.all(Matter, part_of=whole.id)
        assert {part.rule_id for part in parts} == expected, form
    house.store.close()
