"""The cost ledger through Slack: entered, corrected, approved, final; shared in talks; every wrong input named, nothing half kept."""

from __future__ import annotations

import html
from collections.abc import AsyncIterator
from datetime import datetime
from pathlib import Path

import pytest

from bot.domain.consultation import Consultation, Round
from bot.domain.document import Document, DocumentContent, DocumentFormat
from bot.domain.ledger import CostLine, ShareTerms, ledger_of
from bot.domain.log import LogEntry
from bot.domain.overview import Overview, overview
from bot.domain.statement import Statement, digest_of
from bot.services.cost_reading import TypedCost
from bot.services.costs import AddCost, add_cost
from bot.services.ports import UnitOfWork
from bot.services.shares import ledger_in
from tests.documents.reading import everything_in
from tests.stories.acting import fill, lane_of, press, reach, records
from tests.stories.conftest import TOKYO, Story, told
from workspace import Person
from workspace.acts import Outcome

THURSDAY = datetime(2026, 11, 19, 10, 0, tzinfo=TOKYO)
CITY, TRADER = "川端市", "東部商事"


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Story]:
    """A Thursday morning with both clients reached, for what depends on neither road nor database."""
    async with told("socket", f"sqlite:///{tmp_path / 'hansho.sqlite'}", at=THURSDAY) as story:
        await story.report(when="now", contracts=["kawabata-2026", "tobu-2026"])
        await reach(story, CITY)
        await reach(story, TRADER)
        yield story


async def open_ledger(story: Story, client: str, person: Person | None = None) -> Person:
    """Open a client's ledger from its card."""
    who = person or story.lead
    if who.modal_view is not None:
        await who.close_modal(everything=True)
    await press(story, who, client, "costs")
    await who.expect_modal(client)
    return who


async def choose(who: Person, verb: str, number: int) -> None:
    """Choose a step from the menu of a line of the open ledger."""
    menus = [block["accessory"] for block in who.modal.blocks if "accessory" in block]
    options = next(menu["options"] for menu in menus if menu["action_id"] == f"more:{number}")
    chosen = next(option["value"] for option in options if option["value"].startswith(f"{verb}|"))
    await who.modal.press(f"more:{number}", chosen)


FIRST = ("item", "amount", "currency", "tax", "payer", "incurred_on")
TERMS = ("hours", "hourly", "rate", "rate_source", "rate_on")


async def enter(story: Story, who: Person, **answers: object) -> Outcome:
    """Fill the screens of a cost one after the other; returns what the last one that was sent answered."""
    given: dict[str, object] = {"item": "forensics", "tax": "none", "payer": "us", "currency": "JPY", **answers}
    outcome = await fill(story, who, **{name: given[name] for name in FIRST if name in given})
    if outcome.kind == "updated" and any(name in given for name in TERMS):
        outcome = await fill(story, who, **{name: given[name] for name in TERMS if name in given})
    if outcome.kind != "updated":
        return outcome
    return await fill(story, who, **{name: value for name, value in given.items() if name not in (*FIRST, *TERMS)})


async def add(story: Story, who: Person, **answers: object) -> Outcome:
    """Press "add a cost" on the open ledger and fill its screens."""
    await who.modal.press("cost")
    return await enter(story, who, **answers)


async def lines(story: Story) -> list[CostLine]:
    """The lines that stand."""
    return list(ledger_of(await records(story, CostLine), []).lines)


async def ledger(story: Story, pack_id: str) -> Overview:
    """What a client's ledger comes to."""
    lane = await lane_of(story, pack_id)
    return overview(await story.bot.program.store.read(ledger_in, lane.id))


async def statement(story: Story, who: Person) -> dict[str, bytes]:
    """Make a statement from the open ledger; returns the newest files by their ending."""
    await who.modal.press("statement")
    assert (await fill(story, who)).kind == "closed"
    made = [one for one in await records(story, Document) if one.subject == "statement"][-3:]
    contents = {one.id: one.content for one in await records(story, DocumentContent)}
    assert [(one.state.value, one.error) for one in made] == [("made", "")] * 3
    return {one.format.value: contents[one.id] for one in made}


async def test_a_cost_dispute_70_30_proposed_60_40_agreed_with_conditions(story: Story) -> None:
    await story.report(when="now", contracts=["tobu-2026", "kawabata-2026"])
    await reach(story, TRADER)
    lead = await open_ledger(story, TRADER)
    assert "まだ費用は記録されていません" in lead.modal.text
    assert (await add(story, lead, amount="1,234,567円", tax="included_10", evidence="請求書 F-12")).kind == "closed"
    assert (await add(story, lead, item="notices", amount="12万円", tax="excluded_10")).kind == "closed"
    time = await add(story, lead, item="client_hours", payer="client", hours="7:20", hourly="9,999")
    assert time.kind == "closed", time.errors
    # 7 h 20 min at 9,999 are 73,326 yen; 1,234,567 + 132,000 + 73,326 = 1,439,893.
    assert "1,439,893円" in lead.modal.text

    await lead.modal.press("share_propose")
    assert (await fill(story, lead, us="70", reason="原因は双方にある")).kind == "closed"
    assert "当社 70%・お客様 30%" in lead.modal.text
    await lead.modal.press("share_counter")
    assert (await fill(story, lead, us="50", client="50", who="東 一郎、佐藤")).kind == "closed"
    await lead.modal.press("share_agree")
    agreed = await fill(
        story, lead, us="60", client="40", who="東 一郎、佐藤", conditions="12月末までに支払う\n明細を添える"
    )
    assert agreed.kind == "closed", agreed.errors
    # 60 percent of 1,439,893 is 863,935.8: we bear 863,936 and the client 575,957.
    assert "863,936円" in lead.modal.text
    assert "575,957円" in lead.modal.text
    assert "12月末までに支払う" in lead.modal.text
    found = await ledger(story, "tobu-2026")
    assert (found.bearing.total.us, found.bearing.total.client) == (863_936, 575_957)

    talk = next(talk for talk in await records(story, Consultation) if talk.rule_id == "cost-share")
    assert talk.state.value == "agreed_with_conditions"
    assert "当社 60%・お客様 40%" in talk.outcome
    rounds = [held for held in await records(story, Round) if held.consultation_id == talk.id]
    assert [("50%" in held.their_position, "60%" in held.their_position) for held in rounds] == [
        (True, False),
        (False, True),
    ]
    actions = [
        entry.action for entry in await records(story, LogEntry) if entry.action.startswith(("ledger.", "shares."))
    ]
    assert actions == [*["ledger.added"] * 3, "shares.proposed", "shares.countered", "shares.agreed"]
    assert (await ledger(story, "kawabata-2026")).total.total == 0, "another client's ledger is another matter"


async def test_a_cost_can_be_entered_before_the_client_was_reached(quiet_story: Story) -> None:
    story = quiet_story
    await story.report()
    lead = await open_ledger(story, CITY)
    assert "share_propose" not in lead.modal.text
    assert (await add(story, lead, amount="500")).kind == "closed"
    assert "お客様に伝わると始められます" in lead.modal.text


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("12,300円", 12300), ("１２，３００円", 12300), ("¥1", 1), (" 12 300 ", 12300), ("12万円", 120_000), ("100000000000000", 10**14)],
)  # fmt: skip
async def test_an_amount_is_read_as_people_write_it(desk: Story, typed: str, kept: int) -> None:
    lead = await open_ledger(desk, CITY)
    assert (await add(desk, lead, amount=typed)).kind == "closed"
    assert [line.gross_yen for line in await lines(desk)] == [kept]
    assert f"{kept:,}円" in lead.modal.text


@pytest.mark.parametrize(
    ("wrong", "place"),
    [
        *[({"amount": typed}, "amount") for typed in ("-500", "0", "0.5", "0.001", "10^12", "1000000000000000", "ごひゃく", "NaN", "1e999999", "12,30", "$500", "")],
        ({"currency": "USD", "rate": "", "rate_source": "x", "rate_on": "2026-11-19"}, "rate"),
        ({"currency": "USD", "rate": "150", "rate_source": " ", "rate_on": "2026-11-19"}, "rate_source"),
        ({"currency": "USD", "rate": "0", "rate_source": "x", "rate_on": "2026-11-19"}, "rate"),
        ({"currency": "USD", "rate": "150", "rate_source": "x", "rate_on": "2026-11-20"}, "rate_on"),
        ({"item": "own_hours", "amount": "", "hours": "0", "hourly": "8000"}, "hours"),
        ({"item": "own_hours", "amount": "", "hours": "2", "hourly": "-1"}, "hourly"),
        ({"incurred_on": "2026-11-18"}, "incurred_on"),
        ({"incurred_on": "2026-11-20"}, "incurred_on"),
        ({"tax": "included_10", "tax_stated": "400"}, "tax_stated"),
    ],
)  # fmt: skip
async def test_what_cannot_be_is_named_under_its_input_and_nothing_is_kept(
    desk: Story, wrong: dict[str, object], place: str
) -> None:
    lead = await open_ledger(desk, CITY)
    outcome = await add(desk, lead, **{"amount": "500", **wrong})
    assert list(outcome.errors) == [place], outcome
    assert outcome.errors[place].strip()
    assert not await records(desk, CostLine)


async def test_a_foreign_cost_keeps_its_rate_and_an_actual_one_the_rate_of_its_day(desk: Story) -> None:
    lead = await open_ledger(desk, CITY)
    dollars = {"currency": "USD", "rate": "151.23", "rate_source": "架空銀行 TTM", "rate_on": "2026-11-19"}
    assert (await add(desk, lead, amount="$1,234.50", **dollars)).kind == "closed"
    # 1,234.50 x 151.23 = 186,693.435
    assert "186,693円" in lead.modal.text
    assert "1 USD" not in lead.modal.text
    assert "1USD=151.23円、架空銀行 TTM" in lead.modal.text
    await choose(lead, "cost_actual", 1)
    paid = await fill(desk, lead, amount="1,200.00", rate="149.5", rate_source="カード明細", evidence="明細 8")
    assert paid.kind == "closed", paid.errors
    assert "179,400円" in lead.modal.text
    await choose(lead, "cost_history", 1)
    assert "186,693円" in lead.modal.text, "the version before stands as it was"
    assert "第2版" in lead.modal.text


async def test_an_estimate_is_approved_by_somebody_else_corrected_and_approved_again(desk: Story) -> None:
    lead = await open_ledger(desk, CITY)
    await add(desk, lead, amount="300,000")
    await lead.modal.press("cost_approve")
    assert "あなたが承認できる見積りはありません" in lead.modal.text

    manager = await open_ledger(desk, CITY, desk.manager)
    await manager.modal.press("cost_approve")
    assert (await fill(desk, manager, note="予算内")).kind == "closed"
    (line,) = await lines(desk)
    assert (line.stage.value, line.approved_by, line.reason) == ("approved", desk.manager.id, "予算内")

    lead = await open_ledger(desk, CITY)
    await choose(lead, "cost_edit", 1)
    assert lead.modal.value("amount") == "300,000"
    assert (await enter(desk, lead, amount="350,000", reason="見積書の改定")).kind == "closed"
    (line,) = await lines(desk)
    assert (line.gross_yen, line.stage.value, line.approved_by, line.version) == (350_000, "estimate", "", 3)
    assert [entry.why for entry in await records(desk, LogEntry) if entry.action == "ledger.corrected"] == [
        "見積書の改定"
    ]


async def test_compliance_sees_the_ledger_and_binds_the_house_to_nothing(desk: Story) -> None:
    lead = await open_ledger(desk, TRADER)
    await add(desk, lead, amount="300,000")
    mori = await open_ledger(desk, TRADER, desk.person("mori"))
    assert "300,000円" in mori.modal.text
    for verb, answers in (("cost_approve", {}), ("share_agree", {"us": "60", "who": "東"})):
        await mori.modal.press(verb)
        outcome = await fill(desk, mori, **answers)
        assert "責任者" in "".join(outcome.errors.values())
        await mori.close_modal()
    assert not await records(desk, ShareTerms)
    assert [line.stage.value for line in await lines(desk)] == ["estimate"]


async def test_a_struck_line_counts_no_more_and_stays_to_be_read(desk: Story) -> None:
    lead = await open_ledger(desk, CITY)
    await add(desk, lead, amount="1,000")
    await add(desk, lead, item="lawyers", amount="200")
    await choose(lead, "cost_strike", 1)
    assert list((await fill(desk, lead, reason=" ")).errors) == ["reason"]
    assert (await fill(desk, lead, reason="二重に記録")).kind == "closed"
    assert "合計 200円" in lead.modal.text
    assert "~#1 調査（フォレンジック）　1,000円~" in lead.modal.text
    assert "二重に記録" in lead.modal.text


async def test_of_two_who_change_one_line_the_second_is_told_and_overwrites_nothing(desk: Story) -> None:
    lead = await open_ledger(desk, CITY)
    await add(desk, lead, amount="1,000")
    manager = await open_ledger(desk, CITY, desk.manager)
    await choose(manager, "cost_edit", 1)
    await choose(lead, "cost_edit", 1)
    assert (await enter(desk, lead, amount="1,100", reason="請求書")).kind == "closed"
    late = await enter(desk, manager, amount="9,999", reason="思い違い")
    assert "先に変えました" in "".join(late.errors.values())
    assert "佐藤" in "".join(late.errors.values())
    assert [(line.gross_yen, line.version) for line in await lines(desk)] == [(1_100, 2)]


async def test_the_same_form_sent_twice_is_one_cost(desk: Story) -> None:
    lead = await open_ledger(desk, CITY)
    await lead.modal.press("cost")
    await fill(desk, lead, item="forensics", amount="1,000", tax="none", payer="us")
    desk.workspace.fault("delivery", "duplicate", 3)
    await lead.modal.submit()
    await desk.bot.settled()
    assert len(await records(desk, CostLine)) == 1


async def test_shares_that_do_not_make_a_hundred_and_limits_that_cannot_be(desk: Story) -> None:
    lead = await open_ledger(desk, TRADER)
    await add(desk, lead, amount="1,000,000")
    await lead.modal.press("share_propose")
    assert list((await fill(desk, lead, us="70", client="20")).errors) == ["client"]
    assert list((await fill(desk, lead, us="101", client="")).errors) == ["us"]
    assert not await records(desk, ShareTerms)
    assert (await fill(desk, lead, us="70", client="30")).kind == "closed"
    await lead.modal.press("share_limit")
    assert list((await fill(desk, lead, cap="-1", per="contract", reason="第9条")).errors) == ["cap"]
    done = await fill(desk, lead, cap="50万円", per="contract", used="20万", reason="第9条")
    assert done.kind == "closed", done.errors
    assert "残り 300,000円" in lead.modal.text
    found = await ledger(desk, "tobu-2026")
    assert (found.bearing.total.us, found.bearing.total.client) == (300_000, 700_000)


async def test_a_limit_leaves_the_shares_of_single_items_as_they_are(desk: Story) -> None:
    lead = await open_ledger(desk, TRADER)
    await add(desk, lead, amount="1,000")
    await add(desk, lead, item="lawyers", amount="1,000")
    for item, us in (("whole", "70"), ("lawyers", "10")):
        await lead.modal.press("share_propose")
        assert (await fill(desk, lead, item=item, us=us, client="")).kind == "closed"
    before = (await ledger(desk, "tobu-2026")).bearing
    await lead.modal.press("share_limit")
    assert (await fill(desk, lead, cap="1,000,000", per="incident", reason="第9条")).kind == "closed"
    assert (await ledger(desk, "tobu-2026")).bearing == before
    assert (before.total.us, before.total.client) == (800, 1200)


async def test_slack_that_takes_no_file_gets_the_words_and_the_files_are_kept(desk: Story) -> None:
    desk.workspace.fault("files.getUploadURLExternal", "error", "missing_scope")
    lead = await open_ledger(desk, CITY)
    await add(desk, lead, amount="1,000")
    assert set(await statement(desk, lead)) == {"pdf", "xlsx", "csv"}
    said = [m.all_text for m in desk.workspace.messages(desk.room())]
    assert sum("Slack にファイルを置けませんでした" in words for words in said) == 1


async def test_shares_agreed_item_by_item_end_the_talks_when_the_last_is_agreed(desk: Story) -> None:
    lead = await open_ledger(desk, TRADER)
    await add(desk, lead, amount="101")
    await add(desk, lead, item="lawyers", amount="99")
    for item, us, state in (("forensics", "100", "talking"), ("lawyers", "50", "agreed")):
        await lead.modal.press("share_agree")
        assert (await fill(desk, lead, item=item, us=us, who="東 一郎")).kind == "closed"
        talk = next(talk for talk in await records(desk, Consultation) if talk.rule_id == "cost-share")
        assert talk.state.value == state
    total = (await ledger(desk, "tobu-2026")).bearing.total
    assert (total.us, total.client) == (151, 49)


async def test_many_lines_are_read_page_by_page(desk: Story) -> None:
    lane = await lane_of(desk, "kawabata-2026")
    typed = TypedCost(item="other", amount="10", payer="us", cause="unknown")

    def many(uow: UnitOfWork, _: None) -> None:
        for _n in range(45):
            add_cost(uow, AddCost(actor=desk.lead.id, key="", lane_id=lane.id, typed=typed))

    await desk.bot.program.store.run(many, None)
    lead = await open_ledger(desk, CITY)
    assert "#45" in lead.modal.text
    assert "1 / 3 ページ" in lead.modal.text
    await lead.modal.press("costs_after")
    await lead.modal.press("costs_after")
    assert "3 / 3 ページ" in lead.modal.text
    assert "*#1*" in lead.modal.text
    await lead.modal.press("costs_before")
    assert "*#25*" in lead.modal.text


async def test_a_statement_of_one_client_holds_nothing_of_another(desk: Story) -> None:
    lead = await open_ledger(desk, TRADER)
    await add(desk, lead, amount="1,000", description="東部商事の端末の調査", evidence="T-1")
    await open_ledger(desk, CITY)
    await add(desk, lead, amount="7,777,777", description="庁内だけの作業", evidence="K-9")
    await add(desk, lead, item="lawyers", amount="100", description="東部商事 と兼ねた相談")
    await lead.modal.press("statement")
    refused = await fill(desk, lead)
    assert refused.kind == "pushed"
    assert "#2 に、ほかのお客様の名前（東部商事" in lead.modal.text
    assert not await records(desk, Statement)

    await open_ledger(desk, TRADER)
    files = await statement(desk, lead)
    for kind, content in files.items():
        words = html.unescape(everything_in(content, DocumentFormat(kind)))
        assert "T-1" in words
        for planted in ("川端", "Kawabata", "7,777,777", "7777777", "庁内だけ", "K-9", "kawabata"):
            assert planted not in words, (kind, planted)
    assert all("川端" not in one.name for one in await records(desk, Document))


async def test_each_version_of_a_statement_is_kept_as_it_was(desk: Story) -> None:
    lead = await open_ledger(desk, CITY)
    assert "statement" not in [e.get("action_id") for b in lead.modal.blocks for e in b.get("elements", [])]
    await add(desk, lead, amount="1,000")
    first = await statement(desk, lead)
    await choose(lead, "cost_strike", 1)
    await fill(desk, lead, reason="二重")
    await add(desk, lead, amount="2,000")
    second = await statement(desk, lead)
    one, two = await records(desk, Statement)
    assert [(found.number, found.data["total"]["gross"]) for found in (one, two)] == [(1, 1000), (2, 2000)]
    assert [found.data_sha256 for found in (one, two)] == [digest_of(found.data) for found in (one, two)]
    assert b"1000" in first["csv"]
    assert b"1000" not in second["csv"]
    made = [entry for entry in await records(desk, LogEntry) if entry.action == "statement.made"]
    assert [entry.new["sha256"] for entry in made] == [one.data_sha256, two.data_sha256]
