"""What a contract asks for at its start: opened once, whoever starts the program how often, and never a flood for an old contract."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from bot.domain.document import Document, DocumentState
from bot.domain.errors import BadAnswer, NotAllowed, NotPossibleNow
from bot.domain.matter import Matter, MatterEntry, MatterKind, MatterState
from bot.domain.paper import Paper, PaperKind
from bot.domain.work import OutboxRow, OutboxState
from bot.services.contract_picture import FormOf, stock_form_of
from bot.services.contract_start import TakeStock, open_submission, starting, take_stock
from bot.services.contract_watch import FollowContracts, follow_contracts
from bot.services.matters import OpenMatter, TakeStep, open_matter, take_step
from bot.services.papers import MakePaper, PaperOf, make_paper, paper_form_of
from storage.migrating import migrate
from tests.faults.conftest import LEAD, SUZUKI, House
from tests.harness.packs import change_pack, changed_packs
from tests.harness.postgres import PostgresServer

BEGUN = "{start: 2026-11-20, end: 2099-03-31}"


@pytest.fixture(params=["sqlite", "postgresql"])
def begun(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[House]:
    """A house whose client's contract began four days ago, on either database."""
    with housed(tmp_path, request.param, request, term=BEGUN) as made:
        yield made


@contextlib.contextmanager
def housed(folder: Path, database: str, request: pytest.FixtureRequest, **lines: str) -> Iterator[House]:
    """A house on either database, with a few lines of its client's pack changed."""
    packs = changed_packs(folder, **lines)
    if database == "sqlite":
        made = House(f"sqlite:///{folder / 'course.sqlite3'}", packs)
        yield made
        made.store.close()
        return
    server: PostgresServer = request.getfixturevalue("postgres_server")
    with server.database(template=server.template("migrated", migrate)) as url:
        made = House(url, packs)
        yield made
        made.store.close()


def follow(house: House) -> None:
    house.do(follow_contracts, FollowContracts())


def the_filing(house: House) -> Matter:
    follow(house)
    (matter,) = house.all(Matter, kind=MatterKind.FILING)
    return matter


def made(house: House, matter: Matter, actor: str = SUZUKI, **values: str) -> Paper:
    return house.do(make_paper, MakePaper(actor=actor, key=house.key(), matter_id=matter.id, values=values))


def step(house: House, matter: Matter, name: str, actor: str = SUZUKI, **given: object) -> Matter:
    command = TakeStep(actor=actor, key=house.key(), matter_id=matter.id, step=name, **given)  # type: ignore[arg-type]
    return house.do(take_step, command)


def reload(house: House) -> None:
    """Look at the folder until an edit on disk has been taken over."""
    assert [house.rules.reload(), house.rules.reload()][-1] == []


def test_the_storage_form_is_owed_from_the_contracts_first_day_by_its_article(begun: House) -> None:
    matter = the_filing(begun)
    assert (matter.topic, matter.state, matter.began_on) == ("storage_form", MatterState.DUE, date(2026, 11, 20))
    assert (matter.rule_id, matter.owner_id, matter.by) == ("storage-form", SUZUKI, "hansho")
    told = [row.target for row in begun.all(OutboxRow, kind="matter")]
    assert told == [SUZUKI], "whoever answers for the contract hears of it, once"


def test_starting_again_and_loading_again_open_nothing_twice(begun: House) -> None:
    for _ in range(3):
        follow(begun)
    change_pack(begun.rules.folder / "kawabata.yaml", lang="ja")
    reload(begun)
    follow(begun)
    assert len(begun.all(Matter)) == 1
    assert len(begun.all(OutboxRow, kind="matter")) == 1


def test_a_replica_that_looked_before_the_other_had_committed_opens_nothing(begun: House) -> None:
    the_filing(begun)
    pack = begun.rules.packs["kawabata-2026"]
    (rule,) = starting(pack)
    assert begun.do(lambda uow, one: open_submission(uow, pack, one), rule) is None
    assert len(begun.all(Matter)) == 1 and len(begun.all(OutboxRow, kind="matter")) == 1


async def test_two_replicas_that_start_at_once_open_it_once(postgres_server: PostgresServer, tmp_path: Path) -> None:
    packs = changed_packs(tmp_path, term=BEGUN)
    with postgres_server.database(template=postgres_server.template("migrated", migrate)) as url:
        houses = [House(url, packs) for _ in range(4)]
        try:
            await asyncio.gather(
                *(house.store.run(follow_contracts, FollowContracts()) for house in houses for _ in range(3))
            )
            assert len(houses[0].all(Matter)) == 1
            assert len(houses[0].all(OutboxRow, kind="matter")) == 1
        finally:
            for house in houses:
                house.store.close()


def test_before_the_contracts_day_nothing_is_owed_and_on_it_the_morning_opens_it(tmp_path: Path) -> None:
    house = House(
        f"sqlite:///{tmp_path / 'x.sqlite3'}", changed_packs(tmp_path, term="{start: 2026-11-25, end: 2099-03-31}")
    )
    follow(house)
    assert house.all(Matter) == []
    house.pass_time(hours=40)
    (matter,) = house.all(Matter)
    assert matter.began_on == date(2026, 11, 25)
    house.store.close()


def test_an_old_contract_asks_one_question_and_drowns_nobody(tmp_path: Path) -> None:
    house = House(f"sqlite:///{tmp_path / 'x.sqlite3'}", changed_packs(tmp_path))
    follow(house)
    follow(house)
    (question,) = house.all(Matter)
    assert (question.kind, question.topic) == (MatterKind.CONTRACT, "filed_before")
    assert "電子データ" in question.words
    assert len(house.all(OutboxRow, kind="matter")) == 1
    house.store.close()


def test_the_one_question_keeps_what_was_filed_and_opens_what_was_not(tmp_path: Path) -> None:
    rules = (
        "\n  - {id: course-list, summary: {ja: コース一覧の提出, en: List of courses}, cite: ['9'], at: contract_start}"
    )
    house = House(f"sqlite:///{tmp_path / 'x.sqlite3'}", changed_packs(tmp_path, submissions=rules))
    follow(house)
    (question,) = house.all(Matter)
    with pytest.raises(NotPossibleNow):
        step(house, question, "take_stock")  # without saying what was filed
    assert house.all(Matter, id=question.id)[0].is_open
    form = house.do(stock_form_of, FormOf(viewer=SUZUKI, matter_id=question.id))
    assert [name for name, _ in form.wanted] == ["storage-form", "course-list"]
    with pytest.raises(BadAnswer) as refused:
        house.do(take_stock, stock(house, question, **{"storage-form": date(2026, 11, 25)}))
    assert refused.value.block == "filed_storage-form" and len(house.all(Matter)) == 1
    assert house.do(take_stock, stock(house, question, **{"storage-form": date(2026, 4, 3)})).is_open is False
    filed, owed = house.all(Matter, kind=MatterKind.FILING)
    assert (filed.rule_id, filed.state, filed.began_on) == ("storage-form", MatterState.RECEIPTED, date(2026, 4, 3))
    assert (owed.rule_id, owed.state) == ("course-list", MatterState.DUE)
    for _ in range(2):
        follow(house)
    assert len(house.all(Matter)) == 3, "neither asked again nor opened again"
    with pytest.raises(NotPossibleNow):
        house.do(take_stock, stock(house, question))
    house.store.close()


def stock(house: House, question: Matter, **filed: date | None) -> TakeStock:
    return TakeStock(actor=SUZUKI, key=house.key(), matter_id=question.id, filed=filed)


def test_what_the_pack_says_was_filed_is_asked_of_nobody(house: House) -> None:
    follow(house)
    assert house.all(Matter) == []


def test_the_form_is_offered_with_what_the_contract_knows_and_nothing_that_is_guessed(begun: House) -> None:
    matter = the_filing(begun)
    form = begun.do(paper_form_of, PaperOf(viewer=SUZUKI, matter_id=matter.id))
    assert form.values == {
        "name": "株式会社ハンショウ商会",
        "contract_date": "2026年11月20日",
        "contract_number": "K-2026-01",
    }
    paper = made(
        begun, matter, **form.values, media="社内サーバー", cloud="見本クラウド／見本株式会社", subcontractors="なし"
    )
    assert paper.blanks == ("address", "place", "cloud"), "a cell that is missing is a blank, too"


def test_a_paper_is_frozen_made_delivered_and_receipted(begun: House) -> None:
    matter = the_filing(begun)
    first = made(begun, matter, media="社内サーバー")
    second = made(begun, matter, media="社内サーバー、ノートPC")
    begun.deliver()
    assert begun.all(Paper, id=first.id)[0].data == first.data, "the first version is as it was"
    documents = begun.all(Document, subject_id=second.id)
    assert {one.format.value for one in documents} == {"pdf", "docx"}
    assert all(one.state is DocumentState.MADE and one.sha256 and one.matter_id == matter.id for one in documents)
    files = begun.all(OutboxRow, kind="file")
    assert {(row.target, row.state) for row in files} == {(SUZUKI, OutboxState.SENT)} and len(files) == 4
    step(begun, matter, "deliver", happened_on=date(2026, 11, 24), who="窓口 太郎")
    step(begun, matter, "receipt", happened_on=date(2026, 11, 24), reference="受 5")
    entries = {entry.step: entry for entry in begun.all(MatterEntry, matter_id=matter.id)}
    assert f"第2版（SHA-256 {second.data_sha256[:16]}" in entries["deliver"].reference
    with pytest.raises(NotPossibleNow, match="no_paper"):
        made(begun, matter, media="あとから")
    assert begun.all(Matter, id=matter.id)[0].state is MatterState.RECEIPTED


def test_a_form_sent_twice_makes_one_version(begun: House) -> None:
    matter = the_filing(begun)
    command = MakePaper(actor=SUZUKI, key="one", matter_id=matter.id, values={"media": "x"})
    assert begun.do(make_paper, command).id == begun.do(make_paper, command).id
    assert len(begun.all(Paper)) == 1


def test_another_clients_name_is_refused_at_its_box_and_nothing_is_made(begun: House) -> None:
    matter = the_filing(begun)
    with pytest.raises(BadAnswer) as refused:
        made(begun, matter, media="東部商事のサーバーと共用")
    assert (refused.value.block, refused.value.values["name"]) == ("place_media", "東部商事株式会社")
    assert begun.all(Paper) == [] and begun.all(Document) == []


def test_who_has_nothing_to_do_with_it_gets_neither_form_nor_paper(begun: House) -> None:
    matter = the_filing(begun)
    for identifier in (matter.id, "01UNKNOWN"):
        with pytest.raises(NotAllowed, match="not_your_matter"):
            begun.do(paper_form_of, PaperOf(viewer=LEAD, matter_id=identifier))
        with pytest.raises(NotAllowed, match="not_your_matter"):
            begun.do(make_paper, MakePaper(actor=LEAD, key="k", matter_id=identifier, values={}))


def test_where_slack_takes_no_file_the_words_come_and_the_files_stay_on_record(begun: House) -> None:
    paper = made(begun, the_filing(begun), media="社内サーバー")
    sent = begun.deliver(refuse={SUZUKI: "file_uploads_disabled"})
    assert not [row for row, _ in sent if row.kind == "file"]
    rows = [row for row in begun.all(OutboxRow, kind="paper") if row.params["what"] == "no_files"]
    assert len(rows) == 1 and rows[0].params["paper"] == paper.id
    assert all(one.state is DocumentState.MADE for one in begun.all(Document, subject_id=paper.id))


def test_a_change_is_filed_on_the_whole_form_again_with_what_the_last_one_said(begun: House) -> None:
    made(begun, the_filing(begun), media="社内サーバー", place="国内のみ")
    opened = OpenMatter(
        actor=LEAD,
        key=begun.key(),
        kind=MatterKind.FILING,
        topic="cloud",
        pack_id="kawabata-2026",
        words="例示クラウドへ",
    )
    change = begun.do(open_matter, opened)
    form = begun.do(paper_form_of, PaperOf(viewer=LEAD, matter_id=change.id))
    assert (form.kind, form.values["place"]) == (PaperKind.STORAGE_FORM, "国内のみ")
