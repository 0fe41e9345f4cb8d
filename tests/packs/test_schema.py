"""Packs as objects: what services read from them, pinning, terms, calling order."""

from __future__ import annotations

import json
import re
from datetime import date, timedelta

import jsonschema
import pytest
from pydantic import ValidationError

from bot.domain.clocks import Duration
from bot.packs.jsonschema import LAW_TARGET, TARGET, law_spelled, spelled
from bot.packs.lint import check
from bot.packs.loader import DEMO, SHIPPED, load_directory, load_pack
from bot.packs.nodes import read_yaml
from bot.packs.schema import Pack

FILES = [*sorted(SHIPPED.glob("seed-*.yaml")), DEMO / "kawabata.yaml", DEMO / "tobu.yaml"]


@pytest.fixture(scope="module")
def demo():
    return load_directory(DEMO)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_shipped_pack_reads_without_errors_and_holds_no_quotes(path):
    loaded = load_pack(path)
    assert loaded.pack is not None, loaded.problems
    assert [problem for problem in loaded.problems if problem.severity == "error"] == []
    assert not any(rule.quote for _, _, rule in loaded.pack.rules())
    assert loaded.pack.contract_text == ""
    for _, _, rule in loaded.pack.rules():
        assert rule.summary.ja and rule.summary.en, rule.id
        assert re.search(r"[ぁ-んァ-ヶ一-龠]", rule.summary.ja), rule.id
        assert not re.search(r"[ぁ-んァ-ヶ]", rule.summary.en), rule.id
    for item in (item for duty in loaded.pack.duties for item in (*duty.content, *duty.checklist)):
        assert item.label.ja and item.label.en, item.id


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_pinned_pack_reads_back_the_same(path):
    pack = load_pack(path).pack
    again = Pack.from_canonical(pack.canonical())
    assert again == pack
    assert again.digest == pack.digest
    assert re.fullmatch(r"[0-9a-f]{64}", pack.digest)
    assert again.model_copy(update={"id": "other"}).canonical() != pack.canonical()


def test_the_desk_keeps_its_calling_order_when_pinned(demo):
    pack = demo.packs["kawabata-2026"]
    again = Pack.from_canonical(pack.canonical())
    assert list(again.notice_desk.people) == ["primary", "backup", "after_hours"]
    assert [contact.phone for contact in again.notice_desk.people.values()] == [
        "03-0000-0001",
        "03-0000-0002",
        "03-0000-0003",
    ]


def test_the_demo_is_clean_and_in_force(demo):
    assert demo.problems == ()
    assert set(demo.in_force) == {"kawabata-2026", "tobu-2026"}
    kawabata, tobu = demo.packs["kawabata-2026"], demo.packs["tobu-2026"]
    assert (kawabata.client_name.ja, kawabata.client_name.en) == ("川端市", "City of Kawabata")
    assert (tobu.client_name.ja, tobu.notice_desk.label) == ("東部商事株式会社", "東部商事 情報管理部")
    assert kawabata.notice_desk.label == "情報政策課"
    assert kawabata.people["duty_manager"] == ("U0TANAKA", "U0BROWN")
    assert [duty.id for duty in kawabata.duties][:3] == ["notify-60", "report-incident", "report-breach"]
    assert demo.office.roles["legal"] == ("U0LEE",)
    assert demo.office.operators == ("U0KATO",)
    assert (demo.office.callback, demo.office.phone, demo.office.digest_at) == ("03-0000-0119", "内線 119", "09:00")


def test_the_ladders_of_the_60_minute_contract(demo):
    ladder = demo.packs["kawabata-2026"].escalate
    assert [(step.delay_seconds, step.role) for step in ladder.internal] == [
        (0, "incident_lead"),
        (300, "duty_manager"),
        (600, "responsible"),
        (900, "security_manager"),
        (1200, "executive"),
    ]
    assert ladder.repeat_seconds == 300
    assert [step.who for step in ladder.client][:3] == [
        "desk.primary.phone",
        "desk.backup.phone",
        "desk.after_hours.phone",
    ]


def test_words_stay_words_and_only_numbers_are_deadlines(demo):
    pack = demo.packs["kawabata-2026"]
    clocks = {duty.id: duty for duty in pack.duties}
    hour = pack.clock_spec(clocks["notify-60"])
    assert clocks["notify-60"].clock.word == "60分以内"
    assert (hour.limit, hour.target) == (Duration(seconds=3600), Duration(seconds=1200))
    at_once = pack.clock_spec(clocks["report-incident"])
    assert clocks["report-incident"].clock.word == "直ちに"
    assert (at_once.limit, at_once.target, at_once.alarm) == (None, Duration(seconds=1800), Duration(seconds=3600))
    tobu = demo.packs["tobu-2026"]
    soon = tobu.clock_spec(tobu.duties[0])
    assert (soon.limit, soon.target, soon.alarm) == (None, Duration(seconds=14400), Duration(seconds=86400))
    assert pack.clock_spec(clocks["inspection"]).limit is None


def test_only_002_has_a_hard_clock():
    hard = {
        (path.stem, duty.id)
        for path in FILES[:5]
        for duty in load_pack(path).pack.duties
        if duty.clock is not None and duty.clock.is_hard
    }
    assert hard == {("seed-002", "notify-60")}


@pytest.mark.parametrize(
    ("term", "day", "phase"),
    [
        ({}, date(2026, 1, 1), "active"),
        ({"end": date(2026, 3, 31)}, date(2026, 3, 31), "active"),
        ({"end": date(2026, 3, 31)}, date(2026, 4, 1), "expired"),
        ({"end": date(2026, 3, 31), "completed_on": date(2026, 3, 1)}, date(2026, 3, 2), "completed"),
        ({"end": date(2026, 3, 31), "completed_on": date(2026, 3, 1)}, date(2026, 4, 2), "expired"),
        ({"end": date(2026, 3, 31), "auto_renew": "P1Y"}, date(2027, 4, 1), "active"),
        ({"auto_renew": "P1Y", "ended_on": date(2026, 3, 31)}, date(2026, 4, 1), "expired"),
        ({"end": date(2027, 3, 31), "ended_on": date(2026, 6, 30)}, date(2026, 7, 1), "expired"),
        ({"end": "REQUIRED"}, date(2099, 1, 1), "active"),
    ],
)
def test_the_phase_follows_from_the_term(demo, term, day, phase):
    body = json.loads(demo.packs["tobu-2026"].canonical()) | {"term": term}
    assert Pack.model_validate(body).phase_on(day) == phase


def test_an_ended_pack_stays_in_force_for_what_survives(demo):
    pack = demo.packs["kawabata-2026"].model_copy(update={"status": "ended"})
    assert pack.in_force
    assert pack.phase_on(date(2026, 4, 1)) == "active"
    assert pack.phase_on(date(2099, 3, 31) + timedelta(days=1)) == "expired"
    assert not pack.model_copy(update={"status": "retired"}).in_force
    assert not pack.model_copy(update={"status": "reviewed"}).in_force


def test_a_pack_is_frozen(demo):
    with pytest.raises(ValidationError):
        demo.packs["kawabata-2026"].status = "draft"


def test_without_a_file_the_lint_still_names_the_place(demo):
    pack = demo.packs["kawabata-2026"]
    desk = pack.contacts["desk"].model_copy(update={"people": {}})
    found = check(pack.model_copy(update={"contacts": {"desk": desk}}))
    assert {problem.where for problem in found} == {
        f"contacts.desk.people.{slot}" for slot in ("primary", "backup", "after_hours")
    }
    assert {problem.file for problem in found} == {"kawabata-2026"}


def test_the_published_json_schema_is_current():
    assert TARGET.read_text(encoding="utf-8") == spelled(), "run: python -m bot.packs.jsonschema"
    assert LAW_TARGET.read_text(encoding="utf-8") == law_spelled(), "run: python -m bot.packs.jsonschema"


@pytest.fixture(scope="module")
def validator():
    schema = json.loads(spelled())
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_the_json_schema_takes_every_shipped_pack(validator, path):
    tree, _ = read_yaml(path)
    body = json.loads(json.dumps(tree.plain(), default=str))
    assert [error.message for error in validator.iter_errors(body)] == []


@pytest.mark.parametrize(
    "change",
    [
        {"duties": [{"id": "a", "when": {"colour": ["red"]}}]},
        {"duties": [{"id": "a", "when": {"status": ["perhaps"]}}]},
        {"duties": [{"id": "a", "type": "letter"}]},
        {"duties": [{"id": "a", "deadline": 5}]},
        {"escalate": {"internal": [["5m"]]}},
    ],
)
def test_the_json_schema_refuses_what_the_loader_refuses(validator, change):
    body = {"schema": "hansho/pack-1", "id": "x", **change}
    assert list(validator.iter_errors(body))
