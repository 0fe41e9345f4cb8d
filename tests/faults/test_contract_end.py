"""The end of a contract: by its own dates or by somebody's word, part by part, and never wound up while something is open."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from bot.domain.errors import BadAnswer, NotAllowed, NotPossibleNow
from bot.domain.matter import ENDED, Matter, MatterEntry, MatterKind, MatterState
from bot.domain.paper import Paper, PaperKind
from bot.domain.register import RegisterKind
from bot.domain.work import OutboxRow, Timer, TimerState
from bot.services.contract_end import RecordEnd, record_end
from bot.services.contract_picture import ContractOf, FormOf, contract_of, inventory_form_of
from bot.services.inventory import TakeInventory, take_inventory
from bot.services.matter_digest import matters_this_morning
from bot.services.matter_picture import AskContract, MatterOf, contract_says, matter_of, matters_of
from bot.services.matters import OpenMatter, TakeStep, open_matter, take_step
from bot.services.papers import MakePaper, PaperOf, make_paper, paper_form_of
from bot.services.register import AddEntry, add_entry
from tests.faults.conftest import LEAD, SUZUKI, House
from tests.faults.test_contract_course import follow, housed, made, reload, step
from tests.harness.packs import change_pack, changed_packs

TODAY = date(2026, 11, 24)
HOFU = "seed-003"
"""The form that wants everything returned, copies erased and certified, and what we collected handed over."""
DESK = "{desk: {label: 情報政策課, people: {primary: {name: 窓口 太郎, phone: '03-0000-0001', email: desk@kawabata.example}, backup: {name: 控え 花子, phone: '03-0000-0002'}, after_hours: {name: 夜間 守, phone: '03-0000-0003'}}}, manager: {label: 管理責任者, side: contractor, people: {primary: {name: 管理 者, phone: '03-0000-0009'}}}}"


@pytest.fixture(params=["sqlite", "postgresql"])
def ended(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[House]:
    """A house whose client's contract, a city's, ended yesterday by its own dates, on either database."""
    lines = {"term": "{start: 2024-04-01, end: 2026-11-23}", "extends": HOFU, "contacts": DESK}
    with housed(tmp_path, request.param, request, **lines) as house:
        yield house


def winding_up(house: House) -> Matter:
    follow(house)
    (matter,) = [one for one in house.all(Matter, kind=MatterKind.CONTRACT) if one.topic == "wind_up"]
    return matter


def listed(house: House, whole: Matter, actor: str = SUZUKI, others: str = "", **held: tuple[str, ...]) -> list[Matter]:
    """List what is held and return the parts."""
    command = TakeInventory(actor=actor, key=house.key(), matter_id=whole.id, held=held, others=others)
    house.do(take_inventory, command)
    return house.all(Matter, part_of=whole.id)


def part(parts: list[Matter], topic: str, medium: str) -> Matter:
    (found,) = [one for one in parts if (one.topic, one.answers["medium"]) == (topic, medium)]
    return found


def test_a_contract_that_has_ended_opens_its_winding_up_by_itself_once_with_its_word(ended: House) -> None:
    for _ in range(3):
        follow(ended)
    whole = winding_up(ended)
    assert (whole.state, whole.began_on, whole.word, whole.hard) == (
        MatterState.DUE,
        date(2026, 11, 23),
        "直ちに",
        False,
    )
    assert whole.due_on is None, "a word is no deadline: only our own target counts"
    assert whole.target_on == date(2026, 11, 24), (
        "counted from the day after the last, which still belongs to the contract"
    )
    told = [row for row in ended.all(OutboxRow, kind="matter") if row.params["matter"] == whole.id]
    assert [row.target for row in told] == [SUZUKI]


def test_what_is_held_becomes_a_part_for_each_rule_tier_and_medium(ended: House) -> None:
    whole = winding_up(ended)
    parts = listed(ended, whole, us=("papers", "cloud", "collected"), others="見本工業")
    owed = {(one.topic, one.answers["medium"], one.answers["tier"]) for one in parts}
    assert {("return", "papers", "0"), ("erase", "cloud", "0"), ("hand_over", "collected", "0")} <= owed
    assert {("return", "papers", "1"), ("erase", "server", "1"), ("erase", "backups", "1")} <= owed
    assert {one.rule_id for one in parts} == {"return-assets", "erase-certificate", "hand-over-collected"}
    assert ended.all(Matter, id=whole.id)[0].state is MatterState.LISTED
    again = listed(ended, whole, us=("papers", "server"))
    assert len(again) == len(parts) + 1, "what was listed before is not listed twice"


def test_an_erasure_goes_from_collected_to_the_receipt_with_its_certificate(ended: House) -> None:
    whole = winding_up(ended)
    erase = part(listed(ended, whole, us=("server",)), "erase", "server")
    with pytest.raises(NotPossibleNow, match="no_paper"):
        made(ended, erase)
    step(ended, erase, "collect", happened_on=TODAY, note="見本台帳 12件")
    with pytest.raises(NotPossibleNow):
        step(ended, erase, "deliver", happened_on=TODAY, who="窓口")
    step(ended, erase, "erase", happened_on=TODAY, note="上書き消去3回", who="鈴木・森")
    form = ended.do(paper_form_of, PaperOf(viewer=SUZUKI, matter_id=erase.id))
    assert form.kind == PaperKind.ERASURE_CERTIFICATE
    assert form.values["erased"] == "見本台帳 12件／サーバーのデータ"
    assert (form.values["done_on"], form.values["method"]) == ("2026年11月24日", "上書き消去3回")
    certificate = made(ended, erase, **form.values)
    assert certificate.blanks == () and certificate.data["title"] == "消去証明書"
    step(ended, erase, "deliver", happened_on=TODAY, who="窓口 太郎")
    step(ended, erase, "receipt", happened_on=TODAY, reference="受 9")
    assert ended.all(Matter, id=erase.id)[0].state is MatterState.RECEIPTED


def test_a_contract_is_not_wound_up_while_a_part_is_open_and_is_when_none_is(ended: House) -> None:
    whole = winding_up(ended)
    with pytest.raises(NotPossibleNow):
        step(ended, whole, "wind_up", happened_on=TODAY)  # nobody has said what is held
    papers, backups = listed(ended, whole, us=("papers", "backups"))
    with pytest.raises(NotPossibleNow, match="parts_open") as refused:
        step(ended, whole, "wind_up", happened_on=TODAY)
    assert refused.value.values["n"] == 2
    step(ended, backups, "nothing_held", note="契約の間は取っていない")
    step(ended, papers, "otherwise", happened_on=TODAY, who="窓口", reference="メール 11/24", note="裁断してよい")
    told = [row.params["what"] for row in ended.all(OutboxRow, kind="matter") if row.params["matter"] == whole.id]
    assert told[-1] == "parts_done"
    assert step(ended, whole, "wind_up", happened_on=TODAY).state is MatterState.WOUND_UP
    follow(ended)
    assert len(ended.all(Matter, topic="wind_up")) == 1, "and it stays so"


def test_what_we_ask_to_keep_is_talked_over_with_its_reason_and_stays_open(ended: House) -> None:
    whole = winding_up(ended)
    papers = part(listed(ended, whole, us=("papers",)), "return", "papers")
    with pytest.raises(BadAnswer) as refused:
        step(ended, papers, "ask_to_keep", happened_on=TODAY, who="窓口")
    assert refused.value.block == "note", "the reason goes with the request"
    step(ended, papers, "ask_to_keep", happened_on=TODAY, who="窓口", note="監査への回答が続く")
    kept = step(ended, papers, "keep", happened_on=TODAY, who="窓口", reference="回答 3", until=date(2027, 3, 31))
    assert kept.is_open
    assert ended.all(Matter, id=whole.id)[0].target_on == date(2027, 3, 31), (
        "the whole comes back on the day it may be kept to"
    )
    with pytest.raises(NotPossibleNow, match="parts_open"):
        step(ended, whole, "wind_up", happened_on=TODAY)
    assert step(ended, papers, "keep_ends", happened_on=TODAY).state is MatterState.DUE


def test_the_whole_alone_reminds_and_says_it_once_for_all_its_parts(ended: House) -> None:
    whole = winding_up(ended)
    parts = listed(ended, whole, us=("papers", "devices", "server", "cloud", "backups"))
    assert len(parts) >= 5
    armed = {
        timer.scope_id for timer in ended.all(Timer, state=TimerState.ARMED) if timer.scope_id.startswith("matter:")
    }
    assert armed & {f"matter:{one.id}" for one in parts} == set()
    before = len(ended.all(OutboxRow, kind="matter"))
    ended.pass_time(days=3)
    rung = [row for row in ended.all(OutboxRow, kind="matter")[before:] if row.target == SUZUKI]
    assert {row.params["matter"] for row in rung if row.params["what"] in ("reminder", "late")} <= {whole.id}
    assert rung
    shown = [one.id for one in ended.do(matters_of, SUZUKI)]
    assert whole.id in shown and not set(shown) & {one.id for one in parts}, (
        "a list of everything is not flooded by parts"
    )


def test_the_morning_digest_names_the_winding_up_and_none_of_its_parts(ended: House) -> None:
    whole = winding_up(ended)
    parts = listed(ended, whole, us=("papers", "server"))
    told = ended.store.read_now(lambda uow: matters_this_morning(uow, date(2026, 11, 25)))
    heard = {one.matter.id: one.people for one in told}
    assert whole.id in heard and not set(heard) & {one.id for one in parts}


def test_whoever_is_given_a_part_alone_sees_it(ended: House) -> None:
    whole = winding_up(ended)
    papers = part(listed(ended, whole, us=("papers",)), "return", "papers")
    step(ended, papers, "assign", owner=LEAD)
    assert papers.id in [one.id for one in ended.do(matters_of, LEAD)]
    with pytest.raises(NotAllowed):
        ended.do(matter_of, MatterOf(viewer=LEAD, matter_id=whole.id))


async def test_two_people_at_two_parts_and_a_third_at_the_whole_wait_for_nobody_for_ever(
    request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    lines = {"term": "{start: 2024-04-01, end: 2026-11-23}", "extends": HOFU, "contacts": DESK}
    with housed(tmp_path, "postgresql", request, **lines) as house:
        whole = winding_up(house)
        parts = listed(house, whole, us=("papers", "devices", "server", "cloud", "backups"), others="見本工業\n例示社")

        async def take(one: Matter, name: str, **given: object) -> bool:
            key = f"{one.id}:{name}"
            command = TakeStep(actor=SUZUKI, key=key, matter_id=one.id, step=name, **given)  # type: ignore[arg-type]
            try:
                await house.store.run(take_step, command)
            except NotPossibleNow:
                return False
            return True

        results = await asyncio.gather(
            *(take(one, "nothing_held", note="見た") for one in parts),
            *(take(one, "collect", happened_on=TODAY) for one in parts),
            *(take(whole, "wind_up", happened_on=TODAY) for _ in range(3)),
            take(whole, "assign", owner=SUZUKI),
        )
        open_parts = [one for one in house.all(Matter, part_of=whole.id) if one.is_open]
        stored = house.all(Matter, id=whole.id)[0]
        assert any(results)
        assert not (stored.state is MatterState.WOUND_UP and open_parts), "never wound up over an open part"
        for one in parts:
            steps = [entry.step for entry in house.all(MatterEntry, matter_id=one.id)]
            assert len(steps) == 1, "each part took one of two steps that exclude each other"


def test_the_register_knows_the_tiers_and_what_they_hold(ended: House) -> None:
    def add(kind: RegisterKind, parent: str = "", **answers: str) -> str:
        command = AddEntry(
            actor=SUZUKI, key=ended.key(), kind=kind, pack_id="kawabata-2026", answers=answers, parent_id=parent
        )
        return ended.do(add_entry, command).item_id

    first = add(RegisterKind.SUBCONTRACTOR, name="見本工業", work="集計")
    second = add(RegisterKind.SUBCONTRACTOR, first, name="例示倉庫", work="保管")
    add(RegisterKind.STORAGE, second, medium="backup", place="大阪", country="japan")
    add(RegisterKind.CLOUD, service="見本クラウド", provider="見本社", place="東京", country="japan")
    form = ended.do(inventory_form_of, FormOf(viewer=SUZUKI, matter_id=winding_up(ended).id))
    assert [(one.name, one.tier, one.media) for one in form.holders] == [
        ("", 0, ("cloud",)),
        ("見本工業", 1, ()),
        ("例示倉庫", 2, ("backups",)),
    ]
    parts = listed(ended, winding_up(ended), **{second: ("backups",)})
    assert [(one.answers["holder"], one.answers["tier"]) for one in parts] == [("例示倉庫", "2")]


@pytest.fixture
def running(tmp_path: Path) -> Iterator[House]:
    """A house with the 60-minute client's contract, which runs on and wants things back when the work is completed."""
    house = House(f"sqlite:///{tmp_path / 'running.sqlite3'}", changed_packs(tmp_path, submissions=""))
    yield house
    house.store.close()


def said(house: House, event: str = "completed", on: date | None = TODAY, actor: str = SUZUKI) -> Matter:
    command = RecordEnd(actor=actor, key=house.key(), pack_id="kawabata-2026", event=event, on=on)
    return house.do(record_end, command)


def test_somebody_says_that_the_work_is_completed_and_two_who_say_it_open_it_once(running: House) -> None:
    first = said(running)
    assert said(running).id == first.id
    assert (first.topic, first.word, first.answers["event"]) == ("wind_up", "直ちに", "completed")
    parts = listed(running, first, us=("papers", "server"))
    assert {(one.topic, one.answers["medium"]) for one in parts} == {("return", "papers"), ("return", "server")}, (
        "this contract wants it back and knows no erasing"
    )


@pytest.mark.parametrize(
    ("event", "on", "block"),
    [
        ("completed", None, "on"),
        ("completed", date(2026, 11, 25), "on"),
        ("ended", date(2026, 3, 31), "on"),  # the day before it began
        ("over", TODAY, "event"),
    ],
)
def test_an_end_that_cannot_be_is_refused_at_its_box(running: House, event: str, on: date | None, block: str) -> None:
    with pytest.raises(BadAnswer) as refused:
        said(running, event, on)
    assert refused.value.block == block and running.all(Matter, topic="wind_up") == []


def test_who_has_no_role_for_the_contract_cannot_end_it(running: House) -> None:
    with pytest.raises(NotAllowed, match="not_your_contract"):
        said(running, actor=LEAD)


def test_an_end_recorded_by_mistake_is_taken_back_by_a_second_person_with_all_its_parts(running: House) -> None:
    whole = said(running)
    listed(running, whole, us=("papers",))
    with pytest.raises(NotPossibleNow, match="second_person"):
        step(running, whole, "withdraw", note="まだ続く")
    step(running, whole, "withdraw", "U0KATO", note="まだ続く")
    assert all(one.state is MatterState.WITHDRAWN for one in running.all(Matter, part_of=whole.id))
    assert said(running).id != whole.id, "and can be recorded again when it is true"


def test_what_we_collected_ourselves_is_handed_over(ended: House) -> None:
    whole = winding_up(ended)
    collected = part(listed(ended, whole, us=("collected",)), "hand_over", "collected")
    step(ended, collected, "collect", happened_on=TODAY, note="聞き取り票")
    paper = made(ended, collected, handed_over="聞き取り票／120件／クラウド")
    assert (paper.kind, paper.data["title"]) == (PaperKind.HANDING_OVER_LIST, "引渡書")


def test_work_that_was_completed_owes_nothing_twice_when_the_contract_ends(running: House) -> None:
    whole = said(running)
    listed(running, whole)
    step(running, whole, "wind_up", happened_on=TODAY)
    change_pack(running.rules.folder / "kawabata.yaml", term="{start: 2026-04-01, end: 2026-11-23}")
    reload(running)
    follow(running)
    assert [one.id for one in running.all(Matter, topic="wind_up")] == [whole.id]


def test_an_end_taken_back_does_not_hide_the_true_one(running: House) -> None:
    step(running, said(running), "withdraw", "U0KATO", note="まだ続く")
    change_pack(running.rules.folder / "kawabata.yaml", term="{start: 2026-04-01, end: 2026-11-23}")
    reload(running)
    follow(running)
    true = running.all(Matter, topic="wind_up")[-1]
    assert (true.answers["event"], true.is_open, true.word) == ("ended", True, "直ちに")


def test_a_contract_concluded_anew_under_the_same_id_ends_anew(ended: House) -> None:
    first = winding_up(ended)
    listed(ended, first)
    step(ended, first, "wind_up", happened_on=TODAY)
    change_pack(ended.rules.folder / "kawabata.yaml", term="{start: 2026-11-24, end: 2027-03-31}")
    reload(ended)
    follow(ended)
    assert len(ended.all(Matter, topic="wind_up")) == 1
    ended.clock.advance(days=200)
    follow(ended)
    assert len(ended.all(Matter, topic="wind_up")) == 2


def test_what_the_client_wants_from_subcontractors_is_retrieved_tier_by_tier(running: House) -> None:
    asked = OpenMatter(
        actor=SUZUKI,
        key=running.key(),
        kind=MatterKind.REQUEST,
        topic="retrieve",
        pack_id="kawabata-2026",
        words="回収の指示",
    )
    request = running.do(open_matter, asked)
    parts = listed(running, request, others="見本工業\n例示倉庫")
    assert [(one.topic, one.words, one.rule_id) for one in parts] == [
        ("retrieve", "見本工業", "retrieve-from-subs"),
        ("retrieve", "例示倉庫", "retrieve-from-subs"),
    ]
    with pytest.raises(NotPossibleNow, match="parts_open"):
        step(running, request, "finish", happened_on=TODAY, reference="x")
    for one in parts:
        step(running, one, "collect", happened_on=TODAY, who="先方 担当")
    assert step(running, request, "finish", happened_on=TODAY, reference="回収票 2").state is MatterState.DONE


def test_after_the_end_what_survives_says_so_and_the_rest_is_recommended(ended: House) -> None:
    seen = ended.do(contract_of, ContractOf(viewer=SUZUKI, pack_id="kawabata-2026"))
    assert seen.phase == "expired" and [one.until for one in seen.survivors] == ["indefinite"]
    answer = ended.do(contract_says, AskContract(pack_id="kawabata-2026", kind=MatterKind.CONSENT, topic="copy"))
    assert answer is not None and (answer.phase, answer.survives) == ("expired", False)


def test_what_the_60_minute_contract_keeps_alive_still_asks_for_consent_after_its_end(tmp_path: Path) -> None:
    house = House(
        f"sqlite:///{tmp_path / 'x.sqlite3'}",
        changed_packs(tmp_path, status="ended", term="{start: 2024-04-01, end: 2026-03-31}"),
    )
    answer = house.do(
        contract_says, AskContract(pack_id="kawabata-2026", kind=MatterKind.CONSENT, topic="off_purpose_use")
    )
    assert answer is not None and (answer.phase, answer.survives, answer.silent) == ("expired", True, False)
    follow(house)
    assert [one.topic for one in house.all(Matter)] == ["wind_up"], "an ended contract files nothing at its start"
    house.store.close()


def test_a_bad_day_in_the_pack_stops_nothing(tmp_path: Path) -> None:
    house = House(
        f"sqlite:///{tmp_path / 'x.sqlite3'}", changed_packs(tmp_path, term="{start: 1970-01-01, end: 1971-01-01}")
    )
    follow(house)
    assert {one.topic for one in house.all(Matter)} == {"wind_up"}
    assert all(one.state not in ENDED for one in house.all(Matter))
    house.store.close()


def test_no_paper_of_an_end_names_another_client(ended: House) -> None:
    whole = winding_up(ended)
    papers = part(listed(ended, whole, us=("papers",)), "return", "papers")
    step(ended, papers, "collect", happened_on=TODAY, note="東部商事の資料と混ざっていた")
    form = ended.do(paper_form_of, PaperOf(viewer=SUZUKI, matter_id=papers.id))
    with pytest.raises(BadAnswer, match="paper_names"):
        ended.do(make_paper, MakePaper(actor=SUZUKI, key="k", matter_id=papers.id, values=form.values))
    assert ended.all(Paper) == []
