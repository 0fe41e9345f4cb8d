"""Pydantic's findings in a person's words: what is wrong here, and what to write instead."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from bot.domain.calendars import CALENDARS
from bot.packs.conditions import nearest
from bot.packs.problems import Place, Problem, dotted
from bot.packs.tree import Node

_DURATION = "write for example PT60M, PT72H, P30D, P1M, P4BD (business days) or 60m"
_SAID: Mapping[str, tuple[str, str]] = {
    "bad_delay": ("{input} is not a delay", "write 0m, 5m or 1h"),
    "bad_step": ("a step has two parts", "write [5m, duty_manager]"),
    "bad_zone": ("{input} is not a time zone", "write for example Asia/Tokyo"),
    "bad_form": ("{input} is not a form beside the pack", "write for example forms/report.docx"),
    "bad_time": ("{input} is not a time of day", 'write for example "09:00"'),
    "bad_calendar": ("{input} is not a calendar", f"one of {', '.join(CALENDARS)}"),
    "soft_limit": ("a limit with a number is a deadline", "add kind: hard, or write the team's own number as target"),
    "hard_word": ("a word alone is no deadline", "leave kind: soft; only a number in the contract makes a hard clock"),
    "missing": ("{field} is missing", "write {field}: ..."),
    "string_type": ("{input} is not a text", "write it in quotes: '{input}'"),
    "bool_type": ("{input} is not true or false", "write true or false"),
    "bool_parsing": ("{input} is not true or false", "write true or false"),
    "int_type": ("{input} is not a number", "write a whole number"),
    "int_parsing": ("{input} is not a number", "write a whole number"),
    "tuple_type": ("this must be a list", "write [...] or lines that begin with -"),
    "dict_type": ("this must be a mapping", "write name: value"),
    "mapping_type": ("this must be a mapping", "write name: value"),
    "model_type": ("this must be a mapping", "write name: value"),
    "model_attributes_type": ("this must be a mapping", "write name: value"),
    "date_from_datetime_parsing": ("{input} is not a day", "write for example 2026-04-01"),
    "date_parsing": ("{input} is not a day", "write for example 2026-04-01"),
    "date_type": ("{input} is not a day", "write for example 2026-04-01"),
    "date_from_datetime_inexact": ("{input} is more than a day", "write for example 2026-04-01"),
    "string_pattern_mismatch": ("{input} is not allowed here", "use lower-case letters, digits and hyphens"),
    "string_too_short": ("this is empty", "write something, or leave it out"),
}


def problems_of(error: ValidationError, tree: Node, model: type[BaseModel]) -> list[Problem]:
    """Return one problem per place, with the line of the value that is wrong."""
    found: dict[tuple[str, int, str], Problem] = {}
    for detail in error.errors(include_url=False):
        path = _path(detail, tree)
        message, hint = _said(detail, model, path)
        node = tree.at(path)
        where = dotted(path)
        found.setdefault(
            (node.file, node.line, where), Problem(node.file, node.line, node.column, where, message, hint)
        )
    return list(found.values())


def _path(detail: ErrorDetails, tree: Node) -> Place:
    """Return where the value is, without the names of variants that pydantic puts between."""
    path: list[str | int] = []
    node = tree
    location = [*detail["loc"], *detail.get("ctx", {}).get("path", [])]
    for number, part in enumerate(location):
        inner = node.value
        holds = part in inner if isinstance(inner, dict) else isinstance(inner, list) and part in range(len(inner))
        if holds:
            node = inner[part]
            path.append(part)
        elif detail["type"] == "missing" and number == len(location) - 1:
            path.append(part)
        elif isinstance(inner, list) and len(inner) == 2 and part in {"delay", "who"}:
            node = inner[0 if part == "delay" else 1]  # a ladder's step in its short form
            path.append(0 if part == "delay" else 1)
    return tuple(path)


def _said(detail: ErrorDetails, model: type[BaseModel], path: Place) -> tuple[str, str]:
    kind, context = detail["type"], detail.get("ctx", {})
    shown = _shown(detail["input"])
    if kind == "condition":
        return str(context["message"]), str(context["hint"])
    if kind == "bad_duration":
        return f"{shown} is not a duration", _DURATION
    if kind == "extra_forbidden":
        word = str(path[-1]) if path else ""
        known = tuple(sorted(_names_beside(model, path)))
        if known == ("en", "ja"):
            return f"{word} is not a language", "write ja: and en:, with a text that holds a comma in quotes"
        return f"{word} is not a field here", f"one of {', '.join(known)}{nearest(word, known)}"
    if kind in {"literal_error", "enum"}:
        allowed = tuple(part.strip().strip("'") for part in str(context["expected"]).replace(" or ", ", ").split(","))
        word = str(detail["input"])
        if len(allowed) == 1:
            return f"{shown} is not allowed here", f"write {allowed[0]}"
        return f"{shown} is not allowed here", f"one of {', '.join(allowed)}{nearest(word, allowed)}"
    message, hint = _SAID.get(kind, (detail["msg"], ""))
    values = {"input": shown, "field": str(path[-1]) if path else ""}
    return _filled(message, values), _filled(hint, values)


def _shown(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return " ".join(str(value).split())[:60] if not isinstance(value, BaseModel) else "this"


def _filled(template: str, values: Mapping[str, str]) -> str:
    for name, value in values.items():
        template = template.replace("{" + name + "}", value)
    return template


def _names_beside(model: type[BaseModel], path: Place) -> set[str]:
    """Return the fields that are allowed where the unknown one stands."""
    models: list[type[BaseModel]] = [model]
    for part in path[:-1]:
        if isinstance(part, int):
            continue
        inner: list[type[BaseModel]] = []
        for one in models:
            for name, field in one.model_fields.items():
                if part in {name, field.alias}:
                    inner += list(_models_in(field.annotation))
        models = inner or models  # the key of a mapping leads no deeper
    return {field.alias or name for one in models for name, field in one.model_fields.items()}


def _models_in(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for part in get_args(annotation):
        yield from _models_in(part)
