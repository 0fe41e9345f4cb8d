"""Who may act on an incident, and what everybody else sees of it."""

from __future__ import annotations

import pytest

from tests.stories.acting import card, entries, fill, lane_of, press, reach, take, the_incident, words_to
from tests.stories.conftest import Story
from workspace import Person


def let_in(story: Story, person: Person) -> None:
    """Somebody adds a colleague to the room's channel by hand: they see the card, and are no part of the incident."""
    story.workspace.channel(story.room()).members.append(person.id)


@pytest.mark.parametrize("verb", ["ack", "attempt", "reached", "notice", "correct", "not_incident", "duties"])
async def test_an_outsider_who_presses_is_answered_alone_and_the_refusal_is_logged(
    quiet_story: Story, verb: str
) -> None:
    story, outsider = quiet_story, quiet_story.person("miller")
    room = await story.report()
    let_in(story, outsider)
    before = len(story.workspace.messages(room))

    await press(story, outsider, "川端市", verb)
    told = await outsider.expect_ephemeral("Only people in the room of INC-261124-01")
    await story.bot.settled()

    assert told.ephemeral_to == outsider.id
    assert outsider.modal_view is None, "no form opens"
    assert len(story.workspace.messages(room)) == before, "nobody else hears of it"
    lane = await lane_of(story, "kawabata-2026")
    assert (lane.owner_id, lane.reached_at) == ("", None)
    refusals = await entries(story, "refused")
    assert [(entry.actor, entry.subject) for entry in refusals] == [(outsider.id, verb)]


async def test_home_list_and_digest_show_an_outsider_nothing(quiet_story: Story) -> None:
    story, outsider = quiet_story, quiet_story.person("miller")
    await story.report()

    await outsider.open_home()
    home = await outsider.expect_home("Nothing is open.")
    assert "INC-" not in str(home.body)
    listed = await outsider.command("/incident list")
    assert listed.message
    assert "Nothing is open." in listed.message.all_text
    asked = await outsider.command("/incident status INC-261124-01")
    assert asked.message
    assert "Kawabata" not in asked.message.all_text
    await story.until(9, 30)
    assert "INC-" not in words_to(outsider)


async def test_the_reporter_sees_progress_adds_a_detail_and_corrects_and_sees_no_buttons_of_the_room(
    quiet_story: Story,
) -> None:
    story, engineer = quiet_story, quiet_story.engineer
    room = await story.report(when="now")
    await engineer.close_modal(everything=True)
    await take(story, story.lead)

    await engineer.open_home()
    home = await engineer.expect_home("わたしが知らせた事案")
    await engineer.press(home, "progress")
    progress = await engineer.expect_modal("進み具合")
    assert "佐藤 健さんが引き受けました" in progress.text

    await progress.press("add_detail")
    await engineer.expect_modal("書き足す")
    assert (await fill(story, engineer, detail="カバンごと電車に置き忘れた")).kind == "closed"
    await story.lead.expect_message(room, "カバンごと電車に置き忘れた")

    await engineer.modal.press("correct")
    await engineer.expect_modal("回答を直す")
    assert (await fill(story, engineer, when="30", reason="駅で気づいたのはもっと前")).kind == "closed"
    assert "03:35" in card(story, "川端市").all_text

    let_in(story, engineer)
    await press(story, engineer, "川端市", "reached")
    await engineer.expect_ephemeral("INC-261124-01")


async def test_executive_and_legal_may_act_before_they_are_invited(quiet_story: Story) -> None:
    story = quiet_story
    room = await story.report(when="now")
    lee = story.person("lee")
    assert lee.id not in story.workspace.channel(room).members

    await lee.open_home()
    home = await lee.expect_home("INC-261124-01")
    await lee.press(home, "ack")
    await story.bot.settled()

    assert (await lane_of(story, "kawabata-2026")).owner_id == lee.id
    assert "Grace Lee" in card(story, "川端市").all_text


async def test_a_form_that_was_tampered_with_is_refused_and_changes_nothing(quiet_story: Story) -> None:
    """What a form is about comes back from outside: the service looks again."""
    story, lead = quiet_story, quiet_story.lead
    await story.report()
    await press(story, lead, "川端市", "attempt")
    form = await lead.expect_modal()
    form.view.body["private_metadata"] = form.view.body["private_metadata"].replace('"l":"', '"l":"0')

    outcome = await form.submit()
    assert outcome.kind == "errors"
    assert "見つかりません" in str(outcome.errors)
    assert not await entries(story, "attempt")
    await reach(story, "川端市")
    assert (await the_incident(story)).state.value == "active"
