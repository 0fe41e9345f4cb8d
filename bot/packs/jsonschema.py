"""The JSON Schemas of packs and laws, for editors that complete and check while one writes. `python -m bot.packs.jsonschema`.

It describes the file as a person writes it: with `extends` a pack holds only what differs, so no field inside is required here;
the loader, which sees the whole pack, says what is missing.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from bot.domain.facts import FACTS
from bot.packs.conditions import DEFINITIONS, EVENTS, FLAGS, JOINS, THRESHOLD
from bot.packs.laws import LawPack
from bot.packs.schema import Pack

TARGET = Path(__file__).parents[2] / "docs" / "pack.schema.json"
LAW_TARGET = TARGET.with_name("law.schema.json")
_WHEN = {"$ref": "#/$defs/Condition"}


def schema() -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of a pack file."""
    whole = Pack.model_json_schema(by_alias=True, ref_template="#/$defs/{model}")
    definitions: dict[str, Any] = whole.pop("$defs")
    _point_to_condition([whole, definitions])
    definitions["Condition"] = _condition()
    for definition in [whole, *definitions.values()]:
        definition.pop("required", None)
    _short_forms(definitions)
    whole["properties"]["extends"]["description"] = "Name of the pack this one is laid on, for example seed-002."
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **whole,
        "title": "Hansho rule pack",
        "required": ["schema", "id"],
        "$defs": definitions,
    }


def law_schema() -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of a law's file."""
    whole = LawPack.model_json_schema(by_alias=True, ref_template="#/$defs/{model}")
    definitions: dict[str, Any] = whole.pop("$defs")
    _point_to_condition([whole, definitions])
    definitions["Condition"] = _condition()
    for definition in [whole, *definitions.values()]:
        definition.pop("required", None)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **whole,
        "title": "Hansho law",
        "required": ["schema", "id"],
        "$defs": definitions,
    }


def law_spelled() -> str:
    """Return the law's schema as the file in docs/ holds it."""
    return json.dumps(law_schema(), ensure_ascii=False, indent=2) + "\n"


def spelled() -> str:
    """Return the schema as the file in docs/ holds it."""
    return json.dumps(schema(), ensure_ascii=False, indent=2) + "\n"


def _point_to_condition(node: Any) -> None:
    """Replace the mark that bot.packs.conditions leaves by a reference; pydantic knows no schema it did not make."""
    if isinstance(node, dict) and node.pop("x-hansho", None):
        node.update(_WHEN)
    for inner in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
        _point_to_condition(inner)


def _short_forms(definitions: dict[str, Any]) -> None:
    """Allow what the loader takes besides: REQUIRED for both languages, a ladder's step as a list of two."""
    words = definitions["BiText"]
    definitions["BiText"] = {"anyOf": [{"const": "REQUIRED"}, words]}
    step = definitions["LadderStep"]
    pair = {"type": "array", "prefixItems": [{"type": "string"}, {"type": "string"}], "minItems": 2, "maxItems": 2}
    definitions["LadderStep"] = {"anyOf": [pair, step]}


def _condition() -> dict[str, Any]:
    names: dict[str, Any] = {join: {"type": "array", "items": _WHEN, "minItems": 1} for join in JOINS}
    names |= {"not": _WHEN, "always": {"const": True}}
    text_or_list = {"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}, "minItems": 1}]}
    names |= {event: {"const": True} if event in {"spawned", "reached"} else text_or_list for event in EVENTS}
    for name, fact in FACTS.items():
        if fact.kind == "int":
            names[f"{name}{THRESHOLD}"] = {"type": "integer"}
            continue
        item: dict[str, Any] = {"enum": list(fact.values)} if fact.values else {"type": "string"}
        answers = {"type": "array", "items": item, "minItems": 1}
        names[name] = {"anyOf": [answers, {"enum": list(DEFINITIONS)}]}
    return {
        "type": "object",
        "description": "One fact, one event, or a join (all, any, not). An unknown answer counts as a match.",
        "properties": {**names, **{flag: {"type": "boolean"} for flag in FLAGS}},
        "additionalProperties": False,
        "minProperties": 1,
    }


if __name__ == "__main__":
    TARGET.write_text(spelled(), encoding="utf-8")
    LAW_TARGET.write_text(law_spelled(), encoding="utf-8")
