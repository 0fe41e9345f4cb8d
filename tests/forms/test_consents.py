"""Every wish of the door `May I?` under every contract form: who agrees and how, how it ends, and the way to the report without it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from bot.domain.matter import CARRIED, CONSENTS, Matter, MatterKind, MatterState
from bot.packs.evaluate import evaluate
from bot.services.matter_picture import AskContract, MatterOf, contract_says, matter_of
from bot.services.matters import OpenMatter, TakeStep, open_matter, take_step
from bot.services.report import facts_of
from bot.views import forms
from bot.views.pictures import Reader
from tests.faults.conftest import ENGINEER, LEAD, SUZUKI, House
from tests.forms.every_form import FORMS

IN_WRITING, AHEAD = "書面", "あらかじめ承認"
FREE = ("", "client", "", "case")
"""The contract is silent: kept as good practice."""
INSIDE_LAPTOP = ("laptop-out", "inside", "責任者の承認", "each_time")
SAID = {
    "seed-000": {
        "provide_or_email": ("third-party", "client", IN_WRITING, "case"),
        "tell_third_party": ("third-party", "client", IN_WRITING, "case"),
        "subcontract_any_tier": ("subcontract", "told", "確認した結果の届出", "case"),
        "change_procedure": ("procedure-change", "client", "事前の確認", "case"),
        "keep_storing": ("keep-storing", "talks", "", "case"),
    },
    "seed-001": {
        **dict.fromkeys(("laptop_out", "papers_out", "take_out"), ("take-out", "client", AHEAD, "case")),
        **dict.fromkeys(("provide_or_email", "tell_third_party"), ("provide", "client", AHEAD, "case")),
        "copy": ("copy", "client", AHEAD, "case"),
        **dict.fromkeys(("connect_device", "bring_in_device"), ("connect", "client", "甲の指示による手続き", "case")),
        "let_third_party_use": ("others-use", "client", AHEAD, "case"),
        "subcontract_any_tier": ("subcontract", "client", "承認", "case"),
        "off_purpose_use": ("off-purpose", "client", "許可", "case"),
        "publish": ("publication-standby", "decides", "", "case"),
    },
    "seed-002": {
        "laptop_out": INSIDE_LAPTOP,
        "papers_out": ("papers-out", "inside", "責任者の事前の許可", "each_time"),
        "take_out": ("take-out", "client", AHEAD, "case"),
        **dict.fromkeys(("provide_or_email", "tell_third_party"), ("provide", "client", AHEAD, "case")),
        "copy": ("copy", "client", AHEAD, "case"),
        "subcontract_any_tier": ("subcontract", "client", IN_WRITING, "case"),
        "off_purpose_use": ("off-purpose", "client", "許可", "case"),
        "publish": ("publication-standby", "decides", "", "case"),
    },
    "seed-003": {
        **dict.fromkeys(("laptop_out", "papers_out", "take_out"), ("take-out", "client", IN_WRITING, "each_time")),
        **dict.fromkeys(
            ("provide_or_email", "tell_third_party", "off_purpose_use"),
            ("use-or-give", "client", "指示または承諾", "case"),
        ),
        "copy": ("copy", "client", IN_WRITING, "each_time"),
        "bring_in_device": ("bring-in", "client", IN_WRITING, "case"),
        "subcontract_any_tier": ("subcontract", "client", IN_WRITING, "case"),
    },
    "seed-004": {
        "tell_third_party": (
            "third-party-disclosure", "client", "事前の承諾（形式の定めなし。書面かメールがよい）", "case",
        ),
        "publish": ("publication", "talks", "", "case"),
    },
}  # fmt: skip
"""By contract form and wish: the rule, who agrees, in which form, and whether each time anew."""
CASES = [(form, topic) for form in FORMS for topic in CONSENTS]
TODAY = date(2026, 11, 24)
JA = Reader(LEAD, "ja", "Asia/Tokyo")


def asked(house: House, form: str, topic: str) -> Matter:
    command = OpenMatter(
        actor=ENGINEER,
        key=house.key(),
        kind=MatterKind.CONSENT,
        topic=topic,
        pack_id=f"client-{form}",
        words="見本の用件",
    )
    return house.do(open_matter, command)


def step(house: House, matter: Matter, name: str, actor: str = ENGINEER, **given: Any) -> Matter:
    return house.do(take_step, TakeStep(actor=actor, key=house.key(), matter_id=matter.id, step=name, **given))


def shown(house: House, matter: Matter) -> str:
    picture = house.store.read_now(lambda uow: matter_of(uow, MatterOf(viewer=matter.by, matter_id=matter.id)))
    return str(forms.matter_view(picture, JA, house.clock.now()))


@pytest.mark.parametrize(("form", "topic"), CASES)
def test_the_contract_says_who_agrees_and_how(every_form: House, form: str, topic: str) -> None:
    rule, agrees, words, per = SAID[form].get(topic, FREE)
    query = AskContract(pack_id=f"client-{form}", kind=MatterKind.CONSENT, topic=topic)
    answer = every_form.store.read_now(lambda uow: contract_says(uow, query))
    assert answer is not None
    remarks = {key for key, _ in answer.remarks}
    said = (
        "talks"
        if "contract.talks" in remarks
        else "decides"
        if "contract.client_decides" in remarks
        else "inside"
        if answer.inside
        else "told"
        if answer.tell_only
        else "client"
    )
    assert (answer.silent, said, answer.form.ja) == (rule == "", agrees, words)
    assert ("contract.each_time" in remarks) is (per == "each_time")
    door = str(
        forms.door_form(
            MatterKind.CONSENT, [(f"client-{form}", answer.summary)], JA, every_form.clock.now(), answer=answer
        )
    )
    assert (
        "この契約に、これについての定めは見つかりません" in door
        if answer.silent
        else all(one in door for one in answer.cite)
    )
    assert asked(every_form, form, topic).rule_id == rule


@pytest.mark.parametrize(("form", "topic"), CASES)
def test_leave_is_given_by_whoever_gives_it_is_good_until_its_day_and_ends_used_or_back(
    every_form: House, form: str, topic: str
) -> None:
    house, until = every_form, TODAY + timedelta(days=3)
    matter = asked(house, form, topic)
    if matter.inside:
        granted = step(house, matter, "approve", SUZUKI, until=until)
    else:
        granted = step(house, matter, "record_grant", happened_on=TODAY, who="見本 一子", reference="S-1", until=until)
    assert (granted.state, granted.until) == (MatterState.GRANTED, until)
    if topic in CARRIED:
        out = step(house, granted, "take_out")
        back = step(house, out, "bring_back", happened_on=TODAY)
        assert step(house, back, "confirm_back", SUZUKI).state is MatterState.RETURNED
    else:
        assert step(house, granted, "use", happened_on=TODAY).state is MatterState.USED


@pytest.mark.parametrize(("form", "topic"), CASES)
def test_it_can_be_withdrawn_and_without_leave_the_report_is_one_press_away(
    every_form: House, form: str, topic: str
) -> None:
    house = every_form
    matter = asked(house, form, topic)
    assert "承諾の前にしてしまったときは" in shown(house, matter) and "matter_breach" in shown(house, matter)
    withdrawn = step(house, matter, "withdraw", note="要らなくなった")
    assert not withdrawn.is_open
    pack = house.rules.packs[matter.pack_id]
    facts = facts_of({"what": ["clause_breach"], "how_sure": "occurred", "contracts": [pack.id]})
    fired = {one.duty.id for one in evaluate(pack, facts, "active") if one.duty.type == "notice"}
    breach = {"seed-001": "breach", "seed-002": "report-breach", "seed-003": "breach"}.get(form)
    assert breach is None or breach in fired, (
        "where the contract wants to hear of a breach, the prefilled report says so"
    )
