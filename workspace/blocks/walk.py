"""The walk and the small checks everything else is made of.

A check takes the walk, a value and the value's JSON pointer, and says what is wrong. A `Shape` is the check of an object. Its rules, which
compare fields with each other, run only on an object whose fields are right by themselves, so a rule may trust types.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from workspace import limits
from workspace.state import Json

URL = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s]+")
WEB_URL = re.compile(r"https?://[^\s/]+[^\s]*", re.IGNORECASE)
SECURE_URL = re.compile(r"https://[^\s/]+[^\s]*", re.IGNORECASE)
SHOWN = 100
"""No more of a word somebody sent is repeated in a sentence."""


class Walk:
    """One pass over one surface (`message`, `modal` or `home`); `found` is what is wrong."""

    def __init__(self, surface: str) -> None:
        self.surface = surface
        self.found: list[str] = []
        self.block_ids: set[str] = set()
        self.focused: list[str] = []
        self.counted: Counter[str] = Counter()

    def say(self, what: str, at: str) -> None:
        """Note one violation."""
        self.found.append(f"{what} [json-pointer:{at}]")


Check = Callable[[Walk, Any, str], None]


def measured(walk: Walk, value: str, most: int, fewest: int, at: str) -> None:
    """Say when a string is too long or too short."""
    if len(value) > most:
        walk.say(f"must be less than {most + 1} characters", at)
    elif len(value) < fewest:
        walk.say(f"must be more than {fewest - 1} characters", at)


def string(most: int | None = None, *, fewest: int = 1) -> Check:
    """A bare string; `fewest=0` lets it be empty."""
    longest = math.inf if most is None else most

    def check(walk: Walk, value: Any, at: str) -> None:
        if not isinstance(value, str):
            walk.say("must provide a string", at)
        elif not fewest <= len(value) <= longest:
            measured(walk, value, most or len(value), fewest, at)

    return check


def matching(pattern: re.Pattern[str], said: str, most: int | None = None) -> Check:
    """A bare string of one form: `said` names it, as in "must be a valid URL"."""
    plain = string(most)

    def check(walk: Walk, value: Any, at: str) -> None:
        before = len(walk.found)
        plain(walk, value, at)
        if len(walk.found) == before and not pattern.fullmatch(value):
            walk.say(said, at)

    return check


def url(most: int | None = None, pattern: re.Pattern[str] = URL) -> Check:
    """An address."""
    return matching(pattern, "must be a valid URL", most)


def boolean(walk: Walk, value: Any, at: str) -> None:
    """True or false."""
    if not isinstance(value, bool):
        walk.say("must provide a boolean", at)


def is_whole(value: Any) -> bool:
    """A JSON integer; true and false are none."""
    return isinstance(value, int) and not isinstance(value, bool)


def whole(least: int = 0, greatest: int | None = None) -> Check:
    """An integer in a range."""

    def check(walk: Walk, value: Any, at: str) -> None:
        if not is_whole(value):
            walk.say("must provide an integer", at)
        elif value < least:
            walk.say(f"must be greater than or equal to {least}", at)
        elif greatest is not None and value > greatest:
            walk.say(f"must be less than or equal to {greatest}", at)

    return check


def number(*, positive: bool = False) -> Check:
    """Any finite number, or one above zero."""

    def check(walk: Walk, value: Any, at: str) -> None:
        if not (is_whole(value) or (isinstance(value, float) and math.isfinite(value))):
            walk.say("must provide a number", at)
        elif positive and value <= 0:
            walk.say("must be greater than 0", at)

    return check


def enum(*words: str) -> Check:
    """One of a few words."""

    def check(walk: Walk, value: Any, at: str) -> None:
        if not isinstance(value, str):
            walk.say("must provide a string", at)
        elif value not in words:
            walk.say("must be a valid enum value", at)

    return check


def array(item: Check, count: tuple[int, int | None] = (0, None), *, distinct: bool = False) -> Check:
    """A list of alike things; `count` is the fewest and the most."""
    fewest, most = count

    def check(walk: Walk, value: Any, at: str) -> None:
        if not isinstance(value, list):
            walk.say("must provide an array", at)
            return
        if most is not None and len(value) > most:
            walk.say(f"no more than {most} items allowed", at)
        elif len(value) < fewest:
            walk.say(f"no fewer than {fewest} items allowed", at)
        before = len(walk.found)
        for index, inner in enumerate(value):
            item(walk, inner, f"{at}/{index}")
        if distinct and len(walk.found) == before and len(set(value)) != len(value):
            walk.say("must contain unique items", at)

    return check


def text(most: int, *kinds: str) -> Check:
    """A text object of one of these kinds, plain or mrkdwn when none is named."""
    allowed = kinds or ("plain_text", "mrkdwn")

    def check(walk: Walk, value: Any, at: str) -> None:
        if not isinstance(value, dict):
            walk.say("must provide an object", at)
            return
        kind = value.get("type")
        if not isinstance(kind, str) or kind not in allowed:
            wrong_kind(walk, value, at)
            return
        flag = "emoji" if kind == "plain_text" else "verbatim"
        for name in value:
            if name == flag:
                boolean(walk, value[name], f"{at}/{name}")
            elif name not in ("type", "text"):
                walk.say(f"invalid additional property: {name[:SHOWN]}", at)
        words = value.get("text")
        if isinstance(words, str):
            if not 0 < len(words) <= most:
                measured(walk, words, most, 1, f"{at}/text")
        elif "text" in value:
            walk.say("must provide a string", f"{at}/text")
        else:
            walk.say("missing required field: text", at)

    return check


def plain(most: int) -> Check:
    """A plain_text object."""
    return text(most, "plain_text")


def wrong_kind(walk: Walk, value: Json, at: str) -> None:
    """Say what is wrong with the `type` of an object."""
    if "type" not in value:
        walk.say("missing required field: type", at)
    elif not isinstance(value["type"], str):
        walk.say("must provide a string", f"{at}/type")
    else:
        walk.say(f"unsupported type: {value['type'][:SHOWN]}", f"{at}/type")


class Shape:
    """An object: its fields and their checks, which of them it needs, and rules between them."""

    def __init__(self, fields: Mapping[str, Check], needed: Sequence[str] = (), *rules: Check) -> None:
        self.fields = dict(fields)
        self.needed = tuple(needed)
        self.rules = rules

    def __call__(self, walk: Walk, value: Any, at: str) -> None:
        if not isinstance(value, dict):
            walk.say("must provide an object", at)
            return
        before = len(walk.found)
        for name, inner in value.items():
            check = self.fields.get(name)
            if check is None:
                walk.say(f"invalid additional property: {name[:SHOWN]}", at)
            else:
                check(walk, inner, f"{at}/{name}")
        for name in self.needed:
            if name not in value:
                walk.say(f"missing required field: {name}", at)
        if len(walk.found) == before:
            for rule in self.rules:
                rule(walk, value, at)


def one_of(shapes: Mapping[str, Check], surfaces: Mapping[str, Sequence[str]] | None = None) -> Check:
    """An object whose `type` tells its shape; `surfaces` names where a type may stand when not everywhere."""
    places = surfaces or {}

    def check(walk: Walk, value: Any, at: str) -> None:
        if not isinstance(value, dict):
            walk.say("must provide an object", at)
            return
        named = value.get("type")
        shape = shapes.get(named) if isinstance(named, str) else None
        if shape is None or walk.surface not in places.get(str(named), limits.EVERYWHERE):
            wrong_kind(walk, value, at)
        else:
            shape(walk, value, at)

    return check


def kind(walk: Walk, value: Any, at: str) -> None:
    """The `type` of an object that was chosen by its type."""


def exactly_one(first: str, second: str) -> Check:
    """A rule: one of two fields, not both."""

    def rule(walk: Walk, value: Json, at: str) -> None:
        if first in value and second in value:
            walk.say(f"cannot define both `{first}` and `{second}`", at)
        elif first not in value and second not in value:
            walk.say(f"must define either `{first}` or `{second}`", at)

    return rule


def any_of(*names: str) -> Check:
    """A rule: at least one of several fields."""

    def rule(walk: Walk, value: Json, at: str) -> None:
        if not any(name in value for name in names):
            walk.say("must define " + " or ".join(f"`{name}`" for name in names), at)

    return rule
