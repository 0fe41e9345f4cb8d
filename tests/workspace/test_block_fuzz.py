"""Whatever JSON can hold is judged, never an exception; and no wrong type, null or unknown property slips through anywhere."""

from __future__ import annotations

import copy
import json
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workspace.blocks import as_answered, message_problems, view_bytes, view_problems
from workspace.blocks.layout import BLOCK

from .samples import BLOCKS, CONFIRM, ELEMENTS, good_blocks, good_elements, section, view

POINTER = re.compile(r"\[json-pointer:([^\]]*)\]$")
GOOD = good_blocks() + good_elements()
WORDS = st.sampled_from(
    [*BLOCK, *ELEMENTS, "plain_text", "mrkdwn", "raw_text", "rich_text_section", "text", ""]
) | st.text(max_size=4)
KEYS = st.sampled_from(
    ["type", "text", "elements", "element", "blocks", "block_id", "options", "rows", "title", "confirm", "chart", "fields"]
) | st.text(max_size=3)  # fmt: skip
ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | WORDS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=5),
    max_leaves=25,
)


def places(node: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Every path in a payload."""
    found = [path]
    for step, inner in node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ():
        found += places(inner, (*path, step))
    return found


def at(node: Any, path: tuple[Any, ...]) -> Any:
    for step in path:
        node = node[step]
    return node


def put(node: Any, path: tuple[Any, ...], value: Any) -> Any:
    """A copy with another value in one place; the samples share parts, the copy shares none."""
    if not path:
        return value
    made = json.loads(json.dumps(node))
    at(made, path[:-1])[path[-1]] = value
    return made


def judge(surface: str, block: Any) -> list[str]:
    """What is said of a message or view with this one block; each pointer must lead to something in it."""
    whole = {"blocks": [block]} if surface == "message" else {"view": view(surface, block)}
    found = message_problems(whole["blocks"]) if surface == "message" else view_problems(whole["view"])
    assert_pointers_lead_somewhere(whole, found)
    return found


def assert_pointers_lead_somewhere(whole: Any, found: list[str]) -> None:
    for problem in found:
        match = POINTER.search(problem)
        assert match, problem
        node = whole
        steps = match[1].removesuffix("/input") if "must define `submit`" in problem else match[1]
        for step in steps.split("/")[1:]:
            node = node[int(step)] if isinstance(node, list) else node[step]
        assert len(problem) < 500


@given(ANY_JSON)
def test_anything_at_all(value):
    whole = {"blocks": value, "attachments": value, "view": value}
    assert_pointers_lead_somewhere(whole, message_problems(value, value))
    assert_pointers_lead_somewhere(whole, view_problems(value))
    for surface in ("message", "modal", "home"):
        judge(surface, value)


@given(st.sampled_from(GOOD), st.data(), ANY_JSON)
def test_anything_in_any_place_of_a_good_payload(chosen, data, value):
    _, surface, block = chosen
    path = data.draw(st.sampled_from(places(block)))
    judge(surface, put(block, path, value))


@given(st.sampled_from(GOOD), st.data(), st.integers(1, 4))
def test_parts_of_good_payloads_in_each_other(chosen, data, times):
    _, surface, block = chosen
    for _ in range(times):
        other = data.draw(st.sampled_from(GOOD))[2]
        part = at(other, data.draw(st.sampled_from(places(other))))
        block = put(block, data.draw(st.sampled_from(places(block))), copy.deepcopy(part))
    judge(surface, block)


@given(st.sampled_from(GOOD), st.data())
def test_the_verdict_is_the_same_twice_and_however_it_is_sent(chosen, data):
    _, surface, block = chosen
    changed = put(block, data.draw(st.sampled_from(places(block))), data.draw(ANY_JSON))
    sent = json.loads(json.dumps(changed))
    assert judge(surface, sent) == judge(surface, sent)
    if changed == sent:
        assert judge(surface, changed) == judge(surface, sent)


def wrong_for(value: Any) -> list[Any]:
    """Values of every type but this one's."""
    others = [None, True, 7, 1.5, "word", ["word"], {"word": "word"}, [], {}]
    return [other for other in others if type(other) is not type(value)]


def surface_of(kind: str) -> str:
    return "modal" if kind in ("alert", "input") else "message"


SAMPLES = [(kind, block) for kind, found in BLOCKS.items() for block in found]
SAMPLES += [
    (block["type"], block)
    for name, surface, block in GOOD
    if name.count("-") == 3 and surface == surface_of(block["type"])
]
KINDS = sorted({kind for kind, _ in SAMPLES})


def spots(kind: str) -> list[tuple[Any, tuple[Any, ...]]]:
    """Every place of every sample of this kind of block."""
    return [(block, path) for of, block in SAMPLES if of == kind for path in places(block)]


@pytest.mark.parametrize("kind", KINDS)
def test_no_wrong_type_passes_anywhere(kind):
    surface = surface_of(kind)
    for block, path in spots(kind):
        value = at(block, path)
        for wrong in wrong_for(value):
            if path and path[-2:-1] == ("column_settings",) and wrong in (None, {}):
                continue  # null and {} leave a column as it is
            if isinstance(value, (int, float)) and type(wrong) in (int, float) and not isinstance(value, bool):
                continue  # 7 and 1.5 are both numbers; whether a whole one is due has cases of its own
            assert judge(surface, put(block, path, wrong)), (path, wrong)


@pytest.mark.parametrize("kind", KINDS)
def test_no_unknown_property_passes_anywhere(kind):
    surface = surface_of(kind)
    prefix = "/blocks/0" if surface == "message" else "/view/blocks/0"
    for block, path in spots(kind):
        if isinstance(at(block, path), dict):
            found = judge(surface, put(block, (*path, "zzz"), 1))
            where = prefix + "".join(f"/{step}" for step in path)
            assert found == [f"invalid additional property: zzz [json-pointer:{where}]"]


def nested(depth: int) -> Any:
    value: Any = "x"
    for _ in range(depth):
        value = [{"elements": value, "type": "rich_text_list"}]
    return value


@pytest.mark.parametrize("path", [(), ("text",), ("text", "text"), ("accessory",), ("fields", 0), ("block_id",)])
def test_deep_nesting_is_judged_at_its_top(path):
    block = section(fields=[None], accessory=None)
    assert judge("message", put(block, path, nested(400)))
    assert judge("modal", put(block, path, nested(400)))


def test_long_words_of_others_are_not_repeated():
    found = message_problems(
        [{"type": "y" * 10_000}, {"type": "divider", "z" * 10_000: 1}, section(text={"type": "w" * 10_000})]
    )
    assert len(found) == 3
    assert max(len(problem) for problem in found) < 250


def test_confirm_belongs_to_the_samples():
    """The sweeps above reach composition objects because the samples hold them."""
    assert any(CONFIRM in element.values() for found in ELEMENTS.values() for element in found)


def test_sentences_as_answered():
    assert as_answered(["must provide an object [json-pointer:/view]"]) == [
        "[ERROR] must provide an object [json-pointer:/view]"
    ]
    assert view_bytes(None) == 4
