"""What the laws ask beside the contracts: seen by legal, quiet for the engineer, every clock from its own instant."""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.domain.calendars import Calendar
from bot.domain.clocks import end_of_day
from bot.domain.lane import Lane
from bot.domain.people import Approval
from bot.domain.statutory import StatutoryDuty, StatutoryState
from tests.stories.acting import actions_of, do, entries, fill, reach, records, the_incident, words_to
from tests.stories.conftest import NIGHT, Story, told
from tests.stories.harness import DEMO_PACKS
from tests.stories.test_notices import issue
from workspace import Person
from workspace.actor import CannotAct

BRUSSELS = ZoneInfo("Europe/Brussels")
JAPAN = Calendar("jp-public-office", "Asia/Tokyo")


@contextlib.asynccontextmanager
async def with_laws(folder: Path, *laws: str, at: datetime = NIGHT) -> AsyncIterator[Story]:
    """A story whose office has switched these laws on."""
    packs = folder / "packs"
    shutil.copytree(DEMO_PACKS, packs)
    office = packs / "office.yaml"
    office.write_text(office.read_text(encoding="utf-8") + f"laws: [{', '.join(laws)}]\n", encoding="utf-8")
    async with told("socket", f"sqlite:///{folder / 'hansho.sqlite'}", at=at, packs_dir=packs) as story:
        yield story


def legal(story: Story) -> Person:
    """Whoever sees to the laws."""
    return story.person("lee")


async def duty(story: Story, rule_id: str) -> StatutoryDuty:
    """The newest statutory duty of a rule."""
    return [one for one in await records(story, StatutoryDuty) if one.rule_id == rule_id][-1]


async def states(story: Story) -> dict[str, str]:
    """How each statutory duty stands."""
    return {one.rule_id: one.state.value for one in await records(story, StatutoryDuty)}


async def look(story: Story, who: Person) -> None:
    """Open what the laws ask from the newest message that offers it."""
    with contextlib.suppress(CannotAct):  # nothing is open
        await who.close_modal(everything=True)
    offers = [message for message in who.dms() if "laws" in actions_of(message)]
    await who.press(offers[-1], "laws")
    await story.workspace.wait_for(lambda: who.modal.callback_id == "laws")


async def answer(story: Story, who: Person, **answers: object) -> None:
    """Answer what the laws ask."""
    await look(story, who)
    await who.modal.press("law_form")
    await story.workspace.wait_for(lambda: who.modal.callback_id == "law_form")
    outcome = await fill(story, who, **answers)
    assert outcome.kind == "closed", outcome.errors


async def choose(story: Story, who: Person, one: StatutoryDuty, verb: str) -> None:
    """Choose an entry of a duty's menu in the open list."""
    for block in who.modal.blocks:
        accessory = block.get("accessory", {})
        if f"{verb}|{one.id}" in [option["value"] for option in accessory.get("options", [])]:
            await who.modal.press(accessory["action_id"], f"{verb}|{one.id}")
            await story.workspace.wait_for(lambda: who.modal.callback_id == verb)
            return
    raise AssertionError(f"no {verb} for {one.rule_id} in {who.modal.text}")


async def done(story: Story, who: Person, rule_id: str, **answers: object) -> None:
    """Say that a duty was seen to."""
    await look(story, who)
    await choose(story, who, await duty(story, rule_id), "law_sent")
    outcome = await fill(story, who, **answers)
    assert outcome.kind == "closed", outcome.errors


async def test_laws_that_nobody_switched_on_ask_nothing(quiet_story: Story) -> None:
    story = quiet_story
    await story.report(when="now")
    assert await records(story, StatutoryDuty) == []
    assert "法令" not in "\n".join(m.all_text for m in story.lead.messages(story.room()))


async def test_a_japanese_processors_notice_with_the_nine_items_frees_it_of_its_own_reports(tmp_path: Path) -> None:
    async with with_laws(tmp_path, "jp-appi") as story:
        lead, lee = story.lead, legal(story)
        await story.report(when="now", what=["unauthorised_access"], where=["stores_client_info"])
        assert await states(story) == dict.fromkeys(("entrustor", "prompt", "final", "persons"), "running")
        assert "A law may ask for notices" in words_to(lee)
        assert "law" not in words_to(story.engineer).lower(), "the engineer has nothing to do about it"

        await do(story, lead, "川端市", "lead_form", persons="1000plus", malicious="yes", encrypted_ok="no")
        await answer(story, lee, regions=["jp"], our_role="processor")
        final = await duty(story, "final")
        known = NIGHT.date()
        assert final.due_at == end_of_day(known + timedelta(days=59), JAPAN), "60 days, the day known is day 1"

        await reach(story, "川端市")
        await issue(story, lead, "first", "川端市", next_report="120m")
        await look(story, lee)
        assert "City of Kawabata report 1" in lee.modal.text
        await lee.modal.press("law_discharge:1")
        await story.bot.settled()
        assert await states(story) == {
            "entrustor": "done",
            "prompt": "discharged",
            "final": "discharged",
            "persons": "discharged",
        }
        assert {one.reference for one in await records(story, StatutoryDuty)} == {"kawabata-2026 #1"}
        ended = await entries(story, "statutory.state")
        assert {entry.actor for entry in ended} == {"U0LEE"}
        assert len(ended) == 4

        await answer(story, lee, our_role="both")
        back = await states(story)
        assert (back["prompt"], back["final"]) == ("discharged", "discharged"), "both is still a processor"
        await answer(story, lee, our_role="controller")
        assert (await states(story))["prompt"] == "running", "whoever holds the data itself owes its own report"


async def test_without_the_nine_items_at_every_client_nothing_is_discharged(tmp_path: Path) -> None:
    async with with_laws(tmp_path, "jp-appi") as story:
        lee = legal(story)
        await story.report(when="now", contracts=["kawabata-2026", "tobu-2026"])
        await answer(story, lee, regions=["jp"], our_role="processor")
        await reach(story, "川端市")
        await issue(story, story.lead, "first", "川端市", next_report="120m")
        await look(story, lee)
        assert "may stand for" not in lee.modal.text, "the other client has not been told"
        lanes = await records(story, Lane)
        assert [lane.reached_at is not None for lane in lanes] == [True, False]


async def test_a_report_from_before_the_law_was_known_to_apply_stands_for_nothing_but_the_next_one_does(
    tmp_path: Path,
) -> None:
    async with with_laws(tmp_path, "jp-appi") as story:
        lead, lee = story.lead, legal(story)
        await story.report(when="now", info=["none"])
        assert await states(story) == {}
        await reach(story, "川端市")
        await issue(story, lead, "first", "川端市", next_report="120m")

        await do(story, lead, "川端市", "correct", info=["personal"], reason="名簿が入っていた")
        await answer(story, lee, regions=["jp"], our_role="processor")
        await look(story, lee)
        assert "may stand for" not in lee.modal.text, "the first report has no place for the nine items"
        await issue(story, lead, "follow_up", "川端市", persons="約1,200人", next_report="120m")
        await look(story, lee)
        assert "City of Kawabata report 2" in lee.modal.text

        await answer(story, lee, our_role="both")
        await look(story, lee)
        assert "may stand for" not in lee.modal.text, "whoever holds data of their own owes their own report for it"


async def test_the_law_counts_from_the_moment_it_names_and_a_changed_answer_switches_duties_on_at_once(
    tmp_path: Path,
) -> None:
    async with with_laws(tmp_path, "jp-appi") as story:
        await story.report(when="now")
        await reach(story, "川端市")  # or the ladder rings on for days
        await do(story, story.lead, "川端市", "lead_form", persons="101-1000", malicious="no", encrypted_ok="no")
        await answer(story, legal(story), regions=["jp"], our_role="controller")
        await look(story, legal(story))
        assert "By the answers it is not owed" in legal(story).modal.text

        await story.bot.advance(days=2)
        await do(story, story.lead, "川端市", "lead_form", persons="1000plus", malicious="no", encrypted_ok="no")
        prompt = await duty(story, "prompt")
        assert prompt.state is StatutoryState.RUNNING
        assert prompt.start_at == NIGHT.astimezone(UTC), "it counts from when it was known, not from the count of heads"


async def test_what_the_answers_rule_out_goes_by_one_press_and_a_second_person(tmp_path: Path) -> None:
    async with with_laws(tmp_path, "jp-appi", "eu-gdpr") as story:
        lee = legal(story)
        await story.report(when="now")
        assert (await states(story))["authority"] == "running", "while nobody knows where the persons are it may apply"
        await answer(story, lee, regions=["jp"], our_role="controller", harm_risk="some")
        await look(story, lee)
        await lee.modal.press("law_all_aside")
        await story.workspace.wait_for(lambda: lee.modal.callback_id == "law_aside")
        assert "GDPR: Notify the supervisory authority" in lee.modal.text
        assert "a second person decides" in lee.modal.text
        assert (await fill(story, lee, reason="全員が日本にいる")).kind == "closed"
        assert (await states(story))["authority"] == "running", "until a second person agrees its clock runs"

        (asked,) = await records(story, Approval)
        request = await story.manager.expect_dm("GDPR")
        await story.manager.press(request, "approve")
        await story.bot.settled()
        after = await states(story)
        assert (after["authority"], after["controller"], after["entrustor"]) == ("set_aside", "set_aside", "set_aside")
        assert after["prompt"] == "running"
        assert (await duty(story, "authority")).second_by == "U0TANAKA"

        await answer(story, lee, regions=["jp", "eu"], our_role="controller")
        assert (await states(story))["authority"] == "running", "what only the answers ruled out comes back with them"
        assert asked.kind == "law"


async def test_seventy_two_hours_run_through_the_weekend(tmp_path: Path) -> None:
    friday = datetime(2026, 11, 20, 18, 0, tzinfo=BRUSSELS)
    async with with_laws(tmp_path, "eu-gdpr", at=friday) as story:
        lee = legal(story)
        await story.report(when="now")
        await reach(story, "川端市")  # or the ladder rings on for days
        await answer(story, lee, regions=["eu"], our_role="controller", harm_risk="some")
        monday = datetime(2026, 11, 23, 18, 0, tzinfo=BRUSSELS)
        assert (await duty(story, "authority")).due_at == monday.astimezone(UTC)

        await story.bot.advance_to(monday - timedelta(minutes=1))
        assert "A statutory deadline is a day away" in words_to(lee)
        assert "A statutory deadline has passed" not in words_to(lee)
        await story.bot.advance_to(monday)
        assert "A statutory deadline has passed" in words_to(lee)
        assert "A statutory deadline has passed" in words_to(
            story.person("okada")
        ) or "法令の期限を過ぎました" in words_to(story.person("okada")), "executive is told too"
        (overdue,) = await entries(story, "statutory.overdue")
        assert overdue.subject == (await duty(story, "authority")).id

        await done(story, lee, "authority", reference="DPA-77")
        told_at = await duty(story, "authority")
        assert (told_at.state, told_at.reference, told_at.sent_at) == (StatutoryState.DONE, "DPA-77", story.bot.now)


async def test_legal_is_reminded_of_the_open_questions_and_closing_waits_for_the_law(tmp_path: Path) -> None:
    async with with_laws(tmp_path, "eu-gdpr") as story:
        lee = legal(story)
        await story.report(when="now")
        await story.until(9, 0)
        digest = [m.all_text for m in lee.dms() if "Statutory duties" in m.all_text and "morning" in m.all_text]
        assert digest, words_to(lee)
        await story.bot.advance_to(NIGHT + timedelta(hours=19, minutes=59))
        assert "legal questions are still open" not in words_to(lee)
        await story.bot.advance_to(NIGHT + timedelta(hours=20))
        assert "legal questions are still open" in words_to(lee)
        await answer(story, lee, regions=["eu"], our_role="controller", harm_risk="none_likely")
        assert (await the_incident(story)).law_form_at is not None
        outcome = await do(
            story, story.lead, "川端市", "close", reason="x", root_cause="x", prevention="x", retain_until="2031-11-24"
        )
        assert "法令 3 件" in str(outcome.errors), "what the answers rule out still waits for somebody to say so"
