"""Conditions as a pack writes them (`when`, `opens_when`): checked when read, compiled to bot.domain.matching when asked.

    {all: [{status: [occurred]}, {any: [{info_kind: [personal]}, {persons_over: 100}]}]}

Leaves over facts, thresholds (`persons_over`), definitions of the pack (`{event: incident_definition}`) and events that no fact
can tell: `{spawned: true}`, `{request: inspection}`, `{reached: true}`, `{duty: first-report}` ...
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from difflib import get_close_matches
from functools import lru_cache
from typing import Annotated, Any, Never

from pydantic import BeforeValidator, WithJsonSchema
from pydantic_core import PydanticCustomError

from bot.domain import matching
from bot.domain.facts import FACTS

JOINS = ("all", "any")
EVENTS = ("spawned", "request", "change", "plan", "dispute", "consent", "overdue", "duty", "reached")
"""What happens outside the answers. Facts never fire them; whoever knows of the event asks for it by name."""
DEFINITIONS = ("incident_definition", "info_definition")
THRESHOLD = "_over"
FLAGS = ("strict", "once_asked")
"""`strict`: unknown counts as no. `once_asked`: as long as nobody was asked, it counts as no; the answer unknown fires."""
_NUMBERS = tuple(name for name, fact in FACTS.items() if fact.kind == "int")
_NAMES = (*JOINS, "not", "always", *EVENTS, *(f"{name}{THRESHOLD}" for name in _NUMBERS), *FACTS)

Events = Callable[[str, str], bool]
"""Whether an event has happened: (kind, name) -> bool."""


def nothing_happened(_kind: str, _name: str) -> bool:
    """Answer for every event that it has not happened; the facts alone speak."""
    return False


def nearest(word: str, known: tuple[str, ...]) -> str:
    """Return `; did you mean x` for the nearest known name, or an empty string."""
    found = get_close_matches(word, known, n=1, cutoff=0.5)
    return f"; did you mean {found[0]}" if found else ""


def _refuse(path: tuple[str | int, ...], message: str, hint: str) -> Never:
    # str.format of the template is avoided: a person's text may hold braces
    raise PydanticCustomError("condition", "{message}", {"message": message, "hint": hint, "path": list(path)})


def check_condition(raw: Any) -> Any:
    """Return the condition as plain JSON values. Raises PydanticCustomError whose context holds path, message and hint."""
    return _checked(raw, ())


def _checked(raw: Any, path: tuple[str | int, ...]) -> dict[str, Any]:
    if not isinstance(raw, Mapping):
        _refuse(path, "a condition must be a mapping", "write for example {status: [occurred, suspected]}")
    flags = {name: raw[name] for name in FLAGS if name in raw}
    for name, value in flags.items():
        if not isinstance(value, bool):
            _refuse((*path, name), f"{name} is true or false", f"write {name}: true")
    leaves = [name for name in raw if name not in FLAGS]
    if len(leaves) != 1:
        _refuse(path, "a condition holds exactly one of its names", "join several: {all: [{...}, {...}]}")
    name = leaves[0]
    if not isinstance(name, str):
        _refuse(path, f"{name!r} is not a fact", "write a fact's name, for example status")
    return {name: _leaf(name, raw[name], (*path, name)), **flags}


def _leaf(name: str, value: Any, path: tuple[str | int, ...]) -> Any:
    if name in JOINS:
        if not isinstance(value, list | tuple) or not value:
            _refuse(path, f"{name} needs a list of conditions", f"write {name}: [{{status: [occurred]}}, ...]")
        return [_checked(item, (*path, number)) for number, item in enumerate(value)]
    if name == "not":
        return _checked(value, path)
    if name in {"always", "spawned", "reached"}:
        if value is not True:
            _refuse(path, f"{name} takes true", f"write {name}: true")
        return True
    if name in EVENTS:
        return _event(name, value, path)
    if name.endswith(THRESHOLD) and name.removesuffix(THRESHOLD) in _NUMBERS:
        if isinstance(value, bool) or not isinstance(value, int):
            _refuse(path, f"{name} needs a number", f"write {name}: 1000")
        return value
    return _answers(name, value, path)


def _answers(name: str, value: Any, path: tuple[str | int, ...]) -> str | list[str]:
    if name not in FACTS:
        hint = get_close_matches(name, _NAMES, n=1, cutoff=0.5)
        _refuse(path, f"{name} is not a fact", f"did you mean {hint[0]}" if hint else f"facts: {', '.join(FACTS)}")
    if FACTS[name].kind == "int":
        _refuse(path, f"{name} is a number", f"write {name}{THRESHOLD}: 1000")
    if isinstance(value, str) and value in DEFINITIONS:
        return value
    if not isinstance(value, list | tuple) or not value:
        _refuse(path, f"{name} needs a list of answers", f"write {name}: [{FACTS[name].values[0] or '...'}]")
    return [_answer(name, item, (*path, number)) for number, item in enumerate(value)]


def _event(name: str, value: Any, path: tuple[str | int, ...]) -> str | list[str]:
    items = value if isinstance(value, list | tuple) else [value]
    if not items or not all(isinstance(item, str) and item for item in items):
        _refuse(path, f"{name} needs a name", f"write {name}: its-name")
    return value if isinstance(value, str) else [str(item) for item in items]


def _answer(name: str, value: Any, path: tuple[str | int, ...]) -> str:
    allowed = FACTS[name].values
    if isinstance(value, bool):
        word = "yes" if value else "no"
        _refuse(
            path, f"{str(value).lower()} is a YAML truth value, not an answer of {name}", f"write '{word}' in quotes"
        )
    if not isinstance(value, str):
        _refuse(path, f"{value!r} is not an answer of {name}", "write a word")
    if allowed and value not in allowed:
        _refuse(path, f"{value} is not an answer of {name}", f"one of {', '.join(allowed)}{nearest(value, allowed)}")
    return value


Condition = Annotated[dict[str, Any], BeforeValidator(check_condition), WithJsonSchema({"x-hansho": "condition"})]
"""A condition that has been checked, as plain JSON values (so that a pinned pack reads back the same)."""


def references(
    raw: Mapping[str, Any], kind: str, path: tuple[str | int, ...] = ()
) -> list[tuple[tuple[str | int, ...], str]]:
    """Return (path, name) of every event leaf of this kind (`duty`, `overdue`) in the condition."""
    found: list[tuple[tuple[str | int, ...], str]] = []
    for name, value in raw.items():
        here = (*path, name)
        if name in JOINS:
            for number, item in enumerate(value):
                found += references(item, kind, (*here, number))
        elif name == "not":
            found += references(value, kind, here)
        elif name == kind:
            found += [(here, item) for item in ([value] if isinstance(value, str) else value)]
    return found


def compiled(
    raw: Mapping[str, Any], *, definitions: Mapping[str, tuple[str, ...]], happened: Events
) -> matching.Condition:
    """Return the condition for the matcher.

    `definitions` holds the answers behind incident_definition and info_definition; `happened` says which events have happened.
    """

    def build(node: Mapping[str, Any]) -> matching.Condition:
        name = next(key for key in node if key not in FLAGS)
        value = node[name]
        if name == "all":
            return matching.All(tuple(build(item) for item in value))
        if name == "any":
            return matching.Any(tuple(build(item) for item in value))
        if name == "not":
            return matching.Not(build(value))
        if name == "always":
            return matching.Always()
        if name in EVENTS:
            names = [value] if not isinstance(value, list) else value
            holds = any(happened(name, "" if item is True else item) for item in names)
            return matching.Always() if holds else matching.Any(())
        if name.endswith(THRESHOLD) and name.removesuffix(THRESHOLD) in _NUMBERS:
            return matching.MoreThan(name.removesuffix(THRESHOLD), value)
        values = definitions.get(value, ()) if isinstance(value, str) else tuple(value)
        strict, once_asked = bool(node.get("strict")), bool(node.get("once_asked"))
        return matching.FactIs(name, tuple(values), strict=strict, once_asked=once_asked)

    return build(raw)


class Spoken:
    """A condition for answers alone, as if nothing had happened; it remembers what the last answers came to.

    A report is held against every contract at once, and contracts of one form share their conditions.
    """

    __slots__ = ("_last", "condition")

    def __init__(self, condition: matching.Condition) -> None:
        """Take the condition."""
        self.condition = condition
        self._last: tuple[Mapping[str, object], matching.Match] | None = None

    def match(self, answers: Mapping[str, object]) -> matching.Match:
        """Return how the answers match. They must not be changed afterwards."""
        last = self._last  # one assignment, so that threads see either the old pair or the new one
        if last is not None and last[0] == answers:
            return last[1]
        found = matching.match(self.condition, answers)
        self._last = (answers, found)
        return found


def spoken(raw: Mapping[str, Any], definitions: Mapping[str, tuple[str, ...]]) -> Spoken:
    """Return the condition for answers alone; equal ones are made once, however many contracts write them."""
    names = tuple((name, tuple(values)) for name, values in definitions.items())
    return _spoken(json.dumps(raw, ensure_ascii=False, separators=(",", ":")), names)


@lru_cache(maxsize=4096)
def _spoken(raw: str, definitions: tuple[tuple[str, tuple[str, ...]], ...]) -> Spoken:
    return Spoken(compiled(json.loads(raw), definitions=dict(definitions), happened=nothing_happened))
