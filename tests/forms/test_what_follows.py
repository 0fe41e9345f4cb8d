"""What follows a notice under every contract form: surveys by their own article, talks that a person begins, who bears the cost."""

from __future__ import annotations

from datetime import date

import pytest

from bot.domain.consultation import Consultation
from bot.domain.incident import Incident
from bot.domain.lane import Lane
from bot.domain.survey import Survey
from bot.packs.loader import SHIPPED, load_pack
from bot.services.consulting import StartConsultation, start_consultation
from bot.services.following_picture import draw_after
from bot.services.ledger_picture import LedgerOf, ledger_picture
from bot.services.names import names_of
from bot.services.picture import draw
from bot.services.reaching import MarkReached, mark_reached
from bot.services.surveys import AnnounceSurvey, announce_survey
from bot.views import forms
from bot.views.ledger import costs_view
from bot.views.pictures import Reader
from tests.faults.conftest import LEAD, House
from tests.forms.every_form import FORMS
from tests.forms.test_reports import LEAK, reported

JA = Reader(LEAD, "ja", "Asia/Tokyo")
SURVEYS = {
    "seed-000": ["accept-survey", "survey-of-sub", "survey-after-report"],
    "seed-001": ["inspection"],
    "seed-002": ["inspection"],
    "seed-003": ["field-survey", "survey-after-report"],
    "seed-004": [],
}
CASES = [(form, rule) for form, rules in SURVEYS.items() for rule in rules]


def reached(house: House, form: str) -> Lane:
    """The lane of a leak that this client has heard of."""
    lane = reported(house, form, LEAK)
    house.do(
        mark_reached,
        MarkReached(actor=LEAD, key=house.key(), lane_id=lane.id, who="見本 一子", how="phone", at=house.clock.now()),
    )
    return lane


def follow_screen(house: House, lane: Lane) -> str:
    """The screen of what comes after, as the lead sees it."""

    def drawn(uow):
        incident = draw(uow, uow.get(Incident, lane.incident_id))
        (mine,) = [one for one in incident.lanes if one.id == lane.id]
        after = draw_after(uow, uow.pinned(lane.pack_digest), lane.id, names_of(uow))
        return str(forms.after_view(incident, mine, after, JA, house.clock.now()))

    return house.store.read_now(drawn)


@pytest.mark.parametrize(("form", "rule_id"), CASES)
def test_every_survey_may_come_after_the_notice_and_is_kept_by_its_own_article(
    every_form: House, form: str, rule_id: str
) -> None:
    house, pack = every_form, load_pack(SHIPPED / f"{form}.yaml").pack
    lane = reached(house, form)
    rule = next(rule for rule in pack.duties if rule.id == rule_id)
    assert "このあと調査や検査があるかもしれません" in (screen := follow_screen(house, lane))
    assert rule.summary.ja in screen
    house.do(
        announce_survey,
        AnnounceSurvey(
            actor=LEAD, key=house.key(), lane_id=lane.id, announced_on=date(2026, 11, 24), announced_by="検査 官子",
            how="letter", scope="執務室", rule_id=rule_id,
        ),
    )  # fmt: skip
    (survey,) = house.all(Survey, lane_id=lane.id)
    assert survey.rule_id == rule_id
    after = house.store.read_now(
        lambda uow: draw_after(uow, uow.pinned(lane.pack_digest), lane.id, names_of(uow)).surveys[0]
    )
    assert after.cite == rule.cite
    assert "このあと調査や検査があるかもしれません" not in follow_screen(house, lane), "it has come"


def test_where_no_survey_is_written_none_is_announced_as_likely(every_form: House) -> None:
    assert "このあと調査や検査があるかもしれません" not in follow_screen(every_form, reached(every_form, "seed-004"))


@pytest.mark.parametrize("form", FORMS)
def test_talks_on_what_the_contract_leaves_unclear_are_begun_by_its_article_where_it_has_one(
    every_form: House, form: str
) -> None:
    lane = reached(every_form, form)
    before = {talk.id for talk in every_form.all(Consultation, lane_id=lane.id)}
    command = StartConsultation(
        actor=LEAD, key=every_form.key(), lane_id=lane.id, topic="interpretation", subject="対象の範囲"
    )
    every_form.do(start_consultation, command)
    (talk,) = [one for one in every_form.all(Consultation, lane_id=lane.id) if one.id not in before]
    assert (talk.rule_id.partition(":")[0], talk.good_practice) == (
        ("gaps", False) if form == "seed-004" else ("interpretation", True)
    )


BASES = {
    "seed-000": {"cost": "6(7)", "consult-cost": "6(7)"},
    "seed-001": {},
    "seed-002": {"cost-personal": "特記14", "cost": "特記14"},
    "seed-003": {"damages": "第12", "damages-by-sub": "第12"},
    "seed-004": {"cost-by-cause": "8(1)", "cost-share": "8(2)"},
}
"""By contract form: the rules a cost can be borne on, each with an article that says so."""


@pytest.mark.parametrize("form", FORMS)
def test_the_ledger_offers_what_the_contract_says_of_cost_and_keeps_damages_apart_where_it_does(
    every_form: House, form: str
) -> None:
    lane = reached(every_form, form)
    picture = every_form.store.read_now(lambda uow: ledger_picture(uow, LedgerOf(viewer=LEAD, lane_id=lane.id)))
    offered = {basis.rule_id: basis.cite for basis in picture.bases}
    assert set(offered) == set(BASES[form])
    assert all(article in offered[rule] for rule, article in BASES[form].items())
    assert picture.damages_apart == (("6(8)",) if form == "seed-000" else ())
    screen = str(costs_view(picture, JA))
    assert ("損害賠償" in screen and "6(8)" in screen) is (form == "seed-000")
