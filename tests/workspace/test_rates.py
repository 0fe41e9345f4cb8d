"""How often: the tiers, the rule for posting, both clocks, and what the counters show."""

from __future__ import annotations

import aiohttp
import pytest
from hypothesis import given
from hypothesis import strategies as st
from slack_sdk.errors import SlackApiError

from workspace import Clock, Workspace
from workspace.methods import METHODS
from workspace.rates import PER_MINUTE, POST, POST_BURST, POSTS_A_MINUTE, SPECIAL, TIER, RateLimited, Rates, per_minute

from .conftest import START, allowed, client_of, refused


class Hand:
    """Both clocks in hand: real seconds, and practice time that follows at a pace."""

    def __init__(self, pace=1.0):
        self.real, self.pace, self.clock = 0.0, pace, Clock(START, rate=0)

    def rates(self):
        return Rates(self.clock, enforced=True, real=lambda: self.real)

    def passes(self, seconds):
        self.real += seconds
        self.clock.jump(seconds * self.pace)


def took(rates, method, count, channel=""):
    done = 0
    for _ in range(count):
        try:
            rates.take(method, channel)
        except RateLimited:
            break
        done += 1
    return done


def test_every_method_has_its_tier():
    assert set(METHODS) == set(TIER) | set(SPECIAL) | {POST}


@pytest.mark.parametrize(("method", "tier"), sorted(TIER.items()))
def test_a_tier_just_holds_its_minute_and_refuses_the_next(method, tier):
    hand = Hand()
    rates = hand.rates()
    assert took(rates, method, 200) == PER_MINUTE[tier]
    hand.passes(59 / PER_MINUTE[tier])
    assert took(rates, method, 1) == 0
    hand.passes(1.01 / PER_MINUTE[tier])
    assert took(rates, method, 2) == 1


def test_one_method_says_nothing_about_another():
    rates = Hand().rates()
    assert took(rates, "chat.update", 100) == 50
    assert took(rates, "chat.delete", 100) == 50


def test_posting_ten_at_once_into_a_channel_then_one_a_second():
    hand = Hand()
    rates = hand.rates()
    assert took(rates, POST, 100, "C1") == POST_BURST
    with pytest.raises(RateLimited) as caught:
        rates.take(POST, "C1")
    assert caught.value.seconds == 1
    assert took(rates, POST, 100, "C2") == POST_BURST, "each channel counts for itself"
    for _ in range(20):
        hand.passes(1)
        assert took(rates, POST, 2, "C1") == 1


def test_posting_some_hundred_a_minute_in_all_channels():
    hand = Hand()
    rates = hand.rates()
    assert sum(took(rates, POST, 1, f"C{number}") for number in range(400)) == POSTS_A_MINUTE
    hand.passes(60)
    assert sum(took(rates, POST, 1, f"D{number}") for number in range(400)) == POSTS_A_MINUTE


@pytest.mark.parametrize(("pace", "real"), [(1, 60), (60, 1), (0, 60), (3600, 1)])
def test_a_minute_is_over_by_whichever_clock_ran_further(pace, real):
    hand = Hand(pace)
    rates = hand.rates()
    assert took(rates, "chat.update", 60) == 50
    hand.passes(real)
    assert took(rates, "chat.update", 60) == 50


def test_a_clock_set_back_gives_and_takes_nothing():
    hand = Hand()
    rates = hand.rates()
    assert took(rates, "chat.update", 60) == 50
    hand.clock.jump(-86_400)
    assert took(rates, "chat.update", 1) == 0
    hand.clock.jump(60)
    assert took(rates, "chat.update", 60) == 50


@given(
    st.lists(st.tuples(st.floats(0, 30), st.integers(0, 40)), max_size=30),
    st.sampled_from(["conversations.create", "chat.update", "views.open", POST]),
)
def test_no_minute_holds_more_than_twice_its_number(steps, method):
    """A full bucket and one minute of filling: what Slack calls a burst never grows beyond that."""
    hand = Hand()
    rates = hand.rates()
    done: list[float] = []
    for pause, count in steps:
        hand.passes(pause)
        done += [hand.real] * took(rates, method, count)
    for start in done:
        assert sum(start <= at < start + 60 for at in done) <= 2 * per_minute(method)


def by_practice_time(ws):
    """Leave the real clock out of it, so that a slow machine allows no more than a quick one."""
    ws.core.rates = Rates(ws.clock, enforced=ws.core.rates.enforced, real=lambda: 0.0)


@pytest.fixture
async def strict():
    async with Workspace(clock=Clock(START, rate=0), manifest=allowed(), rates="slack") as made:
        by_practice_time(made)
        yield made


async def test_429_with_retry_after_and_nothing_done(strict):
    client = client_of(strict)
    for number in range(POST_BURST):
        await client.chat_postMessage(channel="U0SATO" if number % 2 else "C0DESK", text=str(number))
    for number in range(POST_BURST // 2):
        await client.chat_postMessage(channel=strict.state.direct("U0SATO").id, text=str(number))
    with pytest.raises(SlackApiError) as caught:
        await client.chat_postMessage(channel="U0SATO", text="too much")
    response = caught.value.response
    assert (response.status_code, response["error"], response.headers["Retry-After"]) == (429, "ratelimited", "1")
    assert len(strict.person("U0SATO").dms()) == POST_BURST
    assert strict.calls("chat.postMessage")[-1].status == 429
    assert (await client.chat_postMessage(channel="C0DESK", text="another channel"))["ok"]


async def test_usage_is_counted_and_the_switch_works(ws):
    async def usage(**more):
        async with (
            aiohttp.ClientSession() as session,
            session.request(url=f"{ws.url}_practice/usage", **more) as response,
        ):
            return response.status, await response.json()

    by_practice_time(ws)
    client = client_of(ws)
    for number in range(POST_BURST + 2):
        await client.chat_postMessage(channel="C0DESK", text=str(number))
    await client.auth_test()
    status, shown = await usage(method="GET")
    assert (status, shown["rates"]) == (200, "off")
    assert shown["methods"][0] == {
        "method": POST, "per_minute": 300, "calls": 12, "last_minute": 12, "left": 288, "refused": 0,
    }  # fmt: skip
    assert (shown["channels"][0]["name"], shown["channels"][0]["calls"], shown["channels"][0]["left"]) == (
        "incident-desk",
        12,
        0,
    )
    assert (await usage(method="POST", json={"rates": "sometimes"}))[0] == 400
    assert (await usage(method="POST", json={"rates": "slack"}))[1]["rates"] == "slack"
    assert await refused(client.chat_postMessage(channel="C0DESK", text="x")) == "ratelimited"
    ws.jump(60)
    assert (await client.chat_postMessage(channel="C0DESK", text="x"))["ok"]
    assert (await usage(method="GET"))[1]["channels"][0]["refused"] == 1


def test_a_word_nobody_knows_is_refused():
    with pytest.raises(ValueError, match="rates: one of slack, off"):
        Workspace(rates="strict")
