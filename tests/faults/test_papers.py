"""Papers of every kind: filled from the register, the contract and the steps taken; and what happens when making one goes wrong."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from bot.domain.document import Document, DocumentState
from bot.domain.errors import NotPossibleNow
from bot.domain.matter import Matter, MatterKind, MatterState
from bot.domain.paper import Paper, PaperKind
from bot.domain.register import RegisterKind
from bot.domain.work import OutboxRow, TransportKind
from bot.exporting import export_matter
from bot.services.inventory import TakeInventory, take_inventory
from bot.services.matters import OpenMatter, open_matter
from bot.services.paper_kinds import paper_kind_of
from bot.services.papers import MakePaper, PaperOf, make_paper, paper_form_of
from bot.services.register import AddEntry, ChangeEntry, add_entry, change_entry
from bot.views.matter_pictures import PaperForm
from storage import outbox
from tests.faults.conftest import LEAD, SUZUKI, House
from tests.faults.test_contract_course import BEGUN, follow, made, step, the_filing
from tests.faults.test_contract_end import DESK
from tests.harness.packs import changed_packs

TODAY = date(2026, 11, 24)
OFFICER = "{officer: {label: Contract officer, people: {primary: {name: 見本 官, phone: '03-0000-0001'}, backup: {name: 控え 官, phone: '03-0000-0002'}, after_hours: {name: 夜間 官, phone: '03-0000-0003'}}}}"


def house_of(folder: Path, **lines: str) -> House:
    return House(f"sqlite:///{folder / 'papers.sqlite3'}", changed_packs(folder, **{"term": BEGUN, **lines}))


@pytest.fixture
def begun(tmp_path: Path) -> Iterator[House]:
    """The 60-minute client's contract, four days old."""
    house = house_of(tmp_path)
    yield house
    house.store.close()


@pytest.fixture
def city(tmp_path: Path) -> Iterator[House]:
    """A city's contract, four days old: manager and place, written consent each time, disposal certified."""
    house = house_of(tmp_path, extends="seed-003", contacts=DESK)
    yield house
    house.store.close()


@pytest.fixture
def defence(tmp_path: Path) -> Iterator[House]:
    """A procurement contract in English, four days old: a procedure to be confirmed, subcontractors to be checked."""
    house = house_of(tmp_path, extends="seed-000", contacts=OFFICER, lang="en")
    yield house
    house.store.close()


def record(house: House, kind: RegisterKind, parent: str = "", **answers: str) -> str:
    command = AddEntry(
        actor=SUZUKI, key=house.key(), kind=kind, pack_id="kawabata-2026", answers=answers, parent_id=parent
    )
    return house.do(add_entry, command).item_id


def form_of(house: House, matter: Matter) -> PaperForm:
    return house.do(paper_form_of, PaperOf(viewer=SUZUKI, matter_id=matter.id))


def opened(house: House, kind: MatterKind, topic: str, words: str = "見本", **more: object) -> Matter:
    command = OpenMatter(
        actor=SUZUKI, key=house.key(), kind=kind, topic=topic, pack_id="kawabata-2026", words=words, **more
    )  # type: ignore[arg-type]
    return house.do(open_matter, command)


def test_the_storage_form_says_what_the_register_knows_and_leaves_the_rest_blank(begun: House) -> None:
    record(begun, RegisterKind.STORAGE, medium="server", place="本社", country="japan")
    record(begun, RegisterKind.CLOUD, service="見本クラウド", provider="見本社", place="東京", country="japan")
    record(
        begun, RegisterKind.CLOUD, service="例示ストレージ", provider="例示社", place="シンガポール", country="abroad"
    )
    record(begun, RegisterKind.SUBCONTRACTOR, name="見本工業", work="集計")
    follow(begun)
    (filing,) = begun.all(Matter, rule_id="storage-form")
    values = form_of(begun, filing).values
    assert values["cloud"] == "見本クラウド／見本社／東京\n例示ストレージ／例示社／シンガポール", "all of them"
    assert (values["place"], values["subcontractors"]) == ("国外: シンガポール", "見本工業／集計")
    assert "本社" in values["media"] and "address" not in values


def test_an_empty_register_never_says_none(begun: House) -> None:
    values = form_of(begun, the_filing(begun)).values
    assert not {"media", "place", "cloud", "subcontractors"} & set(values), "not on record is not the same as none"


def test_each_subcontractor_on_record_files_the_form_in_its_own_name_once(begun: House) -> None:
    first = record(begun, RegisterKind.SUBCONTRACTOR, name="見本工業", work="集計")
    record(begun, RegisterKind.SUBCONTRACTOR, first, name="例示倉庫", work="保管")
    record(begun, RegisterKind.SUBCONTRACTOR, name="済み商会", work="印刷", form_filed_on="2026-11-20")
    record(begun, RegisterKind.STORAGE, first, medium="computer", place="大阪", country="japan")
    for _ in range(2):
        follow(begun)
    theirs = begun.all(Matter, rule_id="sub-storage-form")
    assert [(one.answers["holder"], one.answers["tier"]) for one in theirs] == [("見本工業", "1"), ("例示倉庫", "2")]
    values = form_of(begun, theirs[0]).values
    assert (values["name"], values["subcontractors"]) == ("見本工業", "例示倉庫／保管") and "大阪" in values["media"]
    paper = made(begun, theirs[0], **values)
    assert paper.data["sender"] == ["見本工業"]
    assert form_of(begun, theirs[1]).values["name"] == "例示倉庫", "one does not begin with another's form"


def test_manager_and_place_are_filed_each_on_a_paper_of_its_own(city: House) -> None:
    item = record(city, RegisterKind.MANAGER, person="U0SUZUKI", position="部長")
    record(city, RegisterKind.PLACE, place="見本ビル3階", use="office")
    follow(city)
    manager, place = (city.all(Matter, rule_id=rule)[0] for rule in ("manager", "place"))
    assert form_of(city, manager).values["manager"].startswith("部長")
    assert form_of(city, place).values["handling_place"] == "見本ビル3階"
    answers = {"person": "U0KATO", "position": "課長"}
    change = ChangeEntry(actor=SUZUKI, key=city.key(), item_id=item, version=1, answers=answers)
    city.do(change_entry, change)
    changed = city.all(Matter, rule_id="manager-change")
    assert [form_of(city, one).kind for one in changed] == [PaperKind.MANAGER]


def test_the_procedure_is_confirmed_or_notified_instead_and_may_come_back(defence: House) -> None:
    procedure = the_filing(defence)
    assert (procedure.topic, procedure.word) == ("for_confirmation", "promptly") and procedure.target_on is not None
    paper = made(defence, procedure, enclosed="Security implementation procedure, edition 3")
    assert (paper.kind, paper.language) == (PaperKind.SUBMISSION, "en")
    step(defence, procedure, "deliver", happened_on=TODAY, who="officer")
    back = step(defence, procedure, "send_back", happened_on=TODAY, note="article 4 is missing")
    assert back.state is MatterState.DUE
    made(defence, procedure, enclosed="Security implementation procedure, edition 4")
    step(defence, procedure, "deliver", happened_on=TODAY, who="officer")
    confirmed = step(defence, procedure, "confirm", happened_on=TODAY, who="officer", reference="C-1")
    assert not confirmed.is_open and confirmed.state is MatterState.CONFIRMED


def test_the_same_procedure_confirmed_before_is_only_notified(defence: House) -> None:
    ended = step(defence, the_filing(defence), "notify_instead", happened_on=TODAY, who="officer", reference="C-2024-7")
    assert ended.state is MatterState.NOTIFIED and not ended.is_open


def test_a_subcontractor_is_checked_and_the_result_told_not_asked(defence: House) -> None:
    wish = opened(defence, MatterKind.CONSENT, "subcontract_any_tier", "parts to Mihon Works")
    form = form_of(defence, wish)
    assert form.kind == PaperKind.CHECK_RESULT and form.values["work"] == "parts to Mihon Works"
    paper = made(defence, wish, subcontractor="Mihon Works", checked="access control / kept\nencryption / ")
    assert (
        "checked" in paper.blanks
        and paper.data["items"][3]["rows"][1][0] == "encryption"
        and paper.data["title"] == "Result of our check of a subcontractor"
    )


def test_a_take_out_is_asked_for_in_writing_with_purpose_content_and_protection(city: House) -> None:
    wish = opened(city, MatterKind.CONSENT, "take_out", "納税資料の写し", due_on=date(2026, 11, 30))
    form = form_of(city, wish)
    assert form.kind == PaperKind.CONSENT_REQUEST
    assert (form.values["content"], form.values["period"]) == ("納税資料の写し", "2026年11月30日")
    paper = made(city, wish, **form.values, purpose="現地での照合")
    assert paper.blanks == ("protection",), "how it is protected has to be said, and nobody guesses it"
    assert city.all(Matter, id=wish.id)[0].state is MatterState.ASKED, "a request on paper is no consent"


def test_media_are_disposed_of_when_the_client_says_so_and_certified(city: House) -> None:
    request = opened(city, MatterKind.REQUEST, "disposal", "外付けディスクを廃棄")
    command = TakeInventory(actor=SUZUKI, key=city.key(), matter_id=request.id, held={"us": ("devices",)})
    city.do(take_inventory, command)
    (disk,) = city.all(Matter, part_of=request.id)
    assert (disk.topic, disk.rule_id) == ("dispose", request.rule_id) and disk.rule_id
    step(city, disk, "collect", happened_on=TODAY, note="ディスク 2台")
    step(city, disk, "erase", happened_on=TODAY, note="破砕", who="見本処理社")
    form = form_of(city, disk)
    paper = made(city, disk, **form.values)
    assert (paper.kind, paper.data["title"], paper.blanks) == (PaperKind.DISPOSAL_CERTIFICATE, "廃棄証明書", ())


def test_what_the_client_wants_back_goes_with_a_list_that_it_signs(city: House) -> None:
    request = opened(city, MatterKind.REQUEST, "return_or_destroy", "すべて返却を")
    held = {"us": ("papers", "cloud")}
    city.do(take_inventory, TakeInventory(actor=SUZUKI, key=city.key(), matter_id=request.id, held=held))
    papers, cloud = city.all(Matter, part_of=request.id)
    assert (papers.topic, cloud.topic) == ("return", "erase")
    step(city, papers, "collect", happened_on=TODAY, note="申請書 40枚")
    form = form_of(city, papers)
    assert form.kind == PaperKind.RETURN_LIST and form.values["returned"] == "申請書 40枚／／書類"
    paper = made(city, papers, **form.values)
    assert paper.blanks == ("returned",), "how many was not said, so it is left to write"
    assert "受領しました" in str(paper.data["receipt"])


def test_two_people_at_one_paper_do_not_write_over_each_other(begun: House) -> None:
    filing = the_filing(begun)
    both = form_of(begun, filing)
    first = MakePaper(actor=SUZUKI, key="a", matter_id=filing.id, values={"media": "社内サーバー"}, seen=both.seen)
    second = MakePaper(actor="U0MORI", key="b", matter_id=filing.id, values={"media": "別の案"}, seen=both.seen)
    begun.do(make_paper, first)
    with pytest.raises(NotPossibleNow, match="paper_newer") as refused:
        begun.do(make_paper, second)
    assert refused.value.values == {"n": 1, "person": SUZUKI}
    assert form_of(begun, filing).values["media"] == "社内サーバー", "opened again it begins with the newer version"
    assert [one.number for one in begun.all(Paper)] == [1]


def test_a_renewal_that_is_being_decided_has_its_notice_and_one_that_was_has_none() -> None:
    renewal = Matter(
        id="m", ref="MAT-1", kind=MatterKind.RECURRING, topic="renewal", pack_id="p", pack_digest="d",
        state=MatterState.ASKED, words="w", owner_id="U1", by="U2", began_on=TODAY, touched_on=TODAY, at=datetime(2026, 11, 24, tzinfo=UTC),
    )  # fmt: skip
    assert paper_kind_of(renewal, None) is PaperKind.RENEWAL_REFUSAL
    assert paper_kind_of(replace(renewal, state=MatterState.FULFILLED), None) is None
    assert paper_kind_of(replace(renewal, topic="training"), None) is None


def test_a_press_that_dies_half_way_makes_each_file_once(begun: House) -> None:
    made(begun, the_filing(begun), media="社内サーバー")
    roads = tuple(TransportKind)
    taken = begun.store.write_now(lambda uow: outbox.claim(uow, "dead", 50, 30.0, roads, None))
    for one in taken:
        begun.store.write_now(lambda uow, row=one.row: outbox.mark_dispatched(uow, row, lambda *_: None))
    begun.clock.advance(minutes=2)
    begun.store.write_now(lambda uow: outbox.recover(uow, every_lease=True))
    begun.deliver()
    assert len(begun.all(Document)) == 2
    files = begun.all(OutboxRow, kind="file")
    assert len(files) == len({row.params["document"] for row in files}) <= 2


def test_a_paper_that_cannot_be_made_is_told_to_the_operators_and_stays_on_record(begun: House) -> None:
    paper = made(begun, the_filing(begun), media="社内サーバー")
    rows = begun.store.write_now(lambda uow: outbox.claim(uow, "w", 50, 30.0, (TransportKind.DOCUMENT,), None))
    for claimed in rows:
        begun._settle_refused(claimed.row, "cannot_typeset")
    assert {one.state for one in begun.all(Document, subject_id=paper.id)} == {DocumentState.FAILED}
    assert len(begun.to_operators("operators.document_failed")) == 2
    begun.deliver()
    assert made(begun, begun.all(Matter)[0], media="社内サーバー").number == 2, "it can be made again"


def test_a_matter_written_out_as_proof_holds_its_papers_and_parts(begun: House) -> None:
    filing = the_filing(begun)
    paper = made(begun, filing, media="社内サーバー")
    begun.deliver()
    proof = begun.store.read_now(lambda uow: export_matter(uow, filing))
    assert [one["data_sha256"] for one in proof["papers"]] == [paper.data_sha256]
    assert {one["format"] for one in proof["documents"]} == {"pdf", "docx"} and proof["parts"] == []


def test_the_owner_of_one_matter_sees_no_paper_of_another(begun: House) -> None:
    filing = the_filing(begun)
    step(begun, filing, "assign", owner=LEAD)
    assert begun.do(paper_form_of, PaperOf(viewer=LEAD, matter_id=filing.id)).kind == PaperKind.STORAGE_FORM
