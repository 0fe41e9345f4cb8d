"""A drill runs the same code, reaches only the people chosen for it, and says in every message that it is one."""

from __future__ import annotations

from tests.stories.acting import ASKED, beside_cards, card, fill, reach, take, the_incident
from tests.stories.conftest import Story

OTHERS = ("tanaka", "suzuki", "kato", "okada", "lee", "mori", "miller")


async def drill(story: Story, *names: str) -> str:
    """The engineer starts a drill with these people."""
    await story.engineer.command("/incident drill")
    people = [f"U0{name.upper()}" for name in names]
    answers: dict[str, object] = {
        "drill_people": people,
        "what": ["loss_theft"],
        "when": "now",
        "contracts": ["kawabata-2026"],
    }
    outcome = await fill(story, story.engineer, **answers)
    assert outcome.kind == "updated", outcome
    return story.room()


async def test_only_the_chosen_hear_of_it_and_every_message_is_marked_in_the_readers_language(
    quiet_story: Story,
) -> None:
    story = quiet_story
    room = await drill(story, "sato", "brown")
    assert (await the_incident(story)).ref.startswith("DRILL-")
    assert "訓練" in story.engineer.modal.text
    await take(story, story.lead)
    await story.until(3, 40)
    await reach(story, "川端市")
    await story.until(9, 0, days=3)

    for name in OTHERS:
        assert not beside_cards(story.person(name)), name
    assert {*story.workspace.channel(room).members} == {"U0HANSHO", "U0YAMADA", "U0SATO", "U0BROWN"}
    assert not [m for m in story.workspace.messages("C0COMPLIANCE") if m.user == "U0HANSHO"], "nothing for compliance"
    assert not [m for m in story.workspace.messages("C0DESK") if m.user == "U0HANSHO"]
    japanese = [*beside_cards(story.lead), *story.engineer.dms(), *story.workspace.messages(room)]
    unmarked = [m.text for m in japanese if m.user == "U0HANSHO" and "【訓練】" not in m.text]
    assert not unmarked
    english = beside_cards(story.person("brown"))
    assert english
    assert not [m.text for m in english if "DRILL" not in m.text]
    assert not [m.text for m in english if "訓練】" in m.text]


async def test_the_forms_of_a_drill_are_marked_too(quiet_story: Story) -> None:
    story = quiet_story
    await drill(story, "sato")
    await story.lead.press(card(story, "川端市"), "notice")
    assert "訓練" in (await story.lead.expect_modal()).text


async def test_slacks_own_alarms_of_a_drill_are_marked(quiet_story: Story) -> None:
    story = quiet_story
    await drill(story, "sato")
    waiting = list(story.workspace.state.scheduled.values())
    assert len(waiting) == 2
    assert not [one.text for one in waiting if "【訓練】" not in one.text]


async def test_where_no_channel_can_be_made_the_drill_stays_with_its_people(quiet_story: Story) -> None:
    story = quiet_story
    story.workspace.fault("conversations.create", "error", "restricted_action", times=3)
    await story.engineer.command("/incident drill")
    people = ["U0SATO"]
    await fill(story, story.engineer, drill_people=people, what=["loss_theft"], contracts=["kawabata-2026"])
    assert not [m for m in story.workspace.messages("C0DESK") if m.user == "U0HANSHO"]
    assert [m for m in story.lead.dms() if ASKED in m.all_text]
    assert not story.manager.dms()


async def test_somebody_nobody_has_met_before_gets_it_in_their_language(quiet_story: Story) -> None:
    story = quiet_story
    await drill(story, "miller")
    page = await story.person("miller").expect_dm("DRILL")
    assert "Somebody has to take this" in page.all_text


async def test_a_drill_is_not_in_the_compliance_digest_that_a_real_incident_causes(quiet_story: Story) -> None:
    story = quiet_story
    await drill(story, "sato")
    await story.engineer.close_modal(everything=True)
    await story.report(when="now")
    await story.until(9, 0)
    posted = await story.person("mori").expect_message("C0COMPLIANCE", "おはようございます")
    assert "INC-" in posted.all_text
    assert "DRILL-" not in posted.all_text
    mine = await story.lead.expect_dm("おはようございます")
    assert "DRILL-" in mine.all_text
    assert "【訓練】" in mine.all_text
    others = await story.manager.expect_dm("おはようございます")
    assert "DRILL-" not in others.all_text
