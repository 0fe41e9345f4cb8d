"""A trial promises what a real report does: the same duties, the same instants, the same people, in the same order."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.domain.duty import Duty
from bot.domain.errors import BadAnswer, NotAllowed
from bot.domain.people import Person
from bot.services.rules import TRACKED
from bot.services.trials import MOMENTS, OWN, SITUATIONS, TryContract, contracts_to_try, instant_of, try_contract
from bot.views.forms.report import HOW_SURE, INFO, WHAT, WHERE
from tests.faults.conftest import EXECUTIVE, LEAD, NIGHT, TOKYO, House, nobody_left

PACKS = ("kawabata-2026", "tobu-2026")
ANSWERS = st.fixed_dictionaries(
    {
        "what": st.lists(st.sampled_from(WHAT), min_size=1, max_size=3, unique=True),
        "how_sure": st.sampled_from(HOW_SURE),
        "where": st.lists(st.sampled_from(WHERE), max_size=2, unique=True),
        "info": st.lists(st.sampled_from(INFO), max_size=2, unique=True),
    }
)


def tried(house: House, pack: str, situation: str = OWN, answers: dict[str, object] | None = None, **asked):
    query = TryContract(
        viewer=asked.pop("viewer", LEAD),
        pack_id=pack,
        situation=situation,
        answers=answers or {},
        moment=asked.pop("moment", "now"),
        **asked,
    )
    return house.store.read_now(lambda uow: try_contract(uow, query))


def as_reported(house: House, pack: str, answers: dict[str, object]) -> list[tuple[object, ...]]:
    incident = house.report(key=house.key(), **{**answers, "contracts": [pack], "when": "now"})
    book = house.rules.packs[pack]
    summaries = {rule.id: rule.summary.ja for rule in book.duties}
    return sorted(
        (summaries[duty.rule_id], duty.type, duty.due_at, duty.target_at, duty.recommended)
        for duty in house.all(Duty, incident_id=incident)
    )


def as_tried(trial) -> list[tuple[object, ...]]:
    return sorted(
        (duty.title.ja, duty.type, duty.due_at, duty.target_at, duty.recommended)
        for duty in trial.duties
        if duty.type in TRACKED
    )


@pytest.mark.parametrize("pack", PACKS)
@pytest.mark.parametrize("situation", SITUATIONS)
def test_a_ready_made_situation_says_what_the_report_then_does(house, pack, situation):
    answers = {"what": ["unknown"], "how_sure": "unknown", "where": [], "info": [], **SITUATIONS[situation]}
    assert as_tried(tried(house, pack, situation)) == as_reported(house, pack, answers)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(pack=st.sampled_from(PACKS), answers=ANSWERS, hours=st.integers(0, 24 * 400))
def test_any_answers_at_any_time_say_what_the_report_then_does(house, pack, answers, hours):
    house.clock.set(NIGHT + timedelta(hours=hours))
    assert as_tried(tried(house, pack, OWN, answers)) == as_reported(house, pack, answers)


def test_it_names_whom_the_ladder_then_rings_and_when(house):
    for number, person in enumerate(("U0SATO", "U0TANAKA", "U0BROWN", "U0SUZUKI", "U0KATO", "U0OKADA")):
        known = Person(
            id=person, team_id="T0", name=person, locale="ja", tz="Asia/Tokyo", fetched_at=NIGHT + timedelta(0, number)
        )
        house.store.write_now(lambda uow, known=known: uow.add(known))
    trial = tried(house, "kawabata-2026", "lost_laptop")
    incident = house.report()
    house.fire_due()
    house.pass_time(hours=1)
    rung = sorted(
        {
            (min(row.due_at for row in house.pages(person, incident=incident)), person)
            for ring in trial.rings
            for person in ring.names
        }
    )
    assert rung == sorted((ring.at, person) for ring in trial.rings for person in ring.names)
    assert [ring.role for ring in trial.rings] == [
        "incident_lead", "duty_manager", "responsible", "security_manager", "executive",
    ]  # fmt: skip


def test_a_ladder_longer_than_the_deadline_rings_at_once_whom_it_should_have_rung(house):
    """Twenty minutes for the client and twenty for the ladder: everybody is rung with the report, here as there."""
    office, packs, *rest = house.rules._good
    short = packs["kawabata-2026"]
    duties = tuple(
        duty.model_copy(update={"clock": duty.clock.model_copy(update={"limit": "PT20M"})})
        if duty.id == "notify-60"
        else duty
        for duty in short.duties
    )
    house.rules._good = (office, {**packs, short.id: short.model_copy(update={"duties": duties})}, *rest)
    trial = tried(house, short.id, "lost_laptop")
    assert {ring.at for ring in trial.rings} == {NIGHT}
    incident = house.report()
    house.fire_due()
    for person in (person for ring in trial.rings for person in ring.names):
        assert [row.due_at for row in house.pages(person, incident=incident)] == [NIGHT]


def test_a_role_nobody_has_is_said(leaving_house):
    nobody_left(leaving_house)
    with pytest.raises(NotAllowed):  # nobody has a role, so nobody may try
        tried(leaving_house, "kawabata-2026", "lost_laptop")
    office, packs, *rest = leaving_house.rules._good
    leaving_house.rules._good = (office.model_copy(update={"roles": {"incident_lead": (LEAD,)}}), packs, *rest)
    trial = tried(leaving_house, "kawabata-2026", "lost_laptop")
    assert [ring.names for ring in trial.rings] == [(LEAD,), (), (), (), ()]


def test_only_who_has_a_role_may_try_and_an_unknown_contract_answers_the_same(house):
    assert {pack for pack, _ in house.store.read_now(lambda uow: contracts_to_try(uow, EXECUTIVE))} == set(PACKS)
    assert house.store.read_now(lambda uow: contracts_to_try(uow, "U0YAMADA")) == ()
    for viewer, pack in (("U0YAMADA", "kawabata-2026"), (LEAD, "no-such-pack")):
        with pytest.raises(NotAllowed) as refused:
            tried(house, pack, "lost_laptop", viewer=viewer)
        assert refused.value.key == "refused.no_role_to_try"


def test_who_has_a_role_in_one_contract_tries_that_one_alone(house):
    office, packs, *rest = house.rules._good
    roles = {**packs["tobu-2026"].people, "legal": ("U0YAMADA",)}
    mine = packs["tobu-2026"].model_copy(update={"people": roles})
    house.rules._good = (office, {**packs, "tobu-2026": mine}, *rest)
    offered = house.store.read_now(lambda uow: contracts_to_try(uow, "U0YAMADA"))
    assert [pack for pack, _ in offered] == ["tobu-2026"]
    assert tried(house, "tobu-2026", "lost_laptop", viewer="U0YAMADA").duties
    with pytest.raises(NotAllowed):
        tried(house, "kawabata-2026", "lost_laptop", viewer="U0YAMADA")


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        ("now", NIGHT),
        ("night", datetime(2026, 11, 25, 3, 0, tzinfo=TOKYO)),
        ("golden_week", datetime(2027, 5, 3, 10, 0, tzinfo=TOKYO)),
        ("year_end", datetime(2026, 12, 31, 23, 40, tzinfo=TOKYO)),
        ("pick", datetime(2026, 8, 1, 12, 0, tzinfo=UTC)),
    ],
)
def test_each_moment_is_the_next_to_come_in_the_contracts_zone(moment, expected):
    picked = datetime(2026, 8, 1, 12, 0, tzinfo=UTC)
    assert instant_of(moment, NIGHT.astimezone(UTC), TOKYO, picked) == expected


@pytest.mark.parametrize("moment", [name for name in MOMENTS if name not in ("now", "pick")])
def test_a_moment_never_lies_behind_us(moment):
    for hours in range(0, 366 * 24, 5):
        now = NIGHT + timedelta(hours=hours)
        at = instant_of(moment, now, TOKYO, None)
        assert now < at <= now + timedelta(days=366)


@pytest.mark.parametrize(
    ("asked", "block", "key"),
    [
        ({"moment": "pick"}, "moment_at", "refused.pick_time"),
        ({"moment": "pick", "picked": NIGHT + timedelta(days=366 * 21)}, "moment_at", "refused.time_too_far"),
        ({"moment": "sometime"}, "moment", "refused.choose"),
    ],
)
def test_a_time_that_cannot_be_tried_is_refused_under_its_question(house, asked, block, key):
    with pytest.raises(BadAnswer) as refused:
        tried(house, "kawabata-2026", "lost_laptop", **asked)
    assert (refused.value.block, refused.value.key) == (block, key)


def test_a_situation_that_is_not_offered_is_refused(house):
    with pytest.raises(BadAnswer, match=r"refused\.choose"):
        tried(house, "kawabata-2026", "earthquake")


def test_after_the_contract_ended_only_what_survives_is_owed(house):
    office, packs, *rest = house.rules._good
    over = packs["kawabata-2026"]
    term = over.term.model_copy(update={"end": NIGHT.date() - timedelta(days=1)})
    house.rules._good = (office, {**packs, over.id: over.model_copy(update={"term": term})}, *rest)
    trial = tried(house, over.id, "lost_laptop")
    assert trial.phase == "expired"
    assert any(duty.recommended for duty in trial.duties)
    assert replace(trial, phase="active") != tried(house, "tobu-2026", "lost_laptop")
