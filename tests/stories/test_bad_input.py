"""What people type when they are frightened, in a hurry, or up to something."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.domain.incident import Incident
from bot.domain.lane import Lane
from tests.stories.acting import do, entries, fill, records, the_incident
from tests.stories.conftest import Story, told
from workspace import Person
from workspace.acts import Outcome


async def try_report(story: Story, person: Person | None = None, **answers: object) -> Outcome:
    """Fill the report form and send it, whatever comes of it."""
    who = person or story.engineer
    await who.command("/incident")
    return await fill(story, who, **{"what": ["loss_theft"], "contracts": ["kawabata-2026"], **answers})


@pytest.mark.parametrize(
    ("hours", "sentence"), [(1, "先の時刻です"), (-24 * 366, "1年より前の時刻です"), (None, "時刻を選んでください")]
)
async def test_an_impossible_first_recognition_is_refused_in_the_form_with_the_reason(
    quiet_story: Story, hours: int | None, sentence: str
) -> None:
    story = quiet_story
    when_at = None if hours is None else story.at(3, 5) + timedelta(hours=hours)
    outcome = await try_report(story, when="pick", when_at=when_at, summary="書いた文")
    assert list(outcome.errors) == ["when_at"]
    assert sentence in outcome.errors["when_at"]
    assert story.engineer.modal.value("summary") == "書いた文"
    assert not await records(story, Incident)
    assert (await fill(story, story.engineer, when_at=story.at(2, 47))).kind == "updated"


async def test_a_year_ago_to_the_minute_is_still_taken(quiet_story: Story) -> None:
    outcome = await try_report(quiet_story, when="pick", when_at=quiet_story.at(3, 5) - timedelta(days=365))
    assert outcome.kind == "updated"


NASTY = {
    "everybody": "<!channel> <!here> みんな見て",
    "a person": "<@U0SATO> さんがなくした",
    "a group": "<!subteam^S123> へ",
    "a link": "<https://evil.example|安全なページ>",
    "control characters": "机の上\x00\x07\x1b[31mから\u202e消えた",
    "markup": "*太字* `code` > 引用",
    "other language": "Пропал ноутбук 🧳 العربية",
    "three thousand": "あ" * 3000,
}


@pytest.mark.parametrize("name", NASTY)
async def test_whatever_is_typed_is_kept_as_text_and_mentions_nobody(quiet_story: Story, name: str) -> None:
    story, typed = quiet_story, NASTY[name]
    room = await story.report(when="now", summary=typed, noticed_by=typed[:150])
    await do(story, story.lead, "川端市", "attempt", channel="phone", slot="primary", result="busy", note=typed[:500])
    await do(story, story.lead, "川端市", "reached", who=typed[:150], how="phone", instructions=typed[:900])
    await do(story, story.lead, "川端市", "correct", reason=typed[:900], what=["missend"])

    kept = await the_incident(story)
    hidden = dict.fromkeys(map(ord, "\x00\x07\x1b\u202e"))  # what no screen shows may go, and NUL has to
    assert kept.summary.translate(hidden) == typed.translate(hidden)
    why = (await entries(story, "facts.corrected"))[0].why
    assert why.translate(hidden) == typed[:900].translate(hidden)
    sent = [m for m in story.workspace.messages(room) if m.user == "U0HANSHO"]
    for person in ("yamada", "sato", "tanaka", "okada"):
        sent += story.person(person).dms()
    raw = "\n".join(str(m.blocks) + m.text for m in sent)
    for mention in ("<!channel>", "<!here>", "<@U0SATO> さん", "<!subteam", "<https://evil"):
        assert mention not in raw
    assert not [letter for letter in raw if letter in "\x00\x07\x1b\u202e"]


@pytest.mark.every_road
async def test_what_a_database_cannot_hold_does_not_stop_a_report_on_either(database_url: str) -> None:
    async with told("socket", database_url) as story:
        await story.report(when="now", summary="消えた\x00\ud83d 机の上", noticed_by="警備\x00員")
        kept = await the_incident(story)
        assert "\x00" not in kept.summary + kept.recognised_by
        assert kept.summary.startswith("消えた")


async def test_nothing_but_the_one_answer_is_needed(quiet_story: Story) -> None:
    story = quiet_story
    await story.engineer.command("/incident")
    assert "what" in (await fill(story, story.engineer)).errors
    assert (await fill(story, story.engineer, what=["unknown"])).kind == "updated"
    assert len(await records(story, Lane)) == 2, "an unknown contract concerns every one of them"


@pytest.mark.parametrize(
    "secret",
    [
        "カード 4111 1111 1111 1111 が見えた",
        "マイナンバー 123456789018",
        "password: hunter2!x",
        "ｐａｓｓｗｏｒｄ：ｈｕｎｔｅｒ２",
    ],
)
async def test_what_looks_like_data_is_warned_of_before_it_is_kept_and_may_be_removed(
    quiet_story: Story, secret: str
) -> None:
    story, engineer = quiet_story, quiet_story.engineer
    assert (await try_report(story, summary=secret)).kind == "updated"
    assert "番号やパスワードのように見える" in engineer.modal.text
    assert not await records(story, Incident)
    assert engineer.modal.value("summary") == secret, "what was typed is still there to be changed"

    assert (await fill(story, engineer, summary="番号が見えていた")).kind == "updated"
    assert (await the_incident(story)).summary == "番号が見えていた"
    assert "受け付けました" in engineer.modal.text


async def test_or_confirmed_to_be_none(quiet_story: Story) -> None:
    story, engineer = quiet_story, quiet_story.engineer
    await try_report(story, summary="伝票 4111 1111 1111 1111")
    assert (await fill(story, engineer)).kind == "updated", "sending again without an answer only asks again"
    assert not await records(story, Incident)
    assert (await fill(story, engineer, sensitive_ok=["ok"])).kind == "updated"
    assert (await the_incident(story)).summary == "伝票 4111 1111 1111 1111"


async def test_every_form_with_a_text_warns(quiet_story: Story) -> None:
    story, lead = quiet_story, quiet_story.lead
    await story.report(when="now")
    await do(story, lead, "川端市", "attempt", note="password: hunter2!x")
    assert "番号やパスワードのように見える" in lead.modal.text
    assert not await entries(story, "attempt")
    assert (await fill(story, lead, note="かけ直すとのこと")).kind == "closed"
    assert len(await entries(story, "attempt")) == 1


async def test_reached_in_the_future_or_before_anybody_noticed_is_refused(quiet_story: Story) -> None:
    story, lead = quiet_story, quiet_story.lead
    await story.report(when="now")
    late, early = story.at(4, 0), story.at(2, 0)
    assert "at" in (await do(story, lead, "川端市", "reached", who="窓口 太郎", how="phone", at=late)).errors
    outcome = await fill(story, lead, at=early)
    assert "03:05" in outcome.errors["at"]
    assert (await fill(story, lead, who="　", at=story.at(3, 5))).errors
    assert not (await records(story, Lane))[0].reached_at


async def test_an_unknown_word_after_the_command_gets_the_help(quiet_story: Story) -> None:
    answer = await quiet_story.engineer.command("/incident <!channel> やばい")
    assert answer.message
    assert "半鐘" in answer.message.all_text
    assert "<!channel>" not in str(answer.message.blocks)
