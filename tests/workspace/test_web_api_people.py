"""users.*, usergroups.*, dnd.*, bots.info, team.info: who is here, who is called together, who is asleep."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workspace import Clock, people
from workspace.methods.people import pause
from workspace.state import APP_ID, BOT_ID, Member, State

from .conftest import START, refused


async def test_users_in_pages(able, bot):
    seen, cursor = [], ""
    while True:
        answer = await bot.users_list(limit=5, cursor=cursor, include_locale=True)
        seen += answer["members"]
        if not (cursor := answer["response_metadata"]["next_cursor"]):
            break
    assert [one["id"] for one in seen] == list(able.state.members)
    assert {one["id"]: one.get("locale") for one in seen}["U0MILLER"] == "en-US"
    assert next(one for one in seen if one["is_bot"])["id"] == "U0HANSHO"


async def test_one_person(able, bot):
    able.state.members["U0LEE"].deleted = True
    able.state.members["U0KATO"].presence = "away"
    assert (await bot.users_info(user="U0LEE"))["user"]["deleted"] is True
    assert await refused(bot.users_lookupByEmail(email="lee@practice.example")) == "users_not_found"
    assert (await bot.users_lookupByEmail(email="kato@practice.example"))["user"]["id"] == "U0KATO"
    assert (await bot.users_getPresence(user="U0KATO"))["presence"] == "away"
    assert (await bot.users_profile_get(user="U0KATO"))["profile"]["title"] == "Security manager"
    for call in (bot.users_info(user="U0X"), bot.users_getPresence(user="U0X"), bot.users_profile_get(user="U0X")):
        assert await refused(call) == "user_not_found"


async def test_the_bot_and_its_team(bot):
    me = await bot.auth_test()
    assert (await bot.bots_info(bot=me["bot_id"]))["bot"]["app_id"] == APP_ID
    assert me["bot_id"] == BOT_ID
    assert await refused(bot.bots_info(bot="B0NOBODY")) == "bot_not_found"
    assert (await bot.team_info())["team"]["id"] == me["team_id"]
    assert (await bot.team_info(team="T0TOBU"))["team"]["name"].startswith("Tobu")
    assert await refused(bot.team_info(team="T0NOWHERE")) == "team_not_found"
    assert [one["id"] for one in (await bot.auth_teams_list())["teams"]] == [me["team_id"]]
    assert (await bot.emoji_list())["emoji"] == {}


async def test_the_practice_company_has_user_groups(bot):
    groups = (await bot.usergroups_list(include_users=True, include_count=True))["usergroups"]
    assert {one["handle"]: one["users"] for one in groups}["duty-managers"] == ["U0TANAKA", "U0BROWN"]
    assert groups[0]["user_count"] == 2 and "users" not in (await bot.usergroups_list())["usergroups"][0]
    assert (await bot.usergroups_users_list(usergroup="S0DUTY"))["users"] == ["U0TANAKA", "U0BROWN"]
    assert await refused(bot.usergroups_users_list(usergroup="S0NONE")) == "no_such_subteam"


async def test_user_groups_are_made_changed_and_put_away(able, bot):
    made = (await bot.usergroups_create(name="Night watch"))["usergroup"]
    assert made["handle"] == "night-watch"
    await bot.usergroups_users_update(usergroup=made["id"], users="U0SATO,U0KATO")
    await able.wait_for(lambda: able.sent("subteam_members_changed"))
    assert able.sent("subteam_members_changed")[0].payload["event"]["added_users"] == ["U0SATO", "U0KATO"]
    changed = (await bot.usergroups_update(usergroup=made["id"], handle="watch", description="At night"))["usergroup"]
    assert (changed["handle"], changed["name"], changed["description"]) == ("watch", "Night watch", "At night")
    await bot.usergroups_disable(usergroup=made["id"])
    assert made["id"] not in {one["id"] for one in (await bot.usergroups_list())["usergroups"]}
    assert made["id"] in {one["id"] for one in (await bot.usergroups_list(include_disabled=True))["usergroups"]}
    assert await refused(bot.usergroups_users_list(usergroup=made["id"])) == "no_such_subteam"
    await bot.usergroups_enable(usergroup=made["id"])
    assert (await bot.usergroups_users_list(usergroup=made["id"]))["users"] == ["U0SATO", "U0KATO"]


@pytest.mark.parametrize(
    ("more", "error"),
    [
        ({"name": ""}, "missing_argument"),
        ({"name": "Duty managers"}, "name_already_exists"),
        ({"name": "x", "handle": "duty-managers"}, "handle_already_exists"),
        ({"name": "x", "handle": "sato"}, "handle_already_exists"),
        ({"name": "x", "handle": "general"}, "handle_already_exists"),
        ({"name": "x", "handle": "a b"}, "invalid_handle"),
    ],
)
async def test_user_groups_that_cannot_be(bot, more, error):
    assert await refused(bot.usergroups_create(**more)) == error


async def test_nobody_strange_comes_into_a_user_group(bot):
    assert await refused(bot.usergroups_users_update(usergroup="S0DUTY", users="U0NOBODY")) == "invalid_users"
    assert await refused(bot.usergroups_users_update(usergroup="S0DUTY", users="")) == "no_users_provided"


async def test_dnd_tells_the_pause_somebody_is_in_or_the_next(able, bot):
    okada = able.state.members["U0OKADA"]
    okada.dnd = {"start": "22:00", "end": "07:00"}
    tokyo = ZoneInfo("Asia/Tokyo")
    told = await bot.dnd_info(user="U0OKADA")  # the clock says 02:47 in Tokyo
    assert told["dnd_enabled"] is True
    assert datetime.fromtimestamp(told["next_dnd_start_ts"], tokyo) == datetime(2026, 11, 20, 22, 0, tzinfo=tokyo)
    assert datetime.fromtimestamp(told["next_dnd_end_ts"], tokyo) == datetime(2026, 11, 21, 7, 0, tzinfo=tokyo)
    able.jump(timedelta(hours=6).total_seconds())
    told = (await bot.dnd_teamInfo(users="U0OKADA,U0SATO,U0NOBODY"))["users"]
    assert datetime.fromtimestamp(told["U0OKADA"]["next_dnd_start_ts"], tokyo).hour == 22
    assert told["U0SATO"] == {"dnd_enabled": False, "next_dnd_start_ts": 1, "next_dnd_end_ts": 1}
    assert "U0NOBODY" not in told
    assert await refused(bot.dnd_info(user="U0NOBODY")) == "user_not_found"
    assert await refused(bot.dnd_teamInfo(users=[f"U{n}" for n in range(51)])) == "too_many_users"


@given(
    st.times().map(lambda t: t.replace(microsecond=0)),
    st.times().map(lambda t: t.replace(microsecond=0)),
    st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31)).map(lambda d: d.replace(tzinfo=UTC)),
    st.sampled_from(["Asia/Tokyo", "Europe/London", "America/New_York", "UTC"]),
)
def test_the_next_pause_is_never_over_and_starts_and_ends_by_its_own_hours(start, end, now, zone):
    member = Member("U1", "x", "X", tz=zone, dnd={"start": start.isoformat(), "end": end.isoformat()})
    begins, ends = pause(member, now)
    assert ends > now.astimezone(ZoneInfo(zone))
    assert (begins.time(), ends.time()) == (start, end)
    days = (ends.date() - begins.date()).days
    assert days == (0 if end > start else 1)
    assert begins.date() - timedelta(days=1) <= now.astimezone(ZoneInfo(zone)).date(), "not the one after the next"


BROKEN = {
    "a field nobody knows": ({"people": [{"id": "U1", "name": "x", "real_name": "X", "shoe": 43}]}, "shoe"),
    "a team nobody knows": ({"people": [{"id": "U1", "name": "x", "real_name": "X", "team": "T9"}]}, "no team 'T9'"),
    "half a pause": (
        {"people": [{"id": "U1", "name": "x", "real_name": "X", "dnd": {"start": "22:00"}}]},
        "start and an end",
    ),
    "a group of strangers": (
        {"people": [], "groups": [{"id": "S1", "handle": "x", "name": "X", "users": ["U9"]}]},
        "U9",
    ),
    "shared with nobody": (
        {"people": [], "channels": [{"id": "C1", "name": "x", "shared_with": ["T9"]}]},
        "no team T9",
    ),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_people_file_that_cannot_be_is_refused_with_its_place(name):
    found, said = BROKEN[name]
    with pytest.raises(ValueError, match=said):
        people.settle(State(Clock(START, rate=0)), found)
