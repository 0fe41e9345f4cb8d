"""Everything a client may ask for under every contract form: which article lets it ask, and followed until it is reported back."""

from __future__ import annotations

from datetime import date

import pytest

from bot.domain.matter import IN_PARTS, LOOKED_AT, REQUESTS, Matter, MatterKind, MatterState
from bot.services.matter_picture import MatterOf, matter_of
from bot.services.matters import OpenMatter, TakeStep, open_matter, take_step
from bot.views import forms
from bot.views.pictures import Reader
from tests.faults.conftest import LEAD, House
from tests.forms.every_form import FORMS

TODAY = date(2026, 11, 24)
JA = Reader(LEAD, "ja", "Asia/Tokyo")
ASKED = {
    "seed-000": {
        "inspection": ("accept-survey", "5(1), 5(2)"),
        "correction": ("correct", "5(3), 5(4)"),
        "documents": ("documents", "1(3)"),
        "return_or_destroy": ("return-or-destroy", "8(2)"),
        "subcontractor_correction": ("sub-correct-notice", "5(5)"),
    },
    "seed-001": {
        "status_report": ("status-report", "8(1)"),
        "inspection": ("inspection", "9"),
        "instruction": ("follow", "8(2), 8(3), 11"),
        "retrieve": ("retrieve-from-subs", "7"),
    },
    "seed-002": {
        "status_report": ("status-report", "特記9(1)"),
        "inspection": ("inspection", "特記10"),
        "instruction": ("follow-instructions", "特記9(2), 特記9(3), 特記12"),
        "retrieve": ("retrieve-from-subs", "特記8"),
        "storage_method_change": ("storage-method-change", "別記様式 注記1"),
    },
    "seed-003": {
        "inspection": ("field-survey", "第10"),
        "instruction": ("follow", "第11"),
        "disposal": ("dispose", "第8"),
    },
    "seed-004": {"information": ("answer-requests", "3(2)(6)")},
}
"""By contract form and request: the rule that lets the client ask, and its articles."""
CASES = [(form, topic) for form in FORMS for topic in REQUESTS]


def asked(house: House, form: str, topic: str) -> Matter:
    command = OpenMatter(
        actor=LEAD, key=house.key(), kind=MatterKind.REQUEST, topic=topic, pack_id=f"client-{form}", words="見本の依頼"
    )
    return house.do(open_matter, command)


def step(house: House, matter: Matter, name: str, **given: object) -> Matter:
    return house.do(take_step, TakeStep(actor=LEAD, key=house.key(), matter_id=matter.id, step=name, **given))  # type: ignore[arg-type]


@pytest.mark.parametrize(("form", "topic"), CASES)
def test_a_request_shows_the_article_that_lets_the_client_ask_and_ends_reported_back(
    every_form: House, form: str, topic: str
) -> None:
    house = every_form
    rule, cite = ASKED[form].get(topic, ("", ""))
    matter = asked(house, form, topic)
    assert matter.rule_id == rule
    picture = house.store.read_now(lambda uow: matter_of(uow, MatterOf(viewer=LEAD, matter_id=matter.id)))
    shown = str(forms.matter_view(picture, JA, house.clock.now()))
    assert f"契約 {cite}:" in shown if rule else "この契約に、これについての定めは見つかりません" in shown
    if topic in IN_PARTS:
        return  # done part by part: see the end of a contract
    if topic in LOOKED_AT:
        matter = step(house, matter, "scope", happened_on=TODAY, note="執務室")
        matter = step(house, matter, "hold", happened_on=TODAY, who="検査 官子")
    done = step(house, matter, "finish", happened_on=TODAY, reference="R-1")
    assert step(house, done, "report_back", happened_on=TODAY, who="見本 一子").state is MatterState.REPORTED


def test_who_wants_something_back_is_told_that_we_may_ask_to_keep_it(every_form: House) -> None:
    matter = asked(every_form, "seed-000", "return_or_destroy")
    picture = every_form.store.read_now(lambda uow: matter_of(uow, MatterOf(viewer=LEAD, matter_id=matter.id)))
    shown = str(forms.matter_view(picture, JA, every_form.clock.now()))
    assert "理由を添えて協議を申し入れられます（8(3)）" in shown
