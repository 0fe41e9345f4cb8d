"""Whatever people type and however much there is of it, Slack takes every screen."""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from functools import cache
from typing import Any

from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.views.pictures import BiText, IncidentPicture, LanePicture, Message
from tests.views import screens
from tests.views.builders import DUE, EN, HOSTILE, JA, OFFICE_JA, hostile_incident, hostile_lane, minutes
from workspace.blocks import message_problems, view_bytes, view_problems
from workspace.limits import UPDATE_TEXT, VIEW_BYTES

PIECES = (
    "字",
    "a",
    " ",
    "　",
    "\n",
    "<",
    ">",
    "&",
    "*",
    "_",
    "`",
    "~",
    "|",
    "@",
    ":",
    "👩‍🚒",
    "é",
    "\u202e",
    "\x00",
    "\ud800",
    "<!channel>",
    "&amp;",
)
WORDS = st.lists(st.sampled_from(PIECES), max_size=8).map("".join) | st.text(max_size=20)
TYPED = st.builds(lambda word, times: (word * times)[:3000], WORDS, st.sampled_from([1, 2, 30, 3000]))
HOW_MANY = st.sampled_from([0, 1, 2, 6, 11, 27])


def said(node: Any, words: str) -> Any:
    """A picture with these words wherever somebody could have written."""
    if isinstance(node, str):
        return words if node.startswith(HOSTILE[:40]) else node
    if isinstance(node, tuple):
        return tuple(said(inner, words) for inner in node)
    if isinstance(node, dict):
        return {key: said(inner, words) for key, inner in node.items()}
    if isinstance(node, list):
        return [said(inner, words) for inner in node]
    if is_dataclass(node) and not isinstance(node, type):
        return replace(node, **{field.name: said(getattr(node, field.name), words) for field in fields(node)})
    return node


def so_many(found: tuple[Any, ...], many: int) -> tuple[Any, ...]:
    """As many as asked, each with an id of its own."""
    return tuple(replace(found[n % len(found)], id=f"{found[0].id}-{n}") for n in range(many))


@cache
def worst() -> LanePicture:
    return hostile_lane()


def pictures(words: str, many: int, lanes: int) -> tuple[IncidentPicture, LanePicture]:
    lane = said(worst(), words)
    talk = lane.consultations[0]
    talk = replace(
        talk,
        rounds=tuple(talk.rounds[0] for _ in range(many)),
        actions=so_many(talk.actions, many),
    )
    lane = replace(
        lane,
        duties=so_many(lane.duties, many),
        consultations=so_many((talk,), min(many, 11)),
        attempts=tuple(lane.attempts[0] for _ in range(many)),
        desk=tuple(replace(lane.desk[0], slot=f"s{n}") for n in range(many)),
        exposures=tuple(lane.exposures[0] for _ in range(many)),
        doubts=tuple(lane.doubts[0] for _ in range(many)),
        content=tuple((f"c{n}", BiText(words, words)) for n in range(many)),
    )
    told = said(hostile_incident(), words)
    others = tuple(replace(lane, id=f"L{n + 1}", position=n + 1) for n in range(max(lanes, 1)))
    return replace(told, lanes=others), others[0]


def refused(screen: Message | dict[str, Any]) -> list[str]:
    if isinstance(screen, dict):
        large = [f"view of {view_bytes(screen)} bytes"] if view_bytes(screen) > VIEW_BYTES else []
        return view_problems(screen) + large
    length = [] if 1 <= len(screen.text) <= UPDATE_TEXT else [f"text of {len(screen.text)} characters"]
    return message_problems(screen.blocks) + length


def every_screen(words: str, many: int, lanes: int, reader: Any) -> dict[str, Message | dict[str, Any]]:
    told, lane = pictures(words, many, lanes)
    now = DUE + minutes(47)
    return {
        **screens.messages(told, lane, reader, now, words),
        **screens.views(told, lane, reader, now, words),
        **screens.homes(told, reader, now),
        **screens.general_messages(told, reader, now, words),
    }


@settings(max_examples=10)
@given(TYPED, HOW_MANY, st.sampled_from([1, 2, 12]), st.sampled_from([JA, EN, OFFICE_JA]))
@example("&" * 3000, 101, 1, JA)
@example("字" * 3000, 2, 100, JA)
@example("👩‍🚒" * 1000, 60, 2, EN)
@example("", 0, 1, JA)
@example("\n" * 3000, 11, 2, EN)
def test_slack_takes_every_screen_of_any_words(words, many, lanes, reader):
    found = {name: refused(screen) for name, screen in every_screen(words, many, lanes, reader).items()}
    assert {name: problems for name, problems in found.items() if problems} == {}
