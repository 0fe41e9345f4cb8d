"""The ways in: shortcuts, App Home, the words after the command, in both languages."""

from __future__ import annotations

from tests.stories.acting import actions_of, fill, the_incident
from tests.stories.conftest import Story


async def test_a_report_from_a_message_keeps_the_link_and_the_room_shows_it(quiet_story: Story) -> None:
    story, engineer = quiet_story, quiet_story.engineer
    said = next(m for m in story.workspace.messages("C0BUILD") if "report-02" in m.text)
    await engineer.message_shortcut("incident_from_message", said)
    await engineer.expect_modal("事故かもしれない")
    assert (await fill(story, engineer, what=["unauthorised_access"], when="pick", when_at=story.at(2, 0))).ok

    link = f"archives/C0BUILD/p{said.ts.replace('.', '')}"
    assert link in (await the_incident(story)).permalink, "drawing the form again has not lost it"
    opening = next(m for m in story.workspace.messages(story.room()) if m.subtype is None)
    assert link in opening.all_text
    assert "もとのメッセージ" in opening.all_text


async def test_a_link_to_a_reply_leads_into_its_thread(quiet_story: Story) -> None:
    story, engineer = quiet_story, quiet_story.engineer
    first = story.workspace.messages("C0BUILD")[0]
    reply = engineer.say("C0BUILD", "これはおかしい", thread=first)
    await engineer.message_shortcut("incident_from_message", reply)
    await fill(story, engineer, what=["unknown"])
    assert f"thread_ts={first.ts}&cid=C0BUILD" in (await the_incident(story)).permalink


async def test_the_global_shortcut_and_the_home_button_open_the_same_form(quiet_story: Story) -> None:
    story, engineer, miller = quiet_story, quiet_story.engineer, quiet_story.person("miller")
    await engineer.shortcut("incident_report")
    form = await engineer.expect_modal("事故かもしれない")
    assert form.callback_id == "report"
    await engineer.close_modal()

    await miller.open_home()
    await miller.press(await miller.expect_home("You don't have to be sure"), "report_new")
    form = await miller.expect_modal("Something wrong?")
    assert form.callback_id == "report"
    assert (await fill(story, miller, what=["unknown"])).kind == "updated"
    await miller.expect_home("Reported by me")


async def test_home_keeps_its_clock_current_for_who_looked_at_it(quiet_story: Story) -> None:
    story = quiet_story
    await story.lead.open_home()
    await story.lead.expect_home("動いている事案はありません")
    await story.report(when="now")
    await story.lead.expect_home("あと 60 分")
    await story.until(3, 25)
    await story.lead.expect_home("あと 40 分")


async def test_list_status_and_help_answer_in_the_language_of_who_asks(quiet_story: Story) -> None:
    story, tanaka, brown = quiet_story, quiet_story.manager, quiet_story.person("brown")
    words = {
        ("help", "ja"): "知らせるための鐘",
        ("help", "en"): "the bell to ring",
        ("list", "ja"): "動いている事案はありません",
        ("list", "en"): "Nothing is open",
    }
    for (word, language), expected in words.items():
        answer = (await (tanaka if language == "ja" else brown).command(f"/incident {word}")).message
        assert answer, word
        assert expected in answer.all_text
        assert answer.ephemeral_to, "for the person alone"

    await story.report(when="now")
    ja = (await tanaka.command("/incident 一覧")).message
    en = (await brown.command("/incident list")).message
    assert ja
    assert en
    assert "あと 60 分" in ja.all_text
    assert "60 min left" in en.all_text
    assert "progress" in actions_of(ja)
    status = (await brown.command("/incident status inc-261124-01")).message
    assert status
    assert "City of Kawabata" in status.all_text
    assert "60分以内" not in status.text or "04:05" in status.text
    alone = (await tanaka.command("/incident 状況")).message
    assert alone
    assert "川端市" in alone.all_text


async def test_status_of_several_names_them_and_an_unknown_one_tells_nothing(quiet_story: Story) -> None:
    story = quiet_story
    await story.report(when="now")
    await story.engineer.close_modal(everything=True)
    await story.report(when="now", contracts=["tobu-2026"])
    both = (await story.lead.command("/incident status")).message
    assert both
    assert "INC-261124-01" in both.all_text
    assert "INC-261124-02" in both.all_text
    second = (await story.lead.command("/incident status INC-261124-02")).message
    assert second
    assert "東部商事" in second.all_text
    assert "川端市" not in second.all_text


async def test_a_direct_message_is_answered_with_the_help(quiet_story: Story) -> None:
    story, miller = quiet_story, quiet_story.person("miller")
    miller.say(story.workspace.state.direct(miller.id).id, "hello?")
    await miller.expect_dm("Hansho")
    assert len(miller.dms()) == 1
