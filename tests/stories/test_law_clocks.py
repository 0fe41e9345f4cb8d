"""Clocks of the law that count from one another, from a decision, through a change of the clock: by the screens, to the end."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.domain.statutory import StatutoryDuty, StatutoryState
from bot.exporting import export_for, export_incident
from bot.services.clock_back import ClockWentBack, clock_went_back, set_right
from tests.stories.acting import do, entries, fill, lane_of, reach, records, rung, the_incident, words_to
from tests.stories.conftest import NIGHT
from tests.stories.test_law import BRUSSELS, answer, choose, done, duty, legal, look, states, with_laws

NEW_YORK = ZoneInfo("America/New_York")


def brussels(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=BRUSSELS)


async def test_dora_waits_for_the_classification_and_then_rings_legal_within_four_hours_of_it(tmp_path: Path) -> None:
    async with with_laws(tmp_path, "eu-dora", at=brussels(19, 10)) as story:
        lee = legal(story)
        await story.report(when="now", what=["outage"])
        await reach(story, "川端市")  # or the ladder rings on for days
        assert (await states(story))["initial"] == "waiting"
        assert "counts in hours" not in words_to(lee), "nothing counts before it is classified"
        await look(story, lee)
        assert "it counts from the decision that it is significant" in lee.modal.text

        await story.bot.advance_to(brussels(19, 20))
        await answer(story, lee, significant="yes")
        initial = await duty(story, "initial")
        assert initial.due_at == brussels(20, 0).astimezone(UTC), "four hours from the decision, which is now"
        assert "A statutory notice counts in hours" in words_to(lee)
        await story.bot.advance_to(brussels(19, 22))
        assert "Half of the time" in words_to(lee)

        await done(story, lee, "initial", reference="BaFin 12")
        intermediate = await duty(story, "intermediate")
        assert intermediate.due_at == brussels(22, 22).astimezone(UTC), "72 hours from when it was sent"
        assert "final" not in await states(story)
        await story.bot.advance_to(brussels(21, 9))
        await done(story, lee, "intermediate")
        assert (await duty(story, "final")).due_at == datetime(2026, 12, 21, 22, 59, 59, 999999, tzinfo=UTC)

        await story.bot.advance_to(brussels(23, 9))
        await answer(story, lee, recovered_at=brussels(23, 8))
        await done(story, lee, "updated")
        final = await duty(story, "final")
        assert final.start_at == brussels(23, 9).astimezone(UTC), "a month from the last intermediate report"
        assert final.due_at == datetime(2026, 12, 23, 22, 59, 59, 999999, tzinfo=UTC)


async def test_dora_classified_late_is_held_to_a_day_and_after_that_day_to_four_hours(tmp_path: Path) -> None:
    async with with_laws(tmp_path, "eu-dora", at=brussels(19, 10)) as story:
        lee = legal(story)
        await story.report(when="now", what=["outage"])
        await story.bot.advance_to(brussels(20, 9))
        await answer(story, lee, significant="yes")
        assert (await duty(story, "initial")).due_at == brussels(20, 10).astimezone(UTC), "24 hours from awareness"
        await story.bot.advance_to(brussels(20, 12))
        await answer(story, lee, determined_at=brussels(20, 11))
        assert (await duty(story, "initial")).due_at == brussels(20, 15).astimezone(UTC), "corrected: past that day"
        clocks = await entries(story, "statutory.clock")
        assert [entry.new["due_at"] for entry in clocks if entry.subject == (await duty(story, "initial")).id] == [
            brussels(20, 10).astimezone(UTC).isoformat(),
            brussels(20, 15).astimezone(UTC).isoformat(),
        ], "the old deadline is kept in the log"


async def test_a_cloud_providers_hour_rings_legal_at_night_and_its_updates_come_back_every_day_until_recovery(
    tmp_path: Path,
) -> None:
    async with with_laws(tmp_path, "us-fedramp") as story:
        lee = legal(story)
        await story.report(when="now")
        assert "A statutory notice counts in hours" in words_to(lee)
        assert rung(story, "lee") == [], "legal is told what to do and not asked to take a client's lane"
        assert "counts in hours" not in words_to(story.engineer)
        await story.until(4, 5)
        assert "A statutory deadline has passed" in words_to(lee)
        passed = [message.all_text for message in lee.dms() if "statutory deadline has passed" in message.all_text]
        assert "minute left" not in passed[-1], "what has passed has nothing left"
        await story.until(5, 5)
        assert words_to(lee).count("*A statutory deadline has passed*") == 2, "once more an hour later"

        await done(story, lee, "initial", at=story.bot.now)
        update = await duty(story, "update")
        assert update.due_at == datetime(2026, 11, 25, 4, 59, 59, 999999, tzinfo=UTC), "the next day of Washington"
        await story.bot.advance(hours=20)
        await done(story, lee, "update")
        again = await duty(story, "update")
        assert (again.number, again.state) == (2, StatutoryState.RUNNING)
        assert again.due_at == datetime(2026, 11, 26, 4, 59, 59, 999999, tzinfo=UTC), "counted from the last update"
        await answer(story, lee, regions=["us"])
        assert (await duty(story, "update")).due_at == again.due_at, "and still so once it was worked out anew"

        await answer(story, lee, recovered_at=story.bot.now)
        assert (await duty(story, "update")).state is StatutoryState.DISCHARGED
        assert (await duty(story, "final")).state is StatutoryState.RUNNING
        await done(story, lee, "final")
        assert not [one for one in await records(story, StatutoryDuty) if one.is_open]


async def test_hours_are_hours_when_the_clocks_go_forward_and_back(tmp_path: Path) -> None:
    forward = datetime(2026, 3, 27, 18, 0, tzinfo=BRUSSELS)
    async with with_laws(tmp_path, "eu-gdpr", "us-dfars", at=forward) as story:
        await story.report(when="now")
        due = (await duty(story, "authority")).due_at
        assert due is not None
        assert due.astimezone(BRUSSELS) == datetime(2026, 3, 30, 19, 0, tzinfo=BRUSSELS), "the night has an hour less"
        assert due - forward == timedelta(hours=72)


async def test_discovered_before_thanksgiving_the_defence_clock_does_not_stop_and_the_images_are_kept_ninety_days(
    tmp_path: Path,
) -> None:
    discovered = datetime(2026, 11, 24, 9, 0, tzinfo=NEW_YORK)
    async with with_laws(tmp_path, "us-dfars", at=discovered) as story:
        lee = legal(story)
        await story.report(when="now")
        assert (await duty(story, "report")).due_at == datetime(2026, 11, 27, 9, 0, tzinfo=NEW_YORK).astimezone(UTC)
        await done(story, lee, "report", reference="DIB-1")
        await look(story, lee)
        assert "Preserve images" in lee.modal.text
        assert "keep until 23 Feb" in lee.modal.text, "ninety days from 25 November, seen from Tokyo"


async def test_later_awareness_moves_the_clock_but_never_before_anybody_noticed(tmp_path: Path) -> None:
    async with with_laws(tmp_path, "eu-gdpr") as story:
        lee = legal(story)
        await story.report(when="now")
        await story.until(9, 0)
        await answer(story, lee, regions=["eu"], our_role="controller", harm_risk="some", aware_at=story.at(6, 0))
        assert (await duty(story, "authority")).due_at == story.at(6, 0, days=3).astimezone(UTC)
        await look(story, lee)
        await lee.modal.press("law_form")
        await story.workspace.wait_for(lambda: lee.modal.callback_id == "law_form")
        await lee.modal.fill("aware_at", story.at(2, 0))
        outcome = await lee.modal.submit()
        assert "aware_at" in outcome.errors, outcome
        await lee.modal.fill("aware_at", story.at(9, 30))
        assert "aware_at" in (await lee.modal.submit()).errors, "nor in the future"


async def test_in_a_drill_only_its_people_hear_of_the_law(tmp_path: Path) -> None:
    async with with_laws(tmp_path, "us-fedramp") as story:
        await story.lead.command("/incident drill")
        form = await story.lead.expect_modal()
        for name, value in {
            "what": ["loss_theft"],
            "how_sure": "occurred",
            "contracts": ["kawabata-2026"],
            "when": "now",
            "drill_people": ["U0TANAKA"],
        }.items():
            await form.fill(name, value)
        assert (await form.submit()).kind == "updated"
        await story.bot.settled()
        assert (await states(story))["initial"] == "running"
        assert words_to(legal(story)) == ""
        told = words_to(story.manager)
        assert "時間単位の届出が動いています" in told and "訓練" in told


async def test_what_was_no_incident_owes_nothing_by_law_until_it_goes_on_after_all(tmp_path: Path) -> None:
    async with with_laws(tmp_path, "eu-gdpr") as story:
        await story.report(when="now")
        await do(story, story.lead, "川端市", "not_incident", reason="誤検知")
        request = await story.manager.expect_dm("もう一人の確認")
        await story.manager.press(request, "approve")
        await story.bot.settled()
        assert set((await states(story)).values()) == {"set_aside"}
        assert {one.second_by for one in await records(story, StatutoryDuty)} == {"U0TANAKA"}
        await story.bot.advance(hours=2)
        said = await story.lead.expect_message(story.room(), "事案ではなかったとしました")
        await story.lead.press(said, "reopen")
        await fill(story, story.lead, reason="別の端末だった")
        assert set((await states(story)).values()) == {"running"}
        assert (await duty(story, "authority")).due_at == (NIGHT + timedelta(hours=72)).astimezone(UTC)
        await story.bot.advance_to(NIGHT + timedelta(hours=72))
        assert "A statutory deadline has passed" in words_to(legal(story)), "its deadline never stopped"


async def test_one_duty_is_set_aside_by_name_and_stays_so(tmp_path: Path) -> None:
    async with with_laws(tmp_path, "eu-gdpr") as story:
        lee = legal(story)
        await story.report(when="now")
        await look(story, lee)
        await choose(story, lee, await duty(story, "controller"), "law_aside")
        form = lee.modal
        assert "a second person" not in form.text, "a word is nobody's deadline"
        await form.fill("reason", "契約で24時間と決めている")
        assert (await form.submit()).kind == "closed"
        await story.bot.settled()
        await answer(story, lee, regions=["eu"], our_role="both", harm_risk="some")
        kept = await duty(story, "controller")
        assert (kept.state, kept.ended_by, kept.reason) == (
            StatutoryState.SET_ASIDE,
            "U0LEE",
            "契約で24時間と決めている",
        )


async def test_the_house_exports_what_the_law_asked_and_a_client_reads_nothing_of_it(tmp_path: Path) -> None:
    async with with_laws(tmp_path, "eu-gdpr") as story:
        await story.report(when="now")
        incident, lane = await the_incident(story), await lane_of(story, "kawabata-2026")
        whole = await story.bot.program.store.read(lambda uow, _: export_incident(uow, incident), None)
        assert {row["rule_id"] for row in whole["statutory_duties"]} == {"authority", "controller", "persons"}
        assert [law["id"] for law in whole["laws"].values()] == ["eu-gdpr"]
        theirs = await story.bot.program.store.read(lambda uow, _: export_for(uow, incident, lane), None)
        assert theirs["statutory_duties"] == []
        assert "gdpr" not in str(theirs).lower()


async def test_a_clock_that_was_days_ahead_for_a_moment_loses_no_statutory_deadline(tmp_path: Path) -> None:
    async with with_laws(tmp_path, "eu-gdpr") as story:
        await story.report(when="now")
        await reach(story, "川端市")  # or the ladder rings on for days
        await story.bot.jump(days=4)
        assert "A statutory deadline has passed" in words_to(legal(story))
        story.workspace.set_clock(at=NIGHT)
        store, incident = story.bot.program.store, await the_incident(story)
        await store.run(clock_went_back, ClockWentBack(seconds=4 * 86_400))
        await store.run(set_right, incident.id)
        await story.bot.settled()
        before = words_to(legal(story)).count("A statutory deadline has passed")
        await story.bot.advance_to(NIGHT + timedelta(hours=72))
        assert words_to(legal(story)).count("A statutory deadline has passed") > before


async def test_after_an_outage_what_was_missed_is_told_once_and_as_late(tmp_path: Path) -> None:
    async with with_laws(tmp_path, "in-certin", "cn-report", "eu-gdpr") as story:
        await story.report(when="now", what=["malware"])
        await story.bot.jump(hours=7)
        told = [message.all_text for message in legal(story).dms() if "deadline has passed" in message.all_text]
        assert len(told) == 1, "one message, whatever was missed"
        assert "CERT-In" in told[0] and "China" in told[0] and "late" in told[0]
        assert "Half of the time" not in words_to(legal(story)), "nobody needs to hear now that half of it was gone"
        assert len(await entries(story, "statutory.overdue")) == 2
        await story.bot.jump(hours=1)
        told = [message.all_text for message in legal(story).dms() if "deadline has passed" in message.all_text]
        assert len(told) == 2, "and once more an hour later, for both"
