"""What an open page is told: the whole screen first, then only what changed."""

from __future__ import annotations

import random

from workspace.feed import Look, Screen, Shelf
from workspace.state import BOT_USER, Message

YAMADA = "U0YAMADA"


def screen(ws, **look):
    return Screen(Shelf(ws), Look.read({"as": YAMADA, "channel": "C0GENERAL", **look}))


def said(ws, text, user="U0MILLER", channel="C0GENERAL", **more):
    return ws.state.put(Message(channel, ws.state.next_ts(), user, text, **more))


def row(news, channel="C0GENERAL"):
    return next(one for one in news.get("channels", []) if one["id"] == channel)


async def test_first_the_whole_screen_then_nothing_until_something_changes(ws):
    page = screen(ws)
    whole = page.news()
    assert whole["me"] == YAMADA and whole["place"]["channel"] == "C0GENERAL" and whole["messages"]["fresh"]
    assert set(page.news()) == {"version", "clock"}


async def test_a_new_message_alone_is_told_with_the_row_it_makes_unread(ws):
    page = screen(ws)
    page.news()
    message = said(ws, "hello")
    news = page.news()
    assert [one["ts"] for one in news["messages"]["put"]] == [message.ts] and news["messages"]["drop"] == []
    assert (row(news)["unread"], row(news)["calls"]) == (1, 0)
    assert [one["id"] for one in news["channels"]] == ["C0GENERAL"]
    ws.acts.mark_read(YAMADA, "C0GENERAL")
    assert row(page.news())["unread"] == 0


async def test_an_edit_a_reply_a_pin_and_a_reaction_tell_the_message_anew_and_a_deletion_drops_it(ws):
    page = screen(ws)
    message = said(ws, "before")
    page.news()
    for change in (
        lambda: setattr(message, "text", "after"),
        lambda: setattr(message, "blocks", [{"type": "divider"}]),
        lambda: message.reactions.append({"name": "eyes", "users": [YAMADA], "count": 1}),
        lambda: ws.state.channels["C0GENERAL"].pins.append(message.ts),
        lambda: said(ws, "in the thread", thread_ts=message.ts),
        lambda: said(ws, "again in the thread", thread_ts=message.ts),
    ):
        change()
        ws.state.changed()
        assert [one["ts"] for one in page.news()["messages"]["put"]] == [message.ts]
    ws.state.messages["C0GENERAL"].remove(message)
    ws.state.changed()
    assert page.news()["messages"]["drop"] == [message.ts]


async def test_a_mention_a_broadcast_and_a_direct_message_call_a_person_and_nothing_else_does(ws):
    page = screen(ws, channel="C0BUILD")
    page.news()
    said(ws, "hello all")
    said(ws, "<@U0SATO> please")
    assert row(page.news())["calls"] == 0
    said(ws, f"<@{YAMADA}> please")
    said(ws, "<!here> please")
    news = row(page.news())
    assert (news["unread"], news["calls"], news["newest"]["text"]) == (4, 2, "<!here> please")
    direct = ws.state.direct(YAMADA).id
    said(ws, "the bot speaks", user=BOT_USER, channel=direct)
    news = page.news()
    assert row(news, direct)["calls"] == 1 and news["waiting"] == {YAMADA: 1}


async def test_an_ephemeral_message_is_seen_by_one_person_alone(ws):
    yours, theirs = screen(ws), screen(ws, **{"as": "U0MILLER"})
    yours.news(), theirs.news()
    said(ws, "only for you", user=BOT_USER, ephemeral_to=YAMADA)
    assert [one["ephemeral"] for one in yours.news()["messages"]["put"]] == [True]
    assert "messages" not in theirs.news()


async def test_ten_thousand_messages_are_told_in_windows_that_follow_where_one_looks(ws):
    made = [said(ws, f"number {number}") for number in range(10_000)]
    page = screen(ws, span=50)
    first = page.news()["messages"]
    assert (len(first["put"]), first["older"], first["newer"]) == (50, True, False)
    page.look(Look(YAMADA, "C0GENERAL", "", made[5000].ts, 50))
    middle = page.news()["messages"]
    assert made[5000].ts in [one["ts"] for one in middle["put"]]
    assert (middle["older"], middle["newer"], len(middle["drop"])) == (True, True, 50)
    said(ws, "one more")
    assert "messages" not in page.news()
    page.look(Look(YAMADA, "C0GENERAL", "", "0", 50))
    assert page.news()["messages"]["put"][0]["text"] == "number 0"


async def test_another_person_or_channel_starts_anew_and_a_lost_channel_leads_home(ws):
    page = screen(ws)
    page.news()
    page.look(Look("U0SATO", "C0DESK"))
    news = page.news()
    assert (
        news["me"] == "U0SATO"
        and news["messages"]["fresh"]
        and {c["id"] for c in news["channels"]} >= {"C0DESK", "C0BUILD"}
    )
    ws.state.channels["C0DESK"].members.remove("U0SATO")
    ws.state.changed()
    news = page.news()
    assert news["left"] == ["C0DESK"] and news["place"]["channel"] == ws.state.direct("U0SATO").id
    page.look(Look("U0NOBODY", "C0NOWHERE"))
    assert page.news()["me"] == YAMADA


async def test_putting_the_differences_together_gives_the_screen_a_new_page_would_see(ws):
    """Any mixture of posts, edits and deletions: what a page adds up equals what a fresh one is told."""
    chance = random.Random(7)
    page, held = screen(ws, span=40), {}
    for _ in range(300):
        kept = list(ws.state.messages["C0GENERAL"])
        match chance.randrange(4):
            case 0 if kept:
                chance.choice(kept).text += "!"
            case 1 if kept:
                ws.state.messages["C0GENERAL"].remove(chance.choice(kept))
            case _:
                parent = chance.choice(kept).ts if kept and chance.random() < 0.3 else None
                said(ws, "words", thread_ts=parent)
        ws.state.changed()
        if chance.random() < 0.5:
            continue
        news = page.news().get("messages", {"put": [], "drop": []})
        for ts in news["drop"]:
            del held[ts]
        held |= {one["ts"]: one for one in news["put"]}
    for ts in (news := page.news().get("messages", {"put": [], "drop": []}))["drop"]:
        del held[ts]
    held |= {one["ts"]: one for one in news["put"]}
    assert held == {one["ts"]: one for one in screen(ws, span=40).news()["messages"]["put"]}


async def test_a_page_that_was_away_while_much_happened_still_hears_of_every_channel(ws, monkeypatch):
    monkeypatch.setattr("workspace.feed.KEPT_CHANGES", 20)
    shelf = Shelf(ws)
    away, near = (Screen(shelf, Look(YAMADA, "C0BUILD")) for _ in range(2))
    away.news(), near.news()
    for number in range(50):
        said(ws, "words", channel="C0GENERAL" if number == 3 else "C0BUILD", user="U0MILLER")
        near.news()
    assert row(away.news())["unread"] == 1


async def test_a_call_of_a_user_group_calls_its_people(ws):
    tanaka, page = screen(ws, **{"as": "U0TANAKA"}), screen(ws)
    tanaka.news(), page.news()
    said(ws, "<!subteam^S0DUTY> please", channel="C0GENERAL")
    assert (row(tanaka.news())["calls"], row(page.news())["calls"]) == (1, 0)
